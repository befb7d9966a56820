"""The tree of units for programs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Scope
from accounts.selectors import units_listed
from accounts.services import program_token_issue
from tests.factories.accounts import make_unit

pytestmark = pytest.mark.django_db


def program(user, scope):
    now = timezone.now()
    last_day = timezone.localdate(now) + timedelta(days=1)
    token, _row = program_token_issue(user=user, name="人事", scopes=[scope], last_day=last_day, now=now)
    return Client(headers={"authorization": f"Bearer {token}"})


def test_units_are_listed_from_the_top_with_the_names_that_lead_to_them(house):
    below = make_unit(house.office, "二股", parent=house.unit)
    make_unit(house.stranger.office, "外人")

    listed = program(house.organizer, Scope.ROSTERS_READ).get("/api/v1/office/units/").json()

    root, *units = listed["results"]
    assert (listed["count"], root["path"], root["parent"]) == (len(units) + 1, "", None)
    assert units[0] == {"id": str(house.unit.uuid), "name": "干部科", "path": "干部科", "parent": root["id"]}
    expected = {"id": str(below.uuid), "name": "二股", "path": "干部科/二股", "parent": str(house.unit.uuid)}
    assert expected in units
    assert "外人" not in str(listed)


def test_units_want_the_scope_of_rosters(house):
    assert program(house.organizer, Scope.EXAMS_READ).get("/api/v1/office/units/").status_code == 403


@pytest.mark.parametrize("item_count", [1, 3])
def test_units_take_two_queries_however_many(house, item_count, django_assert_num_queries):
    for number in range(item_count):
        make_unit(house.office, f"科室{number}")

    with django_assert_num_queries(2):
        units_listed(house.office)
