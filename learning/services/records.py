"""Write learning records."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import unit_of
from learning import signals, statements
from learning.characters import count_characters
from learning.enums import NoteSubtype, RecordKind, RecordState, Verdict
from learning.models.books import BookRecommendation
from learning.models.records import ExamRecord, Note, Record, RecordDetail, RecordReview, Withdrawal
from learning.selectors.records import deciders_on
from learning.services.editable import RecordClosedError, RecordIncompleteError, editable
from learning.services.notebooks import handwriting_confirm, handwritten
from learning.services.quotations import quotations_keep
from quizzes.enums import ExamState
from quizzes.models import Exam, Result
from quizzes.selectors import counting_results

_BATCH = 500


class RecordStaleError(Exception):
    """The record was saved elsewhere since: what came goes on from an earlier text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody fills in: the columns that all kinds share, and a row, not yet saved, of the record's own kind."""

    kind: RecordKind
    title: str
    occurred_on: date
    detail: RecordDetail
    characters: int = 0
    minutes: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    is_confidential: bool = False
    lasts_until: date | None = None
    counterpart: User | None = None
    #: Provisions that it may quote; those whose words stand in it are kept.
    quoted: Collection[UUID] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """Return what stands in the record's own row."""
        return {
            "title": self.title,
            "occurred_on": self.occurred_on,
            "characters": self.characters,
            "minutes": self.minutes,
            "attributes": dict(self.attributes),
            "is_confidential": self.is_confidential,
            "lasts_until": self.lasts_until,
            "counterpart": self.counterpart,
        }


@dataclass(frozen=True, slots=True)
class NoteText:
    """What the writer of a reading note fills in."""

    book: str
    author: str
    title: str
    body: str
    occurred_on: date
    subtype: str = NoteSubtype.READING
    quoted: Collection[UUID] = ()
    recommendation: BookRecommendation | None = None

    def entry(self, now: datetime) -> Entry:
        """Return the note as an entry, saved now."""
        return Entry(
            kind=RecordKind.NOTE,
            title=self.title,
            occurred_on=self.occurred_on,
            detail=Note(
                subtype=self.subtype,
                book=self.book,
                author=self.author,
                body=self.body,
                saved_at=now,
                recommendation=self.recommendation,
            ),
            characters=count_characters(self.body),
            attributes={"subtype": str(self.subtype)},
            quoted=self.quoted,
        )


def record_create(*, subject: User, entry: Entry, uuid: UUID | None = None) -> Record:
    """Return a new draft in the unit its subject belongs to today, under the number that a page chose for it or any.

    Raises:
        RecordIncompleteError: the writer belongs to no unit.
    """
    unit = unit_of(subject)
    if unit is None:
        raise RecordIncompleteError(_("你目前不属于任何单位，请先联系考务。"))
    with transaction.atomic():
        record = Record.objects.create(
            uuid=uuid or uuid4(),
            office=subject.office,
            kind=entry.kind,
            subject=subject,
            unit=unit,
            revision=1,
            **entry.columns,
        )
        entry.detail.record = record
        entry.detail.save(force_insert=True)
        _keep_quotations(record, entry)
    return record


def record_update(*, record: Record, entry: Entry, revision: int | None = None) -> Record:
    """Save a draft or a returned record again; with a revision, only if that is still the latest.

    Raises:
        RecordClosedError: it is with its reviewer or approved.
        RecordStaleError: it was saved since that revision.
    """
    with transaction.atomic():
        locked = editable(record)
        if revision is not None and revision != locked.revision:
            raise RecordStaleError(_("这份记录在别的页面或别的设备上又保存过，没有覆盖那一份。"))
        locked.revision += 1
        for name, value in entry.columns.items():
            setattr(locked, name, value)
        if entry.kind == RecordKind.NOTE:
            locked.characters += handwritten(locked)
        locked.save(update_fields=[*entry.columns, "revision"])
        entry.detail.record = locked
        entry.detail.save(force_update=True)
        _keep_quotations(locked, entry)
    return locked


def _keep_quotations(record: Record, entry: Entry) -> None:
    if entry.kind == RecordKind.NOTE:
        quotations_keep(record=record, provisions=entry.quoted, on=timezone.localdate())


def draft_save(*, subject: User, uuid: UUID, entry: Entry, revision: int) -> Record:
    """Save what a page is writing under the number it chose; the first save, from revision 0, makes the record.

    Raises:
        RecordClosedError: it is with its reviewer or approved, or the number is not this writer's to use.
        RecordStaleError: it was saved since that revision.
        RecordIncompleteError: the writer belongs to no unit.
    """
    own = Record.objects.filter(uuid=uuid, subject=subject, kind=entry.kind).first()
    if own is not None:
        return record_update(record=own, entry=entry, revision=revision)
    try:
        with transaction.atomic():
            return record_create(subject=subject, entry=entry, uuid=uuid)
    except IntegrityError as error:
        raise RecordClosedError(_("这份记录保存不了，请回到“学习记录”重新打开。")) from error


def record_submit(*, record: Record, now: datetime) -> Record:
    """Hand a record to its reviewer.

    Raises:
        RecordClosedError: it is there already.
        RecordIncompleteError: it lacks what its kind asks for, or is confidential and nobody else may read it.
    """
    with transaction.atomic():
        locked = editable(record)
        if missing := locked.detail.missing:
            raise RecordIncompleteError(missing)
        if locked.is_confidential and locked.counterpart_id is None and not deciders_on(locked).exists():
            raise RecordIncompleteError(
                _(
                    "内容保密的由分管的部长审核，而你所在的单位没有另外的部长：去掉“内容保密”再提交，或者请考务先设部长。"
                )
            )
        locked.state = RecordState.SUBMITTED
        locked.submitted_at = now
        locked.save(update_fields=["state", "submitted_at"])
    return locked


def note_withdraw(*, note: Record, by: User, now: datetime) -> Record:
    """Make a note that waits for its reviewer its writer's draft again, and keep that it was handed in.

    Raises:
        RecordClosedError: somebody has decided on it, or a director has stamped it as it stands.
    """
    with transaction.atomic():
        locked = Record.objects.select_for_update().get(pk=note.pk)
        if locked.state != RecordState.SUBMITTED or locked.submitted_at is None:
            raise RecordClosedError(_("这篇笔记不在等待审核，不能撤回。"))
        if locked.inspections.exists():
            raise RecordClosedError(_("部长已经检查了这篇笔记，不能撤回；要改请审核人退回。"))
        Withdrawal.objects.create(record=locked, submitted_at=locked.submitted_at, by=by, at=now)
        locked.state = RecordState.DRAFT
        locked.submitted_at = None
        locked.save(update_fields=["state", "submitted_at"])
    return locked


def record_review(
    *, record: Record, verdict: Verdict, comment: str, by: User, now: datetime, handwriting: int | None = None
) -> Record:
    """Decide on a submitted record; approving it is news for the ledger.

    Of a note with photos, approving it confirms how many handwritten characters there are: those count from then on.

    Raises:
        RecordClosedError: it does not wait for a decision.
        RecordIncompleteError: a return without a word of why; photos without a count, or with another than declared
            without a word of why.
    """
    if verdict == Verdict.RETURNED and not comment.strip():
        raise RecordIncompleteError(_("退回时请写明原因，好让作者知道改哪里。"), field="comment")
    with transaction.atomic():
        waiting = Record.objects.select_for_update(of=("self",)).select_related("office", "subject")
        locked = waiting.get(pk=record.pk)
        if locked.state != RecordState.SUBMITTED:
            raise RecordClosedError(_("这份记录已经处理过了。"))
        if verdict == Verdict.APPROVED:
            handwriting_confirm(note=locked, characters=handwriting, reason=comment, by=by, now=now)
        RecordReview.objects.create(record=locked, verdict=verdict, comment=comment, by=by, at=now)
        locked.state = RecordState.APPROVED if verdict == Verdict.APPROVED else RecordState.RETURNED
        locked.decided_at = now
        locked.save(update_fields=["state", "decided_at", "characters"])
        if verdict == Verdict.APPROVED:
            statements.record_approved(locked, reviewer=by)
            transaction.on_commit(partial(signals.record_approved.send_robust, sender=Record, record=locked))
    return locked


def exam_records_make(*, exam: Exam) -> int:
    """Give each candidate of a published exam a record of the result that counts; return how many were new."""
    results = counting_results(exam)
    with transaction.atomic():
        known = ExamRecord.objects.filter(result__attempt__exam=exam).select_related("result__attempt")
        rows = {row.result.attempt.candidate_id: row for row in known}
        new = {key: _exam_record(exam, result) for key, result in results.items() if key not in rows}
        Record.objects.bulk_create(new.values(), batch_size=_BATCH)
        details = [ExamRecord(record=record, result=results[key]) for key, record in new.items()]
        ExamRecord.objects.bulk_create(details, batch_size=_BATCH)
        moved = [row for key, row in rows.items() if key in results and row.result_id != results[key].pk]
        for row in moved:
            row.result = results[row.result.attempt.candidate_id]
        ExamRecord.objects.bulk_update(moved, ["result"], batch_size=_BATCH)
    return len(new)


def _exam_record(exam: Exam, result: Result) -> Record:
    candidate = result.attempt.candidate
    return Record(
        office=exam.office,
        kind=RecordKind.EXAM,
        subject=candidate.user,
        unit=candidate.unit,
        title=exam.title,
        state=RecordState.APPROVED,
        attributes={"exam_kind": exam.kind},
        occurred_on=timezone.localdate(result.attempt.started_at),
        submitted_at=result.attempt.submitted_at,
        decided_at=exam.published_at,
    )


def exam_records_reconcile() -> int:
    """Make the exam records that a lost signal left out; return how many."""
    published = Exam.objects.filter(state__in=[ExamState.PUBLISHED, ExamState.ARCHIVED]).select_related("office")
    return sum(exam_records_make(exam=exam) for exam in published)
