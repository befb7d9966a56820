"""Which questions hold a word, without reading a hundred thousand: on SQLite an FTS5 index of pairs of characters.

Chinese does not part its words and most have two characters, so each pair is a term. The index only leaves out: what it
finds is compared in full. Triggers keep it; they are (re)installed after every migration, because SQLite rebuilds a
table, and drops its triggers, to alter it. PostgreSQL reads the texts faster than a page needs, and has no such index.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from itertools import pairwise

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

_TABLE = "question_bank_word"
_OF = "question_bank_question"
#: Both as hexadecimal digits, which every tokenizer leaves alone. In pieces, since SQLite counts to the n-th character.
_PAIRS = """(
    WITH RECURSIVE
    piece(text, rest) AS (
        SELECT substr({row}.search_text, 1, 201), substr({row}.search_text, 201)
        UNION ALL SELECT substr(rest, 1, 201), substr(rest, 201) FROM piece WHERE length(rest) > 1
    ),
    place(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < 200)
    SELECT group_concat(hex(substr(text, n, 2)), ' ') FROM piece, place WHERE n < length(text)
)"""
_INSERT = f"INSERT INTO {_TABLE} (rowid, pairs) SELECT new.id, {_PAIRS.format(row='new')};"
# FTS5's own way of taking an entry out: told what it held.
_DELETE = f"INSERT INTO {_TABLE} ({_TABLE}, rowid, pairs) SELECT 'delete', old.id, {_PAIRS.format(row='old')};"
_TRIGGERS = {
    "insert": f"AFTER INSERT ON {_OF} BEGIN {_INSERT} END",
    "update": (
        f"AFTER UPDATE OF search_text ON {_OF} WHEN old.search_text <> new.search_text BEGIN {_DELETE} {_INSERT} END"
    ),
    "delete": f"AFTER DELETE ON {_OF} BEGIN {_DELETE} END",
}


def word_index_install(connection: BaseDatabaseWrapper) -> None:
    """Make the index and what keeps it; filled anew where questions may have changed unseen. Safe to repeat."""
    if not has_word_index(connection.vendor):
        return
    names = {name: f"{_TABLE}_{name}" for name in _TRIGGERS}
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{_TABLE}_%"])
        if cursor.fetchone()[0] == len(names):
            return
        cursor.execute(f"DROP TABLE IF EXISTS {_TABLE}")
        cursor.execute(
            f"CREATE VIRTUAL TABLE {_TABLE} "
            "USING fts5(pairs, content='', detail='none', columnsize=0, tokenize='ascii')"
        )
        for name, statement in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {names[name]}")
            cursor.execute(f"CREATE TRIGGER {names[name]} {statement}")
        cursor.execute(f"INSERT INTO {_TABLE} (rowid, pairs) SELECT id, {_PAIRS.format(row=_OF)} FROM {_OF}")  # noqa: S608 -- constants


def questions_with_pairs(words: list[str], vendor: str) -> RawSQL | None:
    """Return the keys of the questions that hold every pair of characters of some words; None where nothing tells."""
    pairs = dict.fromkeys(pair for word in words for pair in pairwise(word))
    if not pairs or not has_word_index(vendor):
        return None
    wanted = " ".join(f'"{(first + second).encode().hex()}"' for first, second in pairs)
    return RawSQL(f"SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH %s", [wanted])  # noqa: S608, S611 -- constants; hexadecimal digits


@cache
def has_word_index(vendor: str) -> bool:
    """Return whether the database keeps the index; an SQLite without FTS5 reads all texts instead."""
    if vendor != "sqlite":
        return False
    with closing(sqlite3.connect(":memory:")) as trial:
        try:
            trial.execute("CREATE VIRTUAL TABLE trial USING fts5(pairs)")
        except sqlite3.OperationalError:
            return False
    return True
