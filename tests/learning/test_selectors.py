"""Who reads and who decides on whose records."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from learning.enums import RecordState
from learning.selectors import may_review, own_records, readable_records, records_to_review
from tests.factories.accounts import LONG_AGO, make_office, make_unit, make_user
from tests.factories.learning import make_note

pytestmark = pytest.mark.django_db

SHOWN = [RecordState.SUBMITTED, RecordState.RETURNED, RecordState.APPROVED]


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def unit(office):
    return make_unit(office, "干部科")


@pytest.fixture
def writer(unit):
    return make_user(unit=unit)


def reviewer_of(unit, role=Role.REVIEWER):
    person = make_user(unit.office)
    person.role_assignments.create(role=role, unit=unit, from_date=LONG_AGO)
    return person


def test_a_draft_is_its_writers_alone(office, writer, unit):
    draft = make_note(writer)
    others = [reviewer_of(unit), make_user(office, Role.DIRECTOR), make_user(office, Role.ORGANIZER), make_user(office)]

    assert list(readable_records(writer)) == [draft]
    assert [list(readable_records(other)) for other in others] == [[], [], [], []]


@pytest.mark.parametrize("state", SHOWN)
def test_what_was_handed_in_is_read_by_those_over_the_unit_and_by_the_organizer(office, writer, unit, state):
    note = make_note(writer, state)
    section = make_unit(office, "一股", unit)
    readers = [writer, reviewer_of(unit), make_user(office, Role.DIRECTOR), make_user(office, Role.ORGANIZER)]
    strangers = [make_user(office), reviewer_of(section), make_user(None, Role.DIRECTOR, Role.ORGANIZER)]

    assert [list(readable_records(reader)) for reader in readers] == [[note]] * 4
    assert [list(readable_records(stranger)) for stranger in strangers] == [[], [], []]


def test_a_role_over_the_unit_reaches_the_units_below(office, unit):
    section = make_unit(office, "一股", unit)
    note = make_note(make_user(unit=section), RecordState.SUBMITTED)

    assert list(records_to_review(reviewer_of(unit))) == [note]


def test_an_organizer_of_a_part_reads_no_more_than_before(writer, unit):
    make_note(writer, RecordState.SUBMITTED)

    assert list(readable_records(reviewer_of(unit, Role.ORGANIZER))) == []


def test_nobody_reviews_their_own(office):
    director = make_user(office, Role.DIRECTOR)
    own = make_note(director, RecordState.SUBMITTED)

    assert list(records_to_review(director)) == []
    assert not may_review(director, own)
    assert list(readable_records(director)) == [own]


def test_only_what_waits_is_to_review(writer, unit):
    reviewer = reviewer_of(unit)
    notes = [make_note(writer, state) for state in RecordState]

    assert [record.state for record in records_to_review(reviewer)] == [RecordState.SUBMITTED]
    assert [may_review(reviewer, note) for note in notes] == [False, True, False, False]


def test_an_ended_role_reads_nothing(writer, unit):
    make_note(writer, RecordState.SUBMITTED)
    reviewer = reviewer_of(unit)
    reviewer.role_assignments.update(to_date=LONG_AGO)

    assert list(records_to_review(reviewer)) == []


def test_own_records_are_ones_own(writer, office):
    mine = make_note(writer, RecordState.APPROVED)
    make_note(make_user(office))

    assert list(own_records(writer)) == [mine]
