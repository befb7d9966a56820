"""A question of the bank exactly as the exam page will show it, for who writes it: pages that stand in a frame."""

from __future__ import annotations

from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from question_bank.content import QuestionContent
from question_bank.forms import NewQuestionForm, words_sent
from question_bank.views.access import get_question_for_user, readers_only, trainers_only
from quizzes.taking.preview import preview_sheet

_framed = csp_replace({"frame-ancestors": [SELF]})


@require_safe
@xframe_options_sameorigin
@_framed
@readers_only
def question_preview(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Show the current words of a question."""
    version = get_question_for_user(request, question).current_version
    return _page(request, version.content if version else None)


@require_POST
@xframe_options_sameorigin
@_framed
@trainers_only
def draft_preview(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what is being written, however far it is."""
    form = NewQuestionForm(request.user.office, words_sent(request.POST), request.POST)
    return _page(request, form.sketch())


def _page(request: AuthenticatedHttpRequest, content: QuestionContent | None) -> HttpResponse:
    asked = preview_sheet(content) if content else []
    return render(request, "quizzes/preview.html", {"questions": asked, "content": content})
