"""What one candidate, or all who lost time in an outage, are granted: before an exam or while it runs.

Each grant changes the standing terms and says in an append-only row who granted what and why. Nothing here shortens an
attempt that is under way, and nothing is granted once results are out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import unit_of
from quizzes.enums import (
    ADMITTED,
    AccommodationKind,
    AttemptState,
    CandidateState,
    ExamState,
    SubmitReason,
)
from quizzes.models import Accommodation, Attempt, Candidate, CandidateTransition, Exam, ExamMessage, TimeCredit
from quizzes.terms import terms_of

_BATCH = 500


class CannotAccommodateError(Exception):
    """The grant was not made; the message says why."""


def extra_time_grant(*, candidate: Candidate, minutes: int, reason: str, by: User, now: datetime) -> Accommodation:
    """Give a candidate minutes on top of their time, also of the attempt that is under way.

    Raises:
        CannotAccommodateError: results are out, or minutes that make no sense.
    """
    _require(minutes > 0, _("加时应至少一分钟。"))
    with transaction.atomic():
        locked = _locked(candidate)
        Candidate.objects.filter(pk=locked.pk).update(extra_minutes=F("extra_minutes") + minutes)
        _prolong([locked.pk], minutes)
        told = _("给你加时 %(minutes)d 分钟。") % {"minutes": minutes}
        ExamMessage.objects.create(exam=locked.exam, candidate=locked, text=told, by=by, at=now)
        return _note(locked, AccommodationKind.EXTRA_TIME, minutes=minutes, reason=reason, by=by, now=now)


def window_set(
    *, candidate: Candidate, opens_at: datetime, closes_at: datetime, reason: str, by: User, now: datetime
) -> Accommodation:
    """Give a candidate a window of their own; one who is writing keeps at least the time they have.

    Raises:
        CannotAccommodateError: results are out, or the window ends before it begins or is over.
    """
    _require(opens_at < closes_at, _("结束时间须晚于开始时间。"))
    _require(closes_at > now, _("结束时间已经过去。"))
    with transaction.atomic():
        locked = _locked(candidate)
        locked.opens_at, locked.closes_at = opens_at, closes_at
        locked.save(update_fields=["opens_at", "closes_at"])
        terms = terms_of(locked)
        for attempt in locked.attempts.filter(state=AttemptState.OPEN):
            deadline = max(attempt.deadline_at, terms.deadline(attempt.started_at))
            locked.attempts.filter(pk=attempt.pk).update(
                deadline_at=deadline, accepts_until=terms.accepts_until(deadline)
            )
        return _note(
            locked, AccommodationKind.WINDOW, opens_at=opens_at, closes_at=closes_at, reason=reason, by=by, now=now
        )


def extra_attempt_grant(*, candidate: Candidate, reason: str, by: User, now: datetime) -> Accommodation:
    """Let a candidate sit once more; which attempt counts is the exam's rule.

    Raises:
        CannotAccommodateError: results are out.
    """
    with transaction.atomic():
        locked = _locked(candidate)
        Candidate.objects.filter(pk=locked.pk).update(extra_attempts=F("extra_attempts") + 1)
        return _note(locked, AccommodationKind.EXTRA_ATTEMPT, reason=reason, by=by, now=now)


def attempt_reopen(*, attempt: Attempt, minutes: int, reason: str, by: User, now: datetime) -> Accommodation:
    """Open a candidate's newest attempt again for so many minutes: it was handed in by mistake, or by an outage.

    The epoch rises, so that a page which still tries to hand in cannot end it again. Its answers stand; the result so
    far stays on record, and the next one is a revision above it.

    Raises:
        CannotAccommodateError: results are out, it is open, a later one exists, or no minutes.
    """
    _require(minutes > 0, _("重新打开至少要给一分钟。"))
    with transaction.atomic():
        locked = _locked(attempt.candidate)
        newest = locked.attempts.order_by("-number").first()
        if newest is None or newest.pk != attempt.pk:
            raise CannotAccommodateError(_("只能重新打开最后一次作答。"))
        if newest.state == AttemptState.OPEN:
            raise CannotAccommodateError(_("这次作答还没有交卷，可以直接加时。"))
        _reopen(locked.exam, [newest.pk], minutes, now)
        return _note(locked, AccommodationKind.REOPEN, minutes=minutes, reason=reason, by=by, now=now)


def time_credit_grant(*, exam: Exam, minutes: int, since: datetime, reason: str, by: User, now: datetime) -> TimeCredit:
    """Give back to everybody what an outage that began at `since` took.

    Who is writing gets the minutes; whose time ran out meanwhile is let in again for them; who had not come yet may
    come so much later. Who handed in of their own accord is left alone.

    Raises:
        CannotAccommodateError: the exam is not running, results are out, or minutes that make no sense.
    """
    _require(minutes > 0, _("补时应至少一分钟。"))
    _require(since <= now, _("故障开始的时间还没有到。"))
    with transaction.atomic():
        locked = _locked_exam(exam.pk)
        _require(now >= locked.opens_at, _("考试还没有开始，可以直接改期。"))
        credit = TimeCredit.objects.create(exam=locked, minutes=minutes, since=since, by=by, at=now, reason=reason)
        told = _("因故障，作答的人每人补时 %(minutes)d 分钟。") % {"minutes": minutes}
        ExamMessage.objects.create(exam=locked, text=told, by=by, at=now)
        theirs = Candidate.objects.filter(exam=locked)
        writing = list(theirs.filter(attempts__state=AttemptState.OPEN).values_list("pk", flat=True))
        cut_off = Attempt.objects.filter(
            exam=locked, state=AttemptState.SUBMITTED, submit_reason=SubmitReason.TIMEOUT, submitted_at__gte=since
        ).exclude(candidate__in=writing)
        cut_off_people = list(cut_off.values_list("candidate", flat=True))
        to_come = list(theirs.filter(state__in=ADMITTED, attempts=None).values_list("pk", flat=True))
        for some in _batches(writing):
            Candidate.objects.filter(pk__in=some).update(extra_minutes=F("extra_minutes") + minutes)
            _prolong(some, minutes)
        _reopen(locked, list(cut_off.values_list("pk", flat=True)), minutes, now)
        later = timedelta(minutes=minutes)
        for some in _batches(to_come):
            coming = Candidate.objects.filter(pk__in=some)
            coming.filter(closes_at__isnull=False).update(closes_at=F("closes_at") + later)
            coming.filter(closes_at=None).update(closes_at=locked.closes_at + later)
        Accommodation.objects.bulk_create(
            [
                Accommodation(
                    candidate_id=candidate,
                    kind=AccommodationKind.TIME_CREDIT,
                    minutes=minutes,
                    credit=credit,
                    by=by,
                    at=now,
                    reason=reason,
                )
                for candidate in (*writing, *cut_off_people, *to_come)
            ],
            batch_size=_BATCH,
        )
    return credit


def candidate_state_set(*, candidate: Candidate, to: CandidateState, reason: str, by: User, now: datetime) -> Candidate:
    """Excuse a candidate (免考), defer one (缓考), or expect one again.

    Raises:
        CannotAccommodateError: results are out, they have begun, or nothing would change.
    """
    _require(to in _DECIDED_BY_PEOPLE, _("不能这样登记。"))
    with transaction.atomic():
        locked = _locked(candidate)
        _require(not locked.attempts.exists(), _("这名考生已经开始作答，不能再改登记。"))
        _require(locked.state != to, _("已经是这样登记的。"))
        _move(locked, to, reason=reason, by=by, now=now)
    return locked


def candidate_add(*, exam: Exam, person: User, reason: str, by: User, now: datetime) -> Candidate:
    """Let somebody in who was not on the roster when the exam was announced.

    Raises:
        CannotAccommodateError: results are out, they are a candidate already, or belong to no unit.
    """
    with transaction.atomic():
        locked = _locked_exam(exam.pk)
        _require(not locked.candidates.filter(user=person).exists(), _("已经在考生名单里。"))
        unit = unit_of(person)
        if unit is None or person.office_id != locked.office_id:
            raise CannotAccommodateError(_("这个人现在不属于任何单位。"))
        state = CandidateState.RESIT if locked.resit_of_id else CandidateState.EXPECTED
        candidate = Candidate.objects.create(exam=locked, user=person, unit=unit, state=state)
        CandidateTransition.objects.create(
            candidate=candidate, from_state="", to_state=state, by=by, at=now, reason=reason
        )
    return candidate


_DECIDED_BY_PEOPLE = (CandidateState.EXPECTED, CandidateState.EXCUSED, CandidateState.DEFERRED)


def _require(condition: bool, message: str) -> None:  # noqa: FBT001 -- reads as a sentence
    if not condition:
        raise CannotAccommodateError(message)


def _locked_exam(exam: int) -> Exam:
    locked = Exam.objects.select_for_update().get(pk=exam)
    if locked.state != ExamState.SCHEDULED:
        raise CannotAccommodateError(_("成绩已经发布，或者考试还没有发布给考生，不能再作个别安排。"))
    return locked


def _locked(candidate: Candidate) -> Candidate:
    exam = _locked_exam(candidate.exam_id)
    locked = Candidate.objects.select_for_update().get(pk=candidate.pk)
    locked.exam = exam
    return locked


def _prolong(candidates: Sequence[int], minutes: int) -> None:
    """Move the deadlines of open attempts; a save in flight waits for the row."""
    later = timedelta(minutes=minutes)
    Attempt.objects.filter(candidate__in=candidates, state=AttemptState.OPEN).update(
        deadline_at=F("deadline_at") + later, accepts_until=F("accepts_until") + later
    )


def _reopen(exam: Exam, attempts: Sequence[int], minutes: int, now: datetime) -> None:
    deadline = now + timedelta(minutes=minutes)
    for some in _batches(attempts):
        Attempt.objects.filter(pk__in=some, state=AttemptState.SUBMITTED).update(
            state=AttemptState.OPEN,
            submitted_at=None,
            submit_reason="",
            epoch=F("epoch") + 1,
            deadline_at=deadline,
            accepts_until=deadline + timedelta(seconds=exam.grace_seconds),
        )


def _move(candidate: Candidate, to: CandidateState, *, reason: str, by: User, now: datetime) -> None:
    CandidateTransition.objects.create(
        candidate=candidate, from_state=candidate.state, to_state=to, by=by, at=now, reason=reason
    )
    candidate.state = to
    candidate.save(update_fields=["state"])


def _note(
    candidate: Candidate,
    kind: AccommodationKind,
    *,
    reason: str,
    by: User,
    now: datetime,
    minutes: int | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Accommodation:
    return Accommodation.objects.create(
        candidate=candidate,
        kind=kind,
        minutes=minutes,
        opens_at=opens_at,
        closes_at=closes_at,
        by=by,
        at=now,
        reason=reason,
    )


def _batches(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH)]
