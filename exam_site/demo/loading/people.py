"""The office opens, its organizer brings the roster in, newcomers join one by one."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.enums import Role
from accounts.models import Cohort, Office, Unit, User
from accounts.selectors import root_unit
from accounts.services import (
    cohort_create,
    office_open,
    password_set,
    role_assign,
    roster_commit,
    roster_upload,
    user_create,
)
from exam_site.demo.cast import ORGANIZER, PASSWORD
from exam_site.demo.documents import roster_xlsx
from exam_site.demo.loading.days import DemoDays
from exam_site.demo.sources import load_office

#: The day on which the policy takes effect and the office begins to use the platform.
_OPENED_ON = date(2026, 1, 1)


class ForeignDataError(Exception):
    """The database is in use by somebody else: the demo stays out of it."""


def people_load(days: DemoDays) -> str:
    """Make the office with its units, people, roles and cohorts, and let its people sign in.

    Raises:
        ForeignDataError: there are offices, and the demo's is not among them.
    """
    office = Office.objects.filter(key=load_office().key).first() or _open_office(days)
    people = User.objects.filter(office=office).count()
    units = office.units.filter(parent__isnull=False).count()
    return f"{people} 人，{units} 个单位，{office.cohorts.count()} 个花名册"


def demo_office() -> Office:
    return Office.objects.get(key=load_office().key)


def person(staff_number: str) -> User:
    return User.objects.select_related("office").get(username=staff_number)


def cohort(name: str) -> Cohort:
    return Cohort.objects.get(office__key=load_office().key, name=name)


def _open_office(days: DemoDays) -> Office:
    other = Office.objects.first()
    if other is not None:
        raise ForeignDataError(
            f"数据库中已有机关“{other.name}”，演示数据没有载入。"
            "演示请另用一个空的数据库：DATABASE_URL=sqlite:///demo.sqlite3 make demo"
        )
    source = load_office()
    names = {cadre.staff_number: cadre.name for cadre in source.cadres}
    with transaction.atomic():
        office_open(
            key=source.key,
            name=source.name,
            administrator=ORGANIZER,
            administrator_name=names[ORGANIZER],
            now=days.moment(_OPENED_ON, "08:40"),
        )
        office = demo_office()
        _bring_in_roster(office, days)
        units = {unit.name: unit for unit in office.units.filter(parent__isnull=False)}
        _add_newcomers(office, units, days)
        _assign_roles(office, units, days)
        _make_cohorts(office)
        _set_passwords(days)
    return office


def _bring_in_roster(office: Office, days: DemoDays) -> None:
    """Bring in whoever was there when the office opened; the organizer, who opened it, moves to their own unit."""
    founders = [cadre for cadre in load_office().cadres if cadre.joined_on <= _OPENED_ON]
    roster = roster_upload(office=office, by=person(ORGANIZER), file_name="人员名单.xlsx", data=roster_xlsx(founders))
    roster_commit(roster_import=roster, on=days.day(_OPENED_ON), now=days.moment(_OPENED_ON, "09:05"))


def _add_newcomers(office: Office, units: dict[str, Unit], days: DemoDays) -> None:
    for cadre in load_office().cadres:
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


def _assign_roles(office: Office, units: dict[str, Unit], days: DemoDays) -> None:
    """Give the roles, and each head the review of what their unit writes."""
    held = [(role.staff_number, role.role, role.unit) for role in load_office().roles]
    held += [(unit.head, Role.REVIEWER, unit.name) for unit in load_office().units]
    root = root_unit(office)
    for staff_number, role, unit in held:
        role_assign(user=person(staff_number), role=Role(role), unit=units.get(unit, root), on=days.day(_OPENED_ON))


def _make_cohorts(office: Office) -> None:
    for source in load_office().cohorts:
        people = [person(staff_number) for staff_number in source.members]
        cohort_create(office=office, name=source.name, unit=None if people else root_unit(office), people=people)


def _set_passwords(days: DemoDays) -> None:
    """Let everybody sign in but the absentee, who has yet to do so for the first time."""
    for cadre in load_office().cadres:
        if cadre.staff_number != load_office().absentee:
            password_set(user=person(cadre.staff_number), password=PASSWORD, now=days.now)
