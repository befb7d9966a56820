"""Begin, resume, take over and end an attempt. Each can be repeated without harm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import transaction
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _

from accounts.models import Office
from lrs.services import statements_enqueue
from quizzes.corrections import newest_correction
from quizzes.enums import ADMITTED, AttemptState, ExamState, IntegrityKind, SubmitReason
from quizzes.models import Attempt, Candidate, IntegrityEvent, Mark, Paper, Result
from quizzes.statements import attempt_completed
from quizzes.taking.answers import answers_json, answers_of
from quizzes.taking.errors import CannotStartError, NoAttemptError, TakenOverError
from quizzes.taking.marking import machine_result
from quizzes.taking.papers import display_draw, frozen_paper
from quizzes.terms import terms_of

#: A save may reach the database this much later than the server: a slow server must not make an answer late.
_SAVES_IN_FLIGHT = timedelta(seconds=10)
_SWEEP_BATCH = 200
_NEEDED = (
    *("uuid", "state", "number", "started_at", "submitted_at", "submit_reason", "display"),
    *("exam__uuid", "exam__title", "exam__pass_marks", "exam__office__key", "exam__office__name"),
    *("candidate__user__uuid", "candidate__user__name"),
    *("paper__uuid", "paper__total_marks"),
)
#: Large, and no matter at the start.
_UNREAD = ("paper__content", "paper__stock", "paper__blueprint_snapshot")
#: What a positive big integer holds.
SEED_BITS = 63


def why_not_start(candidate: Candidate, *, attempts_used: int, now: datetime) -> str | None:
    """Return why a candidate may not begin a new attempt now, None where they may."""
    terms = terms_of(candidate)
    if candidate.state not in ADMITTED:
        return _("你在这场考试中登记为%s，不能作答。") % candidate.get_state_display()
    if candidate.exam.state != ExamState.SCHEDULED or now >= terms.closes_at:
        return _("考试已经结束。")
    if now < terms.opens_at:
        return _("考试还没有开始。")
    if attempts_used >= terms.attempts:
        return _("可考次数已经用完。")
    return None


def form_dealt(candidate: Candidate, *, number: int) -> Paper | None:
    """Return the form of a candidate's attempt of that number, None where the exam has none; without its content.

    Neighbours on the roster get different forms, and so does the next attempt.
    """
    forms = list(candidate.exam.papers.order_by("pk").only("uuid", "form"))
    return forms[(candidate.pk + number) % len(forms)] if forms else None


def attempt_start(*, candidate: Candidate, holder: str, shuffle_seed: int, now: datetime) -> Attempt:
    """Return the open attempt of this holder, taken over openly where another held it, or a new one.

    Raises:
        CannotStartError: there is no open attempt, and the rules allow no new one.
    """
    with transaction.atomic():
        candidate = Candidate.objects.select_for_update(of=("self",)).select_related("exam").get(pk=candidate.pk)
        newest = candidate.attempts.select_related("paper").defer(*_UNREAD).order_by("-number").first()
        if newest is not None and newest.state == AttemptState.OPEN and now <= newest.accepts_until:
            return _hold(newest, holder, now)
        if newest is not None and newest.state == AttemptState.OPEN:
            _submit_and_mark([newest.pk], now=now)
        used = newest.number if newest else 0
        if reason := why_not_start(candidate, attempts_used=used, now=now):
            raise CannotStartError(reason)
        return _begin(candidate, number=used + 1, holder=holder, shuffle_seed=shuffle_seed, now=now)


def attempt_submit(*, attempt: int, epoch: int, now: datetime) -> Attempt:
    """Hand an attempt in and mark it; once handed in, it is returned as it is.

    Raises:
        NoAttemptError: there is no such attempt.
        TakenOverError: another device has it.
    """
    with transaction.atomic():
        if submitted := _submit_and_mark([attempt], now=now, epoch=epoch):
            return submitted[0]
    standing = Attempt.objects.filter(pk=attempt).first()
    if standing is None:
        raise NoAttemptError
    if standing.state == AttemptState.OPEN:
        raise TakenOverError
    return standing


def attempt_marked_anew(attempt: int, *, now: datetime, unmarked: Collection[int] = ()) -> Result:
    """Return an unsaved result of an attempt that was handed in: by the key as it now is, and by what people gave.

    What they gave to the slots of `unmarked` does not count any more.
    """
    [read] = _with_answers(Attempt.objects.filter(pk=attempt))
    marks = Mark.objects.filter(attempt=attempt).exclude(slot__in=unmarked).order_by("pk")
    given = dict(marks.values_list("slot_id", "marks"))
    return machine_result(read, answers_of(read), now, given=given)


def attempts_close_overdue(*, now: datetime) -> int:
    """Hand in what has run out of time and return how many attempts that were.

    Each batch is flipped and marked in one transaction, so that a sweep which dies leaves them to the next.
    """
    overdue = Attempt.objects.filter(state=AttemptState.OPEN, accepts_until__lt=now - _SAVES_IN_FLIGHT)
    closed = 0
    while True:
        with transaction.atomic():
            batch = overdue.order_by("accepts_until").select_for_update(skip_locked=True)[:_SWEEP_BATCH]
            submitted = _submit_and_mark([attempt.pk for attempt in batch.only("pk")], now=now)
        closed += len(submitted)
        if len(submitted) < _SWEEP_BATCH:
            return closed


def _hold(attempt: Attempt, holder: str, now: datetime) -> Attempt:
    """Give an open attempt to a holder; the epoch tells the one before that it has lost it."""
    if attempt.holder != holder:
        attempt.holder = holder
        attempt.epoch += 1
        attempt.save(update_fields=["holder", "epoch"])
        IntegrityEvent.objects.create(attempt=attempt, kind=IntegrityKind.TAKEOVER, amount=attempt.epoch - 1, at=now)
    return attempt


def _begin(candidate: Candidate, *, number: int, holder: str, shuffle_seed: int, now: datetime) -> Attempt:
    exam = candidate.exam
    paper = form_dealt(candidate, number=number)
    if paper is None:
        raise CannotStartError(_("这场考试还没有试卷，请与考务联系。"))
    terms = terms_of(candidate)
    deadline = terms.deadline(now)
    return Attempt.objects.create(
        exam=exam,
        candidate=candidate,
        paper=paper,
        number=number,
        holder=holder,
        shuffle_seed=shuffle_seed,
        display=display_draw(
            frozen_paper(paper.uuid),
            seed=shuffle_seed,
            shuffle_questions=exam.shuffle_questions,
            shuffle_options=exam.shuffle_options,
        ),
        started_at=now,
        deadline_at=deadline,
        accepts_until=terms.accepts_until(deadline),
    )


def attempts_hand_in_typed(attempts: Sequence[int], *, given: Mapping[int, Mapping[int, int]], now: datetime) -> None:
    """Hand in attempts that were made on paper and typed in; `given` is what people gave on paper, by attempt and slot.

    All in the caller's transaction.
    """
    _submit_and_mark(attempts, now=now, reason=SubmitReason.TYPED, given=given)


def _submit_and_mark(
    attempts: Sequence[int],
    *,
    now: datetime,
    epoch: int | None = None,
    reason: SubmitReason = SubmitReason.CANDIDATE,
    given: Mapping[int, Mapping[int, int]] = MappingProxyType({}),
) -> list[Attempt]:
    """End those of the attempts that are open, mark and report them; all in the caller's transaction.

    The update waits for saves in flight, and the answers are read after it: what was acknowledged is marked.
    """
    still_open = Attempt.objects.filter(pk__in=attempts, state=AttemptState.OPEN)
    if epoch is not None:
        still_open = still_open.filter(epoch=epoch)
    by_time = When(deadline_at__lte=now, then=Value(SubmitReason.TIMEOUT))
    if not still_open.update(
        state=AttemptState.SUBMITTED,
        submitted_at=Least(Value(now), F("deadline_at")),
        submit_reason=Value(reason) if reason == SubmitReason.TYPED else Case(by_time, default=Value(reason)),
    ):
        return []
    submitted = list(_with_answers(Attempt.objects.filter(pk__in=attempts)))
    Result.objects.bulk_create(
        machine_result(attempt, answers_of(attempt), now, given=given.get(attempt.pk, MappingProxyType({})))
        for attempt in submitted
    )
    _report(submitted)
    return submitted


def _with_answers(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Return attempts with what marking and reporting need and no more: in one query, on a path that is hot once."""
    related = attempts.select_related("exam__office", "candidate__user", "paper").order_by("pk")
    standing = {"revision": _newest_revision(), "correction": newest_correction()}
    return related.annotate(answers=answers_json(), **standing).only(*_NEEDED)


def _newest_revision() -> Coalesce:
    """Return the revision that stands, 0 where there is none: a reopened attempt is marked again above what it had."""
    revisions = Result.objects.filter(attempt=OuterRef("pk")).order_by("-revision").values("revision")
    return Coalesce(Subquery(revisions[:1]), 0)


def _report(attempts: Sequence[Attempt]) -> None:
    by_office: dict[Office, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_office[attempt.exam.office].append(attempt)
    for office, theirs in by_office.items():
        statements = [
            attempt_completed(attempt, again=attempt.revision)  # type: ignore[attr-defined]
            for attempt in theirs
        ]
        # Everybody hands in at the same moment: the worker delivers, not the candidate's own request.
        statements_enqueue(office=office, statements=statements, at_once=False)
