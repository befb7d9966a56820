"""Rosters for programs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Scope
from accounts.services import cohort_create, program_token_issue
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(house):
    now = timezone.now()
    token, _row = program_token_issue(
        user=house.organizer,
        name="人事",
        scopes=[Scope.ROSTERS_READ, Scope.ROSTERS_WRITE],
        last_day=timezone.localdate(now) + timedelta(days=1),
        now=now,
    )
    return Client(headers={"authorization": f"Bearer {token}"})


def people_of(cohort):
    return f"/api/v1/office/cohorts/{cohort.uuid}/people/"


def test_listed_with_how_many_are_in_each(program, house):
    by_unit = cohort_create(office=house.office, name="干部科", unit=house.unit)
    cohort_create(office=house.stranger.office, name="外人")

    assert program.get("/api/v1/office/cohorts/").json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "id": str(by_unit.uuid),
                "name": "干部科",
                "kind": "unit",
                "unit": {"id": str(house.unit.uuid), "name": "干部科"},
                "people_count": 1,
            }
        ],
    }


def test_people_come_onto_a_list_and_off_it(program, house):
    cohort = cohort_create(office=house.office, name="培训班", people=[house.cadre])
    other = make_user(house.office, username="YL002")

    added = program.post(people_of(cohort), {"person": "yl002"}, content_type="application/json")
    removed = program.delete(f"{people_of(cohort)}{house.cadre.uuid}/")

    assert [added.status_code, removed.status_code] == [201, 204]
    assert [row["id"] for row in program.get(people_of(cohort)).json()["results"]] == [str(other.uuid)]


def test_a_units_roster_follows_where_people_work(program, house):
    cohort = cohort_create(office=house.office, name="干部科", unit=house.unit)

    response = program.post(people_of(cohort), {"person": "YL900"}, content_type="application/json")

    assert response.status_code == 409
    assert response.json()["detail"] == "花名册“干部科”按单位确定，人员随调动更新，不能单独增减。"
    assert program.delete(f"{people_of(cohort)}{house.cadre.uuid}/").status_code == 409


def test_people_of_another_office_are_not_found(program, house):
    cohort = cohort_create(office=house.office, name="培训班")

    response = program.post(people_of(cohort), {"person": "QX900"}, content_type="application/json")

    assert response.status_code == 404
    assert program.delete(f"{people_of(cohort)}{house.stranger.uuid}/").status_code == 404
