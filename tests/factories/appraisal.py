"""Plain factories for points: the suggested rules of an office, lines in its ledger."""

from __future__ import annotations

from datetime import date

from accounts.models import Office, User
from appraisal.models import LedgerEntry, PointsRule
from appraisal.services import record_points_post, rules_suggest
from learning.enums import RecordState
from tests.factories.accounts import make_office, make_user
from tests.factories.learning import make_note
from tests.factories.taking import NOON

YEAR_BEGINS = date(2026, 1, 1)


def make_rules(office: Office | None = None, *, effective_from: date = YEAR_BEGINS) -> dict[str, PointsRule]:
    """Return the two suggested rules of an office by their keys."""
    office = office or make_office()
    return {rule.key: rule for rule in rules_suggest(office=office, by=None, effective_from=effective_from)}


def make_entry(person: User | None = None, *, title: str = "读《乡土中国》") -> LedgerEntry:
    """Return the line of an approved note in the ledger of the person's office, which must have its rules."""
    person = person or make_user()
    note = make_note(person, RecordState.APPROVED, title=title)
    assert record_points_post(record=note, now=NOON) == 1
    return LedgerEntry.objects.get(evidence=note.uuid)
