"""Put right a question after people answered it: first on trial, then as further revisions of their results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from lrs.services import statements_enqueue
from question_bank.content import WRITTEN_TYPES, Key
from quizzes import signals, statements
from quizzes.corrections import corrections_standing, paper_pass_line, slot_marker
from quizzes.enums import AttemptState, CorrectionKind, ExamState
from quizzes.exposure import exposure_record
from quizzes.marking import Answer, Marker, total_of
from quizzes.models import Attempt, Exam, KeyCorrection, Mark, Paper, PaperSlot, Response, Result
from quizzes.selectors import are_results_visible, counting_results, latest_results
from quizzes.taking.papers import slots_shown

_BATCH = 500
_WITH_KEYS = frozenset({CorrectionKind.REKEY, CorrectionKind.ACCEPT})
_OPEN_TO_CORRECTION = frozenset({ExamState.SCHEDULED, ExamState.PUBLISHED})


class CannotCorrectError(Exception):
    """Nothing was corrected; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction makes of one result; `before` and `after` are the question's marks, None where it has none."""

    result: Result
    revised: Result
    before: int | None
    after: int | None

    @property
    def direction(self) -> int:
        """1 where the share of the marks rises, -1 where it falls, 0 where it stays."""
        old, new = self.result, self.revised
        rise = new.total * old.maximum - old.total * new.maximum
        return (rise > 0) - (rise < 0)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a correction would do: the results that change, of how many there are."""

    drafts: Sequence[KeyCorrection]
    changes: Sequence[Change]
    result_count: int


def correction_try(*, exam: Exam, slot: PaperSlot, kind: CorrectionKind, keys: Sequence[Key]) -> Trial:
    """Return what a correction would change, and change nothing.

    The same question on a parallel form is corrected with it.

    Raises:
        CannotCorrectError: the exam or the question does not allow it, or it changes nothing about the marking.
    """
    if exam.state not in _OPEN_TO_CORRECTION:
        raise CannotCorrectError(_("考试还是草稿或者已经归档，不能更正。草稿可以换一份试卷。"))
    drafts = [
        KeyCorrection(exam=exam, slot=same, kind=kind, keys=list(keys) if kind in _WITH_KEYS else [])
        for same in same_questions(exam, slot)
    ]
    _refuse_what_makes_no_sense(exam, drafts)
    counted = latest_results(exam).filter(attempt__is_annulled=False)
    results = list(counted.select_related("attempt__paper").defer("attempt__display", *_HEAVY))
    changes = list(_changes(exam, drafts, results))
    if not all(change.revised.maximum for change in changes):
        raise CannotCorrectError(_("有人抽到的题只剩这道计分，不能作废，可以全员得分。"))
    return Trial(drafts, changes, len(results))


def question_correct(
    *,
    exam: Exam,
    slot: PaperSlot,
    kind: CorrectionKind,
    keys: Sequence[Key],
    reason: str,
    by: User,
    now: datetime,
) -> Trial:
    """Correct a question and give every result that changes a further revision, in a few statements however many.

    What people marked stays, and so does every earlier revision. Attempts handed in from now on are marked anew by
    themselves; those being handed in at this moment come before or after, never between.

    Raises:
        CannotCorrectError: as on trial, or a published result would be left without marks.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().select_related("office").get(pk=exam.pk)
        # Whoever is handing in holds their attempt: wait for them, and let the next ones wait for the new key.
        list(Attempt.objects.select_for_update().filter(exam=locked, state=AttemptState.OPEN).values_list("pk"))
        trial = correction_try(exam=locked, slot=slot, kind=kind, keys=keys)
        if are_results_visible(locked) and not all(change.revised.is_complete for change in trial.changes):
            raise CannotCorrectError(_("有的答卷这道题没有人评过，成绩已经发布，不能恢复。"))
        for draft in trial.drafts:
            draft.reason, draft.by, draft.at = reason, by, now
            draft.save()
        told = _("更正第 %(number)d 题：%(reason)s") % {"number": slot.number, "reason": reason}
        for change in trial.changes:
            change.revised.reason, change.revised.created_by, change.revised.created_at = told[:200], by, now
        Result.objects.bulk_create([change.revised for change in trial.changes], batch_size=_BATCH)
        if are_results_visible(locked):
            results_tell(locked, [change.revised for change in trial.changes], now)
    return trial


def same_questions(exam: Exam, slot: PaperSlot) -> list[PaperSlot]:
    """Return the places of one question on all forms of an exam."""
    same = PaperSlot.objects.filter(
        paper__exams=exam, question_version=slot.question_version_id, part=slot.part
    ).select_related("paper")
    return list(same.order_by("paper__form", "paper"))


_HEAVY = ("attempt__paper__content", "attempt__paper__blueprint_snapshot", "attempt__paper__stock")


def _refuse_what_makes_no_sense(exam: Exam, drafts: Sequence[KeyCorrection]) -> None:
    now = corrections_standing(exam)
    draft, known = drafts[0], now.get(drafts[0].slot_id)
    if draft.kind in _WITH_KEYS and draft.slot.type in WRITTEN_TYPES:
        raise CannotCorrectError(_("这道题由人评分，可以全员得分或者作废，没有可以更正的标准答案。"))
    if draft.kind in _WITH_KEYS and (not draft.keys or (draft.kind == CorrectionKind.REKEY and len(draft.keys) > 1)):
        raise CannotCorrectError(_("更正答案要写一个答案；几个都算对，请选“几个答案都算对”。"))
    if draft.kind == CorrectionKind.RESTORE and known is None:
        raise CannotCorrectError(_("这道题没有更正过。"))
    if draft.kind == CorrectionKind.REKEY and known is None and draft.keys == [draft.slot.key]:
        raise CannotCorrectError(_("这就是原来的答案，没有变化。"))
    if known is not None and (known.kind, known.keys) == (draft.kind, draft.keys):
        raise CannotCorrectError(_("已经这样更正过了。"))
    void = {slot for slot, each in now.items() if each.kind == CorrectionKind.VOID} | {each.slot_id for each in drafts}
    if draft.kind == CorrectionKind.VOID and any(
        void.issuperset(each.slot.paper.slots.values_list("pk", flat=True)) for each in drafts
    ):
        raise CannotCorrectError(_("全卷只剩这道题计分，不能作废。"))


@dataclass(frozen=True, slots=True)
class _Regrade:
    """What it takes to mark one paper's corrected slot anew; `asked` the attempts that drew it, None where all did."""

    exam: Exam
    slot: PaperSlot
    marker: Marker | None
    asked: frozenset[int] | None
    worth: dict[str, int]
    sections: dict[str, int]
    answers: dict[int, Answer]
    #: What a person gave, by attempt; the later row stands.
    given: dict[int, int]


def _changes(exam: Exam, drafts: Iterable[KeyCorrection], results: Iterable[Result]) -> Iterator[Change]:
    by_paper = {draft.slot.paper_id: _regrade(exam, draft) for draft in drafts}
    for result in results:
        regrade = by_paper.get(result.attempt.paper_id)
        if regrade is None or (regrade.asked is not None and result.attempt_id not in regrade.asked):
            continue
        key = str(regrade.slot.pk)
        marks = {slot: given for slot, given in result.slot_marks.items() if slot != key}
        if regrade.marker is not None:
            earned = regrade.marker(regrade.answers.get(result.attempt_id))
            marks[key] = regrade.given.get(result.attempt_id) if earned is None else earned
        if marks != result.slot_marks:
            yield Change(result, _revised(result, regrade, marks), result.slot_marks.get(key), marks.get(key))


def _regrade(exam: Exam, draft: KeyCorrection) -> _Regrade:
    slot = draft.slot
    paper: Paper = slot.paper
    slots = list(paper.slots.only("section", "marks"))
    answers = Response.objects.filter(slot=slot, attempt__exam=exam, answer__isnull=False)
    marks = Mark.objects.filter(slot=slot, attempt__exam=exam).order_by("pk")
    return _Regrade(
        exam=exam,
        slot=slot,
        marker=slot_marker(slot, draft),
        asked=_who_drew(exam, slot) if paper.is_stock else None,
        worth={str(each.pk): each.marks for each in slots},
        sections={str(each.pk): each.section for each in slots},
        answers=dict(answers.values_list("attempt_id", "answer")),
        given=dict(marks.values_list("attempt_id", "marks")),
    )


def _who_drew(exam: Exam, slot: PaperSlot) -> frozenset[int]:
    """Return the attempts whose own paper has the slot."""
    sat = Attempt.objects.filter(exam=exam, paper=slot.paper_id).values_list("pk", "display")
    return frozenset(attempt for attempt, display in sat.iterator() if slot.pk in slots_shown(display))


def _revised(result: Result, regrade: _Regrade, marks: dict[str, int | None]) -> Result:
    total = total_of(marks, regrade.sections)
    maximum = sum(regrade.worth[slot] for slot in marks)
    return Result(
        attempt=result.attempt,
        revision=result.revision + 1,
        slot_marks=marks,
        total=total,
        maximum=maximum,
        is_complete=None not in marks.values(),
        is_pass=total >= paper_pass_line(regrade.exam, regrade.slot.paper, maximum),
    )


def results_tell(exam: Exam, revised: Sequence[Result], now: datetime) -> None:
    """Let the bank, the record store and the rooms above know what published results are now."""
    exposure_record(exam)
    new = {result.uuid for result in revised}
    statements_enqueue(
        office=exam.office,
        statements=[
            statement
            for result in counting_results(exam).values()
            if result.uuid in new
            for statement in statements.result_scored(result, exam=exam, at=now)
        ],
    )
    transaction.on_commit(partial(signals.results_corrected.send_robust, sender=Exam, exam=exam))
