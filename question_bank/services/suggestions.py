"""Suggest provisions for what has no authority, and take suggestions on a trainer's word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.enums import JobKind
from question_bank.models import (
    Citation,
    ImportRow,
    Job,
    ProvisionSuggestion,
    Question,
    QuestionBank,
    QuestionVersion,
    SheetImport,
)
from question_bank.selectors import (
    citable_versions,
    parsed_of,
    sure_for_questions,
    sure_for_rows,
    uncited_questions,
    uncited_rows,
)
from question_bank.selectors.suggestions import suggester_for
from question_bank.services.imports.judging import locked_bank, locked_import, row_describe
from question_bank.services.jobs import Stint, job_ask
from question_bank.sheet_content import asked_of_parsed
from question_bank.suggesting import Suggester, Suggestion, asked_of

#: So many rows get their suggestions while somebody waits for the page.
SUGGEST_AT_ONCE = 60
_STEP = 250
#: Below this it is a guess not worth a trainer's look.
_WORTH_A_LOOK = 20


def rows_suggest(*, sheet_import: SheetImport, by: User, now: datetime) -> Job | None:
    """Suggest provisions for a sheet's rows: for a few now, for many by the worker, whose work is returned."""
    if not citable_versions(sheet_import.bank.office).exists():
        return None
    rows = list(uncited_rows(sheet_import).order_by("number")[: SUGGEST_AT_ONCE + 1])
    if len(rows) > SUGGEST_AT_ONCE:
        return job_ask(kind=JobKind.SUGGEST, bank=sheet_import.bank, sheet_import=sheet_import, by=by, now=now)
    if rows:
        found = _for_rows(suggester_for(sheet_import.bank.office, timezone.localdate(now)), rows)
        with transaction.atomic():
            _replace_for_rows(rows, found)
    return None


def questions_suggest(*, bank: QuestionBank, by: User, now: datetime) -> Job:
    """Ask for suggestions for all questions of a bank that rest on nothing."""
    return job_ask(kind=JobKind.SUGGEST, bank=bank, by=by, now=now)


def suggest_steps(stint: Stint) -> str:
    """Suggest provisions for a sheet's rows or a bank's questions, some in each step."""
    suggester = suggester_for(stint.job.bank.office, timezone.localdate(stint.now))
    kept = stint.job.sheet_import
    done = _suggest_rows(stint, suggester, kept) if kept else _suggest_questions(stint, suggester)
    return _("看过 %(count)d 题。") % {"count": done}


def rows_cite_suggested(*, sheet_import: SheetImport, at_least: int) -> int:
    """Rest a sheet's uncited rows on their first suggestions that are at least so sure; return how many."""
    cited = 0
    while True:
        with transaction.atomic():
            locked = locked_import(sheet_import)
            rows = []
            for suggestion in sure_for_rows(locked, at_least)[:_STEP]:
                row = suggestion.row
                assert row is not None  # noqa: S101 -- asked for by row
                row.provision = suggestion.provision
                row_describe(row, parsed_of(row))
                rows.append(row)
            ImportRow.objects.bulk_update(rows, ["provision", "parsed", "status", "problems"])
        if not rows:
            return cited
        cited += len(rows)


def questions_cite_suggested(*, bank: QuestionBank, at_least: int, by: User, now: datetime) -> int:
    """Rest a bank's uncited questions on their first suggestions that are at least so sure; return how many."""
    cited = 0
    while True:
        with transaction.atomic():
            locked = locked_bank(bank.pk)
            citable = set(citable_versions(locked.office).values_list("pk", flat=True))
            sure = sure_for_questions(locked, at_least).filter(provision__version__in=citable)[:_STEP]
            citations = [
                Citation(
                    question_version_id=suggestion.question_version_id,
                    provision=suggestion.provision,
                    created_by=by,
                    created_at=now,
                )
                for suggestion in sure
                if suggestion.question_version_id
            ]
            # Against a question that is revised meanwhile: its current words are the ones looked at.
            Question.objects.select_for_update().filter(
                current_version__in=[citation.question_version_id for citation in citations]
            ).count()
            Citation.objects.bulk_create(citations)
        if not citations:
            return cited
        cited += len(citations)


def suggestion_dismiss(*, suggestion: ProvisionSuggestion) -> None:
    """Take back a suggestion that a trainer finds wrong; the next one moves up."""
    with transaction.atomic():
        siblings = ProvisionSuggestion.objects.filter(
            row=suggestion.row_id, question_version=suggestion.question_version_id
        )
        suggestion.delete()
        for rank, other in enumerate(siblings.order_by("rank"), start=1):
            if other.rank != rank:
                other.rank = rank
                other.save(update_fields=["rank"])


def _suggest_rows(stint: Stint, suggester: Suggester, kept: SheetImport) -> int:
    total, done, last = uncited_rows(kept).count(), 0, 0
    while rows := list(uncited_rows(kept).filter(number__gt=last).order_by("number")[:_STEP]):
        found = _for_rows(suggester, rows)
        with transaction.atomic():
            stint.step(done=done + len(rows), total=total)
            _replace_for_rows(rows, found)
        done, last = done + len(rows), rows[-1].number
    return done


def _suggest_questions(stint: Stint, suggester: Suggester) -> int:
    uncited = uncited_questions(stint.job.bank)
    total, done, last = uncited.count(), 0, 0
    while questions := list(uncited.filter(pk__gt=last).select_related("current_version").order_by("pk")[:_STEP]):
        versions = [question.current_version for question in questions if question.current_version]
        found = [suggester.suggest(asked_of(version.content)) for version in versions]
        with transaction.atomic():
            stint.step(done=done + len(questions), total=total)
            _replace_for_versions(versions, found)
        done, last = done + len(questions), questions[-1].pk
    return done


def _for_rows(suggester: Suggester, rows: Iterable[ImportRow]) -> list[list[Suggestion]]:
    return [suggester.suggest(asked_of_parsed(parsed_of(row))) for row in rows]


def _replace_for_rows(rows: Sequence[ImportRow], found: Sequence[list[Suggestion]]) -> None:
    ProvisionSuggestion.objects.filter(row__in=rows).delete()
    _create(
        ProvisionSuggestion(row=row, rank=rank, **_fields(one))
        for row, suggestions in zip(rows, found, strict=True)
        for rank, one in enumerate(_worth_a_look(suggestions), start=1)
    )


def _replace_for_versions(versions: Sequence[QuestionVersion], found: Sequence[list[Suggestion]]) -> None:
    ProvisionSuggestion.objects.filter(question_version__in=versions).delete()
    _create(
        ProvisionSuggestion(question_version=version, rank=rank, **_fields(one))
        for version, suggestions in zip(versions, found, strict=True)
        for rank, one in enumerate(_worth_a_look(suggestions), start=1)
    )


def _create(suggestions: Iterable[ProvisionSuggestion]) -> None:
    ProvisionSuggestion.objects.bulk_create(suggestions, batch_size=_STEP)


def _fields(one: Suggestion) -> dict[str, object]:
    return {"provision_id": one.key, "confidence": one.confidence, "reason": one.reason.value}


def _worth_a_look(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    return [one for one in suggestions if one.confidence >= _WORTH_A_LOOK]
