"""An office with people in their places, and clients signed in as them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Office, Unit, User
from tests.factories.accounts import make_office, make_unit, make_user


@dataclass(frozen=True)
class House:
    """An office that is looked after, a cadre in one of its units, and an organizer of another office."""

    office: Office
    root: Unit
    unit: Unit
    section: Unit
    organizer: User
    security: User
    cadre: User
    stranger: User


@pytest.fixture
def house(db) -> House:
    office = make_office("yunling", "云岭县委组织部")
    unit = make_unit(office, "干部科")
    return House(
        office=office,
        root=office.units.get(parent=None),
        unit=unit,
        section=make_unit(office, "一股", unit),
        organizer=make_user(office, Role.ORGANIZER, name="何静", username="YL900"),
        security=make_user(office, Role.SECURITY_ADMINISTRATOR, name="安然", username="YL901"),
        cadre=make_user(office, unit=unit, name="程立新", username="YL001"),
        stranger=make_user(make_office("qixia", "栖霞县委组织部"), Role.ORGANIZER, name="外人", username="QX900"),
    )


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
