"""Read learning materials: what there is, who has used it, who has still to sign."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import Office, Unit, User
from accounts.selectors import cohort_people, has_office_role, has_role, units_overseen
from learning.enums import MaterialUse
from learning.models import Checkpoint, CheckpointPass, Material, MaterialReceipt, MaterialVisit
from learning.selectors.reviewing import REVIEWING_ROLES


@dataclass(frozen=True, slots=True)
class MaterialCounts:
    """How much a material is used: openings and downloads by person and day, readers that answered for it."""

    opened: int
    downloaded: int
    read: int
    studies: int


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of a material up to a checkpoint or the end, and what a reader answered there if they have come so far."""

    lines: list[str]
    checkpoint: Checkpoint | None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody has come in a material: the parts they may read, the last of them where they stand."""

    parts: list[Part]
    passed: int
    checkpoints: int

    @property
    def at_end(self) -> bool:
        """Whether no checkpoint is left."""
        return self.passed == self.checkpoints


def reach_of(material: Material, user: User, *, has_read: bool = False) -> Reach:
    """Return how far somebody has come: to the first checkpoint that they have not answered, or the end.

    Whoever has read it before is at its end, whatever was asked since. Two queries.
    """
    checkpoints = list(material.checkpoints.all())
    answers = dict(
        CheckpointPass.objects.filter(checkpoint__in=checkpoints, user=user).values_list("checkpoint", "answer")
    )
    parts, begin = [], 0
    for checkpoint in checkpoints:
        answer = answers.get(checkpoint.pk, "")
        parts.append(Part(material.lines[begin : checkpoint.after], checkpoint, answer))
        begin = checkpoint.after
        if not answer and not has_read:
            break
    else:
        parts.append(Part(material.lines[begin:], None))
    passed = len(checkpoints) if has_read else sum(bool(part.answer) for part in parts)
    return Reach(parts, passed, len(checkpoints))


def materials_found(office: Office, *, category: str = "", query: str = "") -> QuerySet[Material]:
    """Return the materials an office offers without their files, by category and part of a title or author."""
    found = Material.objects.filter(office=office, withdrawn_at=None).defer("data", "lines")
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
