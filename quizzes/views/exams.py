"""Pages for organizers: exams and their progress."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from quizzes.archives import CannotArchiveError, archive_write
from quizzes.enums import ExamPhase, ExamState
from quizzes.models import Exam, ExamArchive
from quizzes.organizing.cautions import exam_cautions
from quizzes.organizing.corrections import correction_steps
from quizzes.organizing.forms import (
    ChosenPaperForm,
    ExamForm,
    ReasonForm,
    ReleaseForm,
    exam_initial,
    new_exam_initial,
)
from quizzes.organizing.granting import PostponeForm
from quizzes.organizing.selectors import (
    marking_tasks,
    office_exams,
)
from quizzes.organizing.watching import exam_watch
from quizzes.selectors import candidates_expected, exam_phase
from quizzes.services import (
    CannotScheduleError,
    CannotSucceedError,
    ExamTransitionError,
    exam_archive,
    exam_create,
    exam_delete,
    exam_follow,
    exam_postpone,
    exam_resit,
    exam_schedule,
    exam_update,
    exam_withdraw,
)
from quizzes.services.publication import why_not_publish

_PAGE = 30


def get_exam(request: AuthenticatedHttpRequest, exam: UUID) -> Exam:
    """Return an exam of the organizer's own office."""
    return get_object_or_404(Exam.objects.select_related("cohort", "office"), office=request.user.office, uuid=exam)


@office_role_required(Role.ORGANIZER)
@require_safe
def exams(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the office's exams with where each stands."""
    page = Paginator(office_exams(request.user.office), _PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [(exam, exam_phase(exam, now)) for exam in page]
    return render(request, "quizzes/organizing/exam_list.html", {"page": page, "rows": rows})


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def exam_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Make a draft of an exam."""
    office = request.user.office
    if request.method != "POST":
        chosen = ChosenPaperForm(request.GET).papers(office)
        return _exam_page(request, ExamForm(office=office, initial={**new_exam_initial(), "papers": chosen}))
    form = ExamForm(request.POST, request.FILES, office=office)
    if not form.is_valid():
        return _exam_page(request, form, status=422)
    exam = exam_create(text=form.text, papers=form.cleaned_data["papers"], by=request.user)
    messages.success(request, _("草稿已保存。核对无误后再发布给考生。"))
    return redirect(exam)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def exam_edit(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Change a draft."""
    edited, office = get_exam(request, exam), request.user.office
    if edited.state != ExamState.DRAFT:
        messages.error(request, _("考试已经发布，不能再改；没有人开始作答时可以先撤回。"))
        return redirect(edited)
    if request.method != "POST":
        return _exam_page(request, ExamForm(office=office, exam=edited, initial=exam_initial(edited)), edited)
    form = ExamForm(request.POST, request.FILES, office=office, exam=edited)
    if not form.is_valid():
        return _exam_page(request, form, edited, status=422)
    try:
        exam_update(exam=edited, text=form.text, papers=form.cleaned_data["papers"])
    except ExamTransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("草稿已保存。"))
    return redirect(edited)


def _exam_page(
    request: AuthenticatedHttpRequest, form: ExamForm, exam: Exam | None = None, status: int = 200
) -> HttpResponse:
    """Show the form, or what has to be made first where there is nobody to examine or nothing to ask."""
    context: dict[str, Any] = {
        "form": form,
        "exam": exam,
        "lacks_cohort": not request.user.office.cohorts.exists(),
        "lacks_paper": not request.user.office.papers.exists(),
    }
    return render(request, "quizzes/organizing/exam_form.html", context, status=status)


@office_role_required(Role.ORGANIZER)
@require_POST
def delete_exam(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Delete a draft that was never announced."""
    shown = get_exam(request, exam)
    try:
        exam_delete(exam=shown)
    except ExamTransitionError as error:
        messages.error(request, str(error))
        return redirect(shown)
    messages.success(request, _("已删除草稿“%(title)s”。") % {"title": shown.title})
    return redirect("quizzes:exams")


@office_role_required(Role.ORGANIZER)
@require_safe
def exam(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show where an exam stands, who has come, and the one thing to do next."""
    shown = get_exam(request, exam)
    now = timezone.now()
    phase = exam_phase(shown, now)
    can_withdraw = phase in {ExamPhase.UPCOMING, ExamPhase.OPEN} and not shown.attempts.exists()
    tasks = marking_tasks(shown) if phase in {ExamPhase.OPEN, ExamPhase.CLOSED, ExamPhase.MARKING} else []
    context = {
        "exam": shown,
        "phase": phase,
        "papers": shown.papers.defer("content", "blueprint_snapshot", "stock"),
        "can_withdraw": can_withdraw,
        "cautions": exam_cautions(shown, now) if can_withdraw or phase == ExamPhase.DRAFT else [],
        "release_form": ReleaseForm(),
        "expected": len(candidates_expected(shown, now)) if phase == ExamPhase.DRAFT else 0,
        "is_time": shown.opens_at <= now,
        "watch": exam_watch(shown, now),
        "postpone_form": PostponeForm(initial=PostponeForm.initial_for(shown)),
        "can_postpone": phase in {ExamPhase.UPCOMING, ExamPhase.OPEN},
        "resits": shown.resits.all(),
        "archives": shown.archives.select_related("by")[:3],
        "marking_left": sum(task.total - task.done for task in tasks),
        "why_not_publish": why_not_publish(shown, now),
        "transitions": shown.transitions.select_related("by"),
        "corrections": correction_steps(shown),
        "reason_form": ReasonForm(),
    }
    return render(request, "quizzes/organizing/exam_detail.html", context)


@office_role_required(Role.ORGANIZER)
@require_POST
def schedule(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Publish an exam to its candidates."""
    shown = get_exam(request, exam)
    try:
        exam_schedule(exam=shown, by=request.user, now=timezone.now())
    except CannotScheduleError as error:
        for reason in error.reasons:
            messages.error(request, reason)
    except ExamTransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _announced(shown))
    return redirect(shown)


def _announced(exam: Exam) -> str:
    count = {"count": exam.candidates.count()}
    if exam.opens_at <= timezone.now():
        return _("已发布给 %(count)d 名考生，现在就可以进入。") % count
    return _("已发布给 %(count)d 名考生，到时自动开考。") % count


@office_role_required(Role.ORGANIZER)
@require_POST
def withdraw(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Take a scheduled exam back while nobody has begun it."""
    shown = get_exam(request, exam)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明撤回的原因（不超过 200 字）。"))
        return redirect(shown)
    try:
        exam_withdraw(exam=shown, by=request.user, now=timezone.now(), reason=form.cleaned_data["reason"])
    except ExamTransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已撤回为草稿，考生不再看到这次考试。"))
    return redirect(shown)


@office_role_required(Role.ORGANIZER)
@require_POST
def postpone(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Move the window of an announced exam."""
    shown = get_exam(request, exam)
    form = PostponeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有改期：请填好开始、结束和原因。"))
        return redirect(shown)
    try:
        exam_postpone(exam=shown, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ExamTransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已改期，考生看到的时间已经更新。"))
    return redirect(shown)


@office_role_required(Role.ORGANIZER)
@require_POST
def follow(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Prepare the next quarter's test."""
    return _succeed(request, get_exam(request, exam), exam_follow, _("已按这一场准备好下一季度的草稿，请核对时间。"))


@office_role_required(Role.ORGANIZER)
@require_POST
def resit(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Prepare the resit."""
    return _succeed(request, get_exam(request, exam), exam_resit, _("补考草稿准备好了，请核对时间和试卷。"))


def _succeed(request: AuthenticatedHttpRequest, shown: Exam, prepare: Callable[..., Exam], told: str) -> HttpResponse:
    try:
        draft = prepare(exam=shown, by=request.user, now=timezone.now())
    except CannotSucceedError as error:
        messages.error(request, str(error))
        return redirect(shown)
    messages.success(request, told)
    return redirect(draft)


@office_role_required(Role.ORGANIZER)
@require_POST
def archive(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Put a published exam away."""
    shown = get_exam(request, exam)
    try:
        exam_archive(exam=shown, by=request.user, now=timezone.now())
    except ExamTransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已归档。成绩和记录都还可以查看，不能再改。"))
    return redirect(shown)


@office_role_required(Role.ORGANIZER)
@require_POST
def archive_file(request: AuthenticatedHttpRequest, exam: UUID) -> FileResponse | HttpResponse:
    """Hand out everything of a finished exam in one file, and note its fingerprint."""
    shown = get_exam(request, exam)
    file = BytesIO()
    try:
        fingerprint = archive_write(shown, file)
    except CannotArchiveError as error:
        messages.error(request, str(error))
        return redirect(shown)
    ExamArchive.objects.create(
        exam=shown, fingerprint=fingerprint, size=file.tell(), by=request.user, at=timezone.now()
    )
    file.seek(0)
    name = _("%(exam)s归档.zip") % {"exam": shown.title}
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
