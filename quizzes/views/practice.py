"""The mistake book and practice: one's own questions again, after results are out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AuthenticatedHttpRequest
from quizzes.models import Candidate, PaperSlot, PracticeAnswer
from quizzes.release import release_of
from quizzes.selectors import RELEASED
from quizzes.taking.errors import TakingError
from quizzes.taking.forms import AnswerSheetForm, MistakesForm, TriedForm
from quizzes.taking.mistakes import grouped, mistakes_of, next_to_practise
from quizzes.taking.practice import practice_answer, practice_review, practice_sheet, single_question, turns_taken


@require_safe
def my_mistakes(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what marks were lost on, and where to practise."""
    mistakes = mistakes_of(request.user)
    form = MistakesForm(request.GET)
    by = form.cleaned_data["by"] if form.is_valid() else ""
    context = {
        "by": by,
        "groups": grouped([each for each in mistakes if not each.is_mastered], by),
        "mastered": [each for each in mistakes if each.is_mastered],
        "total": len(mistakes),
        "next": next_to_practise(mistakes),
    }
    return render(request, "quizzes/taking/my_mistakes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def practise(request: AuthenticatedHttpRequest, candidate: UUID, slot: int) -> HttpResponse:
    """Ask a question of an own published exam again; an answer is told at once how it was."""
    own = get_object_or_404(
        Candidate.objects.select_related("exam"), uuid=candidate, user=request.user, exam__state__in=RELEASED
    )
    release = release_of(own.exam)
    if not (release.answers and release.keys):
        raise Http404
    asked = get_object_or_404(
        PaperSlot.objects.select_related("paper"), pk=slot, paper__in=own.attempts.values("paper")
    )
    here = reverse("quizzes:practise", kwargs={"candidate": own.uuid, "slot": asked.pk})
    if request.method == "POST":
        tried = _try(request, own, asked)
        return redirect(f"{here}?tried={tried.uuid}" if tried else here)
    context: dict[str, object] = {"candidate": own, "here": here}
    form = TriedForm(request.GET)
    if form.is_valid():
        tried = get_object_or_404(
            PracticeAnswer.objects.select_related("slot__paper", "user"),
            uuid=form.cleaned_data["tried"],
            user=request.user,
            slot=asked,
        )
        context |= {
            "tried": tried,
            "reviewed": practice_review(own.exam, tried, release),
            # What may be seen of the exam may be seen here, and no more.
            "report": {"release": release},
            "next": next_to_practise(mistakes_of(request.user), asked),
        }
    else:
        context["asked"] = practice_sheet(asked, turn=turns_taken(request.user, asked))
    return render(request, "quizzes/taking/practise.html", context)


def _try(request: AuthenticatedHttpRequest, own: Candidate, slot: PaperSlot) -> PracticeAnswer | None:
    """Keep what was answered; nothing is no answer."""
    paper = single_question(slot)
    try:
        answer = paper.normalize(AnswerSheetForm(request.POST).answers(paper))[slot.pk]
    except TakingError as error:
        messages.error(request, str(error))
        return None
    if answer is None:
        messages.warning(request, _("还没有作答。"))
        return None
    return practice_answer(user=request.user, exam=own.exam, slot=slot, answer=answer, now=timezone.now())
