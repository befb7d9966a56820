"""Who may open the administration: every address of it, asked by everybody, compared with `docs/access.md`."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Office, User
from question_bank.models import PolicyDocument, Question, QuestionBank, Tag, Topic
from tests.addresses import Address, administration_addresses, administration_rows
from tests.factories.accounts import LONG_AGO, make_office, make_unit, make_user
from tests.factories.question_bank import make_bank, make_provision, make_question, make_version
from tests.factories.world import ROLES
from tests.test_access_matrix import outcome
from tests.visitors import Visitor, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]

_MODELS = {model.__name__.lower(): model for model in (Question, QuestionBank, Topic, Tag, PolicyDocument)}
#: How a row leads to its office.
_PATHS = {"question": "bank__office", "topic": "bank__office"}


@dataclass(frozen=True)
class Place:
    """An office with one row of every table that the administration shows, and its keeper."""

    office: Office
    keeper: User

    def url(self, address: Address) -> str:
        return reverse(address.name, kwargs={name: self._value(address, name) for name in address.parameters})

    def _value(self, address: Address, name: str) -> object:
        if name == "app_label":
            return "question_bank"
        kind = address.name.split("_")[-2]
        return _MODELS[kind].objects.filter(**{_PATHS.get(kind, "office"): self.office}).first().pk


def make_place(name: str) -> Place:
    office = make_office(name=f"{name}县委组织部")
    bank = make_bank(office, f"{name}题库")
    make_question(bank, provision=make_provision(make_version(office, title=f"{name}办法")))
    Topic.objects.create(bank=bank, name=f"{name}知识点")
    Tag.objects.create(office=office, name=f"{name}标签")
    return Place(office, make_user(office, Role.SYSTEM_ADMINISTRATOR, name=f"{name}管理员"))


@pytest.fixture
def home() -> Place:
    return make_place("云岭")


def asked(visitor: Visitor, method: str, url: str) -> str:
    found = outcome(visitor.ask(method, url))
    return "yes" if found == "in" else found


def found_abroad(visitor: Visitor, method: str, url: str) -> str:
    """Return the cell of somebody who keeps another office; its own name must not be seen there."""
    response = visitor.ask(method, url)
    if outcome(response) != "in":
        return outcome(response)
    return "LEAK" if "云岭" in text_of(response) else "theirs"


def test_every_address_of_the_administration_is_written_down_and_nothing_else():
    assert {name for (name, _methods), _cells in administration_rows()} == {
        address.name for address in administration_addresses()
    }


def test_everybody_opens_what_is_written(home):
    by_name = {address.name: address for address in administration_addresses()}
    others = [make_user(home.office, *roles) for roles in ROLES.values()]
    part = make_user(home.office, name="一股的管理员")
    part.role_assignments.create(
        role=Role.SYSTEM_ADMINISTRATOR, unit=make_unit(home.office, "一股"), from_date=LONG_AGO
    )
    anonymous, keeper, foreign = Visitor(), Visitor(home.keeper), Visitor(make_place("栖霞").keeper)
    visitors = [Visitor(other) for other in (*others, part)]

    written, observed = [], []
    for (name, methods), cells in administration_rows():
        url = home.url(by_name[name])
        for method in methods.split():
            written.append((name, method, *cells))
            elsewhere = {asked(visitor, method, url) for visitor in visitors}
            observed.append(
                (
                    name,
                    method,
                    asked(anonymous, method, url),
                    asked(keeper, method, url),
                    " ".join(elsewhere),
                    found_abroad(foreign, method, url),
                )
            )

    assert observed == written


@pytest.mark.parametrize("path", ["login/", "logout/", "password_change/", "autocomplete/", "auth/group/", "r/1/1/"])
def test_what_django_brings_besides_is_not_there(home, path):
    assert outcome(Visitor(home.keeper).ask("GET", f"/admin/{path}")) == "404"


def test_the_administration_keeps_the_strict_policy_and_is_not_kept_by_browsers(home):
    response = Visitor(home.keeper).ask("GET", "/admin/")

    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_a_system_administrator_is_led_there_from_the_masthead(home):
    assert 'href="/admin/"' in text_of(Visitor(home.keeper).ask("GET", "/"))
