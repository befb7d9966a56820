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

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import VersionState
from question_bank.models import PolicyDocument, Provision, Question
from question_bank.selectors import banks_listed, readable_documents
from quizzes.marking import Answer
from quizzes.models import Candidate, OpenBank, PaperSlot, PracticeAnswer
from quizzes.organizing.practice import OpenBankForm
from quizzes.release import Release, release_of
from quizzes.selectors import RELEASED
from quizzes.services.practice import bank_close, bank_open
from quizzes.taking.errors import TakingError
from quizzes.taking.forms import (
    AnswerSheetForm,
    MistakesForm,
    PracticeQuestionForm,
    PracticeScopeForm,
    PracticeStepForm,
    TriedForm,
)
from quizzes.taking.mistakes import grouped, mistakes_of, next_to_practise
from quizzes.taking.open_practice import (
    next_question,
    open_answer,
    open_review,
    open_sheet,
    practice_documents,
    practice_paper,
    questions_to_practise,
    turns_of,
)
from quizzes.taking.papers import FrozenPaper
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
            PracticeAnswer.objects.select_related("user"),
            uuid=form.cleaned_data["tried"],
            user=request.user,
            slot=asked,
        )
        context |= {
            "tried": tried,
            "reviewed": practice_review(own.exam, asked, tried, release),
            # What may be seen of the exam may be seen here, and no more.
            "report": {"release": release},
            "next": next_to_practise(mistakes_of(request.user), asked),
        }
    else:
        context["asked"] = practice_sheet(asked, turn=turns_taken(request.user, asked))
    return render(request, "quizzes/taking/practise.html", context)


def _try(request: AuthenticatedHttpRequest, own: Candidate, slot: PaperSlot) -> PracticeAnswer | None:
    """Keep what was answered; nothing is no answer."""
    answer = _answered(request, single_question(slot), slot.pk)
    if answer is None:
        return None
    return practice_answer(user=request.user, exam=own.exam, slot=slot, answer=answer, now=timezone.now())


def _answered(request: AuthenticatedHttpRequest, paper: FrozenPaper, place: int) -> Answer:
    """Return what was answered; None where it is no answer, which the person is told."""
    try:
        answer = paper.normalize(AnswerSheetForm(request.POST).answers(paper.questions.values()))[place]
    except TakingError as error:
        messages.error(request, str(error))
        return None
    if answer is None:
        messages.warning(request, _("还没有作答。"))
    return answer


@require_safe
def practice(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the policy documents there is something to practise of."""
    return render(request, "quizzes/taking/practice.html", {"documents": practice_documents(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def practice_document(request: AuthenticatedHttpRequest, document: UUID) -> HttpResponse:
    """Ask the next question that rests on a document; an answer is told at once how it was."""
    shown = get_object_or_404(readable_documents(request.user.office), uuid=document)
    within = _scope(request, shown)
    scope = f"provision={within.uuid}&" if within else ""
    here = f"{reverse('quizzes:practice_document', kwargs={'document': shown.uuid})}?{scope}"
    if request.method == "POST":
        tried = _open_try(request)
        return redirect(f"{here}tried={tried.uuid}" if tried else here.rstrip("?&"))
    context: dict[str, object] = {"document": shown, "within": within, "here": here}
    form = TriedForm(request.GET)
    if form.is_valid():
        tried = get_object_or_404(
            PracticeAnswer.objects.select_related("question_version__question", "user"),
            uuid=form.cleaned_data["tried"],
            user=request.user,
            # A key that has become a secret since is one here too.
            question_version__question__in=questions_to_practise(request.user.office),
        )
        version = tried.question_version
        reviewed = open_review(version, tried) if version else None
        context |= {"tried": tried, "reviewed": reviewed, "report": {"release": Release()}}
        return render(request, "quizzes/taking/practice_document.html", context)
    step = PracticeStepForm(request.GET)
    after = Question.objects.filter(uuid=step.cleaned_data["after"]).first() if step.is_valid() else None
    question = next_question(request.user, shown, after, within=within) or next_question(
        request.user, shown, within=within
    )
    if question and question.current_version:
        version = question.current_version
        context["asked"] = open_sheet(version, turn=turns_of(request.user, version))
        context["form"] = PracticeQuestionForm(initial={"question": question.uuid})
    return render(request, "quizzes/taking/practice_document.html", context)


def _scope(request: AuthenticatedHttpRequest, document: PolicyDocument) -> Provision | None:
    """Return the provision that the address names, None where it names none: then all of the document."""
    form = PracticeScopeForm(request.GET)
    if not form.is_valid():
        return None
    provisions = Provision.objects.filter(version__document=document, version__state=VersionState.CONFIRMED)
    return get_object_or_404(provisions, uuid=form.cleaned_data["provision"])


def _open_try(request: AuthenticatedHttpRequest) -> PracticeAnswer | None:
    form = PracticeQuestionForm(request.POST)
    if not form.is_valid():
        return None
    question = get_object_or_404(questions_to_practise(request.user.office), uuid=form.cleaned_data["question"])
    version = question.current_version
    if version is None:
        return None
    answer = _answered(request, practice_paper(version), version.pk)
    if answer is None:
        return None
    return open_answer(user=request.user, version=version, answer=answer, now=timezone.now())


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_http_methods(["GET", "HEAD", "POST"])
def practice_banks(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show which banks are open for practice; a POST opens or closes one."""
    banks = banks_listed(request.user.office)
    if request.method == "POST":
        form = OpenBankForm(request.POST)
        if form.is_valid():
            bank = get_object_or_404(banks, uuid=form.cleaned_data["bank"])
            if form.cleaned_data["is_open"]:
                bank_open(bank=bank, by=request.user, now=timezone.now())
            else:
                bank_close(bank=bank)
            messages.success(request, _("已改。"))
        return redirect("quizzes:practice_banks")
    opened = {each.bank_id for each in OpenBank.objects.filter(bank__office=request.user.office)}
    context = {
        "banks": [(bank, bank.pk in opened) for bank in banks],
        "count": questions_to_practise(request.user.office).count(),
    }
    return render(request, "quizzes/organizing/practice_banks.html", context)
