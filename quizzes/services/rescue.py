"""Take in the answers that a page had to save to a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from quizzes.enums import AttemptState, ExamState
from quizzes.marking import Answer
from quizzes.models import AnswerRescue, Attempt, Exam, PaperSlot
from quizzes.taking.attempts import attempt_marked_anew
from quizzes.taking.errors import UnfitAnswerError, UnknownQuestionError
from quizzes.taking.papers import frozen_paper
from quizzes.taking.rescue import Rescued, RescueError
from quizzes.taking.saving import answers_rescue


@dataclass(frozen=True, slots=True)
class RescueTrial:
    """What a file would bring: the slots whose answers are newer than what stands, and how many are not."""

    attempt: Attempt
    newer: Sequence[PaperSlot]
    older: int

    @property
    def numbers(self) -> str:
        return "、".join(str(slot.number) for slot in self.newer)


def rescue_try(*, exam: Exam, rescued: Rescued) -> RescueTrial:
    """Return what a file would change, and change nothing.

    Raises:
        RescueError: it belongs to another exam, was taken in before, comes from a device of a later take-over that
            never was, or results are out.
    """
    attempt, answers = _checked(exam, rescued)
    standing = {
        slot: (epoch, seq, answer)
        for slot, epoch, seq, answer in attempt.responses.values_list("slot_id", "epoch", "seq", "answer")
    }
    mine = (rescued.epoch, rescued.seq)
    newer = [
        slot
        for slot, answer in answers.items()
        if slot not in standing or (standing[slot][:2] < mine and standing[slot][2] != answer)
    ]
    slots = list(attempt.paper.slots.filter(pk__in=newer).order_by("number"))
    return RescueTrial(attempt, slots, len(answers) - len(newer))


def rescue_import(*, exam: Exam, rescued: Rescued, reason: str, by: User, now: datetime) -> AnswerRescue:
    """Take a file's answers in, each unless a newer one stands; what was handed in already is marked anew.

    What a person had marked and is now another answer waits to be marked again.

    Raises:
        RescueError: as on trial.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        attempt, answers = _checked(locked, rescued)
        standing = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
        before = dict(standing.responses.values_list("slot_id", "answer"))
        written = answers_rescue(
            attempt=standing.pk, epoch=rescued.epoch, seq=rescued.seq, answers=answers, rescued_at=now
        )
        changed = {slot for slot in written if answers[slot] != before.get(slot)}
        if standing.state == AttemptState.SUBMITTED and changed and not standing.is_annulled:
            result = attempt_marked_anew(standing.pk, now=now, unmarked=changed)
            result.reason, result.created_by = (_("应急导入：%s") % reason)[:200], by
            result.save()
        return AnswerRescue.objects.create(
            attempt=standing,
            digest=rescued.digest,
            is_sealed=rescued.is_sealed,
            changed=len(changed),
            reason=reason,
            by=by,
            at=now,
        )


def _checked(exam: Exam, rescued: Rescued) -> tuple[Attempt, Mapping[int, Answer]]:
    if exam.state != ExamState.SCHEDULED:
        raise RescueError(_("成绩已经发布，不能再导入答案。"))
    attempt = exam.attempts.select_related("candidate__user", "paper").filter(uuid=rescued.attempt).first()
    if attempt is None:
        raise RescueError(_("文件不是这场考试的答卷。"))
    if rescued.epoch > attempt.epoch:
        raise RescueError(_("文件里的会话代次比服务器上的还新，不是这个系统导出的。"))
    if AnswerRescue.objects.filter(attempt=attempt, digest=rescued.digest).exists():
        raise RescueError(_("这个文件已经导入过了。"))
    try:
        answers = frozen_paper(attempt.paper.uuid).normalize(rescued.answers)
    except (UnknownQuestionError, UnfitAnswerError) as error:
        raise RescueError(str(error)) from error
    return attempt, answers
