"""Read an attempt's answers in the same query as the attempt: as one JSON object, slot by slot."""

from __future__ import annotations

import json
from typing import Any, cast

from django.db import connection
from django.db.models.expressions import RawSQL

from quizzes.marking import Answer
from quizzes.models import Attempt

_ANSWERS = {
    "postgresql": "COALESCE((SELECT jsonb_object_agg(slot_id, answer)::text {of}), '{{}}')",
    "sqlite": "(SELECT json_group_object(slot_id, json(answer)) {of})",
}
VENDORS = tuple(_ANSWERS)
_OF = "FROM quizzes_response WHERE attempt_id = quizzes_attempt.id AND answer IS NOT NULL"


def answers_sql(vendor: str) -> str:
    """Return the expression, for a query that names the attempts' table as it is called."""
    return _ANSWERS[vendor].format(of=_OF)


def answers_json() -> RawSQL:
    """Return the expression to annotate attempts with."""
    return RawSQL(answers_sql(connection.vendor), ())  # noqa: S611 -- a constant


def answers_of(attempt: Attempt) -> dict[int, Answer]:
    """Return the answers of an attempt that was read with `answers=answers_json()`, by slot."""
    text: str = cast("Any", attempt).answers
    return {int(slot): answer for slot, answer in json.loads(text).items()}
