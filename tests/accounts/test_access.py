"""Who may open and send what: each address of this app, by role, in one's own office and in another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import ApiToken
from accounts.services import cohort_create, roster_upload
from accounts.urls import urlpatterns
from tests.accounts.workbooks import roster_bytes
from tests.factories.accounts import LONG_AGO, make_user

pytestmark = pytest.mark.django_db

ANYONE, SIGNED_IN, ORGANIZER, SECURITY, EITHER = "anyone", "signed in", "organizer", "security", "either"

#: Every address of the app and whom it is for; the first of the methods that it answers.
MATRIX = {
    "sign_in": (ANYONE, "get"),
    "sign_out": (ANYONE, "post"),
    "set_password": (SIGNED_IN, "get"),
    "me": (SIGNED_IN, "get"),
    "tokens": (ORGANIZER, "get"),
    "token_add": (ORGANIZER, "get"),
    "token_revoke": (ORGANIZER, "get"),
    "people": (EITHER, "get"),
    "person_add": (ORGANIZER, "get"),
    "codes": (ORGANIZER, "get"),
    "person": (EITHER, "get"),
    "person_edit": (ORGANIZER, "get"),
    "person_move": (ORGANIZER, "get"),
    "person_leave": (ORGANIZER, "get"),
    "person_return": (ORGANIZER, "get"),
    "person_reset": (EITHER, "get"),
    "roster_upload": (ORGANIZER, "get"),
    "roster_template": (ORGANIZER, "get"),
    "roster": (ORGANIZER, "get"),
    "roster_commit": (ORGANIZER, "post"),
    "roster_faults": (ORGANIZER, "get"),
    "units": (ORGANIZER, "get"),
    "unit": (ORGANIZER, "get"),
    "unit_add": (ORGANIZER, "get"),
    "unit_shift": (ORGANIZER, "post"),
    "cohorts": (ORGANIZER, "get"),
    "cohort_add": (ORGANIZER, "get"),
    "cohort": (ORGANIZER, "get"),
    "cohort_edit": (ORGANIZER, "get"),
    "roles": (SECURITY, "get"),
    "role_grant": (SECURITY, "get"),
    "role_end": (SECURITY, "get"),
}

READ_ONLY = {"person", "roster", "roster_faults", "cohort"}

ADMITTED = {
    ANYONE: {"nobody", "cadre", "organizer", "security", "section organizer", "past organizer"},
    SIGNED_IN: {"cadre", "organizer", "security", "section organizer", "past organizer"},
    ORGANIZER: {"organizer"},
    SECURITY: {"security"},
    EITHER: {"organizer", "security"},
}


@dataclass(frozen=True)
class Things:
    """What an address can name."""

    arguments: dict[str, object]

    def address(self, name: str) -> str:
        (wanted,) = [pattern for pattern in urlpatterns if pattern.name == name]
        parameters = wanted.pattern.converters
        return reverse(f"accounts:{name}", kwargs={key: self.arguments[key] for key in parameters})


def things_of(office, organizer, person, assignment) -> Things:
    unit = office.units.get(parent=None)
    return Things(
        {
            "person": person.uuid,
            "unit": unit.uuid,
            "cohort": cohort_create(office=office, name="全体", unit=unit).uuid,
            "roster": roster_upload(
                office=office, by=organizer, file_name="a.xlsx", data=roster_bytes(("N1", "甲", "新科"))
            ).uuid,
            "assignment": assignment.pk,
            "token": program_token_of(organizer).pk,
        }
    )


def program_token_of(owner) -> ApiToken:
    """Return a token whose program may do nothing in particular."""
    expires_at = timezone.now() + timedelta(days=1)
    return ApiToken.objects.create(user=owner, digest=owner.uuid.hex, name="看板", scopes=[], expires_at=expires_at)


@pytest.fixture
def own(house):
    return things_of(house.office, house.organizer, house.cadre, house.organizer.role_assignments.get())


@pytest.fixture
def foreign(house):
    office = house.stranger.office
    return things_of(office, house.stranger, house.stranger, house.stranger.role_assignments.get())


@pytest.fixture
def clients(house, client_for, client):
    section = make_user(house.office, unit=house.section)
    section.role_assignments.create(role=Role.ORGANIZER, unit=house.section, from_date=LONG_AGO)
    past = make_user(house.office)
    past.role_assignments.create(role=Role.ORGANIZER, unit=house.root, from_date=LONG_AGO, to_date=LONG_AGO)
    return {
        "nobody": client,
        "cadre": client_for(house.cadre),
        "organizer": client_for(house.organizer),
        "security": client_for(house.security),
        "section organizer": client_for(section),
        "past organizer": client_for(past),
    }


def test_every_address_is_in_the_matrix():
    assert {pattern.name for pattern in urlpatterns} == set(MATRIX)


@pytest.mark.parametrize("name", MATRIX)
def test_address_admits_only_whom_it_is_for(clients, own, name):
    whom, method = MATRIX[name]

    refused = {}
    admitted = set()
    for who, client in clients.items():
        response = getattr(client, method)(own.address(name))
        at_the_door = response.status_code == 302 and response.url.startswith("/sign-in/?next=")
        if at_the_door or response.status_code == 403:
            refused[who] = response.status_code
        elif response.status_code in {200, 302}:
            admitted.add(who)

    assert admitted == ADMITTED[whom]
    assert refused == {who: 302 if who == "nobody" else 403 for who in clients if who not in ADMITTED[whom]}


@pytest.mark.parametrize("name", [pattern.name for pattern in urlpatterns if pattern.pattern.converters])
def test_thing_of_another_office_is_not_found(clients, foreign, name):
    whom, method = MATRIX[name]
    insider = "security" if whom == SECURITY else "organizer"

    assert getattr(clients[insider], method)(foreign.address(name)).status_code == 404
    assert clients[insider].post(foreign.address(name)).status_code == (405 if name in READ_ONLY else 404)


def test_refusal_says_whom_the_page_is_for(clients):
    assert "这个页面由考务使用。" in clients["cadre"].get("/people/add/").content.decode()
