"""The office opens, its organizer brings the roster in, newcomers join one by one."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.enums import Role
from accounts.models import Cohort, Office, Unit, User
from accounts.selectors import root_unit, unit_of
from accounts.services import (
    cohort_create,
    office_open,
    password_set,
    role_assign,
    roster_commit,
    roster_upload,
    user_create,
)
from exam_site.demo.cast import DEPUTY, DIRECTOR, PASSWORD
from exam_site.demo.documents import roster_xlsx
from exam_site.demo.loading.days import DemoDays, at
from exam_site.demo.sources import DemoOffice, load_office
from learning.models import SchemeVersion
from learning.schemes.presets import preset_text
from learning.services import scheme_load

#: The day on which the policy takes effect and the office begins to use the platform.
_OPENED_ON = date(2026, 1, 1)
#: The second office of an installation, and by what it works.
NEIGHBOUR, NEIGHBOURS_SCHEME = "neighbour", "hanbin"


class ForeignDataError(Exception):
    """The database is in use by somebody else: the demo stays out of it."""


def people_load(days: DemoDays) -> str:
    """Make the office with its units, people, roles and cohorts, and let its people sign in.

    Raises:
        ForeignDataError: there are offices, and the demo's is not among them.
    """
    source = load_office()
    office = Office.objects.filter(key=source.key).first()
    if office is None:
        _refuse_foreign_data()
        office = _open_office(source, days)
    return _standing(office)


def neighbour_load(days: DemoDays) -> str:
    """Make the second office of the installation, which works by a scheme of its own."""
    source = load_office(NEIGHBOUR)
    office = Office.objects.filter(key=source.key).first() or _open_office(source, days)
    organizer = User.objects.get(office=office, role_assignments__role=Role.ORGANIZER)
    if not SchemeVersion.objects.filter(office=office).exists():
        day, text = days.scheme_day, preset_text(NEIGHBOURS_SCHEME)
        scheme_load(office=office, text=text, effective_from=day, by=organizer, now=at(day, "09:00"))
    return f"{office.name}，{_standing(office)}；考务 {organizer.name}（{organizer.username}）"


def _standing(office: Office) -> str:
    people = User.objects.filter(office=office).count()
    units = office.units.filter(parent__isnull=False).count()
    return f"{people} 人，{units} 个单位，{office.cohorts.count()} 个花名册"


def demo_office() -> Office:
    return Office.objects.get(key=load_office().key)


def person(staff_number: str) -> User:
    return User.objects.select_related("office").get(username=staff_number)


def reviewer_of(user: User) -> User:
    """Return who reviews what somebody writes: their unit's head, or a deputy."""
    heads = {unit.name: unit.head for unit in load_office().units}
    unit = unit_of(user)
    chosen = [heads.get(unit.name if unit else "", DEPUTY), DEPUTY, DIRECTOR]
    return person(next(each for each in chosen if each != user.username))


def cohort(name: str) -> Cohort:
    return Cohort.objects.get(office__key=load_office().key, name=name)


def _refuse_foreign_data() -> None:
    other = Office.objects.exclude(key=load_office(NEIGHBOUR).key).first()
    if other is not None:
        raise ForeignDataError(
            f"数据库中已有机关“{other.name}”，演示数据没有载入。"
            "演示请另用一个空的数据库：DATABASE_URL=sqlite:///demo.sqlite3 make demo"
        )


def _open_office(source: DemoOffice, days: DemoDays) -> Office:
    names = {cadre.staff_number: cadre.name for cadre in source.cadres}
    organizer = next(role.staff_number for role in source.roles if role.role == Role.ORGANIZER)
    with transaction.atomic():
        office_open(
            key=source.key,
            name=source.name,
            administrator=organizer,
            administrator_name=names[organizer],
            now=days.moment(_OPENED_ON, "08:40"),
        )
        office = Office.objects.get(key=source.key)
        _bring_in_roster(office, source, person(organizer), days)
        units = {unit.name: unit for unit in office.units.filter(parent__isnull=False)}
        _add_newcomers(office, source, units, days)
        _assign_roles(office, source, units, days)
        _make_cohorts(office, source)
        _set_passwords(source, days)
    return office


def _bring_in_roster(office: Office, source: DemoOffice, by: User, days: DemoDays) -> None:
    """Bring in whoever was there when the office opened; the organizer, who opened it, moves to their own unit."""
    founders = [cadre for cadre in source.cadres if cadre.joined_on <= _OPENED_ON]
    roster = roster_upload(office=office, by=by, file_name="人员名单.xlsx", data=roster_xlsx(founders, source))
    roster_commit(roster_import=roster, on=days.day(_OPENED_ON), now=days.moment(_OPENED_ON, "09:05"))


def _add_newcomers(office: Office, source: DemoOffice, units: dict[str, Unit], days: DemoDays) -> None:
    for cadre in source.cadres:
        if cadre.joined_on > _OPENED_ON:
            user_create(
                office=office,
                username=cadre.staff_number,
                name=cadre.name,
                unit=units[cadre.unit],
                position=cadre.position,
                on=days.day(cadre.joined_on),
                is_newcomer=True,
            )


def _assign_roles(office: Office, source: DemoOffice, units: dict[str, Unit], days: DemoDays) -> None:
    """Give the roles, and each head the review of what their unit writes."""
    held = [(role.staff_number, role.role, role.unit) for role in source.roles]
    held += [(unit.head, Role.REVIEWER, unit.name) for unit in source.units]
    root = root_unit(office)
    for staff_number, role, unit in held:
        role_assign(user=person(staff_number), role=Role(role), unit=units.get(unit, root), on=days.day(_OPENED_ON))


def _make_cohorts(office: Office, source: DemoOffice) -> None:
    for listed in source.cohorts:
        people = [person(staff_number) for staff_number in listed.members]
        cohort_create(office=office, name=listed.name, unit=None if people else root_unit(office), people=people)


def _set_passwords(source: DemoOffice, days: DemoDays) -> None:
    """Let everybody sign in but the absentee, who has yet to do so for the first time."""
    for cadre in source.cadres:
        if cadre.staff_number != source.absentee:
            password_set(user=person(cadre.staff_number), password=PASSWORD, now=days.now)
