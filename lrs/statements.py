"""Say in the standard's words what happened here: what upper apps build their statements from."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import Enum
from typing import Any

from accounts.models import User
from lrs.validation.formats import timestamp_text

_NAMESPACE = uuid.UUID("0d5b2a4c-7f0e-5a4e-8f55-1f3c2f6b7a10")
#: The language of our names, as BCP 47 has it.
_LANGUAGE = "zh-CN"


class Verb(Enum):
    """What people did: IRIs of the public registries, with the word shown for each."""

    ATTEMPTED = ("http://adlnet.gov/expapi/verbs/attempted", "参加了")
    ATTENDED = ("http://adlnet.gov/expapi/verbs/attended", "出席了")
    COMPLETED = ("http://adlnet.gov/expapi/verbs/completed", "完成了")
    SCORED = ("http://adlnet.gov/expapi/verbs/scored", "得分")
    PASSED = ("http://adlnet.gov/expapi/verbs/passed", "通过了")
    FAILED = ("http://adlnet.gov/expapi/verbs/failed", "未通过")
    COMMENTED = ("http://adlnet.gov/expapi/verbs/commented", "评论了")
    VOIDED = ("http://adlnet.gov/expapi/verbs/voided", "作废了")
    SUBMITTED = ("http://activitystrea.ms/schema/1.0/submit", "提交了")
    APPROVED = ("http://activitystrea.ms/schema/1.0/approve", "批准了")
    REJECTED = ("http://activitystrea.ms/schema/1.0/reject", "退回了")
    POSTED = ("http://activitystrea.ms/schema/1.0/post", "发表了")
    EARNED = ("http://id.tincanapi.com/verb/earned", "获得了")

    def __init__(self, iri: str, word: str) -> None:
        self.iri = iri
        self.word = word

    def as_json(self) -> dict[str, Any]:
        """Return the verb as a statement's member."""
        return {"id": self.iri, "display": {_LANGUAGE: self.word}}


class ActivityType(Enum):
    """What things are: IRIs of the public registries."""

    ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
    COURSE = "http://adlnet.gov/expapi/activities/course"
    MEETING = "http://adlnet.gov/expapi/activities/meeting"
    MEDIA = "http://adlnet.gov/expapi/activities/media"
    QUESTION = "http://adlnet.gov/expapi/activities/question"
    NOTE = "http://activitystrea.ms/schema/1.0/note"
    ARTICLE = "http://activitystrea.ms/schema/1.0/article"
    EVENT = "http://activitystrea.ms/schema/1.0/event"
    TASK = "http://activitystrea.ms/schema/1.0/task"
    CERTIFICATE = "https://www.opigno.org/en/tincan_registry/activity_type/certificate"


def statement_id_for(*parts: object) -> uuid.UUID:
    """Return the id of the statement that reports this very fact, the same whenever it is reported."""
    return uuid.uuid5(_NAMESPACE, "\n".join(str(part) for part in parts))


def actor_for(user: User, origin: str) -> dict[str, Any]:
    """Return a person as an agent: an account at this site, by its public id."""
    return {
        "objectType": "Agent",
        "name": user.name,
        "account": {"homePage": origin, "name": str(user.uuid)},
    }


def activity_for(iri: str, name: str, kind: ActivityType, *, description: str = "") -> dict[str, Any]:
    """Return a thing as an activity."""
    definition: dict[str, Any] = {"name": {_LANGUAGE: name}, "type": kind.value}
    if description:
        definition["description"] = {_LANGUAGE: description}
    return {"objectType": "Activity", "id": iri, "definition": definition}


def score_for(*, raw: int, highest: int) -> dict[str, Any]:
    """Return a score from marks in hundredths: as marks, and scaled to one."""
    return {"scaled": round(raw / highest, 4), "raw": raw / 100, "min": 0, "max": highest / 100}


def statement_for(
    *,
    statement_id: uuid.UUID,
    actor: dict[str, Any],
    verb: Verb,
    target: dict[str, Any],
    at: datetime,
    result: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the statement that someone did something at a moment."""
    statement = {
        "id": str(statement_id),
        "actor": actor,
        "verb": verb.as_json(),
        "object": target,
        "timestamp": timestamp_text(at),
    }
    if result:
        statement["result"] = result
    if context:
        statement["context"] = context
    return statement
