"""Keys stay in: what must not leave the server before publication is planted everywhere and searched in every answer.

Seven exams stand side by side, one in each state and one of which the score alone is published; each has canaries of
its own in its key, explanations, options, provisions and marking comments, and everybody has one in the draft of a
note. Every address is asked by everybody, for everything it can name, and all that comes back is searched: headers,
redirects, pages, JSON, workbooks, PDF. Everybody has had a talk in
confidence, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

import pytest
from django.core.cache import cache
from django.urls import reverse

from exam_site.beats import beat
from question_bank.models import Question
from quizzes.taking.holders import session_holder
from tests.addresses import ANONYMOUS, Address, addresses, written_rows
from tests.factories.accounts import make_office, make_user
from tests.factories.taking import NOON
from tests.factories.world import COLLEAGUE, OUTSIDER, ROLES, House, Stage, canary, make_house
from tests.visitors import Visitor, attempt_token, bearer, store_key, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]

CANARY = re.compile(r"CANARY-([a-z]+)-([a-z]+)")
STATIC = re.compile(r'(?:src|href)="(/static/[^"]+)"')
Found = set[tuple[str, str]]
#: Whom an address refuses by their role, as `test_access_matrix` holds, it refuses for whatever it names: one is asked.
SHUT = {"no", "401", "sign-in"}

#: What a candidate learns when results are published.
RELEASED: Found = {(kind, "published") for kind in ("key", "explanation", "provision", "comment")}
#: What those who write questions and papers know all along.
AUTHORS: Found = set(product(("key", "explanation", "provision"), map(str, Stage)))


@pytest.fixture
def house():
    beat(now=NOON)
    return make_house("云岭")


class Search:
    """Asks for all that an office has, as one visitor, and keeps what it finds."""

    def __init__(self, house: House, who: str = "", visitor: Visitor | None = None, role: str = "") -> None:
        self.house, self.who = house, who
        self.role = role or (who if who in ROLES else "cadre")
        self.visitor = visitor or Visitor(house.people[who])
        self.statics: set[str] = set()
        self.answered = 0
        self._hold_own_attempts()

    def run(self, methods: str = "", names: str = "") -> Found:
        """Return the canaries that reach this visitor, by all addresses and methods or those alone that are named."""
        found: Found = set()
        by_name = {address.name: address for address in addresses()}
        for (name, written), cells in written_rows():
            asked = [method for method in written.split() if method in (methods or written)]
            if not name.startswith(names):
                continue
            urls = self._urls(by_name[name])
            if cells.get(self.role) in SHUT:
                urls = islice(urls, 1)
            for method, url in product(asked, list(urls)):
                found |= self._look(method, url, self._headers(by_name[name], url))
        return found

    def _hold_own_attempts(self) -> None:
        """Let this browser hold its owner's open attempts, so that the exam page opens."""
        for each in self.house.exams.values():
            if self.who in each.attempts:
                attempt = each.attempts[self.who]
                attempt.holder = session_holder(self.visitor)
                attempt.save(update_fields=["holder"])

    def _look(self, method: str, url: str, headers: dict[str, str]) -> Found:
        cache.clear()
        response = self.visitor.ask(method, url, headers)
        assert response.status_code < 500, (method, url)
        said = text_of(response)
        self.statics.update(STATIC.findall(said))
        self.answered += response.status_code < 300
        return set(CANARY.findall(said))

    def _headers(self, address: Address, url: str) -> dict[str, str]:
        if address.name.startswith("quizzes_api:attempt") and self.who:
            return next(
                (attempt_token(attempt) for attempt in self._attempts() if str(attempt.uuid) in url),
                bearer(self.house.people[self.who]),
            )
        return {"X-Experience-API-Version": "2.0.0"} if address.is_for_clients else {}

    def _urls(self, address: Address) -> Iterator[str]:
        for values in self._values(address):
            yield reverse(address.name, kwargs=values)

    def _values(self, address: Address) -> Iterator[dict[str, object]]:
        """Yield every way to fill an address: all exams and what hangs on them, own and others' things."""
        staged = self.house.exams.values()
        match address.parameters:
            case ("exam", "slot"):
                yield from (
                    {"exam": each.exam.uuid, "slot": slot.pk} for each in staged for slot in each.paper.slots.all()
                )
            case ("exam",):
                yield from ({"exam": each.exam.uuid} for each in staged)
            case ("paper",):
                yield from ({"paper": each.paper.uuid} for each in staged)
            case ("blueprint",):
                yield from ({"blueprint": each.blueprint.uuid} for each in staged)
            case ("attempt",):
                yield from ({"attempt": attempt.uuid} for attempt in self._attempts())
            case ("candidate",):
                yield from ({"candidate": candidate.uuid} for candidate in self._candidates())
            case ("question",):
                questions = Question.objects.filter(
                    current_version__type="short_answer", bank__office=self.house.office
                )
                yield from ({"question": question.uuid} for question in questions)
            case ("record",):
                notes = [self.house.drafts, self.house.notes, self.house.records["talk"]]
                yield from ({"record": each[who].uuid} for each in notes for who in {self.who or "cadre", "cadre"})
            case ("talk",):
                talks = self.house.records["talk"]
                yield from ({"talk": talks[who].uuid} for who in dict.fromkeys((self.who or "cadre", "cadre")))
            case _:
                owner = self.who if self.who in self.house.certificates else "cadre"
                yield address.values(self.house, owner)

    def _attempts(self):
        return [each.attempts[who] for each in self.house.exams.values() for who in self._taken_by(each.attempts)]

    def _candidates(self):
        return [each.candidates[who] for each in self.house.exams.values() for who in self._taken_by(each.candidates)]

    def _taken_by(self, those: dict[str, object]) -> list[str]:
        """Return whose of an exam's attempts to ask for: one's own and the cadre's, who takes them all."""
        return [who for who in dict.fromkeys((self.who, "cadre")) if who in those]


def test_canaries_reach_those_alone_whom_they_are_for(house):
    found = {}
    for who in (*ROLES, COLLEAGUE, OUTSIDER):
        search = Search(house, who)
        found[who] = search.run()
        assert search.answered >= 20

    # An organizer's archive file of a published exam holds the marking comments, whatever of them is shown.
    authors = {"trainer": AUTHORS, "organizer": AUTHORS | {("comment", "scored")}}
    # What was said in confidence: the two it belongs to, and the director over the unit.
    overseen = {"director": {("talk", "cadre")}}
    assert found == {
        who: authors.get(who, set())
        | (RELEASED if who != OUTSIDER else set())
        | set(product(("note", "talk"), [who.split()[0]]))
        | overseen.get(who, set())
        for who in found
    }


def test_strangers_find_nothing(house):
    abroad = make_office()
    strangers = {role: make_user(abroad, *ROLES[role]) for role in ("cadre", "trainer", "organizer", "director")}

    searches = [Search(house, visitor=Visitor(), role=ANONYMOUS)]
    searches += [Search(house, visitor=Visitor(stranger), role=role) for role, stranger in strangers.items()]

    assert [search.run() for search in searches] == [set()] * len(searches)
    assert all(search.answered > 5 for search in searches)


def test_a_client_of_the_record_store_finds_nothing(house):
    visitor = Visitor()
    headers = store_key(*house.client) | {"X-Experience-API-Version": "2.0.0"}

    answers = [text_of(visitor.ask("GET", url, headers)) for url in ("/xapi/statements", "/xapi/statements?limit=0")]

    assert "verbs/completed" in answers[0]
    assert [CANARY.findall(answer) for answer in answers] == [[], []]


def test_files_that_pages_load_tell_nothing(house):
    search = Search(house, "cadre")
    search.run(methods="GET")

    answers = {url: search.visitor.ask("GET", url) for url in search.statics}

    assert {response.status_code for response in answers.values()} == {200}
    assert [url for url, response in answers.items() if CANARY.search(text_of(response))] == []
    assert any(url.endswith("take.js") for url in answers)


def test_a_leak_would_be_found(house):
    """The failing control: a key that somebody typed where candidates read."""
    exam = house.exams[Stage.OPEN].exam
    exam.rules = canary("key", Stage.OPEN)
    exam.save(update_fields=["rules"])

    assert ("key", "open") in Search(house, "cadre").run(names="quizzes:start")
