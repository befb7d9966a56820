"""The demo office works by one of the schemes that come with the program."""

from __future__ import annotations

from exam_site.demo.cast import ORGANIZER
from exam_site.demo.loading.days import DemoDays, at
from exam_site.demo.loading.people import demo_office, person
from learning.models import SchemeVersion
from learning.schemes.presets import preset_text
from learning.services import scheme_load

_SCHEME = "chuzhou"


def schemes_load(days: DemoDays) -> str:
    """Load the scheme from the first day of the quarter that runs; one that is there already stays as it is."""
    office = demo_office()
    version = SchemeVersion.objects.filter(office=office).first()
    if version is None:
        day = days.quarter.first_day
        version = scheme_load(
            office=office, text=preset_text(_SCHEME), effective_from=day, by=person(ORGANIZER), now=at(day, "09:00")
        )
    return f"{version.name}，{len(version.scheme.requirements)} 条要求"
