"""What this app puts into places on the bank's pages and its own."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.places import Button
from accounts.selectors import has_office_role
from question_bank.models import Provision, Question
from question_bank.places import draft_previews, law_actions, question_previews
from question_bank.provisions import ProvisionKind
from quizzes.models import PaperSlot
from quizzes.places import slot_actions
from quizzes.taking.open_practice import questions_on


@question_previews.offer
def question_preview(_request: AuthenticatedHttpRequest, question: Question) -> Button:
    """Frame the question as a candidate sees it."""
    return Button(_("学员看到的样子"), reverse("quizzes:question_preview", kwargs={"question": question.uuid}))


@draft_previews.offer
def draft_preview(_request: AuthenticatedHttpRequest, _subject: None) -> Button:
    """Show what is being written as a candidate will see it."""
    return Button(_("预览"), reverse("quizzes:draft_preview"))


@law_actions.offer
def provision_practice(request: AuthenticatedHttpRequest, provision: Provision) -> Button | None:
    """Let whoever reads an article practise what rests on it, where banks are open for that."""
    article = provision
    while article.parent and article.kind != ProvisionKind.ARTICLE:
        article = article.parent
    count = questions_on(request.user.office, article).count()
    if not count:
        return None
    here = reverse("quizzes:practice_document", kwargs={"document": provision.version.document.uuid})
    label = _("练%(label)s的题（%(count)d）") % {"label": article.label, "count": count}
    return Button(label, f"{here}?provision={article.uuid}", main=True)


@slot_actions.offer
def question_correction(request: AuthenticatedHttpRequest, slot: PaperSlot) -> Button | None:
    """Lead from a question that the figures doubt to where it is put right, in the exam whose page this is."""
    exam = request.resolver_match.kwargs.get("exam") if request.resolver_match else None
    if exam is None or not has_office_role(request.user, Role.ORGANIZER):
        return None
    return Button(_("更正这道题"), reverse("quizzes:correct_question", kwargs={"exam": exam, "slot": slot.pk}))
