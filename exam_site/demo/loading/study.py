"""People of the demo office study on workdays and say what came of it; their reviewers have seen it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from exam_site.demo.behaviour import seeded
from exam_site.demo.loading.days import DemoDays, at
from exam_site.demo.loading.people import demo_office, reviewer_of
from learning.enums import RecordKind, SessionMode, Verdict
from learning.models import Record, Session
from learning.services import Entry, record_create, record_review, record_submit

_SATURDAY = 5
#: How many of ten days the least and the most eager study on.
_LEAST, _MOST = 0.55, 1.0
_GISTS = (
    ("组工业务", "理清了动议、民主推荐、考察、讨论决定、任职五个环节各自的材料。"),
    ("法律法规", "对照条文弄清了回避的三种情形和处理程序。"),
    ("理论政策", "学习基层党建文件，想到本科室联系点可以先从谈心做起。"),
)


def study_load(days: DemoDays) -> str:
    """Write down everybody's study since the scheme is in force; what is there already stays as it is."""
    office = demo_office()
    sessions = Record.objects.filter(office=office, kind=RecordKind.SESSION)
    if not sessions.exists():
        with transaction.atomic():
            for user in User.objects.filter(office=office, is_active=True).select_related("office"):
                _study_of(user, days)
    return f"{sessions.count()} 次"


def _study_of(user: User, days: DemoDays) -> None:
    """Study on most workdays, each as eagerly as they are, in front of their reviewer."""
    chance = seeded("study", user.username)
    eagerness, reviewer = chance.uniform(_LEAST, _MOST), reviewer_of(user)
    day = days.scheme_day
    while day < days.today:
        if day.weekday() < _SATURDAY and chance.random() < eagerness:
            _study(user, day, reviewer)
        day += timedelta(days=1)


def _study(user: User, day: date, reviewer: User) -> None:
    field, gist = _GISTS[day.toordinal() % len(_GISTS)]
    entry = Entry(
        kind=RecordKind.SESSION,
        title=f"{field}学习",
        occurred_on=day,
        detail=Session(mode=SessionMode.ALONE, field=field, gist=gist),
        minutes=60,
        characters=len(gist),
        attributes={"mode": SessionMode.ALONE, "field": field},
    )
    record = record_create(subject=user, entry=entry)
    record_submit(record=record, now=at(day, "20:30"))
    record_review(
        record=record,
        verdict=Verdict.APPROVED,
        comment="",
        by=reviewer,
        now=at(day + timedelta(days=1), "09:10"),
    )
