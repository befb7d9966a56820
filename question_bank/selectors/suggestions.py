"""Read what is suggested as authority, and for what there is none yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import Office
from question_bank.enums import QuestionState
from question_bank.models import ImportRow, Provision, ProvisionSuggestion, Question, QuestionBank, SheetImport
from question_bank.provisions import ProvisionKind
from question_bank.selectors.citations import standing_citations, versions_in_force
from question_bank.selectors.imports import MAY_COME_IN
from question_bank.suggesting import Passage, Suggester

#: A division holds provisions, but says nothing that a question could rest on.
_DIVISIONS = (ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION)
#: What pages offer to accept in one go.
THRESHOLDS = (95, 90, 80, 70)


@dataclass(frozen=True, slots=True)
class ConfidenceCount:
    """How many things without authority have a suggestion at least so sure."""

    at_least: int
    count: int


def suggester_for(office: Office, on: date) -> Suggester:
    """Return what suggests provisions of the texts that an office may cite and that hold on a day."""
    titles = {version.pk: version.document.title for version in versions_in_force(office, on)}
    rows = (
        Provision.objects.filter(version__in=titles)
        .exclude(kind__in=_DIVISIONS)
        .order_by("version", "order")
        .values_list("pk", "version", "path", "full_text")
    )
    return Suggester([Passage(key, version, titles[version], path, text) for key, version, path, text in rows])


def uncited_rows(sheet_import: SheetImport) -> QuerySet[ImportRow]:
    """Return a sheet's rows that may come in and rest on nothing."""
    return sheet_import.rows.filter(MAY_COME_IN, provision=None)


def uncited_questions(bank: QuestionBank) -> QuerySet[Question]:
    """Return a bank's questions whose current words rest on nothing; what is retired needs no authority."""
    resting = standing_citations().filter(question_version=OuterRef("current_version"))
    living = bank.questions.filter(current_version__isnull=False).exclude(state=QuestionState.RETIRED)
    return living.filter(~Exists(resting))


def questions_with_suggestions(bank: QuestionBank) -> QuerySet[Question]:
    """Return the uncited questions, the surest suggestion first, each with `suggested`."""
    first = ProvisionSuggestion.objects.filter(question_version=OuterRef("current_version"), rank=1)
    return (
        uncited_questions(bank)
        .annotate(confidence=Subquery(first.values("confidence")[:1]))
        .select_related("current_version", "bank")
        .prefetch_related(
            Prefetch("current_version__suggestions", queryset=shown_suggestions(), to_attr="suggested"),
        )
        .order_by(F("confidence").desc(nulls_last=True), "-pk")
    )


def without_suggestion(bank: QuestionBank) -> QuerySet[Question]:
    """Return the uncited questions for which nothing is suggested."""
    suggested = ProvisionSuggestion.objects.filter(question_version=OuterRef("current_version"))
    return uncited_questions(bank).filter(~Exists(suggested))


def shown_suggestions() -> QuerySet[ProvisionSuggestion]:
    """Return suggestions with all that is shown of them, the likeliest first."""
    return ProvisionSuggestion.objects.select_related("provision__version__document").order_by("rank")


def sure_for_rows(sheet_import: SheetImport, at_least: int) -> QuerySet[ProvisionSuggestion]:
    """Return the first suggestions for a sheet's uncited rows that are at least so sure, the least sure first."""
    sure = shown_suggestions().filter(rank=1, confidence__gte=at_least, row__in=uncited_rows(sheet_import))
    return sure.select_related("provision__version__document", "row").order_by("confidence", "pk")


def sure_for_questions(bank: QuestionBank, at_least: int) -> QuerySet[ProvisionSuggestion]:
    """Return the same for a bank's uncited questions."""
    versions = uncited_questions(bank).values("current_version")
    sure = shown_suggestions().filter(rank=1, confidence__gte=at_least, question_version__in=versions)
    return sure.select_related("provision__version__document", "question_version__question").order_by(
        "confidence", "pk"
    )


def confidence_counts(sure: QuerySet[ProvisionSuggestion]) -> list[ConfidenceCount]:
    """Count suggestions at each threshold that takes in more than the one above."""
    counts = sure.order_by().aggregate(
        **{f"at_{number}": Count("pk", filter=Q(confidence__gte=number)) for number in THRESHOLDS}
    )
    found = [ConfidenceCount(number, counts[f"at_{number}"]) for number in THRESHOLDS]
    above = [0, *(each.count for each in found)]
    return [each for each, before in zip(found, above, strict=False) if each.count > before]
