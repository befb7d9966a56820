"""Where an attempt stands: what its owner needs to go on with it, read in one query."""

from __future__ import annotations

import json
from datetime import datetime
from math import floor

from django.db import connection
from django.utils.translation import gettext as _

from quizzes.enums import AttemptState
from quizzes.taking.answers import answers_sql
from quizzes.taking.errors import SubmittedError, TakenOverError
from quizzes.taking.papers import paper_json
from quizzes.taking.saving import moment
from quizzes.taking.tokens import AttemptToken

_STANDING = """
SELECT state, epoch, deadline_at, display, {answers},
    (SELECT max(seq) FROM quizzes_response WHERE attempt_id = quizzes_attempt.id AND epoch = quizzes_attempt.epoch)
FROM quizzes_attempt WHERE id = %s
"""


def attempt_json(token: AttemptToken, *, now: datetime) -> bytes:
    """Return the contract's JSON: the paper as shown to this candidate, the saved answers, the time left.

    Raises:
        SubmittedError: the attempt is handed in.
        TakenOverError: another device has it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(answers=answers_sql(connection.vendor)), [token.attempt])
        state, epoch, deadline_at, display, answers, seq = cursor.fetchone()
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
