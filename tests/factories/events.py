"""Plain factories for events: a Friday's study, from two to four."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from accounts.models import User
from accounts.selectors import root_unit
from learning.models import Event
from learning.services.events import EventPlan, event_create
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
