"""The one statement that saves answers.

It locks the attempt against a submit, checks state, epoch and deadline, and writes each answer unless a newer one
stands there, all at once: what is acknowledged has been committed, and nothing that comes late or twice can undo it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from quizzes.enums import AttemptState
from quizzes.marking import Answer
from quizzes.models import Attempt
from quizzes.taking.errors import NoAttemptError, SubmittedError, TakenOverError, TimeIsUpError
from quizzes.taking.statement import fetch

#: The largest sequence number the table holds.
MAX_SEQ = 2**31 - 1

_HELD = """
    SELECT id, epoch FROM quizzes_attempt
    WHERE id = %(attempt)s AND epoch = %(epoch)s AND state = 'open' AND accepts_until >= %(at)s {lock}
"""
#: A file is as old as it says, whoever holds the attempt now and whether it is over or not.
_HELD_BY_FILE = """
    SELECT id, CAST(%(epoch)s AS integer) AS epoch FROM quizzes_attempt WHERE id = %(attempt)s
"""
_SAVE = """
WITH held AS ({held})
INSERT INTO quizzes_response AS kept
    (attempt_id, slot_id, answer, epoch, seq, saved_at, first_viewed_at, first_answered_at)
SELECT held.id, sent.slot, sent.answer, held.epoch, sent.seq, %(at)s, %(at)s,
    CASE WHEN sent.answer IS NOT NULL THEN %(at)s END
FROM held, {sent}
WHERE true
ON CONFLICT (attempt_id, slot_id) DO UPDATE SET
    answer = excluded.answer, epoch = excluded.epoch, seq = excluded.seq, saved_at = excluded.saved_at,
    first_answered_at = COALESCE(kept.first_answered_at, excluded.first_answered_at)
-- A slot that was only seen has nothing to say about its answer, on whatever device it was seen.
WHERE excluded.seq > 0 AND (kept.epoch, kept.seq) < (excluded.epoch, excluded.seq)
RETURNING slot_id, (SELECT deadline_at FROM quizzes_attempt WHERE id = attempt_id)
"""
_SENT = {
    "postgresql": "jsonb_to_recordset(%(answers)s) AS sent(slot bigint, answer jsonb, seq integer)",
    "sqlite": (
        "(SELECT value ->> '$.slot' AS slot, NULLIF(value -> '$.answer', 'null') AS answer, "
        "value ->> '$.seq' AS seq FROM json_each(%(answers)s)) AS sent"
    ),
}
_LOCK = {
    # A submit updates the attempt's row: it waits for this statement, and then reads what this one wrote.
    "postgresql": "FOR SHARE",
    # One writer at a time: a statement that writes holds the whole database from its beginning.
    "sqlite": "",
}
SAVE_BY_VENDOR = {
    vendor: _SAVE.format(held=_HELD.format(lock=_LOCK[vendor]), sent=sent) for vendor, sent in _SENT.items()
}
_RESCUE_BY_VENDOR = {vendor: _SAVE.format(held=_HELD_BY_FILE, sent=sent) for vendor, sent in _SENT.items()}
_STANDING = """
SELECT state, epoch, deadline_at, accepts_until,
    (SELECT max(seq) FROM quizzes_response AS kept WHERE kept.attempt_id = attempt.id AND kept.epoch = attempt.epoch),
    (SELECT {as_text} FROM quizzes_response AS kept
     WHERE kept.attempt_id = attempt.id AND kept.epoch = attempt.epoch AND kept.seq = %(seq)s)
FROM quizzes_attempt AS attempt WHERE id = %(attempt)s
"""
_STANDING_BY_VENDOR = {
    "postgresql": _STANDING.format(as_text="jsonb_object_agg(slot_id, answer)::text"),
    "sqlite": _STANDING.format(as_text="json_group_object(slot_id, json(answer))"),
}


@dataclass(frozen=True, slots=True)
class Saved:
    """What the server has. Where some of what was sent was not newer, `seq` is the highest of this epoch.

    It is higher than the number sent exactly where something else than what was sent stands.
    """

    seq: int
    deadline_at: datetime
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How an attempt stands: its highest number of this epoch, and the answers that came under one number."""

    highest: int
    deadline_at: datetime
    under_number: Mapping[int, Answer]


def answers_save(
    *, attempt: int, epoch: int, seq: int, answers: Mapping[int, Answer], viewed: Collection[int], arrived_at: datetime
) -> Saved:
    """Save answers by slot, and note which other slots were seen; an older or repeated save changes nothing.

    Raises:
        NoAttemptError: there is no such attempt.
        TakenOverError: another device has it.
        SubmittedError: it is handed in.
        TimeIsUpError: this came after the last moment.
    """
    parameters = {
        "attempt": attempt,
        "epoch": epoch,
        "at": connection.ops.adapt_datetimefield_value(arrived_at),
        "answers": _sent(seq, answers, viewed),
    }
    written = fetch(SAVE_BY_VENDOR, parameters)
    passed_over = len(answers.keys() - {slot for slot, _deadline in written})
    if written and not passed_over:
        return Saved(seq, moment(written[0][1]))
    standing = standing_or_refusal(attempt, epoch, arrived_at, seq=seq)
    highest = max(seq, standing.highest)
    if any(answer != answers.get(slot, answer) for slot, answer in standing.under_number.items()):
        # Another page of the same browser used the number: this one has to come again, above it.
        highest = max(highest, seq + 1)
    return Saved(highest, standing.deadline_at, passed_over)


def answers_rescue(
    *, attempt: int, epoch: int, seq: int, answers: Mapping[int, Answer], rescued_at: datetime
) -> list[int]:
    """Write the answers of a file, each unless a newer one stands; return the slots that were written."""
    parameters = {
        "attempt": attempt,
        "epoch": epoch,
        "at": connection.ops.adapt_datetimefield_value(rescued_at),
        "answers": _sent(seq, answers, ()),
    }
    return [slot for slot, _deadline in fetch(_RESCUE_BY_VENDOR, parameters)]


def sheet_save(*, attempt: Attempt, seq: int, answers: Mapping[int, Answer], now: datetime) -> Saved:
    """Save what changed on a whole sheet, which names every slot whether its answer changed or not."""
    stand = dict(attempt.responses.values_list("slot_id", "answer"))
    changed = {slot: given for slot, given in answers.items() if given != stand.get(slot)}
    return answers_save(attempt=attempt.pk, epoch=attempt.epoch, seq=seq, answers=changed, viewed=(), arrived_at=now)


def moment(value: datetime | str) -> datetime:
    """Return a time as a plain cursor gives it: PostgreSQL's knows its zone, SQLite's is UTC, perhaps as text."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read


def _sent(seq: int, answers: Mapping[int, Answer], viewed: Collection[int]) -> str:
    """Return the rows to write, in one order for all, so that two saves cannot lock each other out.

    A slot that was only seen is written under sequence number 0, which every answer exceeds and which replaces none.
    """
    rows = [{"slot": slot, "answer": given, "seq": seq} for slot, given in answers.items()]
    rows += [{"slot": slot, "answer": None, "seq": 0} for slot in set(viewed) - answers.keys()]
    rows.sort(key=lambda row: row["slot"])  # type: ignore[arg-type,return-value]  # slots are integers
    return json.dumps(rows)


def standing_or_refusal(attempt: int, epoch: int, arrived_at: datetime, *, seq: int = 0) -> Standing:
    """Return how an attempt stands, or raise what keeps it from taking anything.

    Raises:
        NoAttemptError: there is no such attempt.
        TakenOverError: another device has it.
        SubmittedError: it is handed in.
        TimeIsUpError: this came after the last moment.
    """
    rows = fetch(_STANDING_BY_VENDOR, {"attempt": attempt, "seq": seq})
    if not rows:
        raise NoAttemptError
    state, current_epoch, deadline_at, accepts_until, highest, under_number = rows[0]
    if state != AttemptState.OPEN:
        raise SubmittedError
    if current_epoch != epoch:
        raise TakenOverError
    if arrived_at > moment(accepts_until):
        raise TimeIsUpError
    answers = {int(slot): answer for slot, answer in json.loads(under_number or "{}").items()}
    return Standing(highest or 0, moment(deadline_at), answers)
