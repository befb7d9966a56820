"""The ledger's chain: every change behind the application's back shows, whatever the database let through."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.append_only import AppendOnlyError, lifted
from appraisal.chain import GENESIS, entry_hash
from appraisal.models import LedgerEntry
from appraisal.selectors import ledger_break
from tests.factories.accounts import make_user
from tests.factories.appraisal import make_entry, make_rules

pytestmark = pytest.mark.django_db

TABLE = LedgerEntry._meta.db_table


@pytest.fixture
def entries():
    person = make_user()
    make_rules(person.office)
    return [make_entry(person, title=f"笔记{number}") for number in range(1, 5)]


def behind_the_back(sql, *values):
    """Run SQL as the owner of the database could, with the triggers lifted."""
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_untouched_chain_holds(entries):
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4]
    assert [entry.previous_hash for entry in entries] == [GENESIS, *(entry.hash for entry in entries[:-1])]
    assert ledger_break(entries[0].office) is None


def test_an_empty_chain_holds():
    assert ledger_break(make_user().office) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("points", 99_900),
        ("explanation", "另一个说法"),
        ("occurred_on", "2026-12-31"),
        ("created_at", "2026-12-31 00:00:00+00:00"),
        ("evidence_kind", "result"),
        ("evidence", uuid.UUID(int=1)),
        ("approved_by_id", None),
        ("previous_hash", GENESIS),
        ("hash", GENESIS),
    ],
)
def test_a_changed_line_is_found(entries, column, value):
    if isinstance(value, uuid.UUID) and connection.vendor == "sqlite":
        value = value.hex

    behind_the_back(f"UPDATE {TABLE} SET {column} = %s WHERE id = %s", value, entries[1].pk)

    assert ledger_break(entries[0].office) == entries[1]


def test_a_line_given_to_somebody_else_is_found(entries):
    behind_the_back(f"UPDATE {TABLE} SET person_id = %s WHERE id = %s", make_user().pk, entries[2].pk)

    assert ledger_break(entries[0].office) == entries[2]


def test_a_removed_line_is_found_at_the_next(entries):
    behind_the_back(f"DELETE FROM {TABLE} WHERE id = %s", entries[1].pk)

    assert ledger_break(entries[0].office) == entries[2]


def test_a_line_changed_with_its_own_hash_is_found_at_the_next(entries):
    forged = entries[1]
    forged.points = 99_900
    behind_the_back(f"UPDATE {TABLE} SET points = 99900, hash = %s WHERE id = %s", entry_hash(forged), forged.pk)

    assert ledger_break(entries[0].office) == entries[2]


def test_two_lines_that_changed_places_are_found(entries):
    for entry, sequence in ((entries[1], 1_000), (entries[2], 2), (entries[1], 3)):
        behind_the_back(f"UPDATE {TABLE} SET sequence = %s WHERE id = %s", sequence, entry.pk)

    assert ledger_break(entries[0].office) == entries[2]


def test_chains_of_two_offices_do_not_touch(entries):
    stranger = make_user()
    make_rules(stranger.office)
    foreign = make_entry(stranger)

    behind_the_back(f"UPDATE {TABLE} SET points = 1 WHERE id = %s", foreign.pk)

    assert (foreign.sequence, foreign.previous_hash) == (1, GENESIS)
    assert ledger_break(stranger.office) == foreign
    assert ledger_break(entries[0].office) is None


@pytest.mark.parametrize("sql", ["UPDATE {table} SET points = 1", "DELETE FROM {table}"])
def test_with_its_triggers_the_database_refuses(entries, sql):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table=TABLE))

    assert ledger_break(entries[0].office) is None


def test_the_application_refuses_too(entries):
    entries[0].points = 1

    with pytest.raises(AppendOnlyError):
        entries[0].save()


@given(st.integers(-(10**6), 10**6), st.text(max_size=50))
def test_the_hash_covers_points_and_words(points, words):
    entry = _line(points, words)

    assert entry_hash(entry) == entry_hash(_line(points, words))
    assert entry_hash(entry) != entry_hash(_line(points + 1, words))
    assert entry_hash(entry) != entry_hash(_line(points, f"{words}。"))


def _line(points, words):
    return LedgerEntry(
        office_id=1,
        sequence=1,
        person_id=1,
        rule_version_id=1,
        evidence_kind="record",
        evidence=uuid.UUID(int=1),
        points=points,
        explanation=words,
        occurred_on=date(2026, 10, 8),
        created_at=datetime(2026, 10, 8, tzinfo=UTC),
        previous_hash=GENESIS,
    )
