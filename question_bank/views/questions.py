"""Questions: finding, writing, citing, reviewing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.content import image_mark
from question_bank.enums import QuestionState
from question_bank.forms import (
    CiteForm,
    CiteScopeForm,
    ImageForm,
    NewQuestionForm,
    QuestionFilterForm,
    QuestionForm,
    RevisionForm,
    StepForm,
    filter_query,
    kept_filter,
    words_reworked,
    words_sent,
)
from question_bank.models import Question, QuestionVersion
from question_bank.places import draft_previews, question_previews
from question_bank.selectors import (
    QuestionFilter,
    citations_of,
    questions_listed,
    questions_paged,
    questions_to_review,
    return_of,
    saved_filters,
)
from question_bank.services import (
    DuplicateQuestionError,
    bank_ensure,
    citation_add,
    citation_withdraw,
    image_ensure,
    question_approve,
    question_confirm,
    question_create,
    question_reopen,
    question_retire,
    question_return,
    question_revise,
    question_submit,
)
from question_bank.services.reviews import is_own
from question_bank.states import MOVES, Step, moves_from
from question_bank.views.access import (
    get_citation_for_user,
    get_question_for_user,
    may_write,
    readers_only,
    trainers_only,
)
from question_bank.views.life import question_life
from question_bank.views.picking import picking_context
from question_bank.views.showing import show_content

_PER_PAGE = 50
#: These pages alone hold a frame: the question as a candidate sees it.
_with_frame = csp_update({"frame-src": [SELF]})
_STEPS: dict[str, Callable[..., Question]] = {
    "submit": question_submit,
    "approve": question_approve,
    "confirm": question_confirm,
    "return": question_return,
    "retire": question_retire,
    "reopen": question_reopen,
}


#: What a reviewer does, one question after another.
_REVIEWS = frozenset({"approve", "confirm", "return"})


@require_safe
@readers_only
def questions(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the office's questions, narrowed by what stands in the address."""
    filters = QuestionFilterForm(request.user, request.GET)
    page = questions_paged(request.user.office, filters.wanted, request.GET.get("page"), _PER_PAGE)
    context = {
        "filters": filters,
        "page": page,
        "rows": questions_listed(page, with_returns=filters.wanted.is_returned),
        "may_write": may_write(request),
        "saved": saved_filters(request.user),
        # What the list is narrowed to goes along with “all of them”, and to a question and back.
        "kept": kept_filter(request.GET),
        "query": filter_query(request.GET),
    }
    return render(request, "question_bank/question_list.html", context)


@require_safe
@_with_frame
@readers_only
def question(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Show a question as a cadre sees it, and beside it its key, its authority and its life."""
    return _show_question(request, get_question_for_user(request, question))


@require_http_methods(["GET", "HEAD", "POST"])
@_with_frame
@trainers_only
def question_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Write a question by hand."""
    office = request.user.office
    words = words_sent(request.POST or request.GET)
    if "act" in request.POST:
        return _show_form(request, NewQuestionForm(office, _reworked(request, words)))
    form = NewQuestionForm(office, words, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.content:
        try:
            created = question_create(
                bank=form.chosen_bank or bank_ensure(office=office),
                content=form.content,
                by=request.user,
                now=timezone.now(),
                topics=form.topics,
                difficulty=form.cleaned_data["difficulty"],
                tags=form.tags,
            )
        except RefusedError as refusal:
            return _refused(request, form, refusal)
        messages.success(request, _("已保存为草稿。请给它加上依据，再送审。"))
        _tell_dropped(request, form)
        return redirect(created)
    return _show_form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@_with_frame
@trainers_only
def question_edit(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Write the next version of a question."""
    shown = get_question_for_user(request, question)
    if "act" in request.POST:
        return _show_form(request, RevisionForm(shown, _reworked(request, words_sent(request.POST))), question=shown)
    is_sent = request.method == "POST"
    form = RevisionForm(shown, words_sent(request.POST), request.POST) if is_sent else RevisionForm(shown)
    before, topics_before = shown.current_version, {topic.name for topic in shown.topics.all()}
    if form.is_valid() and form.content:
        try:
            version = question_revise(
                question=shown,
                content=form.content,
                by=request.user,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
                topics=form.topics,
                difficulty=form.cleaned_data["difficulty"],
                tags=form.tags,
            )
        except RefusedError as refusal:
            return _refused(request, form, refusal, question=shown)
        _report_revision(request, version, is_new=version != before, are_topics_new=topics_before != set(form.topics))
        _tell_dropped(request, form)
        return redirect(shown)
    return _show_form(request, form, question=shown)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def question_citation(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Pick a provision that the question's words rest on."""
    shown = get_question_for_user(request, question)
    scope = CiteScopeForm(request.user.office, request.GET)
    form = CiteForm(scope.version, request.POST if request.method == "POST" else None)
    if form.is_valid() and shown.current_version:
        try:
            added = citation_add(
                question_version=shown.current_version, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except RefusedError as refusal:
            form.add_error("quoted", str(refusal))
        else:
            messages.success(request, _("已引用%(label)s。") % {"label": added.provision.label})
            return redirect(shown)
    context = {
        **picking_context(scope, form),
        "shown": show_content(shown.current_version.content) if shown.current_version else None,
        "heading": _("这道题依据哪一条"),
        "back": shown.get_absolute_url(),
    }
    return render(request, "question_bank/cite.html", context, status=422 if form.is_bound else 200)


@require_POST
@trainers_only
def citation_withdrawal(request: AuthenticatedHttpRequest, citation: UUID) -> HttpResponse:
    """Take a citation back."""
    standing = get_citation_for_user(request, citation)
    try:
        citation_withdraw(citation=standing, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤回依据：%(label)s。") % {"label": standing.provision.label})
    return redirect(standing.question_version.question)


@require_POST
@_with_frame
@trainers_only
def question_step(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Move a question one step through its life."""
    shown = get_question_for_user(request, question)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _show_question(request, shown, form)
    step, words = form.cleaned_data["step"], {"comment": form.cleaned_data["comment"]}
    if step == "approve":
        words["with_uncited"] = form.cleaned_data["with_uncited"]
    try:
        moved = _STEPS[step](question=shown, by=request.user, now=timezone.now(), **words)
    except RefusedError as refusal:
        form.add_error("comment", str(refusal))
        return _show_question(request, shown, form)
    is_reviewed = step in _REVIEWS and not is_own(shown, request.user)
    return _to_next_review(request, moved) if is_reviewed else _stay(request, moved)


def _stay(request: AuthenticatedHttpRequest, moved: Question) -> HttpResponse:
    messages.success(request, _state_now(moved))
    return redirect(moved.get_absolute_url() + filter_query(request.GET))


def _to_next_review(request: AuthenticatedHttpRequest, moved: Question) -> HttpResponse:
    """Lead on to the next of the list the reviewer came from, else to any, else say that all are done."""
    listed = questions_to_review(request.user, QuestionFilterForm(request.user, request.GET).wanted)
    waiting = questions_to_review(request.user, QuestionFilter())
    following = listed.filter(pk__lt=moved.pk).first() or listed.first() or waiting.first()
    if following is None:
        messages.success(request, _("%(state)s等你审核的题都审完了。") % {"state": _state_now(moved)})
        return redirect(moved.get_absolute_url() + filter_query(request.GET))
    left = {"state": _state_now(moved), "count": waiting.count()}
    messages.success(request, _("%(state)s下面是下一道待审的题，还有 %(count)d 题等你审核。") % left)
    return redirect(following.get_absolute_url() + filter_query(request.GET))


def _state_now(moved: Question) -> str:
    words = {"stem": Truncator(str(moved.current_version)).chars(16), "state": QuestionState(moved.state).label}
    return _("“%(stem)s”现在是“%(state)s”。") % words


def _report_revision(
    request: AuthenticatedHttpRequest, version: QuestionVersion, *, is_new: bool, are_topics_new: bool
) -> None:
    if is_new:
        text = _("已保存，现行版本是第 %(number)d 版。")
    elif are_topics_new:
        text = _("已保存知识点；题目没有改动，现行版本仍是第 %(number)d 版。")
    else:
        text = _("没有改动，现行版本仍是第 %(number)d 版。")
    (messages.success if is_new or are_topics_new else messages.info)(request, text % {"number": version.number})


def _reworked(request: AuthenticatedHttpRequest, words: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed with more or fewer fields, or with an image at the end of the stem."""
    act = request.POST["act"]
    return _with_image(request, words) if act == "image-add" else words_reworked(words, act)


def _with_image(request: AuthenticatedHttpRequest, words: dict[str, Any]) -> dict[str, Any]:
    form = ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("请先选一个图片文件，再按“插入图片”。"))
        return words
    data = form.cleaned_data["image"].read()
    try:
        kept = image_ensure(office=request.user.office, data=data, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return words
    messages.success(request, _("图片已插在题干末尾；要放在选项里，把那一段 [图 …] 剪切过去。"))
    return {**words, "stem": f"{words.get('stem', '')}\n{image_mark(kept.sha256)}".lstrip("\n")}


def _tell_dropped(request: AuthenticatedHttpRequest, form: QuestionForm) -> None:
    if form.dropped:
        messages.warning(request, _("为安全起见去掉了这些标签：%(tags)s。") % {"tags": "、".join(form.dropped)})


def _refused(
    request: AuthenticatedHttpRequest, form: QuestionForm, refusal: RefusedError, question: Question | None = None
) -> HttpResponse:
    form.add_error(None, str(refusal))
    existing = refusal.existing if isinstance(refusal, DuplicateQuestionError) else None
    return _show_form(request, form, question, existing)


def _show_form(
    request: AuthenticatedHttpRequest,
    form: QuestionForm,
    question: Question | None = None,
    existing: Question | None = None,
) -> HttpResponse:
    previews = draft_previews.buttons(request, None)
    context = {"form": form, "question": question, "existing": existing, "previews": previews}
    return render(request, "question_bank/question_form.html", context, status=422 if form.is_bound else 200)


def _show_question(request: AuthenticatedHttpRequest, shown: Question, form: StepForm | None = None) -> HttpResponse:
    writer = may_write(request)
    state = QuestionState(shown.state)
    own = is_own(shown, request.user)
    context: dict[str, Any] = {
        "question": shown,
        "heading": _heading(shown, writer=writer, own=own),
        "query": filter_query(request.GET),
        "returned": return_of(shown),
        "shown": show_content(shown.current_version.content) if shown.current_version else None,
        "citations": citations_of(shown).select_related("created_by"),
        "topics": shown.topics.all(),
        "tags": shown.tags.all(),
        "versions": shown.versions.select_related("author"),
        "life": question_life(shown),
        "form": form or StepForm(),
        "uses": shown.uses.select_related("version"),
        "previews": question_previews.buttons(request, shown),
        "may_write": writer,
        "is_own": own,
        "may_edit": writer and state != QuestionState.RETIRED,
        **_moves(state, own=own, writer=writer),
    }
    return render(request, "question_bank/question_detail.html", context, status=422 if form else 200)


def _moves(state: QuestionState, *, own: bool, writer: bool) -> dict[str, Any]:
    """Return what the table of moves offers this person; the first is the one to make."""
    moves = moves_from(state, own=own) if writer else []
    return {
        "moves": moves,
        "needs_authority": any(move.needs_authority for move in moves),
        "reasons": "、".join(str(move.label) for move in moves if move.needs_reason),
        "waits_for_other": own and any(move.by_another for move in moves_from(state, own=False)),
    }


def _heading(shown: Question, *, writer: bool, own: bool) -> str:
    """Say what this person is to do about a question, and which it is."""
    state = QuestionState(shown.state)
    if writer and state in MOVES[Step.APPROVE].sources:
        sentence = _("等另一位命题教师审核：%(stem)s") if own else _("请审核：%(stem)s")
    elif writer and state in MOVES[Step.SUBMIT].sources:
        sentence = _("检查好了就送审：%(stem)s") if own else _("等%(author)s修改、送审：%(stem)s")
    else:
        sentence = _("%(state)s的试题：%(stem)s")
    version = shown.current_version
    author = version.author if version else shown.author
    return sentence % {"stem": Truncator(str(version)).chars(20), "author": author, "state": state.label}
