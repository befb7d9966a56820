"""Plain factories for reminders that leave the site."""

from __future__ import annotations

from datetime import time
from typing import Any

from accounts.models import Office, User
from accounts.selectors import root_unit
from learning.enums import Rhythm, RobotForm, RobotMaker
from learning.models import OfficeReminders, OwnReminders, Robot
from learning.services.reminders import OfficeTerms, office_reminders_set, own_reminders_set
from tests.factories.taking import NOON


def set_office(office: Office, **changes: Any) -> OfficeReminders:
    """Return an office that sends: digests from eight, notices on Monday from nine, nothing by night."""
    told = {
        "is_on": True,
        "lead": 5,
        "digest_at": time(8),
        "notice_weekday": 0,
        "notice_at": time(9),
        "quiet_from": time(21),
        "quiet_until": time(7),
        "names_people": False,
        **changes,
    }
    return office_reminders_set(office=office, terms=OfficeTerms(**told))


def set_own(person: User, **changes: Any) -> OwnReminders:
    told = {
        "rhythm": Rhythm.DAILY,
        "email": f"{person.username.lower()}@mail.example",
        "quiet_from": None,
        "quiet_until": None,
        **changes,
    }
    return own_reminders_set(person=person, **told)


def make_robot(by: User, **changes: Any) -> Robot:
    """Return a robot at an address that no settings allow: a test that asks for it by name reaches nobody."""
    told = {
        "unit": root_unit(by.office),
        "name": "干部科工作群",
        "maker": RobotMaker.WECOM,
        "form": RobotForm.TEXT,
        "url": "https://robot.invalid/send?key=robots-own-secret-9f3c",
        **changes,
    }
    return Robot.objects.create(office=by.office, added_by=by, added_at=NOON, **told)
