"""Pages for the answers of an exam on paper: the workbook, the preview, the confirmation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest, workbook_response
from quizzes.models import Exam, TypedUpload
from quizzes.organizing.typed import typed_preview, typed_workbook
from quizzes.organizing.typed_forms import TypedChosenForm, TypedFileForm
from quizzes.services.typing_in import CannotTypeInError, typed_commit, typed_upload
from quizzes.views.exams import get_exam


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Take a workbook, and show what it would bring in."""
    shown = get_exam(request, exam)
    if request.method != "POST":
        return _page(request, shown, TypedFileForm(), _chosen(shown, TypedChosenForm(request.GET)))
    form = TypedFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    file = form.cleaned_data["file"]
    try:
        upload = typed_upload(
            exam=shown, by=request.user, file_name=file.name or "", data=file.read(), now=timezone.now()
        )
    except CannotTypeInError as error:
        form.add_error("file", str(error))
        return _page(request, shown, form, status=422)
    return redirect(f"{reverse('quizzes:exam_typed', kwargs={'exam': shown.uuid})}?upload={upload.uuid}")


@office_role_required(Role.ORGANIZER)
@require_safe
def typed_template(request: AuthenticatedHttpRequest, exam: UUID) -> FileResponse:
    """Hand out the workbook to type into."""
    shown = get_exam(request, exam)
    return workbook_response(_("%(exam)s纸笔录入.xlsx") % {"exam": shown.title}, typed_workbook(shown))


@office_role_required(Role.ORGANIZER)
@require_POST
def commit(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Bring in the good rows of an upload."""
    shown = get_exam(request, exam)
    upload = _chosen(shown, TypedChosenForm(request.POST))
    if upload is None:
        messages.error(request, _("没有找到这次上传，请重新上传。"))
        return redirect("quizzes:exam_typed", exam=shown.uuid)
    try:
        added = typed_commit(upload=upload, by=request.user, now=timezone.now())
    except CannotTypeInError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已录入 %(count)d 份答卷，客观题已按答案评分。") % {"count": added})
    return redirect("quizzes:exam_typed", exam=shown.uuid)


def _chosen(exam: Exam, form: TypedChosenForm) -> TypedUpload | None:
    if not form.is_valid():
        return None
    return TypedUpload.objects.filter(exam=exam, uuid=form.cleaned_data["upload"]).select_related("exam").first()


def _page(
    request: AuthenticatedHttpRequest,
    exam: Exam,
    form: TypedFileForm,
    upload: TypedUpload | None = None,
    status: int = 200,
) -> HttpResponse:
    past = TypedUpload.objects.filter(exam=exam, committed_at__isnull=False).select_related("uploaded_by")
    context = {
        "exam": exam,
        "form": form,
        "upload": upload,
        "preview": typed_preview(upload) if upload else None,
        "past": past.defer("rows")[:20],
    }
    return render(request, "quizzes/organizing/typed.html", context, status=status)
