"""A program that asks in somebody's name, with a token of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role, Scope
from accounts.services import program_token_issue
from tests.factories.accounts import make_user
from tests.factories.taking import NOON


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON)


class Program:
    """Sends JSON with a token of the given scopes."""

    def __init__(self, user, *scopes):
        now = timezone.now()
        last_day = timezone.localdate(now) + timedelta(days=1)
        name = f"程序{user.api_tokens.count()}"
        self.token, self.row = program_token_issue(user=user, name=name, scopes=scopes, last_day=last_day, now=now)
        self.row.used_on = timezone.localdate(now)
        self.row.save()
        self.client = Client(headers={"authorization": f"Bearer {self.token}"})

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query)

    def send(self, method, path, body):
        return self.client.generic(method, f"/api/v1/{path}", body, content_type="application/json")


@pytest.fixture
def organizer(db):
    return make_user(None, Role.ORGANIZER)


@pytest.fixture
def program(organizer):
    """One that may all that an organizer's can be given."""
    return Program(organizer, *Scope)
