"""What this app puts into places on the bank's pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedHttpRequest
from accounts.places import Button
from question_bank.models import Question
from question_bank.places import draft_previews, question_previews


@question_previews.offer
def question_preview(_request: AuthenticatedHttpRequest, question: Question) -> Button:
    """Frame the question as a candidate sees it."""
    return Button(_("学员看到的样子"), reverse("quizzes:question_preview", kwargs={"question": question.uuid}))


@draft_previews.offer
def draft_preview(_request: AuthenticatedHttpRequest, _subject: None) -> Button:
    """Show what is being written as a candidate will see it."""
    return Button(_("预览"), reverse("quizzes:draft_preview"))
