"""Plain factories for bulletins and commentaries."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import User
from appraisal.enums import BulletinKind, BulletinPeriod
from appraisal.models import Bulletin, BulletinIssue, Critique
from appraisal.services.bulletins import bulletin_draft, bulletin_issue, critiques_ask
from learning.models import Record
from tests.factories.taking import NOON

SEPTEMBER = date(2026, 9, 1)
TODAY = NOON.date()


def make_bulletin(
    by: User,
    *,
    kind: BulletinKind = BulletinKind.BULLETIN,
    period: BulletinPeriod = BulletinPeriod.MONTH,
    on: date = SEPTEMBER,
    now: datetime = NOON,
) -> Bulletin:
    return bulletin_draft(office=by.office, kind=kind, period=period, on=on, by=by, now=now)


def make_issue(bulletin: Bulletin, by: User, *, reason: str = "") -> BulletinIssue:
    return bulletin_issue(bulletin=bulletin, reason=reason, by=by, now=NOON)


def make_commentary(by: User, *, on: date = TODAY) -> Bulletin:
    return make_bulletin(by, kind=BulletinKind.COMMENTARY, period=BulletinPeriod.QUARTER, on=on)


def make_critique(bulletin: Bulletin, record: Record, commentator: User) -> Critique:
    critiques_ask(bulletin=bulletin, records=[record], commentator=commentator)
    return bulletin.critiques.get(record=record)
