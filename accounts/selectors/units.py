"""Read the tree of units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Membership, Office, Unit, User
from accounts.selectors.days import current


@dataclass(slots=True)
class UnitNode:
    """A unit in its tree, with how many people are in it today, itself and below."""

    unit: Unit
    path: str
    people_here: int
    people_below: int
    children: list[UnitNode]


def root_unit(office: Office) -> Unit:
    """Return the top of an office's tree."""
    return Unit.objects.get(office=office, parent__isnull=True)


def unit_of(user: User, on: date | None = None) -> Unit | None:
    """Return where a person belongs on a day."""
    membership = Membership.objects.filter(current(on), user=user).select_related("unit").first()
    return membership.unit if membership else None


def units_by_person(people: QuerySet[User], on: date | None = None) -> dict[int, Unit]:
    """Return each person's unit on a day in one query, by the person's key."""
    rows = Membership.objects.filter(current(on), user__in=people).select_related("unit")
    return {row.user_id: row.unit for row in rows}


def unit_and_below(unit: Unit) -> QuerySet[Unit]:
    """Return a unit and all below it, as a condition that other queries can hold."""
    return Unit.objects.filter(pk__in=list(unit.descendants(include_self=True).values_list("pk", flat=True)))


def unit_paths(office: Office) -> dict[int, tuple[str, ...]]:
    """Return the names that lead to each unit, below the root, by the unit's key and in the order of the tree."""
    units = list(Unit.objects.filter(office=office).with_tree_fields())
    names = {unit.pk: unit.name for unit in units}
    return {unit.pk: tuple(names[pk] for pk in unit.tree_path[1:]) for unit in units}


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit with its place in the tree, as lists for programs name it."""

    uuid: UUID
    name: str
    path: str
    parent: UUID | None


def units_listed(office: Office) -> list[ListedUnit]:
    """Return an office's units in the order of the tree, in two queries."""
    paths = unit_paths(office)
    units = Unit.objects.filter(office=office).in_bulk()
    uuids = {key: unit.uuid for key, unit in units.items()} | {None: None}
    return [
        ListedUnit(units[key].uuid, units[key].name, "/".join(path), uuids[units[key].parent_id])
        for key, path in paths.items()
    ]


def unit_tree(office: Office) -> UnitNode:
    """Return the office's whole tree in two queries."""
    here = Counter(
        Membership.objects.filter(current(), unit__office=office, user__is_active=True).values_list("unit", flat=True)
    )
    paths = unit_paths(office)
    units = list(Unit.objects.filter(office=office).with_tree_fields())
    nodes = {unit.pk: UnitNode(unit, "/".join(paths[unit.pk]), here[unit.pk], here[unit.pk], []) for unit in units}
    # Depth first, so from the end each unit is complete before its parent counts it.
    for unit in reversed(units):
        if unit.parent_id is not None:
            nodes[unit.parent_id].people_below += nodes[unit.pk].people_below
            nodes[unit.parent_id].children.insert(0, nodes[unit.pk])
    return nodes[units[0].pk]
