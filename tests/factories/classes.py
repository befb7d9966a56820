"""Plain factories for training classes: three days around the day on which the clock stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from accounts.selectors import root_unit
from learning.completion import Breach
from learning.models import BreachNote, Event, Trainee, TrainingClass
from learning.services.classes import ClassPlan, breach_note, class_create, session_add
from tests.factories.events import make_plan
from tests.factories.taking import NOON


def make_class(by: User, people: Sequence[User], **changes: Any) -> TrainingClass:
    told = {
        "title": "新任组工干部培训班",
        "unit": root_unit(by.office),
        "place": "党校",
        "begins_on": date(2026, 10, 11),
        "ends_on": date(2026, 10, 13),
        **changes,
    }
    return class_create(plan=ClassPlan(**told), people=people, by=by)


def make_session(training_class: TrainingClass, by: User, *, study_hours: str = "2.5", **changes: Any) -> Event:
    plan = make_plan(by, **{"subtype": "上课", **changes})
    return session_add(training_class=training_class, plan=plan, speakers=(), study_hours=Decimal(study_hours), by=by)


def make_breach(trainee: Trainee, by: User, code: str = Breach.PHONE) -> BreachNote:
    return breach_note(trainee=trainee, code=code, event=None, text="上课接电话", by=by, now=NOON)
