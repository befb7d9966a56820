"""Read uploaded sheets and what is to be done about their rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.fields.json import KT

from accounts.models import Office
from question_bank.enums import ImportState, RowDecision, RowStanding, RowStatus
from question_bank.models import ImportRow, SheetBatch, SheetImport, SourcePage
from question_bank.selectors.documents import SourceSpan
from question_bank.sheets import ParsedQuestion, question_from_json


def _standings(prefix: str = "") -> dict[RowStanding, Q]:
    """Return what each standing means, as a condition on rows or, with a prefix, on what has them."""

    def being(field: str, value: str) -> Q:
        return Q(**{f"{prefix}{field}": value})

    pending = being("decision", RowDecision.PENDING)
    return {
        RowStanding.READY: being("decision", RowDecision.ACCEPTED) | (pending & being("status", RowStatus.OK)),
        RowStanding.DOUBTFUL: pending & being("status", RowStatus.DOUBTFUL),
        RowStanding.FAULTY: pending & being("status", RowStatus.FAULTY),
        RowStanding.DUPLICATE: being("decision", RowDecision.DUPLICATE),
        RowStanding.SKIPPED: being("decision", RowDecision.SKIPPED),
        RowStanding.IMPORTED: being("decision", RowDecision.IMPORTED),
    }


_STANDINGS = _standings()
#: What a trainer looks at first.
_NEEDS_A_LOOK = _STANDINGS[RowStanding.FAULTY] | _STANDINGS[RowStanding.DOUBTFUL]
MAY_COME_IN = _NEEDS_A_LOOK | _STANDINGS[RowStanding.READY]


_QUOTED = re.compile(r"“[^”]*”")
_NUMBER = re.compile(r"\d+|(?<= )[A-Z](?= )")
_MOST_KINDS = 12


@dataclass(frozen=True, slots=True)
class StandingCount:
    """How many rows of a sheet stand so."""

    standing: RowStanding
    count: int


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What is wrong with some rows in the same way."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """A file of a batch and how many of its rows stand how."""

    file: SheetImport
    total: int
    ready: int
    doubtful: int
    faulty: int
    duplicate: int
    skipped: int
    imported: int

    @property
    def answers(self) -> list[SheetImport]:
        """Return the files that hold its answers."""
        return list(self.file.answer_files.all())

    @property
    def is_reviewed(self) -> bool:
        """Return whether its rows can be gone through now."""
        return self.file.state == ImportState.PREVIEW


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the bank gets besides questions, and what these still lack."""

    new_topics: tuple[str, ...]
    uncited: int


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row among those shown, with its neighbours' numbers."""

    position: int
    total: int
    previous: int | None
    next: int | None


def imports_listed(office: Office) -> QuerySet[SheetImport]:
    """Return an office's uploaded sheets with how many rows came in and how many still wait."""
    standings = _standings("rows__")
    waiting = standings[RowStanding.READY] | standings[RowStanding.DOUBTFUL] | standings[RowStanding.FAULTY]
    return (
        SheetImport.objects.filter(bank__office=office)
        .select_related("bank", "batch", "uploaded_by")
        .defer("problems")
        .annotate(
            row_count=Count("rows"),
            imported_count=Count("rows", filter=standings[RowStanding.IMPORTED]),
            waiting_count=Count("rows", filter=waiting),
        )
        .order_by("-uploaded_at", "-pk")
    )


def batch_entries(batch: SheetBatch) -> list[BatchEntry]:
    """Return the files of a batch with how many of their rows stand how."""
    standings = {standing.name.lower(): rows for standing, rows in _standings("rows__").items()}
    figures = {f"{name}_count": Count("rows", filter=rows) for name, rows in standings.items()}
    files = batch.imports.select_related("bank", "batch").prefetch_related("answer_files").order_by("file_name", "pk")
    counted = batch.imports.order_by().annotate(total=Count("rows"), **figures)
    counts = {row["pk"]: row for row in counted.values("pk", "total", *figures)}
    return [
        BatchEntry(file, counts[file.pk]["total"], **{name: counts[file.pk][f"{name}_count"] for name in standings})
        for file in files
    ]


def standing_counts(sheet_import: SheetImport) -> list[StandingCount]:
    """Count a sheet's rows by what is to be done about them."""
    counts = sheet_import.rows.aggregate(
        **{standing.value: Count("pk", filter=rows) for standing, rows in _STANDINGS.items()}
    )
    return [StandingCount(standing, counts[standing.value]) for standing in RowStanding]


def import_prospect(sheet_import: SheetImport) -> Prospect:
    """Return the topics that a sheet's undecided rows would make, and how many of these rows rest on nothing."""
    by_topic = sheet_import.rows.filter(MAY_COME_IN).order_by().values(topic=KT("parsed__topic"))
    uncited = dict(by_topic.annotate(uncited=Count("pk", filter=Q(provision=None))).values_list("topic", "uncited"))
    named = {topic for topic in uncited if topic}
    known = set(sheet_import.bank.topics.filter(name__in=named).values_list("name", flat=True)) if named else set()
    return Prospect(tuple(sorted(named - known)), sum(uncited.values()))


def rows_standing(sheet_import: SheetImport, standing: RowStanding | None) -> QuerySet[ImportRow]:
    """Return a sheet's rows that stand so, or all."""
    return sheet_import.rows.filter(_STANDINGS[standing] if standing else Q()).order_by("number")


def problem_kind(problem: str) -> str:
    """Return what a problem has in common with others: without what it quotes and counts."""
    return _NUMBER.sub("…", _QUOTED.sub("“…”", problem))


def problem_kinds(rows: QuerySet[ImportRow]) -> list[ProblemKind]:
    """Return what is wrong with some rows, the commonest first, where there is more than one kind to tell apart."""
    counts = Counter(
        kind for problems in rows.values_list("problems", flat=True) for kind in set(map(problem_kind, problems))
    )
    return [ProblemKind(kind, count) for kind, count in counts.most_common(_MOST_KINDS)]


def rows_with_problem(rows: QuerySet[ImportRow], kind: str, *, only: bool = False) -> QuerySet[ImportRow]:
    """Return the rows with a problem of that kind, or with no other."""
    keys = [
        key
        for key, problems in rows.values_list("pk", "problems")
        if (kinds := set(map(problem_kind, problems))) and kind in kinds and (len(kinds) == 1 or not only)
    ]
    return rows.filter(pk__in=keys)


def row_standing(row: ImportRow) -> RowStanding:
    """Return what is to be done about one row."""
    if row.decision == RowDecision.ACCEPTED:
        return RowStanding.READY
    if row.decision == RowDecision.PENDING:
        return RowStanding(row.status)
    return RowStanding(row.decision)


def row_shown(rows: QuerySet[ImportRow], number: int | None) -> ImportRow | None:
    """Return the row asked for, else the first that needs a look, else the first."""
    shown = rows.select_related("provision__version__document", "question__current_version")
    asked = shown.filter(number=number).first() if number is not None else None
    return asked or shown.filter(_NEEDS_A_LOOK).first() or shown.first()


def row_place(rows: QuerySet[ImportRow], row: ImportRow) -> RowPlace:
    """Return where a row stands among those shown; one that has just left them stands before the next."""
    counts = rows.order_by().aggregate(
        total=Count("pk"),
        earlier=Count("pk", filter=Q(number__lt=row.number)),
        previous=Max("number", filter=Q(number__lt=row.number)),
        next=Min("number", filter=Q(number__gt=row.number)),
    )
    return RowPlace(counts["earlier"] + 1, counts["total"], counts["previous"], counts["next"])


def lines_around(sheet_import: SheetImport, first: int, last: int, *, before: int, after: int) -> list[SourceSpan]:
    """Return the lines around a passage of a sheet, counted from 1, the passage itself marked."""
    start, end = max(1, first - before), last + after
    pages = sheet_import.pages.filter(
        number__range=((start - 1) // SourcePage.LINES, (end - 1) // SourcePage.LINES)
    ).order_by("number")
    lines = (
        (page.number * SourcePage.LINES + place, text) for page in pages for place, text in enumerate(page.lines, 1)
    )
    return [
        SourceSpan(number, text, is_hit=first <= number <= last) for number, text in lines if start <= number <= end
    ]


def parsed_of(row: ImportRow) -> ParsedQuestion:
    """Return what a row holds as the sheets package reads it."""
    return question_from_json(row.parsed)
