"""Who may open what: every address, asked by everybody, compared with what `docs/access.md` says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.http import HttpResponseBase

from exam_site.beats import beat
from tests.addresses import ANONYMOUS, FOREIGN, Address, addresses, written_rows
from tests.factories.accounts import LONG_AGO, make_unit, make_user
from tests.factories.taking import NOON
from tests.factories.world import COLLEAGUE, ROLES, House, Stage, make_house
from tests.visitors import Visitor, attempt_token, bearer, store_key, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
#: By attempt token, by a client's key, by a bearer token: programs' ways in.
BY_TOKEN = {"quizzes_api:attempt", "quizzes_api:contact", "quizzes_api:responses", "quizzes_api:submit"}
BY_BEARER = ("accounts_api:", "quizzes_api:")
ADMITTED = {HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}

STAGES = set(Stage) - {Stage.SUBMITTED}


class Census:
    """Asks for every address of the home office as everybody, at home and abroad."""

    def __init__(self, home: House, abroad: House) -> None:
        self.home, self.abroad = home, abroad
        self.anonymous = Visitor()
        self.visitors = {(house.name, who): Visitor(house.people[who]) for house in (home, abroad) for who in ROLES}
        self.bearers = {(house.name, who): bearer(house.people[who]) for house in (home, abroad) for who in ROLES}

    def row(self, address: Address, method: str) -> dict[str, str]:
        """Return the cells of one address for one method."""
        first = outcome(self._ask(self.anonymous, method, address.url(self.home, "cadre"), _version(address)))
        cells = {ANONYMOUS: "yes" if first == "in" else first}
        if address.is_for_clients:
            return cells | self._client_cells(address, method, cells[ANONYMOUS])
        cells |= {who: self._cell(address, method, who) for who in ROLES}
        cells[FOREIGN] = self._foreign(address, method, cells)
        return cells

    def _cell(self, address: Address, method: str, who: str) -> str:
        owners = {who, COLLEAGUE} if address.is_owned else {"cadre"}
        if who == "reviewer" and address.is_overseen:
            owners.add("cadre")
        cell = classify({owner: outcome(self._as(self.home, who, address, method, owner)) for owner in owners}, who)
        return "token" if cell == "own" and address.name in BY_TOKEN else cell

    def _foreign(self, address: Address, method: str, cells: Mapping[str, str]) -> str:
        """Return what the counterparts of those who get in find; the first of the others is refused as at home."""
        found = set()
        refused = [who for who in ROLES if cells[who] in {"no", "401"}]
        for who in [*(who for who in ROLES if who not in refused), *refused[:1]]:
            response = self._as(self.abroad, who, address, method, "cadre")
            if who in refused:
                assert outcome(response) == cells[who], (address.name, who)
            else:
                found.add(self._found(address, response, is_public=cells[ANONYMOUS] == "yes"))
        return " ".join(sorted(found)) or "no"

    def _found(self, address: Address, response: HttpResponseBase, *, is_public: bool) -> str:
        if outcome(response) != "in":
            return outcome(response)
        if not address.parameters and self.home.name in text_of(response):
            return "LEAK"
        return "yes" if is_public else "theirs"

    def _client_cells(self, address: Address, method: str, without: str) -> dict[str, str]:
        """Return the cells of the record store: a session is no help there, a client's key is."""
        url, version = address.url(self.home, "cadre"), _version(address)
        cells = {who: outcome(self._ask(self.visitors[self.home.name, who], method, url, version)) for who in ROLES}
        assert set(cells.values()) == {"in" if without == "yes" else without}, address.name
        if without == "yes":
            return dict.fromkeys((*ROLES, FOREIGN), "yes")
        own, theirs = (
            self._ask(self.anonymous, method, url, store_key(*house.client) | version)
            for house in (self.home, self.abroad)
        )
        key = "key" if outcome(own) == "in" else outcome(own)
        return dict.fromkeys(ROLES, key) | {FOREIGN: self._found(address, theirs, is_public=False)}

    def _as(self, house: House, who: str, address: Address, method: str, owner: str) -> HttpResponseBase:
        visitor, url = self.visitors[house.name, who], address.url(self.home, owner)
        return self._ask(visitor, method, url, self._headers(house, who, address))

    def _headers(self, house: House, who: str, address: Address) -> dict[str, str] | None:
        if address.name in BY_TOKEN:
            return attempt_token(house.exams[Stage.OPEN].attempts[who])
        return self.bearers[house.name, who] if address.name.startswith(BY_BEARER) else None

    def methods(self, address: Address, asked: set[str], written: Mapping[str, str]) -> set[str]:
        """Return which of the methods the address answers to somebody who may open it."""
        who = next(who for who in ROLES if written[who] not in {"no", "401"})
        headers = self._headers(self.home, who, address)
        if address.is_for_clients:
            headers = store_key(*self.home.client) | _version(address)
        url = address.url(self.home, who)
        visitor = self.visitors[self.home.name, who]
        return {method for method in asked if outcome(self._ask(visitor, method, url, headers)) != "405"}

    @staticmethod
    def _ask(visitor: Visitor, method: str, url: str, headers: dict[str, str] | None = None) -> HttpResponseBase:
        # Forget how often the address of all these visitors has verified certificates.
        cache.clear()
        return visitor.ask(method, url, headers)


def _version(address: Address) -> dict[str, str]:
    """Return the header without which the record store answers nobody."""
    if not address.is_for_clients:
        return {}
    return {"X-Experience-API-Version": "1.0.3" if ":v1:" in address.name else "2.0.0"}


def outcome(response: HttpResponseBase) -> str:
    """Return what became of a request in the words of the table."""
    status = response.status_code
    if status == HTTPStatus.FOUND and response["Location"].startswith("/sign-in/?next="):
        return "sign-in"
    if status < HTTPStatus.BAD_REQUEST or status in ADMITTED:
        return "in"
    return "no" if status == HTTPStatus.FORBIDDEN else str(status)


def classify(outcomes: Mapping[str, str], who: str) -> str:
    """Return the cell that says whose things somebody gets at."""
    if len(set(outcomes.values())) == 1:
        only = next(iter(outcomes.values()))
        return "yes" if only == "in" else only
    if outcomes[who] == "in" and outcomes[COLLEAGUE] == "404":
        return "unit" if who == "reviewer" and outcomes.get("cadre") == "in" else "own"
    return str(dict(outcomes))


@pytest.fixture
def census():
    beat(now=NOON)
    return Census(make_house("云岭", STAGES), make_house("栖霞", STAGES))


def test_every_address_is_written_down_and_nothing_else():
    assert {name for (name, _methods), _cells in written_rows()} == {address.name for address in addresses()}


def test_everybody_opens_what_is_written(census):
    by_name = {address.name: address for address in addresses()}
    written = [(name, method, cells) for (name, methods), cells in written_rows() for method in methods.split()]

    observed = [(name, method, census.row(by_name[name], method)) for name, method, _cells in written]

    assert observed == written


def test_an_address_answers_no_other_methods(census):
    written: dict[str, dict[str, str]] = {}
    methods: dict[str, set[str]] = defaultdict(set)
    for (name, answered), cells in written_rows():
        written[name] = cells
        methods[name].update(answered.split())

    more = {
        address.name: found
        for address in addresses()
        if (found := census.methods(address, set(METHODS) - methods[address.name], written[address.name]))
    }

    assert more == {}


def test_a_role_over_a_part_opens_nothing_of_the_whole_office():
    house = make_house("云岭", STAGES)
    part = make_unit(house.office, "云岭一股")
    by_name = {address.name: address for address in addresses()}

    opened = {}
    for who in ("trainer", "organizer", "auditor", "security administrator"):
        person = make_user(unit=part, name="一股的人")
        person.role_assignments.create(role=ROLES[who][0], unit=part, from_date=LONG_AGO)
        visitor = Visitor(person)
        for (name, methods), cells in written_rows():
            if (cells["cadre"], cells[who]) == ("no", "yes"):
                response = visitor.ask(methods.split()[0], by_name[name].url(house, "cadre"))
                opened[who, name] = outcome(response)

    assert len(opened) > 80
    assert {place for place, found in opened.items() if found != "no"} == set()
