"""Write pieces: hand them in, decide on them stage by stage, and say who sits on the bench."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, Unit, User
from learning import signals, statements
from learning.characters import count_characters
from learning.enums import RecordKind, RecordState, Verdict
from learning.models import (
    Piece,
    PieceVersion,
    ProblemWithdrawal,
    Record,
    RecordReview,
    ReviewDelegation,
    ReviewSeat,
    ReviewTerm,
)
from learning.reviewing import Decision, Refusal, Round, decided
from learning.selectors.reviewing import Benches, flows, problems, rounds_of
from learning.services.editable import RecordClosedError, RecordIncompleteError
from learning.services.records import Entry, record_submit

_WHY = {
    Refusal.OVER: gettext_lazy("这一稿已经审完了。"),
    Refusal.AUTHOR: gettext_lazy("不能审自己的稿件。"),
    Refusal.NO_SEAT: gettext_lazy("现在不轮到你审这篇稿件。"),
    Refusal.AGAIN: gettext_lazy("这个流程要求每一审由不同的人审，你已经审过前面的环节。"),
}


class ReviewRefusedError(Exception):
    """This person may not decide on this piece now; the message says why."""


class BenchError(Exception):
    """Who sits on the bench cannot be written so; the message says why."""


@dataclass(frozen=True, slots=True)
class PieceText:
    """What the author of a piece fills in."""

    title: str
    piece_class: str
    body: str
    occurred_on: date
    flow: str = ""
    meant_for: str = ""

    def entry(self, now: datetime) -> Entry:
        """Return the piece as an entry, saved now."""
        return Entry(
            kind=RecordKind.PIECE,
            title=self.title,
            occurred_on=self.occurred_on,
            detail=Piece(
                piece_class=self.piece_class, flow=self.flow, meant_for=self.meant_for, body=self.body, saved_at=now
            ),
            characters=count_characters(self.body),
            attributes={"class": self.piece_class},
        )


def piece_submit(*, record: Record, now: datetime) -> Record:
    """Hand a piece to the first stage of its flow, keeping the text and the flow as they are now.

    Raises:
        RecordClosedError: it is there already.
        RecordIncompleteError: it is empty, or nobody holds a role that its flow asks for.
    """
    with transaction.atomic():
        record = record_submit(record=record, now=now)
        day = timezone.localdate(now)
        offered = flows(record.office, day)
        piece = record.piece
        flow = offered.get(piece.flow) or next(iter(offered.values()))
        bench = Benches(record.office, day).of(record.unit_id)
        if empty := [
            stage.label for stage in flow.stages if not bench.holders.get(stage.role, frozenset()) - {record.subject_id}
        ]:
            raise RecordIncompleteError(
                _("还没有人担任“%(stages)s”，请考务先定审稿人，再提交。") % {"stages": "、".join(empty)}
            )
        PieceVersion.objects.create(
            record=record,
            number=record.piece_versions.count() + 1,
            title=record.title,
            piece_class=piece.piece_class,
            body=piece.body,
            characters=record.characters,
            flow_json=flow.to_json(),
            submitted_at=now,
        )
    return record


def piece_decide(
    *,
    record: Record,
    at: tuple[int, int],
    verdict: Verdict,
    comment: str,
    by: User,
    now: datetime,
    problem: str = "",
) -> Record:
    """Decide on a piece at the round and stage that the decider saw; the last stage to pass it approves it.

    Raises:
        RecordClosedError: it waits elsewhere by now, or for nobody.
        ReviewRefusedError: it is not this person's turn.
        RecordIncompleteError: a return without a word of why, or a problem that the scheme does not know.
    """
    if verdict == Verdict.RETURNED and not comment.strip():
        raise RecordIncompleteError(_("退回时请写明原因，好让作者知道改哪里。"), field="comment")
    with transaction.atomic():
        waiting = Record.objects.select_for_update(of=("self",)).select_related("office", "subject")
        locked = waiting.get(pk=record.pk)
        day = timezone.localdate(now)
        round_ = rounds_of([locked]).get(locked.pk)
        number = locked.piece_versions.count()
        if (
            locked.state != RecordState.SUBMITTED
            or round_ is None
            or round_.stage is None
            or at != (number, round_.stage)
        ):
            raise RecordClosedError(_("这一步已经有人处理过了。"))
        seat = round_.seat(by.pk, Benches(locked.office, day).of(locked.unit_id), day)
        if isinstance(seat, Refusal):
            raise ReviewRefusedError(str(_WHY[seat]))
        if problem and problem not in problems(locked.office, day):
            raise RecordIncompleteError(_("方案里没有这个问题代码。"), field="problem")
        RecordReview.objects.create(
            record=locked,
            verdict=verdict,
            comment=comment,
            round=number,
            stage=round_.stage,
            label=round_.flow.stages[round_.stage].label,
            seat_of_id=None if seat == by.pk else seat,
            problem=problem,
            by=by,
            at=now,
        )
        if problem:
            transaction.on_commit(partial(signals.problem_named.send_robust, sender=Record, record=locked))
        is_passed = verdict == Verdict.APPROVED
        _take_up(locked, decided(round_, Decision(round_.stage, by.pk, seat, is_passed, day)), by=by, now=now)
    return locked


def problem_withdraw(*, review: RecordReview, reason: str, by: User, now: datetime) -> ProblemWithdrawal:
    """Take back a problem that was none: by whom named it, or an organizer; what it cost is countered.

    Raises:
        RecordIncompleteError: no reason.
        ReviewRefusedError: it is the author who asks, no problem was named, or it was taken back already.
    """
    if not reason.strip():
        raise RecordIncompleteError(_("请写明为什么撤销。"))
    with transaction.atomic():
        locked = Record.objects.select_for_update(of=("self",)).select_related("office").get(pk=review.record_id)
        if locked.subject_id == by.pk:
            raise ReviewRefusedError(_("自己稿件里的问题，要由指出的人或别的考务撤销。"))
        if not review.problem or ProblemWithdrawal.objects.filter(review=review).exists():
            raise ReviewRefusedError(_("这个问题已经撤销了。"))
        withdrawal = ProblemWithdrawal.objects.create(review=review, reason=reason.strip(), by=by, at=now)
        transaction.on_commit(partial(signals.problem_named.send_robust, sender=Record, record=locked))
    return withdrawal


def _take_up(record: Record, round_: Round, *, by: User, now: datetime) -> None:
    """Note what the latest decision made of a piece: between two stages, nothing."""
    if round_.stage is not None:
        return
    record.state = RecordState.APPROVED if round_.is_passed else RecordState.RETURNED
    record.decided_at = now
    record.save(update_fields=["state", "decided_at"])
    if round_.is_passed:
        statements.record_approved(record, reviewer=by)
        transaction.on_commit(partial(signals.record_approved.send_robust, sender=Record, record=record))


def seat_give(*, office: Office, role: str, user: User, unit: Unit, on: date) -> ReviewSeat:
    """Give somebody a role of the reviews over a unit and all below it, from a day on.

    Raises:
        BenchError: they hold it already.
    """
    try:
        with transaction.atomic():
            return ReviewSeat.objects.create(office=office, role=role, user=user, unit=unit, from_date=on)
    except IntegrityError as error:
        raise BenchError(_("%(name)s已经担任这个环节。") % {"name": user.name}) from error


def seat_end(*, seat: ReviewSeat, now: datetime) -> None:
    """Take a seat away from today on; what was decided stays."""
    seat.to_date = timezone.localdate(now) - timedelta(days=1)
    seat.save(update_fields=["to_date"])


def delegation_make(
    *, holder: User, deputy: User, first_day: date, last_day: date, reason: str, by: User, now: datetime
) -> ReviewDelegation:
    """Let another decide in somebody's seats while they are away.

    Raises:
        BenchError: it is oneself, another office's, or ends before it begins or today.
    """
    if deputy == holder or deputy.office_id != holder.office_id:
        raise BenchError(_("代审人要是本机关的另一个人。"))
    if last_day < max(first_day, timezone.localdate(now)):
        raise BenchError(_("结束日期不能早于开始日期，也不能早于今天。"))
    return ReviewDelegation.objects.create(
        office_id=holder.office_id,
        holder=holder,
        deputy=deputy,
        first_day=first_day,
        last_day=last_day,
        reason=reason,
        made_by=by,
        made_at=now,
    )


def delegation_call_back(*, delegation: ReviewDelegation, now: datetime) -> None:
    """End a delegation at once; what the deputy decided stays."""
    ReviewDelegation.objects.filter(pk=delegation.pk, called_back_at=None).update(called_back_at=now)


def term_set(*, office: Office, role: str, days: int | None) -> None:
    """Set within how many workdays a role should decide; pieces handed in before keep what held then."""
    ReviewTerm.objects.update_or_create(office=office, role=role, defaults={"days": days})
