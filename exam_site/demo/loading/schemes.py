"""The demo office works by one of the schemes that come with the program."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Office
from accounts.services import cohort_create
from exam_site.demo.cast import ORGANIZER
from exam_site.demo.loading.days import DemoDays, at
from exam_site.demo.loading.people import demo_office, person
from learning.models import SchemeVersion
from learning.schemes.presets import preset_text
from learning.services import scheme_load

#: By which the office works where nobody asks for another.
USUAL = "chuzhou"
#: Who stands in the rosters that presets speak of.
_ROSTERS = {"考核对象": ("YL014", "YL023", "YL035"), "选调生": ("YL017", "YL026")}


def schemes_load(days: DemoDays) -> str:
    """Load the scheme from its day on; one that is there already stays as it is."""
    office = demo_office()
    known = SchemeVersion.objects.filter(office=office)
    version = known.filter(key=days.scheme).first() if days.scheme else known.first()
    if version is None:
        version = _taken_up(office, days.scheme or USUAL, days.scheme_day)
    return f"{version.name}，{len(version.scheme.requirements)} 条要求"


def _taken_up(office: Office, key: str, day: date) -> SchemeVersion:
    """Load a preset, and keep the rosters that it speaks of."""
    with transaction.atomic():
        version = scheme_load(
            office=office, text=preset_text(key), effective_from=day, by=person(ORGANIZER), now=at(day, "09:00")
        )
        for name in version.scheme.rosters.values():
            if not office.cohorts.filter(name=name).exists():
                cohort_create(office=office, name=name, unit=None, people=[person(each) for each in _ROSTERS[name]])
    return version
