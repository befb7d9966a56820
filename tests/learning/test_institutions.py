"""Each row of `docs/institutions.md` is what the presets say, can be fulfilled and failed, and lives where it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.enums import Role
from learning.attendance import SUBTYPES, Part
from learning.enums import IdeaType, NoteSubtype, PairingType, TalkType, TaskType
from learning.schemes.model import Kind, Measure, Requirement, Scheme
from learning.schemes.periods import Span, spans
from learning.schemes.presets import PRESETS, preset_text
from learning.schemes.reading import read_scheme
from learning.schemes.status import Circumstances, Duty, Evidence, Records, State
from learning.schemes.workdays import chinese_workdays
from learning.selectors.reviewing import PIECE_CLASSES
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user

TABLE = Path(__file__).resolve().parents[2] / "docs" / "institutions.md"
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
AFTERWARDS = date(2027, 1, 15)
CLASS = Span(date(2026, 5, 11), date(2026, 5, 13))
MISSING = "-"
#: What the words of a duty's filter can be, where people enter what it asks for.
CHOICES = {
    (Kind.EVENT, "subtype"): set(SUBTYPES),
    (Kind.EVENT, "part"): {str(part.label) for part in Part},
    (Kind.TALK, "type"): set(TalkType.values),
    (Kind.IDEA, "type"): set(IdeaType.values),
    (Kind.TASK, "type"): set(TaskType.values),
    (Kind.PAIRING, "type"): set(PairingType.values),
    (Kind.NOTE, "subtype"): set(NoteSubtype.values),
    (Kind.PIECE, "class"): set(PIECE_CLASSES),
}


@dataclass(frozen=True)
class Line:
    row: int
    preset: str
    by: str
    key: str
    at: str

    def __str__(self) -> str:
        return f"{self.row}-{self.preset}-{self.by}-{self.key}"


def lines() -> list[Line]:
    found = re.findall(
        r"^\| (\d+) \| [^|]+ \| (\w+) \| (\w+) ?(\w*) \| ([^|]+) \|$", TABLE.read_text("utf-8"), re.MULTILINE
    )
    return [Line(int(row), *rest) for row, *rest in found]


def scheme(key: str) -> Scheme:
    return read_scheme(preset_text(key))


def duty_of(line: Line) -> Requirement:
    return scheme(line.preset).requirement(line.key)


def test_all_rows_are_in_it_as_the_presets_say():
    said = set()
    for key in PRESETS:
        read = scheme(key)
        said |= {(row, key, "duty", each.key) for each in read.requirements for row in each.rows}
        said |= {(row, key, "workflow", each.key) for each in read.workflows for row in each.rows}
        said |= {(row, key, "page", each.page) for each in read.pages for row in each.rows}
        appraised = read.class_appraisal.rows if read.class_appraisal else ()
        said |= {(row, key, "class_appraisal", "") for row in appraised}
        said |= {(row, key, "points", "") for row in read.points.get("rows", ())}
        said |= {(row, key, "outputs", "") for row in read.outputs.get("rows", ())}

    assert {(line.row, line.preset, line.by, line.key) for line in lines()} == said
    assert {line.row for line in lines()} == set(range(1, 84))


DUTIES = [line for line in lines() if line.by == "duty"]


@pytest.mark.parametrize("line", DUTIES, ids=str)
def test_a_duty_is_met_by_what_it_asks_for_and_not_by_nothing(line):
    requirement = duty_of(line)
    who = Circumstances(classes=(CLASS,))
    duty = Duty(requirement, YEAR, on=AFTERWARDS, workdays=chinese_workdays())
    period = spans(requirement.period, YEAR, given=who.classes)[0]
    [empty] = [each for each in duty.statuses(Records(()), who) if each.period == period]
    if requirement.bounds is None:
        assert empty.state is State.UNSET
        return

    fulfilled = Records(fulfilling(requirement, period))
    [full] = [each for each in duty.statuses(fulfilled, who) if each.period == period]
    assert full.state is State.MET
    assert full.evidence
    assert empty.state is (State.DUE if requirement.is_soft else State.LATE)


def fulfilling(requirement: Requirement, period: Span) -> list[Evidence]:
    """Return records on the period's days that are just enough."""
    least = requirement.bounds.least or 1
    told = {name: values[0] for name, values in requirement.where.equal.items()}
    told |= {"level": requirement.where.level_at_least} if requirement.where.level_at_least else {}
    told |= {"items": "1"} if requirement.where.most_items else {}
    days = list(islice(period.days(), 400))
    if requirement.measure in {Measure.MINUTES, Measure.CHARACTERS}:
        return [_record(requirement, days[0], told, minutes=least, characters=least)]
    several = requirement.values or [f"第{number}种" for number in range(least)]
    if requirement.measure in {Measure.DISTINCT, Measure.ALL}:
        return [_record(requirement, days[0], told | {requirement.of: value}) for value in several]
    return [_record(requirement, days[number % len(days)], told) for number in range(least)]


def _record(requirement: Requirement, on: date, told: dict[str, str], *, minutes: int = 0, characters: int = 0):
    characters = max(characters, requirement.where.least_characters)
    key = f"{on} {told}"
    return Evidence(key, requirement.kind.value, on, minutes=minutes, characters=characters, attributes=told)


@pytest.mark.parametrize("line", DUTIES, ids=str)
def test_the_words_a_duty_asks_for_can_be_chosen(line):
    requirement = duty_of(line)

    for name, values in requirement.where.equal.items():
        if (requirement.kind, name) in CHOICES:
            assert set(values) <= CHOICES[requirement.kind, name]


@pytest.mark.django_db
def test_each_lives_where_it_says():
    office = make_office()
    make_user(office)
    # Most are open to the organizer, some to the director alone.
    clients = [client_for(make_user(office, role)) for role in (Role.ORGANIZER, Role.DIRECTOR)]

    places = {line.at for line in lines()} - {MISSING}
    assert len(places) > 10
    for place in places:
        name, *kind = place.split()
        address = reverse(name, kwargs={"kind": kind[0]} if kind else {})
        assert 200 in {client.get(address).status_code for client in clients}, place


def test_a_yearly_figure_counts_only_its_own_year():
    """The failing control: what lies a day outside the period does not fulfil it."""
    requirement = scheme("hanbin").requirement("published")
    duty = Duty(requirement, YEAR, on=AFTERWARDS, workdays=chinese_workdays())
    before = [
        Evidence(each.key, each.kind, YEAR.first - timedelta(days=1), attributes=each.attributes)
        for each in fulfilling(requirement, YEAR)
    ]

    assert [each.state for each in duty.statuses(Records(before), Circumstances())] == [State.LATE]
