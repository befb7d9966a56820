"""Read learning materials: what there is, who has used it, who has still to sign."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import Office, Unit, User
from accounts.selectors import cohort_people, has_office_role, has_role, units_overseen
from learning.enums import MaterialUse
from learning.models import Material, MaterialReceipt, MaterialVisit
from learning.selectors.reviewing import REVIEWING_ROLES


@dataclass(frozen=True, slots=True)
class MaterialCounts:
    """How much a material is used: openings and downloads by person and day, readers that answered for it."""

    opened: int
    downloaded: int
    read: int
    studies: int


def materials_found(office: Office, *, category: str = "", query: str = "") -> QuerySet[Material]:
    """Return an office's materials without their files, by category and part of a title or author."""
    found = Material.objects.filter(office=office).defer("data", "lines")
    if category:
        found = found.filter(category=category)
    if query:
        found = found.filter(title__icontains=query) | found.filter(author__icontains=query)
    return found


def material_counts(material: Material) -> MaterialCounts:
    """Return how much a material is used."""
    uses = Counter(MaterialVisit.objects.filter(material=material).order_by().values_list("use", flat=True))
    return MaterialCounts(
        opened=uses[MaterialUse.OPENED],
        downloaded=uses[MaterialUse.DOWNLOADED],
        read=material.readings.count(),
        studies=material.studies.count(),
    )


def people_handed_to(material: Material) -> QuerySet[User]:
    """Return who is to sign for a material."""
    return cohort_people(material.handed_to) if material.handed_to else User.objects.none()


def people_without_receipt(material: Material) -> QuerySet[User]:
    """Return who has still to sign."""
    signed = MaterialReceipt.objects.filter(material=material).values("user")
    return people_handed_to(material).exclude(pk__in=signed).order_by("username")


def may_upload_materials(user: User) -> bool:
    """Return whether a person looks after the office's materials."""
    return has_office_role(user, Role.ORGANIZER, Role.TRAINER)


def units_studying(user: User) -> list[Unit]:
    """Return the units for which a person may note that they studied together."""
    found = {unit.pk: unit for role in REVIEWING_ROLES if has_role(user, role) for unit in units_overseen(user, role)}
    return list(found.values())
