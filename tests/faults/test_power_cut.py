"""F3: the power fails while answers are being saved in SQLite. What was acknowledged must be on the disk.

The statement and the pragmas are those of the site; a cut takes with it what was not synced, whole or in part.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
from django.db import connection

from quizzes.taking.saving import SAVE_BY_VENDOR
from tests.faults.clients import Candidate, connected
from tests.faults.power import Cut, Disk, RecordingVFS
from tests.faults.server import Server

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="what PostgreSQL does in a power cut is its own"),
]

#: So many that SQLite moves its log into the database several times.
SAVES = 1200
_SQL = SAVE_BY_VENDOR["sqlite"] % {name: f":{name}" for name in ("attempt", "epoch", "at", "answers")}

#: Number, slot, answer: one line of the log.
Line = tuple[int, int, list[str]]


@dataclass
class Evening:
    """Answers saved one after the other, and the disk under them.

    `acknowledged` has for each save how much had happened on the disk, and how long the log was, when it returned.
    """

    disk: Disk
    log: list[Line] = field(default_factory=list)
    acknowledged: list[tuple[int, int]] = field(default_factory=list)

    def lines_acknowledged(self, cut: Cut) -> int:
        return max((lines for events, lines in self.acknowledged if events <= cut.after), default=0)

    def is_whole(self, log: list[Line], standing: dict[int, tuple[int, list[str]]]) -> bool:
        """Return whether this is what the first so many saves leave, none of them by half."""
        lengths = {0, *(lines for _events, lines in self.acknowledged)}
        newest = {slot: (seq, answer) for seq, slot, answer in log}
        return len(log) in lengths and log == self.log[: len(log)] and standing == newest


@dataclass
class Outcome:
    """How many of the cuts lost what was acknowledged, damaged the file, or left log and answers apart."""

    lost: int = 0
    damaged: int = 0
    inconsistent: int = 0


@pytest.fixture(scope="module")
def begun(migrated, tmp_path_factory):
    """Give a database in which one candidate has begun, with nothing left in its log."""
    folder = tmp_path_factory.mktemp("begun")
    file = folder / "exam.sqlite3"
    shutil.copy(migrated.name, file)
    server = Server(type(migrated)(f"sqlite:///{file}"), folder)
    exam = server.load_exam(candidates=1, questions=20)
    with server.running(), connected([Candidate(server.port, exam.tokens[0], exam.exam)]) as [candidate]:
        candidate.start()
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.read_bytes()


def evening(begun: bytes, folder: Path, pragmas: str) -> Evening:
    """Save answers one after the other, each acknowledged when the statement returns."""
    file = folder / "exam.sqlite3"
    file.write_bytes(begun)
    chance = random.Random(1)
    saved = Evening(Disk({file.name: begun}))
    vfs = RecordingVFS(f"recording-{folder.name}", saved.disk)
    with closing(apsw.Connection(str(file), vfs=vfs.name)) as database:
        database.execute(pragmas).fetchall()
        [(attempt, epoch)] = database.execute("SELECT id, epoch FROM quizzes_attempt")
        slots = [slot for [slot] in database.execute("SELECT id FROM quizzes_paperslot ORDER BY id")]
        at = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        for seq in range(1, SAVES + 1):
            answers = [
                (seq, slot, chance.sample("ABCD", 2)) for slot in sorted(chance.sample(slots, chance.randint(1, 4)))
            ]
            rows = [{"slot": slot, "answer": answer, "seq": seq} for _seq, slot, answer in answers]
            given = {"attempt": attempt, "epoch": epoch, "at": at, "answers": json.dumps(rows)}
            assert len(database.execute(_SQL, given).fetchall()) == len(answers)
            saved.log.extend(answers)
            saved.acknowledged.append((len(saved.disk.events), len(saved.log)))
    return saved


def outcome_of_cuts(saved: Evening, folder: Path, *, cuts: int) -> Outcome:
    """Cut the power at moments drawn at random, open what is left, and compare it with what was acknowledged."""
    chance = random.Random(2)
    last_moment, _lines = saved.acknowledged[-1]
    drawn = [Cut(chance.randint(0, last_moment), luck=chance.choice((0, 0, 0.5, 0.9, 1))) for _ in range(cuts)]
    outcome = Outcome()
    for number, (cut, files) in enumerate(saved.disk.survivors(drawn, chance)):
        kept = _kept(files, folder / f"cut-{number}")
        if kept is None:
            outcome.damaged += 1
            continue
        log, standing = kept
        outcome.lost += len(log) < saved.lines_acknowledged(cut)
        outcome.inconsistent += not saved.is_whole(log, standing)
    return outcome


def _kept(files: dict[str, bytes], folder: Path) -> tuple[list[Line], dict[int, tuple[int, list[str]]]] | None:
    """Return the log and what stands, read as the site would when the power is back; None where it is damaged."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        with closing(sqlite3.connect(folder / "exam.sqlite3")) as database:
            if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return None
            log = database.execute("SELECT seq, slot_id, answer FROM quizzes_responselog ORDER BY id").fetchall()
            standing = database.execute("SELECT slot_id, seq, answer FROM quizzes_response WHERE seq > 0").fetchall()
    except sqlite3.DatabaseError:
        return None
    finally:
        shutil.rmtree(folder)
    return (
        [(seq, slot, json.loads(answer)) for seq, slot, answer in log],
        {slot: (seq, json.loads(answer)) for slot, seq, answer in standing},
    )


def test_no_acknowledged_save_is_lost_when_the_power_fails(begun, tmp_path):
    saved = evening(begun, tmp_path, connection.settings_dict["OPTIONS"]["init_command"])

    assert outcome_of_cuts(saved, tmp_path, cuts=80) == Outcome()
    assert saved.disk.events.count(("exam.sqlite3", None)) > 3, "no cut can have come while the log was moved"


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_cuts_find_what_a_lesser_setting_loses(begun, tmp_path, synchronous):
    pragmas = connection.settings_dict["OPTIONS"]["init_command"]

    saved = evening(begun, tmp_path, f"{pragmas} PRAGMA synchronous={synchronous};")

    assert outcome_of_cuts(saved, tmp_path, cuts=12).lost > 2
