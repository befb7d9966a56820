"""Plain factories for events: a Friday's study, from two to four."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from accounts.models import Unit, User
from accounts.selectors import root_unit
from learning.attendance import Said
from learning.models import Event, EventFile, EventWord, Rota
from learning.services.events import EventPlan, event_create, event_file_add, word_add
from learning.services.rotas import rota_create
from tests.factories.taking import NOON

#: Two o'clock of the day on which the clock stands at noon.
TWO = NOON + timedelta(hours=2)
FOUR = NOON + timedelta(hours=4)


def make_plan(by: User, **changes: Any) -> EventPlan:
    return EventPlan(
        **{
            "title": "学习新修订的条例",
            "subtype": "集中学习",
            "place": "三楼会议室",
            "unit": root_unit(by.office),
            "begins_at": TWO,
            "ends_at": FOUR,
            "tolerance": 5,
            **changes,
        }
    )


def make_event(by: User, *, guests: Sequence[User] = (), speakers: Sequence[User] = (), **changes: Any) -> Event:
    return event_create(plan=make_plan(by, **changes), guests=guests, speakers=speakers, by=by)


def make_question_said(event: Event, by: User) -> EventWord:
    return word_add(event=event, kind=Said.QUESTION, text="新旧条例怎样衔接？", by=by, now=NOON)


def make_event_file(event: Event, by: User) -> EventFile:
    return event_file_add(event=event, name="课件.txt", data="学习要点".encode(), by=by, now=NOON)


def make_rota(by: User, people: Sequence[User], *, unit: Unit | None = None, **changes: Any) -> Rota:
    told = {"name": "周末组工讲堂", "seed": "2026", "directors_first": False, **changes}
    return rota_create(unit=unit or root_unit(by.office), people=people, by=by, now=NOON, **told)
