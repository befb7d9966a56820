"""Bring good rows into the bank: a few at once, many as background work in steps that can be stopped between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.content import DIFFICULTIES
from question_bank.enums import OPEN_JOBS, ImportState, JobKind, RowDecision, RowStatus
from question_bank.errors import ImportRowError
from question_bank.models import ImportRow, Job, Question, QuestionBank, SheetImport
from question_bank.selectors import parsed_of
from question_bank.services.imports.judging import import_close, locked_import
from question_bank.services.imports.reading import STEP
from question_bank.services.jobs import Stint, job_ask, job_cancel
from question_bank.services.questions import QuestionDraft, known_questions, questions_create
from question_bank.sheet_content import content_of, digest_of

#: So many rows come in while somebody waits for the page.
COMMIT_AT_ONCE = 500


@dataclass(slots=True)
class ImportSummary:
    """What one commitment did, and what still waits."""

    imported: int = 0
    duplicates: int = 0
    waiting: Counter[str] = field(default_factory=Counter)


def import_commit(*, sheet_import: SheetImport, by: User, now: datetime) -> ImportSummary:
    """Bring in the good rows and those accepted; what the bank asks already is marked and not added.

    Repeating it brings in only what has become good since.
    """
    return _bring_in_all(sheet_import, by, now, lambda _done: None)


def import_commit_ask(*, sheet_import: SheetImport, by: User, now: datetime) -> Job:
    """Leave it to the worker to bring in the good rows."""
    return job_ask(kind=JobKind.COMMIT, bank=sheet_import.bank, sheet_import=sheet_import, by=by, now=now)


def import_commit_steps(stint: Stint) -> str:
    """Bring in the good rows of a piece of work, some in each step."""
    kept = stint.job.sheet_import
    if kept is None:
        return ""
    total = _ready(kept).count()
    summary = _bring_in_all(kept, stint.job.asked_by, stint.now, lambda done: stint.step(done=done, total=total))
    return _("已导入 %(imported)d 题，重复 %(duplicates)d 题。") % {
        "imported": summary.imported,
        "duplicates": summary.duplicates,
    }


def import_finish(*, sheet_import: SheetImport) -> SheetImport:
    """Leave out all that has not come in, so that the sheet no longer waits."""
    with transaction.atomic():
        locked = locked_import(sheet_import)
        undecided = [RowDecision.PENDING, RowDecision.ACCEPTED]
        locked.rows.filter(decision__in=undecided).update(decision=RowDecision.SKIPPED)
        import_close(locked)
    return locked


def import_cancel(*, sheet_import: SheetImport, now: datetime) -> SheetImport:
    """Stop whatever the worker does with a sheet. What came into the bank stays; a sheet half read is not kept."""
    with transaction.atomic():
        for job in sheet_import.jobs.filter(state__in=OPEN_JOBS):
            job_cancel(job=job, now=now)
        locked = locked_import(sheet_import)
        if locked.state == ImportState.READING:
            locked.rows.all().delete()
            import_close(locked, ImportState.CANCELLED)
    return locked


def _bring_in_all(
    sheet_import: SheetImport, by: User, now: datetime, begin_step: Callable[[int], None]
) -> ImportSummary:
    summary = ImportSummary()
    while True:
        with transaction.atomic():
            begin_step(summary.imported + summary.duplicates)
            locked = locked_import(sheet_import)
            rows = list(_ready(locked).order_by("number")[:STEP])
            if not rows:
                summary.waiting = Counter(
                    locked.rows.filter(decision=RowDecision.PENDING).order_by().values_list("status", flat=True)
                )
                if not summary.waiting and locked.state == ImportState.PREVIEW:
                    import_close(locked)
                return summary
            imported = _bring_in(locked.bank, rows, by, now)
        summary.imported += imported
        summary.duplicates += len(rows) - imported


def _ready(sheet_import: SheetImport) -> QuerySet[ImportRow]:
    good = Q(decision=RowDecision.PENDING, status=RowStatus.OK)
    return sheet_import.rows.filter(good | Q(decision=RowDecision.ACCEPTED))


def _bring_in(bank: QuestionBank, rows: Sequence[ImportRow], by: User, now: datetime) -> int:
    """Make questions of rows and return of how many; the others the bank asks already."""
    asked = {row.pk: digest_of(parsed_of(row)) for row in rows}
    known: dict[str, Question | None] = dict(known_questions(bank, set(asked.values())))
    fresh: list[ImportRow] = []
    for row in rows:
        if asked[row.pk] not in known:
            known[asked[row.pk]] = None
            fresh.append(row)
    created = questions_create(bank=bank, drafts=[_draft(row) for row in fresh], by=by, now=now)
    for row, question in zip(fresh, created, strict=True):
        row.decision, row.question = RowDecision.IMPORTED, question
        known[asked[row.pk]] = question
    for row in rows:
        if row.decision != RowDecision.IMPORTED:
            row.decision, row.question = RowDecision.DUPLICATE, known[asked[row.pk]]
    ImportRow.objects.bulk_update(rows, ["decision", "question"], batch_size=STEP)
    return len(fresh)


def _draft(row: ImportRow) -> QuestionDraft:
    parsed = parsed_of(row)
    content = content_of(parsed)
    if content is None:
        raise ImportRowError(_("第 %(number)d 题没有题型。") % {"number": row.number})
    difficulty = parsed.difficulty if parsed.difficulty in DIFFICULTIES else ""
    return QuestionDraft(content, (parsed.topic,) if parsed.topic else (), difficulty, row.provision_id)
