"""Write the steps of a question's life. Two pairs of eyes: nobody approves words that are their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_office_role
from question_bank.enums import QuestionState
from question_bank.errors import ReviewError
from question_bank.models import Question, QuestionReview
from question_bank.selectors import citations_of, standing_citations
from question_bank.services.following import citations_follow
from question_bank.states import MOVES, Step

_LONGEST_COMMENT = 500
_BATCH = 500


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of many questions at once."""

    moved: int
    #: Left out because the person wrote them, or because they stand elsewhere by now.
    own: int
    elsewhere: int
    #: Left out of an approval because they rest on nothing.
    uncited: int = 0


def question_submit(*, question: Question, by: User, now: datetime, comment: str = "") -> Question:
    """Hand a draft to a reviewer."""
    return _move(question, Step.SUBMIT, by, now, comment)


def question_approve(
    *, question: Question, by: User, now: datetime, comment: str = "", with_uncited: bool = False
) -> Question:
    """Let a question into the draws; one that rests on nothing only if that is meant, and the record says so.

    Raises:
        ReviewError: the person wrote these words, is no trainer of this office, or it does not wait for approval;
            or nothing is cited and that was not said to be meant.
    """
    with transaction.atomic():
        locked = _locked(question, Step.APPROVE)
        _refuse_stranger(by)
        _refuse_approver(locked, by)
        if not citations_of(locked).exists():
            if not with_uncited:
                raise ReviewError(_("这道题没有依据。先加上依据；确实不用的，请勾选“没有依据，仍要入库”。"))
            comment = _meant(comment)
        _rest_on_texts_in_force([locked], by, now)
        _write([locked], QuestionState.APPROVED, by, now, comment)
    return locked


def question_confirm(*, question: Question, by: User, now: datetime, comment: str = "") -> Question:
    """Say that a question still holds though its provision was amended: it rests on the new text, and is what it was.

    Words that were approved stay so by a second pair of eyes; a draft that was never approved is none the more so now.

    Raises:
        ReviewError: it waits for nothing, or the person wrote the words and would let them into the draws again.
    """
    with transaction.atomic():
        locked = _locked(question, Step.CONFIRM)
        _refuse_stranger(by)
        to = _state_before(locked)
        if to == QuestionState.APPROVED:
            _refuse_approver(locked, by)
        _refuse_other_office(locked, by)
        citations_follow(questions=[locked], by=by, now=now)
        _write([locked], to, by, now, comment.strip() or _("对照新条文，仍然正确。"))
    return locked


def questions_confirm(*, questions: Iterable[Question], by: User, now: datetime) -> BulkOutcome:
    """Say of several that they still hold; what this person may not say, or another decided first, stays as it is."""
    chosen = list(questions)
    moved = 0
    for question in chosen:
        try:
            question_confirm(question=question, by=by, now=now)
        except ReviewError:
            continue
        moved += 1
    return BulkOutcome(moved=moved, own=0, elsewhere=len(chosen) - moved)


def question_return(*, question: Question, by: User, now: datetime, comment: str) -> Question:
    """Give a question back to its author, saying why."""
    reason = _reason(comment, Step.RETURN)
    with transaction.atomic():
        locked = _locked(question, Step.RETURN)
        _rest_on_texts_in_force([locked], by, now)
        _write([locked], _target(Step.RETURN), by, now, reason)
    return locked


def question_retire(*, question: Question, by: User, now: datetime, comment: str) -> Question:
    """Take a question out of use, saying why; papers that asked it keep it."""
    return _move(question, Step.RETIRE, by, now, comment)


def question_reopen(*, question: Question, by: User, now: datetime, comment: str = "") -> Question:
    """Make a retired question a draft again, resting on the texts in force where these still have its provisions."""
    with transaction.atomic():
        locked = _locked(question, Step.REOPEN)
        citations_follow(questions=[locked], by=by, now=now)
        _write([locked], _target(Step.REOPEN), by, now, comment)
    return locked


def questions_submit(*, questions: Iterable[Question], by: User, now: datetime) -> BulkOutcome:
    """Hand over all drafts among questions."""
    keys = [question.pk for question in questions]
    with transaction.atomic():
        moving = _locked_among(keys, Step.SUBMIT, by)
        _write(moving, _target(Step.SUBMIT), by, now, "")
    return BulkOutcome(moved=len(moving), own=0, elsewhere=len(keys) - len(moving))


def questions_approve(
    *, questions: Iterable[Question], by: User, now: datetime, comment: str = "", with_uncited: bool = False
) -> BulkOutcome:
    """Approve all that this person may approve; the others, and what rests on nothing, are counted, not refused."""
    _refuse_stranger(by)
    keys = [question.pk for question in questions]
    with transaction.atomic():
        standing = _locked_among(keys, Step.APPROVE, by)
        others = [question for question in standing if not is_own(question, by)]
        cited, uncited = _parted_by_authority(others)
        _rest_on_texts_in_force(cited, by, now)
        _write(cited, QuestionState.APPROVED, by, now, comment)
        if with_uncited:
            _write(uncited, QuestionState.APPROVED, by, now, _meant(comment))
    return BulkOutcome(
        moved=len(others if with_uncited else cited),
        own=len(standing) - len(others),
        elsewhere=len(keys) - len(standing),
        uncited=0 if with_uncited else len(uncited),
    )


def questions_return(*, questions: Iterable[Question], by: User, now: datetime, comment: str) -> BulkOutcome:
    """Give back all that wait for approval among questions, for one reason."""
    reason = _reason(comment, Step.RETURN)
    _refuse_stranger(by)
    keys = [question.pk for question in questions]
    with transaction.atomic():
        moving = _locked_among(keys, Step.RETURN, by)
        _rest_on_texts_in_force(moving, by, now)
        _write(moving, _target(Step.RETURN), by, now, reason)
    return BulkOutcome(moved=len(moving), own=0, elsewhere=len(keys) - len(moving))


def questions_retire(*, questions: Iterable[Question], by: User, now: datetime, comment: str) -> BulkOutcome:
    """Take all among questions out of use, for one reason."""
    reason = _reason(comment, Step.RETIRE)
    _refuse_stranger(by)
    keys = [question.pk for question in questions]
    with transaction.atomic():
        moving = _locked_among(keys, Step.RETIRE, by)
        _write(moving, _target(Step.RETIRE), by, now, reason)
    return BulkOutcome(moved=len(moving), own=0, elsewhere=len(keys) - len(moving))


def is_own(question: Question, by: User) -> bool:
    """Return whether someone wrote a question's current words."""
    return question.current_version is not None and question.current_version.author_id == by.pk


def _move(question: Question, step: Step, by: User, now: datetime, comment: str) -> Question:
    reason = _reason(comment, step)
    with transaction.atomic():
        locked = _locked(question, step)
        _write([locked], _target(step), by, now, reason)
    return locked


def _target(step: Step) -> QuestionState:
    to = MOVES[step].to
    if to is None:
        raise ValueError(f"{step} leads back to what was before")
    return to


def _locked(question: Question, step: Step) -> Question:
    # Only the question is locked: PostgreSQL cannot lock what an outer join may leave out.
    rows = Question.objects.select_for_update(of=("self",)).select_related("bank", "current_version")
    locked = rows.get(pk=question.pk)
    if locked.state not in MOVES[step].sources:
        state = QuestionState(locked.state).label
        raise ReviewError(_("这道题现在是“%(state)s”，不能做这一步。") % {"state": state})
    return locked


def _locked_among(keys: list[int], step: Step, by: User) -> list[Question]:
    """Lock those of a person's office, and return the ones that can take the step."""
    locked = list(
        # Only the questions are locked: PostgreSQL cannot lock what an outer join may leave out.
        Question.objects.select_for_update(of=("self",))
        .filter(pk__in=keys, bank__office=by.office_id)
        .select_related("current_version")
        .order_by("pk")
    )
    return [question for question in locked if question.state in MOVES[step].sources]


def _parted_by_authority(questions: list[Question]) -> tuple[list[Question], list[Question]]:
    """Return those whose current words rest on a provision, and those that rest on nothing."""
    versions = [question.current_version_id for question in questions]
    resting = set(standing_citations().filter(question_version__in=versions).values_list("question_version", flat=True))
    cited = [question for question in questions if question.current_version_id in resting]
    return cited, [question for question in questions if question.current_version_id not in resting]


def _meant(comment: str) -> str:
    """Say in the record that the lack of authority was seen."""
    return _("没有依据，仍要入库。%(comment)s") % {"comment": comment.strip()}


def _write(questions: list[Question], to: QuestionState, by: User, now: datetime, comment: str) -> None:
    QuestionReview.objects.bulk_create(
        (
            QuestionReview(
                question=question,
                version_id=question.current_version_id,
                from_state=question.state,
                to_state=to,
                by=by,
                at=now,
                comment=comment.strip()[:_LONGEST_COMMENT],
            )
            for question in questions
            if question.current_version_id is not None
        ),
        batch_size=_BATCH,
    )
    for question in questions:
        question.state = to
    Question.objects.filter(pk__in=[question.pk for question in questions]).update(state=to)


def _state_before(question: Question) -> QuestionState:
    """Return what a question was before it had to be looked at again."""
    last = question.reviews.filter(to_state=QuestionState.NEEDS_REVIEW).order_by("-pk").first()
    return QuestionState(last.from_state) if last else QuestionState.APPROVED


def _rest_on_texts_in_force(questions: list[Question], by: User, now: datetime) -> None:
    """Whoever approves or returns what an amendment sent back has seen the new text, and so shall the author."""
    waited = [question for question in questions if question.state == QuestionState.NEEDS_REVIEW]
    if waited:
        citations_follow(questions=waited, by=by, now=now)


def _refuse_stranger(by: User) -> None:
    if not has_office_role(by, Role.TRAINER):
        raise ReviewError(_("只有命题教师能审核试题。"))


def _refuse_approver(question: Question, by: User) -> None:
    _refuse_other_office(question, by)
    if is_own(question, by):
        raise ReviewError(_("现行版本是你自己写的，请另一位命题教师审核。"))


def _refuse_other_office(question: Question, by: User) -> None:
    if by.office_id != question.bank.office_id:
        raise ReviewError(_("只能审核本机关的试题。"))


def _reason(comment: str, step: Step) -> str:
    sentence = MOVES[step].needs_reason
    if sentence is not None and not comment.strip():
        raise ReviewError(str(sentence))
    return comment
