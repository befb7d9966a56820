"""Write the tree of units."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import Office, Unit


def unit_add(*, parent: Unit, name: str) -> Unit:
    """Return a new unit, last among those under the same parent.

    Raises:
        RefusedError: the parent has a unit of this name.
    """
    _refuse_taken(parent, name)
    last = parent.children.aggregate(last=Max("position"))["last"]
    return Unit.objects.create(office=parent.office, parent=parent, name=name, position=0 if last is None else last + 1)


def unit_rename(*, unit: Unit, name: str) -> Unit:
    """Rename a unit; the root's name is the office's own.

    Raises:
        RefusedError: a unit beside it has this name.
    """
    with transaction.atomic():
        if unit.parent is not None:
            _refuse_taken(unit.parent, name, besides=unit)
        else:
            Office.objects.filter(pk=unit.office_id).update(name=name)
        unit.name = name
        unit.save(update_fields=["name"])
    return unit


def unit_shift(*, unit: Unit, up: bool) -> None:
    """Change places with the unit before or after it under the same parent, if there is one."""
    with transaction.atomic():
        siblings = list(Unit.objects.select_for_update().filter(office=unit.office_id, parent=unit.parent_id))
        place = siblings.index(unit)
        other = place - 1 if up else place + 1
        if 0 <= other < len(siblings):
            siblings[place], siblings[other] = siblings[other], siblings[place]
        for position, sibling in enumerate(siblings):
            sibling.position = position
        Unit.objects.bulk_update(siblings, ["position"])


def unit_paths_ensure(*, root: Unit, paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], Unit]:
    """Return the unit at the end of each path below the root, adding those that are missing."""
    by_path: dict[tuple[str, ...], Unit] = {(): root}
    for path in paths:
        for depth in range(1, len(path) + 1):
            if path[:depth] not in by_path:
                parent = by_path[path[: depth - 1]]
                found = parent.children.filter(name=path[depth - 1]).first()
                by_path[path[:depth]] = found or unit_add(parent=parent, name=path[depth - 1])
    return by_path


def _refuse_taken(parent: Unit, name: str, besides: Unit | None = None) -> None:
    taken = parent.children.filter(name=name)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise RefusedError(_("“%(parent)s”下已经有“%(name)s”。") % {"parent": parent.name, "name": name})
