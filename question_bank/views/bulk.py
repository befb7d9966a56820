"""Many questions at once, after a page that says which move and which are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from question_bank.forms import BulkChangeForm, BulkForm, QuestionFilterForm, filter_query, kept_filter
from question_bank.models import Question
from question_bank.selectors import QuestionFilter, prefetched_citations, questions_found
from question_bank.services import (
    BulkOutcome,
    questions_approve,
    questions_difficulty,
    questions_move,
    questions_retire,
    questions_return,
    questions_submit,
    questions_tag,
    questions_topic,
)
from question_bank.services.reviews import is_own
from question_bank.states import MOVES, Step
from question_bank.views.access import trainers_only
from question_bank.views.showing import ShownQuestion, show_content

#: More than these nobody looks through before confirming.
_MOST = 2_000
_Change = Callable[[list[Question], User, dict[str, Any]], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class BulkRow:
    """A question with its words, for reading before it moves."""

    question: Question
    shown: ShownQuestion


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What would become of the questions chosen."""

    moving: list[BulkRow]
    #: Left out unless that is asked for; only approval looks at it.
    uncited: list[BulkRow]
    own: int
    elsewhere: int


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def questions_bulk(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Submit or approve many at once, after a page that says how many and which are left out."""
    asked = request.POST if request.method == "POST" else request.GET
    form = BulkForm(asked)
    chosen = list(_chosen(request.user, asked, form)) if form.is_valid() else []
    if not chosen:
        messages.warning(request, _("请先勾选试题，再按“送审所选”或“批准所选”。"))
        return _to_list(asked)
    step = form.cleaned_data["step"]
    if len(chosen) > _MOST:
        messages.warning(request, _("一次最多处理 %(count)d 题，请先缩小范围。") % {"count": _MOST})
        return _to_list(asked)
    if step == "change":
        return _change(request, asked, chosen)
    if request.method == "POST":
        _report(request, step, _move(request.user, chosen, form))
        return _to_list(asked)
    plan = _plan_submission(chosen) if step == "submit" else _plan_approval(chosen, request.user)
    context = {"step": step, "plan": plan, "kept": kept_filter(asked), "query": filter_query(asked)}
    return render(request, "question_bank/question_bulk.html", context)


def _change(request: AuthenticatedHttpRequest, asked: QueryDict, chosen: list[Question]) -> HttpResponse:
    """Ask what shall be done to the questions chosen, then do it."""
    data = asked if request.method == "POST" else None
    form = BulkChangeForm(chosen, request.user.office.banks.all(), data)
    if form.is_valid():
        (changed, left) = _CHANGES[form.cleaned_data["change"]](chosen, request.user, form.cleaned_data)
        text = _("改了 %(changed)d 题。") % {"changed": changed}
        if left:
            text += _("%(left)d 题本来就是这样，或者不在这一步，没有动。") % {"left": left}
        (messages.success if changed else messages.warning)(request, text)
        return _to_list(asked)
    context = {"form": form, "chosen": chosen, "kept": kept_filter(asked), "query": filter_query(asked)}
    return render(request, "question_bank/question_change.html", context, status=422 if form.is_bound else 200)


def _topic(*, add: bool) -> _Change:
    def change(chosen: list[Question], by: User, data: dict[str, Any]) -> tuple[int, int]:
        outcome = questions_topic(questions=chosen, name=data["topic"], by=by, add=add)
        return outcome.changed, outcome.same

    return change


def _tag(*, add: bool) -> _Change:
    def change(chosen: list[Question], by: User, data: dict[str, Any]) -> tuple[int, int]:
        outcome = questions_tag(questions=chosen, name=data["tag"], by=by, add=add)
        return outcome.changed, outcome.same

    return change


def _difficulty(chosen: list[Question], by: User, data: dict[str, Any]) -> tuple[int, int]:
    outcome = questions_difficulty(questions=chosen, difficulty=data["difficulty"], by=by)
    return outcome.changed, outcome.same


def _to_bank(chosen: list[Question], by: User, data: dict[str, Any]) -> tuple[int, int]:
    outcome = questions_move(questions=chosen, bank=data["bank"], by=by)
    return outcome.changed, outcome.same + outcome.duplicates


def _return(chosen: list[Question], by: User, data: dict[str, Any]) -> tuple[int, int]:
    outcome = questions_return(questions=chosen, by=by, now=timezone.now(), comment=data["comment"])
    return outcome.moved, outcome.elsewhere


def _retire(chosen: list[Question], by: User, data: dict[str, Any]) -> tuple[int, int]:
    outcome = questions_retire(questions=chosen, by=by, now=timezone.now(), comment=data["comment"])
    return outcome.moved, outcome.elsewhere


#: What can be done to many questions beside submitting and approving: how many changed, how many did not.
_CHANGES: dict[str, _Change] = {
    "topic_add": _topic(add=True),
    "topic_remove": _topic(add=False),
    "tag_add": _tag(add=True),
    "tag_remove": _tag(add=False),
    "difficulty": _difficulty,
    "move": _to_bank,
    "return": _return,
    "retire": _retire,
}


def _chosen(user: User, asked: QueryDict, form: BulkForm) -> QuerySet[Question]:
    """Return what was ticked, or all that the list was narrowed to."""
    if form.cleaned_data["everything"]:
        return questions_found(user.office, QuestionFilterForm(user, asked).wanted)[: _MOST + 1]
    ticked = _uuids(asked.getlist("question"))
    return questions_found(user.office, QuestionFilter()).filter(uuid__in=ticked)


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _plan_submission(chosen: list[Question]) -> BulkPlan:
    moving = [question for question in chosen if question.state in MOVES[Step.SUBMIT].sources]
    return BulkPlan(_rows(moving), [], own=0, elsewhere=len(chosen) - len(moving))


def _plan_approval(chosen: list[Question], by: User) -> BulkPlan:
    waiting = [question for question in chosen if question.state in MOVES[Step.APPROVE].sources]
    others = [question for question in waiting if not is_own(question, by)]
    return BulkPlan(
        moving=_rows(question for question in others if prefetched_citations(question)),
        uncited=_rows(question for question in others if not prefetched_citations(question)),
        own=len(waiting) - len(others),
        elsewhere=len(chosen) - len(waiting),
    )


def _rows(questions: Iterable[Question]) -> list[BulkRow]:
    return [
        BulkRow(question, show_content(question.current_version.content))
        for question in questions
        if question.current_version
    ]


def _move(by: User, chosen: list[Question], form: BulkForm) -> BulkOutcome:
    if form.cleaned_data["step"] == "submit":
        return questions_submit(questions=chosen, by=by, now=timezone.now())
    with_uncited = form.cleaned_data["with_uncited"]
    return questions_approve(questions=chosen, by=by, now=timezone.now(), with_uncited=with_uncited)


def _report(request: AuthenticatedHttpRequest, step: str, outcome: BulkOutcome) -> None:
    done = _("已送审 %(count)d 题。") if step == "submit" else _("已入库 %(count)d 题。")
    text = done % {"count": outcome.moved}
    if outcome.own:
        text += _("%(count)d 题是你自己写的，要由另一位命题教师审核。") % {"count": outcome.own}
    if outcome.uncited:
        text += _("%(count)d 题没有依据，没有入库。") % {"count": outcome.uncited}
    if outcome.elsewhere:
        text += _("%(count)d 题不在这一步，没有动。") % {"count": outcome.elsewhere}
    (messages.success if outcome.moved else messages.warning)(request, text)


def _to_list(asked: QueryDict) -> HttpResponseRedirect:
    return redirect(reverse("question_bank:questions") + filter_query(asked))
