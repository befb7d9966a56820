"""Pages after the exam: marking, publishing, the score table and its workbook."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role
from accounts.spreadsheets import CSV, XLSX
from question_bank.content import WRITTEN_TYPES
from quizzes import places
from quizzes.corrections import exam_pass_line
from quizzes.enums import ExamPhase, MarkingMode
from quizzes.models import Attempt, Exam, PaperSlot
from quizzes.organizing.charts import distribution_chart
from quizzes.organizing.exports import score_csv, score_workbook
from quizzes.organizing.forms import MarkedAnswerForm, MarkForm, ReleaseForm, UnitFilterForm
from quizzes.organizing.selectors import (
    MarkingTask,
    final_scores,
    last_marks,
    marking_tasks,
    next_to_mark,
    score_table,
)
from quizzes.organizing.units import not_come, unit_rows
from quizzes.release import EVERYTHING, Release, release_of
from quizzes.selectors import are_results_visible, exam_phase
from quizzes.services import CannotMarkError, CannotPublishError, mark_give, release_change, results_publish
from quizzes.services.double_marking import marking_plan
from quizzes.services.publication import why_not_publish
from quizzes.statistics import Bin, distribution, summary
from quizzes.taking.results import result_report
from quizzes.taking.selectors import exam_card, with_attempts
from quizzes.views.double_marking import mark_blind
from quizzes.views.exams import get_exam

_OVER = frozenset({ExamPhase.CLOSED, ExamPhase.MARKING, ExamPhase.PUBLISHED, ExamPhase.ARCHIVED})


def _get_slot(exam: Exam, slot: int) -> PaperSlot:
    """Return a question of the exam that people mark."""
    return get_object_or_404(
        PaperSlot.objects.select_related("question_version", "paper"),
        pk=slot,
        paper__exams=exam,
        type__in=WRITTEN_TYPES,
    )


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_safe
def marking(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show the questions people mark, and how far each is."""
    shown = get_exam(request, exam)
    tasks = marking_tasks(shown)
    context = {
        "exam": shown,
        "tasks": tasks,
        "is_done": all(task.is_done for task in tasks),
        "is_blind": marking_plan(shown).mode != MarkingMode.SINGLE,
        "is_organizer": has_office_role(request.user, Role.ORGANIZER),
        "is_over": are_results_visible(shown),
        "has_forms": len({task.slot.paper_id for task in tasks}) > 1,
    }
    return render(request, "quizzes/organizing/marking.html", context)


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_http_methods(["GET", "HEAD", "POST"])
def mark_question(request: AuthenticatedHttpRequest, exam: UUID, slot: int) -> HttpResponse:
    """Mark one question answer by answer; whose answer it is stays hidden."""
    shown = get_exam(request, exam)
    asked = _get_slot(shown, slot)
    plan = marking_plan(shown)
    if plan.mode != MarkingMode.SINGLE:
        return mark_blind(request, shown, asked, plan)
    if request.method == "POST":
        form = MarkForm(request.POST, points=asked.marking_points)
        attempt = _attempt_of(shown, form)
        if form.is_valid() and attempt is not None:
            try:
                mark_give(
                    attempt=attempt,
                    slot=asked,
                    marks=form.hundredths,
                    comment=form.cleaned_data["comment"],
                    points=form.cleaned_data["points"],
                    marker=request.user,
                    now=timezone.now(),
                )
            except CannotMarkError as error:
                form.add_error("marks", str(error))
            else:
                return redirect("quizzes:mark_question", exam=shown.uuid, slot=asked.pk)
        return _marking_page(request, shown, asked, attempt, form, status=422)
    again = MarkedAnswerForm(request.GET)
    if again.is_valid():
        marked = get_object_or_404(shown.attempts, uuid=again.cleaned_data["attempt"], paper=asked.paper)
        return _marking_page(
            request, shown, asked, marked, MarkForm(initial=last_marks(marked, asked), points=asked.marking_points)
        )
    attempt = next_to_mark(shown, asked, request.user)
    if attempt is None:
        _say_what_is_left(request, shown, asked)
        return redirect("quizzes:marking", exam=shown.uuid)
    return _marking_page(
        request, shown, asked, attempt, MarkForm(initial={"attempt": attempt.uuid}, points=asked.marking_points)
    )


def _attempt_of(exam: Exam, form: MarkForm) -> Attempt | None:
    if not form.is_valid() and "attempt" in form.errors:
        return None
    return exam.attempts.filter(uuid=form.cleaned_data["attempt"]).first()


def _say_what_is_left(request: AuthenticatedHttpRequest, exam: Exam, slot: PaperSlot) -> None:
    if _task_of(exam, slot).is_done:
        messages.success(request, _("第 %(number)d 题评完了。") % {"number": slot.number})
    else:
        messages.warning(request, _("第 %(number)d 题只剩你自己的答卷，要请别人评。") % {"number": slot.number})


def _task_of(exam: Exam, slot: PaperSlot) -> MarkingTask:
    return next(task for task in marking_tasks(exam) if task.slot == slot)


def _marking_page(
    request: AuthenticatedHttpRequest,
    exam: Exam,
    slot: PaperSlot,
    attempt: Attempt | None,
    form: MarkForm,
    status: int = 200,
) -> HttpResponse:
    answer = attempt.responses.filter(slot=slot).values_list("answer", flat=True).first() if attempt else None
    context = {
        "exam": exam,
        "slot": slot,
        "task": _task_of(exam, slot),
        "answer": answer or "",
        "form": form,
        "attempt": attempt,
        "worth": [point["marks"] / 100 for point in slot.marking_points],
    }
    return render(request, "quizzes/organizing/mark_question.html", context, status=status)


@office_role_required(Role.ORGANIZER)
@require_POST
def publish(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Let candidates see of their results what is chosen."""
    shown = get_exam(request, exam)
    release = _chosen(request)
    try:
        results_publish(exam=shown, release=release, by=request.user, now=timezone.now())
    except CannotPublishError as error:
        messages.error(request, str(error))
        return redirect(shown)
    seen = "、".join([_("得分"), *release.chosen])
    messages.success(request, _("成绩已发布，考生现在可以看到%(seen)s。") % {"seen": seen})
    return redirect("quizzes:exam_results", exam=shown.uuid)


@office_role_required(Role.ORGANIZER)
@require_POST
def change_release(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show candidates more or less of results that are published."""
    shown = get_exam(request, exam)
    release = _chosen(request)
    try:
        release_change(exam=shown, release=release, by=request.user, now=timezone.now())
    except CannotPublishError as error:
        messages.error(request, str(error))
    else:
        seen = "、".join([_("得分"), *release.chosen])
        messages.success(request, _("已改。考生现在可以看到%(seen)s。") % {"seen": seen})
    return redirect("quizzes:exam_results", exam=shown.uuid)


def _chosen(request: AuthenticatedHttpRequest) -> Release:
    """Return the boxes that were ticked; there is no wrong choice."""
    form = ReleaseForm(request.POST)
    form.full_clean()
    return form.release


@office_role_required(Role.ORGANIZER)
@require_safe
def exam_results(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show how scores fell, and the score table."""
    shown = get_exam(request, exam)
    rows = score_table(shown)
    scores = final_scores(rows)
    pass_marks = exam_pass_line(shown)
    sat = sum(row.result is not None for row in rows)
    maximum = max((row.result.maximum for row in rows if row.result), default=0)
    bins = _from_where_scores_begin(distribution(scores, maximum, pass_marks)) if scores else []
    filters = UnitFilterForm(request.GET)
    unit = filters.cleaned_data["unit"] if filters.is_valid() else ""
    context = {
        "exam": shown,
        "units": unit_rows(rows),
        "unit": unit,
        "not_come": not_come(rows) if exam_phase(shown, timezone.now()) in _OVER else [],
        "shown_rows": [row for row in rows if row.candidate.unit.name == unit] if unit else rows,
        "is_published": are_results_visible(shown),
        "why_not_publish": why_not_publish(shown, timezone.now()),
        "sat": sat,
        "unmarked": sat - len(scores),
        "rows": rows,
        "chart": distribution_chart(bins) if bins else None,
        "release_form": ReleaseForm(initial=asdict(release_of(shown))),
        "release": release_of(shown),
        "summary": summary(scores, pass_marks),
        "pass_marks": pass_marks,
        "buttons": places.exam_result_actions.buttons(request, shown),
    }
    return render(request, "quizzes/organizing/results.html", context)


def _from_where_scores_begin(bins: list[Bin]) -> list[Bin]:
    """Leave out the empty low bins, but keep one below the pass line."""
    first = next((place for place, each in enumerate(bins) if each.count), 0)
    last_failing = max((place for place, each in enumerate(bins) if not each.passed), default=0)
    return bins[min(first, last_failing) :]


@office_role_required(Role.ORGANIZER)
@require_safe
def candidate_result(request: AuthenticatedHttpRequest, exam: UUID, candidate: UUID) -> HttpResponse:
    """Show all of a candidate's published result to whoever is asked to look at it again."""
    shown = get_exam(request, exam)
    asked_for = get_object_or_404(with_attempts(shown.candidates.select_related("user", "unit")), uuid=candidate)
    card = exam_card(asked_for, timezone.now())
    if card.result is None:
        raise Http404
    context = {"exam": shown, "card": card, "report": result_report(card, request.GET.get("attempt"), EVERYTHING)}
    return render(request, "quizzes/organizing/candidate_result.html", context)


@office_role_required(Role.ORGANIZER)
@require_safe
def results_export(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Hand out the score table as a workbook."""
    shown = get_exam(request, exam)
    name = _("%(exam)s成绩表.xlsx") % {"exam": shown.title}
    return _attachment(score_workbook(shown, score_table(shown)), XLSX, name)


@office_role_required(Role.ORGANIZER)
@require_safe
def results_csv(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Hand out the score table as text."""
    shown = get_exam(request, exam)
    return _attachment(score_csv(shown, score_table(shown)), CSV, _("%(exam)s成绩表.csv") % {"exam": shown.title})


def _attachment(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
