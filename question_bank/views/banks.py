"""Banks and their topics."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.forms import BankForm, TopicForm
from question_bank.selectors import banks_listed, topics_listed, type_counts
from question_bank.services import FOUR_BASICS, bank_create, topic_remove, topics_ensure
from question_bank.views.access import get_bank_for_user, may_write, readers_only, trainers_only


@require_safe
@readers_only
def banks(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the office's banks."""
    context = {"banks": banks_listed(request.user.office), "may_write": may_write(request)}
    return render(request, "question_bank/bank_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def bank_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Open a further bank."""
    form = BankForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            bank = bank_create(office=request.user.office, name=form.cleaned_data["name"])
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("question_bank:bank", bank=bank.uuid)
    return render(request, "question_bank/bank_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@readers_only
def bank(request: AuthenticatedHttpRequest, bank: UUID) -> HttpResponse:
    """Show what a bank holds, by type and by topic."""
    shown = get_bank_for_user(request, bank)
    topics = list(topics_listed(shown))
    context = {
        "bank": shown,
        "types": type_counts(shown),
        "topics": topics,
        "missing_basics": [name for name in FOUR_BASICS if name not in {topic.name for topic in topics}],
        "form": TopicForm(),
        "may_write": may_write(request),
    }
    return render(request, "question_bank/bank_detail.html", context)


@require_POST
@trainers_only
def topic_new(request: AuthenticatedHttpRequest, bank: UUID) -> HttpResponse:
    """Add a topic."""
    shown = get_bank_for_user(request, bank)
    form = TopicForm(request.POST)
    if form.is_valid():
        topics_ensure(bank=shown, names=[form.cleaned_data["name"]])
    else:
        messages.error(request, _("请写知识点的名称，不超过 50 字。"))
    return redirect("question_bank:bank", bank=shown.uuid)


@require_POST
@trainers_only
def topics_preset(request: AuthenticatedHttpRequest, bank: UUID) -> HttpResponse:
    """Add 四个基本."""
    shown = get_bank_for_user(request, bank)
    topics_ensure(bank=shown, names=FOUR_BASICS)
    messages.success(request, _("已加入“四个基本”。"))
    return redirect("question_bank:bank", bank=shown.uuid)


@require_POST
@trainers_only
def topic_removal(request: AuthenticatedHttpRequest, bank: UUID, topic: int) -> HttpResponse:
    """Take off a topic that no question is about."""
    shown = get_bank_for_user(request, bank)
    removed = get_object_or_404(shown.topics, pk=topic)
    try:
        topic_remove(topic=removed)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已删除知识点“%(name)s”。") % {"name": removed.name})
    return redirect("question_bank:bank", bank=shown.uuid)
