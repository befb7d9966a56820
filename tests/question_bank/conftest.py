"""An office with two trainers, an organizer and a cadre; a trainer of another office; clients signed in as them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Office, User
from question_bank.models import QuestionBank
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import make_bank


@dataclass(frozen=True)
class Desk:
    """Who works on a bank, and who must not."""

    office: Office
    bank: QuestionBank
    author: User
    reviewer: User
    organizer: User
    cadre: User
    stranger: User


@pytest.fixture
def desk(db) -> Desk:
    office = make_office("yunlan", "云澜县委组织部")
    return Desk(
        office=office,
        bank=make_bank(office, "组织工作题库"),
        author=make_user(office, Role.TRAINER, name="沈一鸣", username="T1"),
        reviewer=make_user(office, Role.TRAINER, name="柳怀远", username="T2"),
        organizer=make_user(office, Role.ORGANIZER, name="何静", username="O1"),
        cadre=make_user(office, name="程立新", username="C1"),
        stranger=make_user(make_office("qixia", "栖霞县委组织部"), Role.TRAINER, name="外人", username="X1"),
    )


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
