"""Open what was said in confidence."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from learning.enums import RecordKind
from learning.models import Record, Talk, TalkLook
from learning.selectors import may_open


class ClosedToYouError(Exception):
    """The talk is not for this person to read."""


def talk_open(*, record: Record, by: User, now: datetime) -> Talk:
    """Return what a confidential talk says, and write down who opened it.

    Raises:
        ClosedToYouError: it is neither theirs nor of a unit they are director of.
    """
    if record.kind != RecordKind.TALK or not may_open(by, record):
        raise ClosedToYouError
    talk = record.talk
    if record.is_confidential:
        TalkLook.objects.create(talk=talk, by=by, at=now)
    return talk
