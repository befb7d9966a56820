"""Where an attempt stands: what its owner needs to go on with it, read in one query."""

from __future__ import annotations

import json
from datetime import datetime
from math import floor

from django.utils.translation import gettext as _

from quizzes.enums import AttemptState
from quizzes.taking.answers import VENDORS, answers_sql
from quizzes.taking.errors import NoAttemptError, SubmittedError, TakenOverError
from quizzes.taking.papers import paper_json
from quizzes.taking.saving import moment
from quizzes.taking.statement import fetch
from quizzes.taking.tokens import AttemptToken

_STANDING = """
SELECT state, epoch, deadline_at, display, {answers},
    (SELECT max(seq) FROM quizzes_response WHERE attempt_id = quizzes_attempt.id AND epoch = quizzes_attempt.epoch)
FROM quizzes_attempt WHERE id = %(attempt)s
"""
_STANDING_BY_VENDOR = {vendor: _STANDING.format(answers=answers_sql(vendor)) for vendor in VENDORS}


def attempt_json(token: AttemptToken, *, now: datetime) -> bytes:
    """Return the contract's JSON: the paper as shown to this candidate, the saved answers, the time left.

    Raises:
        NoAttemptError: there is no such attempt.
        SubmittedError: it is handed in.
        TakenOverError: another device has it.
    """
    rows = fetch(_STANDING_BY_VENDOR, {"attempt": token.attempt})
    if not rows:
        raise NoAttemptError
    state, epoch, deadline_at, display, answers, seq = rows[0]
    if state != AttemptState.OPEN:
        raise SubmittedError(_("已经交卷。"))
    if epoch != token.epoch:
        raise TakenOverError
    head = {
        "id": str(token.attempt_uuid),
        "attempt_token": str(token),
        "seq": seq or 0,
        "remaining_seconds": remaining_seconds(moment(deadline_at), now),
    }
    return b"".join(
        (
            json.dumps(head)[:-1].encode(),
            b',"answers":',
            answers.encode(),
            b',"paper":',
            paper_json(token.paper_uuid, display),
            b"}",
        )
    )


def remaining_seconds(deadline_at: datetime, now: datetime) -> int:
    """Return whole seconds to the deadline, rounded down so that no clock shows more than there is."""
    return max(0, floor((deadline_at - now).total_seconds()))
