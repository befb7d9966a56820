"""Read policy documents, their versions and provisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import Office
from question_bank.enums import VersionState
from question_bank.models import DocumentVersion, PolicyDocument, Provision
from question_bank.provision_trees import StoredProvision
from question_bank.provisions import ProvisionKind
from question_bank.selectors.citations import readable_documents


@dataclass(slots=True)
class ProvisionNode:
    """A provision with those below it, for showing as a tree; a corrected one with the line it was read from.

    `questions` counts those that rest on the provision itself.
    """

    provision: Provision
    source: str = ""
    questions: int = 0
    children: list[ProvisionNode] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """A line of an uploaded file as the desk shows it."""

    number: int
    text: str
    is_hit: bool = False


def documents_listed(office: Office) -> QuerySet[PolicyDocument]:
    """Return the documents an office may read, each with the versions it may read, newest first."""
    versions = (
        versions_readable(office)
        .defer("source_lines")
        .annotate(article_count=Count("provisions", filter=Q(provisions__kind=ProvisionKind.ARTICLE)))
        .order_by("-effective_on", "-pk")
    )
    return (
        readable_documents(office)
        .select_related("office")
        .prefetch_related(Prefetch("versions", versions, to_attr="listed_versions"))
    )


def versions_readable(office: Office) -> QuerySet[DocumentVersion]:
    """Return the versions an office may read: all of its own, and confirmed ones that others share."""
    shared = Q(document__is_shared=True, state=VersionState.CONFIRMED)
    return DocumentVersion.objects.filter(Q(document__office=office) | shared).select_related(
        "document__office", "uploaded_by", "confirmed_by"
    )


def provision_tree(
    provisions: Iterable[Provision],
    lines: Sequence[str] = (),
    *,
    questions: Mapping[int, Collection[int]] | None = None,
) -> list[ProvisionNode]:
    """Hang provisions, given in reading order, below one another, each corrected one beside its line of the source."""
    resting = questions or {}
    nodes: dict[int, ProvisionNode] = {}
    roots: list[ProvisionNode] = []
    for provision in provisions:
        source = lines[provision.line - 1].strip() if lines and provision.corrected_at else ""
        node = nodes[provision.pk] = ProvisionNode(provision, source, len(resting.get(provision.pk, ())))
        above = nodes.get(provision.parent_id) if provision.parent_id else None
        (above.children if above else roots).append(node)
    return roots


def provisions_read(version: DocumentVersion) -> QuerySet[Provision]:
    """Return a version's provisions in reading order, each with who corrected it."""
    return version.provisions.select_related("corrected_by").order_by("order")


def provision_counts(version: DocumentVersion) -> dict[str, int]:
    """Count a version's 条, 款 and 项."""
    kinds = {
        "articles": ProvisionKind.ARTICLE,
        "paragraphs": ProvisionKind.PARAGRAPH,
        "subparagraphs": ProvisionKind.SUBPARAGRAPH,
    }
    return version.provisions.aggregate(**{name: Count("pk", filter=Q(kind=kind)) for name, kind in kinds.items()})


def stored_provisions(version: DocumentVersion) -> list[StoredProvision]:
    """Return a version's rows in reading order, as the pure tree takes them."""
    rows = version.provisions.order_by("order").values_list("path", "parent__path", "kind", "number", "text", "line")
    return [
        StoredProvision(path, parent_path or "", ProvisionKind(kind), number, text, line)
        for path, parent_path, kind, number, text, line in rows
    ]


def source_window(lines: list[str], first: int, last: int, *, before: int, after: int) -> list[SourceSpan]:
    """Return the lines around a passage, counted from 1, the passage itself marked."""
    start, end = max(1, first - before), min(len(lines), last + after)
    return [
        SourceSpan(number, text, is_hit=first <= number <= last)
        for number, text in enumerate(lines[start - 1 : end], start=start)
    ]
