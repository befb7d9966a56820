"""The pages of roles."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment
from accounts.selectors import people_in_units, units_overseen
from accounts.services import role_assign
from tests.accounts.frame import FRAME_QUERIES
from tests.factories.accounts import LONG_AGO, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def security(client_for, house):
    return client_for(house.security)


def test_list_shows_what_holds_and_what_is_over(security, house):
    house.cadre.role_assignments.create(role=Role.TRAINER, unit=house.unit, from_date=LONG_AGO, to_date=LONG_AGO)

    response = security.get("/people/roles/")

    assert {(row.user, row.role) for row in response.context["assignments"]} == {
        (house.organizer, Role.ORGANIZER),
        (house.security, Role.SECURITY_ADMINISTRATOR),
    }
    assert [(row.user, row.role) for row in response.context["ended"]] == [(house.cadre, Role.TRAINER)]


def test_granted_over_a_subtree_from_a_day(security, house):
    response = security.post(
        "/people/roles/grant/", {"user": "yl001", "role": "reviewer", "unit": house.unit.uuid, "on": "2026-11-01"}
    )

    assert response.url == "/people/roles/"
    held = house.cadre.role_assignments.get()
    assert (held.role, held.unit, str(held.from_date), held.to_date) == ("reviewer", house.unit, "2026-11-01", None)


def test_role_over_a_subtree_reaches_what_lies_below(house):
    below = make_user(house.office, unit=house.section)
    role_assign(user=house.cadre, role=Role.REVIEWER, unit=house.unit, on=LONG_AGO)

    assert set(units_overseen(house.cadre, Role.REVIEWER)) == {house.unit, house.section}
    assert set(people_in_units(units_overseen(house.cadre, Role.REVIEWER))) == {house.cadre, below}
    assert not units_overseen(house.cadre, Role.TRAINER).exists()


def test_granted_by_a_name_that_one_person_has(security, house):
    security.post(
        "/people/roles/grant/", {"user": "程立新", "role": "trainer", "unit": house.root.uuid, "on": "2026-11-01"}
    )

    assert house.cadre.role_assignments.get().role == Role.TRAINER


def test_name_of_several_people_is_answered_with_their_numbers(security, house):
    make_user(house.office, name="程立新", username="YL002")
    make_user(house.stranger.office, name="程立新", username="QX001")

    response = security.post(
        "/people/roles/grant/", {"user": "程立新", "role": "trainer", "unit": house.root.uuid, "on": "2026-11-01"}
    )

    assert response.context["form"].errors == {"user": ["有 2 人叫“程立新”，请填工号：YL001、YL002。"]}


def test_list_says_what_every_role_lets_one_do(security):
    assert [label for label, _duty in security.get("/people/roles/").context["duties"]] == Role.labels


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"user": "QX900"}, {"user": ["没有工号或姓名为“QX900”的在职人员。"]}),
        ({"role": "cadre"}, {"role": ["选择一个有效的选项。 cadre 不在可用的选项中。"]}),
        (
            {"user": "YL901", "role": "auditor"},
            {"role": ["安然 是安全管理员，不能同时是审计员：三员分立。"]},
        ),
    ],
)
def test_grant_with_a_fault_is_told(security, house, given, errors):
    form = {"user": "YL001", "role": "trainer", "unit": house.root.uuid, "on": "2026-11-01", **given}

    response = security.post("/people/roles/grant/", form)

    assert response.context["form"].errors == errors
    assert RoleAssignment.objects.filter(unit__office=house.office).count() == 2


def test_unit_of_another_office_is_refused(security, house):
    unit = house.stranger.office.units.get()

    response = security.post(
        "/people/roles/grant/", {"user": "YL001", "role": "trainer", "unit": unit.uuid, "on": "2026-11-01"}
    )

    assert list(response.context["form"].errors) == ["unit"]


def test_ended_at_once_and_kept_in_the_history(security, client_for, house):
    held = house.organizer.role_assignments.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    page = security.get(f"/people/roles/{held.pk}/end/")
    assert page.context["form"]["last_day"].value() == yesterday

    response = security.post(f"/people/roles/{held.pk}/end/", {"last_day": yesterday})

    assert response.url == "/people/roles/"
    assert house.organizer.role_assignments.get().to_date == yesterday
    assert client_for(house.organizer).get("/people/").status_code == 403


def test_last_security_administrator_is_kept(security, house):
    held = house.security.role_assignments.get()

    response = security.post(f"/people/roles/{held.pk}/end/", {"last_day": "2026-11-01"})

    assert response.context["form"].errors == {"last_day": ["机关至少要有一名安全管理员，请先授予另一人。"]}
    assert house.security.role_assignments.get().to_date is None


@pytest.mark.parametrize("item_count", [1, 3])
def test_list_takes_as_many_queries_for_many_as_for_one(security, house, item_count, django_assert_num_queries):
    for _number in range(item_count):
        make_user(house.office, Role.TRAINER)

    # office role, office, those that hold, those over
    with django_assert_num_queries(FRAME_QUERIES + 3):
        security.get("/people/roles/")
