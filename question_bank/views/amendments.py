"""Amendments: two texts side by side, letting the questions follow, and looking at those that were touched."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from accounts.templatetags.screen import day
from question_bank.enums import QuestionState, VersionState
from question_bank.forms import AmendedForm
from question_bank.models import Amendment, Citation, DocumentVersion, Provision, Question
from question_bank.selectors import (
    alignment_between,
    amendment_between,
    amendment_prospect,
    keys_amended,
    prefetched_citations,
    provisions_told,
    questions_by_provision,
    questions_shown_amended,
    successors,
    version_before,
    version_order,
    versions_beside,
)
from question_bank.services import (
    amendment_apply,
    question_confirm,
    question_retire,
    questions_confirm,
    version_withdraw,
)
from question_bank.services.reviews import is_own
from question_bank.views.access import (
    get_own_version_for_user,
    get_question_for_user,
    get_version_for_user,
    may_write,
    readers_only,
    trainers_only,
)
from question_bank.views.comparing import (
    DEFAULT_FILTER,
    FILTERS,
    ShownPart,
    difference_between,
    shown_filters,
    shown_pairs,
)
from question_bank.views.showing import ShownQuestion, show_content

_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class AmendedCitation:
    """What a question rests on, as it was and as it reads now; nothing on the right where it was deleted."""

    provision: Provision
    old: list[ShownPart]
    new: list[ShownPart]


@dataclass(frozen=True, slots=True)
class AmendedQuestion:
    """A question of the work list."""

    question: Question
    shown: ShownQuestion | None
    citations: list[AmendedCitation]
    may_confirm: bool
    was: str
    #: Stands for the words shown: a question is confirmed among others only while these are still the words in force.
    mark: str

    @property
    def may_confirm_together(self) -> bool:
        """Return whether it may be ticked: only what was shown beside its new words."""
        return self.may_confirm and bool(self.citations)

    @property
    def ticked(self) -> str:
        """Return what a tick sends."""
        return f"{self.question.uuid}:{self.mark}"


@require_safe
@readers_only
def version_comparison(request: AuthenticatedHttpRequest, version: UUID) -> HttpResponse:
    """Show a text beside the one before it, or beside any other (`?with=`), by relation (`?show=`)."""
    shown = get_version_for_user(request, version)
    others = versions_beside(shown, request.user.office)
    other = _other(shown, others, request.GET.get("with", ""))
    context = {"version": shown, "document": shown.document, "others": others, "other": other}
    if other is not None:
        before, after = _in_order(shown, other)
        context |= _comparison(request, before, after)
    return render(request, "question_bank/version_compare.html", context)


@require_POST
@trainers_only
def amendment_application(request: AuthenticatedHttpRequest, version: UUID) -> HttpResponse:
    """Let the questions follow a new text, now or on its day of effect."""
    shown = get_own_version_for_user(request, version)
    try:
        amendment = amendment_apply(version=shown, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(shown)
    messages.success(request, _effect(amendment) if amendment.applied_at else _arranged(amendment))
    return redirect(amendment)


@require_POST
@trainers_only
def version_withdrawal(request: AuthenticatedHttpRequest, version: UUID) -> HttpResponse:
    """Make a version that was confirmed by mistake a draft again."""
    shown = get_own_version_for_user(request, version)
    try:
        version_withdraw(version=shown)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤回确认，这一版又可以更正或删除了。"))
    return redirect(shown)


@require_safe
@trainers_only
def amended_questions(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the questions whose provisions were amended, each with the old text beside the new."""
    page = Paginator(keys_amended(request.user.office), _PER_PAGE).get_page(request.GET.get("page"))
    listed = questions_shown_amended(list(page.object_list))
    shown = _shown_questions(request, listed)
    context = {"page": page, "shown": shown, "may_tick": any(one.may_confirm_together for one in shown)}
    return render(request, "question_bank/amended_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def amended_together(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Say of several questions that they still hold, after a page that shows them once more."""
    ticked = set((request.POST if request.method == "POST" else request.GET).getlist("seen")[:_PER_PAGE])
    chosen = _chosen_as_shown(request, ticked)
    if not chosen:
        text = _("这些题已经有人定了，或者条文又有变动，请重新对照。") if ticked else _("请先勾选对照过新条文的题。")
        messages.warning(request, text)
    elif request.method == "POST":
        outcome = questions_confirm(questions=[one.question for one in chosen], by=request.user, now=timezone.now())
        _report_together(request, outcome.moved, len(ticked) - outcome.moved)
    else:
        context = {"chosen": chosen, "left": len(ticked) - len(chosen)}
        return render(request, "question_bank/amended_together.html", context)
    return redirect("question_bank:amended")


def _chosen_as_shown(request: AuthenticatedHttpRequest, ticked: set[str]) -> list[AmendedQuestion]:
    """Return the questions ticked that still wait, and whose words are those that were shown."""
    wanted = {one.partition(":")[0] for one in ticked}
    keys = keys_amended(request.user.office)
    named = {key for key, uuid in Question.objects.filter(pk__in=keys).values_list("pk", "uuid") if str(uuid) in wanted}
    listed = questions_shown_amended([key for key in keys if key in named])
    shown = _shown_questions(request, listed)
    return [one for one in shown if one.may_confirm_together and one.ticked in ticked]


def _report_together(request: AuthenticatedHttpRequest, moved: int, left: int) -> None:
    if moved:
        messages.success(request, _("%(count)d 题定为“仍然正确”，依据已改引新条文。") % {"count": moved})
    if left:
        messages.warning(request, _("%(count)d 题已经有人定了，或者条文又有变动，没有动。") % {"count": left})


@require_POST
@trainers_only
def amended_decision(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Say that a question still holds, or take it out of use; then on with the list."""
    shown = get_question_for_user(request, question)
    form = AmendedForm(request.POST)
    if form.is_valid():
        _decide(request, shown, form)
    else:
        messages.error(request, _("请选择“仍然正确”或“停用”。"))
    page = request.GET.get("page", "")
    return redirect(reverse("question_bank:amended") + (f"?page={page}" if page.isdecimal() else ""))


def _decide(request: AuthenticatedHttpRequest, shown: Question, form: AmendedForm) -> None:
    now, comment = timezone.now(), form.cleaned_data["comment"]
    try:
        if form.cleaned_data["decision"] == "confirm":
            moved = question_confirm(question=shown, by=request.user, now=now, comment=comment)
        else:
            reason = comment or _("条文修订后不再适用。")
            moved = question_retire(question=shown, by=request.user, now=now, comment=reason)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return
    state = QuestionState(moved.state).label
    messages.success(request, _("“%(stem)s”现在是“%(state)s”。") % {"stem": shown.current_version, "state": state})


def _other(shown: DocumentVersion, others: list[DocumentVersion], wanted: str) -> DocumentVersion | None:
    """Return the text asked for, else the one before, else the newest other."""
    if named := next((other for other in others if str(other.uuid) == wanted), None):
        return named
    before = version_before(shown) if shown.state == VersionState.CONFIRMED else None
    confirmed = (other for other in others if other.state == VersionState.CONFIRMED)
    return before or next(confirmed, others[0] if others else None)


def _in_order(shown: DocumentVersion, other: DocumentVersion) -> tuple[DocumentVersion, DocumentVersion]:
    """Return the older first; a draft is meant to come after what is confirmed."""

    def place(version: DocumentVersion) -> tuple[bool, object]:
        return version.state == VersionState.DRAFT, version_order(version)

    return (other, shown) if place(other) <= place(shown) else (shown, other)


def _comparison(
    request: AuthenticatedHttpRequest, before: DocumentVersion, after: DocumentVersion
) -> dict[str, object]:
    office = request.user.office
    alignment = alignment_between(before, after)
    show = request.GET.get("show", DEFAULT_FILTER)
    show = show if show in FILTERS else DEFAULT_FILTER
    amendment = amendment_between(before, after)
    is_own = after.document.office_id == request.user.office_id
    resting = questions_by_provision([before, after], office)
    return {
        "before": before,
        "after": after,
        "counts": alignment.counts,
        "is_rewrite": alignment.is_rewrite,
        "filters": shown_filters(alignment.counts),
        "show": show,
        "pairs": shown_pairs(alignment, before, after, show=show, resting=resting),
        "amendment": amendment,
        "prospect": amendment_prospect(amendment, office) if amendment and not amendment.applied_at else None,
        "is_future": after.effective_on is not None and after.effective_on > timezone.localdate(),
        "may_apply": is_own and may_write(request) and amendment is not None and amendment.decided_at is None,
        "effect": _effect(amendment) if amendment and amendment.applied_at else "",
        "arranged": _arranged(amendment) if amendment and amendment.decided_at else "",
    }


def _effect(amendment: Amendment) -> str:
    done = {"followed": 0, "need_review": 0, "retired": 0, **amendment.effect}
    return (
        _("试题已按新条文更新：%(followed)d 处依据改引新条文，%(need_review)d 题转为待复核，%(retired)d 题停用。")
        % done
    )


def _arranged(amendment: Amendment) -> str:
    return _("已安排：%(day)s施行当天自动更新试题。") % {"day": day(amendment.after.effective_on)}


def _shown_questions(request: AuthenticatedHttpRequest, listed: list[Question]) -> list[AmendedQuestion]:
    citations = {question.pk: prefetched_citations(question) for question in listed}
    became = successors({citation.provision_id for standing in citations.values() for citation in standing})
    provisions = provisions_told({after for places in became.values() for after in places})
    return [_shown_question(request, question, citations[question.pk], became, provisions) for question in listed]


def _shown_question(
    request: AuthenticatedHttpRequest,
    question: Question,
    standing: list[Citation],
    became: dict[int, list[int]],
    provisions: dict[int, Provision],
) -> AmendedQuestion:
    was = question.state_before or QuestionState.APPROVED  # type: ignore[attr-defined]  # by questions_shown_amended
    shown = [
        AmendedCitation(citation.provision, *difference_between([citation.provision], after))
        for citation in standing
        if (after := [provisions[key] for key in became.get(citation.provision_id, ())])
    ]
    return AmendedQuestion(
        question=question,
        shown=show_content(question.current_version.content) if question.current_version else None,
        citations=shown,
        may_confirm=was != QuestionState.APPROVED or not is_own(question, request.user),
        was=str(QuestionState(was).label),
        mark=_mark(question, standing, became, provisions),
    )


def _mark(
    question: Question, standing: list[Citation], became: dict[int, list[int]], provisions: dict[int, Provision]
) -> str:
    """Return what stands for a question's words and for what it rests on, before and after."""
    rests = [
        (citation.pk, [(key, provisions[key].text_hash) for key in became.get(citation.provision_id, ())])
        for citation in standing
    ]
    return hashlib.sha256(repr((question.current_version_id, rests)).encode()).hexdigest()[:16]
