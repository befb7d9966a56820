"""Read where a provision came from and what it became, through all amendments of its document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Office
from question_bank.models import DocumentVersion, Provision, ProvisionAlignment, Question
from question_bank.provisions.alignment import Relation
from question_bank.selectors.citations import standing_citations, version_order

_LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A provision as one version has it; `relation` is to the version before, None where nothing is known."""

    provision: Provision
    relation: Relation | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """A provision through the versions, the oldest first; `deleted_in` is the version that has it no more."""

    steps: list[Ancestor]
    deleted_in: DocumentVersion | None

    def in_version(self, version: DocumentVersion) -> list[Provision]:
        """Return what it is called there."""
        return [step.provision for step in self.steps if step.provision.version_id == version.pk]


def provision_lineage(provision: Provision) -> Lineage:
    """Return all that a provision was and became."""
    found: dict[int, Ancestor] = {}
    ending: DocumentVersion | None = None
    for row in [*_rows_back(provision), *_rows_forth(provision)]:
        if row.before is not None:
            found.setdefault(row.before.pk, Ancestor(row.before, None))
        if row.after is None:
            ending = row.amendment.after
        else:
            found[row.after.pk] = Ancestor(row.after, Relation(row.relation))
    found.setdefault(provision.pk, Ancestor(provision, None))
    steps = sorted(found.values(), key=lambda step: (version_order(step.provision.version), step.provision.order))
    return Lineage(steps, ending)


def questions_below(provision: Provision, office: Office) -> QuerySet[Question]:
    """Return an office's questions that rest on a provision or on what stands under it."""
    below = standing_citations().filter(
        question_version=OuterRef("current_version"),
        provision__version=provision.version_id,
        provision__path__regex=rf"^{provision.path}(/|$)",
    )
    return (
        Question.objects.filter(Exists(below), bank__office=office)
        .select_related("current_version", "bank")
        .order_by("pk")
    )


def _rows_back(provision: Provision) -> list[ProvisionAlignment]:
    return _rows(provision, "after", "before_id")


def _rows_forth(provision: Provision) -> list[ProvisionAlignment]:
    return _rows(provision, "before", "after_id")


def _rows(provision: Provision, here: str, there: str) -> list[ProvisionAlignment]:
    rows: list[ProvisionAlignment] = []
    frontier: Iterable[int] = [provision.pk]
    for _step in range(_LONGEST_CHAIN):
        found = list(
            ProvisionAlignment.objects.filter(**{f"{here}__in": frontier})
            .select_related("before__version__document", "after__version__document", "amendment__after__document")
            .order_by("order")
        )
        rows += found
        frontier = [key for row in found if (key := getattr(row, there)) is not None]
        if not frontier:
            break
    return rows
