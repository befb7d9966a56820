"""Some people of the demo office study on workdays and say what came of it; their unit's reviewer has seen it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from exam_site.demo.behaviour import seeded
from exam_site.demo.cast import CADRE
from exam_site.demo.loading.days import DemoDays, at
from exam_site.demo.loading.people import demo_office, person
from learning.enums import RecordKind, SessionMode, Verdict
from learning.models import Record, Session
from learning.services import Entry, record_create, record_review, record_submit

_STUDENTS = (CADRE, "YL025", "YL026")
#: Who reviews them.
_HEAD = "YL023"
_WEEKS = timedelta(weeks=4)
_SATURDAY = 5
_GISTS = (
    ("组工业务", "理清了动议、民主推荐、考察、讨论决定、任职五个环节各自的材料。"),
    ("法律法规", "对照条文弄清了回避的三种情形和处理程序。"),
    ("理论政策", "学习基层党建文件，想到本科室联系点可以先从谈心做起。"),
)


def study_load(days: DemoDays) -> str:
    """Write down the last four weeks' study; what is there already stays as it is."""
    sessions = Record.objects.filter(office=demo_office(), kind=RecordKind.SESSION)
    if not sessions.exists():
        day = max(days.today - _WEEKS, days.quarter.first_day)
        with transaction.atomic():
            while day < days.today:
                for username in _STUDENTS:
                    if day.weekday() < _SATURDAY and seeded(username, "study", day).random() < 0.85:
                        _study(username, day)
                day += timedelta(days=1)
    return f"{sessions.count()} 次"


def _study(username: str, day: date) -> None:
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
    record = record_create(subject=person(username), entry=entry)
    record_submit(record=record, now=at(day, "20:30"))
    record_review(
        record=record, verdict=Verdict.APPROVED, comment="", by=person(_HEAD), now=at(day + timedelta(days=1), "09:10")
    )
