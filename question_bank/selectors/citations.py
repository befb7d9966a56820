"""Read what questions may rest on, and find the provision a sheet speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import Office
from question_bank.enums import VersionState
from question_bank.models import Amendment, Citation, DocumentVersion, PolicyDocument, Provision
from question_bank.references import only_reference, resolve_path, title_matches


def standing_citations() -> QuerySet[Citation]:
    """Return the citations that hold: neither withdrawn nor themselves a withdrawal.

    In no order, lest SQLite go through all citations in theirs; who shows them orders what few there are.
    """
    # Not `withdrawn_by__isnull`: of an outer join PostgreSQL expects one row to stand, and walks all others singly.
    withdrawn = Citation.objects.filter(withdraws=OuterRef("pk"))
    standing = Citation.objects.filter(~Exists(withdrawn), withdraws__isnull=True).order_by()
    # The lines of the file as it was read are for one page alone, and long.
    return standing.select_related("provision__version__document").defer(
        "provision__version__source_lines", "provision__version__problems"
    )


def standing_prefetch() -> Prefetch[str]:
    """Return how questions fetch what their current words rest on, as `current_version.standing` in order."""
    # By version first, as the index has them.
    standing = standing_citations().order_by("question_version", "pk")
    return Prefetch("current_version__citations", queryset=standing, to_attr="standing")


def readable_documents(office: Office) -> QuerySet[PolicyDocument]:
    """Return an office's own documents, and those that others share once a text of them is confirmed."""
    shared = Q(is_shared=True, versions__state=VersionState.CONFIRMED)
    return PolicyDocument.objects.filter(Q(office=office) | shared).distinct()


def citable_versions(office: Office) -> QuerySet[DocumentVersion]:
    """Return the confirmed texts that an office's questions may cite; one that questions have left behind is not."""
    left_behind = Amendment.objects.filter(before=OuterRef("pk"), applied_at__isnull=False)
    return (
        DocumentVersion.objects.filter(
            ~Exists(left_behind),
            Q(document__office=office) | Q(document__is_shared=True),
            state=VersionState.CONFIRMED,
        )
        .select_related("document")
        .defer("source_lines", "problems")
    )


def citable_documents(office: Office) -> QuerySet[PolicyDocument]:
    """Return the documents of which an office's questions may cite a text."""
    return PolicyDocument.objects.filter(pk__in=citable_versions(office).order_by().values("document"))


def version_order(version: DocumentVersion) -> tuple[date, int]:
    """Return what orders the texts of a document in time; one that names no day of effect holds from its adoption."""
    confirmed_on = timezone.localdate(version.confirmed_at) if version.confirmed_at else date.min
    return version.effective_on or version.adopted_on or confirmed_on, version.pk


def version_in_force(versions: Iterable[DocumentVersion], on: date) -> DocumentVersion | None:
    """Return the text that holds on a day: the last to take effect by then, else the first that will."""
    known = list(versions)
    in_force = [version for version in known if version.effective_on is None or version.effective_on <= on]
    if in_force:
        return max(in_force, key=version_order)
    return min(known, key=version_order, default=None)


def versions_in_force(office: Office, on: date) -> list[DocumentVersion]:
    """Return the text of each document that an office may cite and that holds on a day."""
    by_document: dict[int, list[DocumentVersion]] = {}
    for version in citable_versions(office):
        by_document.setdefault(version.document_id, []).append(version)
    return [found for versions in by_document.values() if (found := version_in_force(versions, on))]


class ProvisionFinder:
    """Finds the provisions that a sheet's citations speak of, in the texts an office may cite today.

    A citation without a title means the office's only policy document, if there is but one.
    """

    def __init__(self, office: Office, on: date) -> None:
        self._office = office
        self._on = on
        self._paths: dict[int, dict[str, int]] = {}

    def find(self, citation: str) -> int | None:
        """Return the provision's key, or None where the citation does not lead to exactly one."""
        reference = only_reference(citation)
        version = self._version(reference.title) if reference else None
        if reference is None or version is None:
            return None
        paths = self._paths_of(version)
        path = resolve_path(reference.path, paths.keys())
        return paths[path] if path else None

    @cached_property
    def _versions(self) -> list[DocumentVersion]:
        return versions_in_force(self._office, self._on)

    def _version(self, title: str) -> DocumentVersion | None:
        meant = [version for version in self._versions if not title or title_matches(title, version.document.title)]
        own = [version for version in meant if version.document.office_id == self._office.pk]
        # An office's own copy comes before one that another office shares.
        candidates = own or meant
        return candidates[0] if len(candidates) == 1 else None

    def _paths_of(self, version: DocumentVersion) -> dict[str, int]:
        if version.pk not in self._paths:
            self._paths[version.pk] = dict(Provision.objects.filter(version=version).values_list("path", "pk"))
        return self._paths[version.pk]
