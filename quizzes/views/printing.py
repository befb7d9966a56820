"""What an exam puts on paper: a page that lists it, and the files."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.print_fonts import UNPRINTABLE, print_fonts
from accounts.printing import Document, to_pdf, to_word
from quizzes.models import Exam, Paper, Seat
from quizzes.organizing.print_forms import ExamPrintForm, PaperPrintForm, PaperPrintKind, PrintFormat, PrintKind
from quizzes.prints.papers import answer_sheet, candidates_copy, paper_key
from quizzes.prints.rooms import admission_cards, door_signs, sign_in_list
from quizzes.prints.scores import score_list
from quizzes.views.exams import get_exam

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Prints that say where people sit.
_NEED_SEATS = {PrintKind.CARDS, PrintKind.DOORS}


@office_role_required(Role.ORGANIZER)
@require_safe
def prints(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """List what can be printed before, on and after the day."""
    shown = get_exam(request, exam)
    context = {
        "exam": shown,
        "has_seats": _has_seats(shown),
        "has_results": shown.attempts.exists(),
        "papers": shown.papers.defer("content", "blueprint_snapshot", "stock").order_by("form", "pk"),
    }
    return render(request, "quizzes/organizing/prints.html", context)


@office_role_required(Role.ORGANIZER)
@require_safe
def exam_print(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Hand out one print as PDF or Word."""
    shown = get_exam(request, exam)
    form = ExamPrintForm(request.GET)
    if not form.is_valid():
        raise Http404
    if form.cleaned_data["what"] in _NEED_SEATS and not _has_seats(shown):
        messages.error(request, _("还没有排座位：先在“考场”里排好，再打印。"))
        return redirect("quizzes:exam_rooms", exam=shown.uuid)
    try:
        return document_response(_document(shown, form), form.cleaned_data["to"])
    except UNPRINTABLE as error:
        messages.error(request, str(error))
        return redirect("quizzes:exam_prints", exam=shown.uuid)


@office_role_required(Role.ORGANIZER)
@require_safe
def paper_print(request: AuthenticatedHttpRequest, paper: UUID) -> HttpResponse:
    """Hand out a paper, its answer sheet or its key as PDF or Word."""
    shown = get_object_or_404(Paper.objects.select_related("office"), uuid=paper, office=request.user.office)
    form = PaperPrintForm(request.GET)
    if not form.is_valid():
        raise Http404
    if shown.is_stock and form.cleaned_data["what"] != PaperPrintKind.KEY:
        messages.error(request, _("这是抽题池，每人从中抽一份，不能印成一份卷。"))
        return redirect(shown)
    try:
        return document_response(_paper_document(shown, form), form.cleaned_data["to"])
    except UNPRINTABLE as error:
        messages.error(request, str(error))
        return redirect(shown)


def document_response(document: Document, to: PrintFormat) -> HttpResponse:
    """Return a document as a file: a PDF is shown by the browser, a Word file saved.

    Raises:
        MissingCharactersError: no font of the PDF has a character; Word asks the reader's computer.
    """
    if to == PrintFormat.WORD:
        content, kind = to_word(document), _WORD
    else:
        content, kind = to_pdf(document, print_fonts()), "application/pdf"
    name = f"{document.title}.{to}"
    disposition = content_disposition_header(as_attachment=to == PrintFormat.WORD, filename=name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition or "inline"})


def _has_seats(exam: Exam) -> bool:
    return Seat.objects.filter(candidate__exam=exam).exists()


def _document(exam: Exam, form: ExamPrintForm) -> Document:
    what, asked = form.cleaned_data["what"], form.cleaned_data
    if what == PrintKind.CARDS:
        return admission_cards(exam)
    if what == PrintKind.DOORS:
        return door_signs(exam)
    if what == PrintKind.SCORES:
        return score_list(exam, with_places=asked["places"])
    return sign_in_list(exam, by_unit=asked["by_unit"])


def _paper_document(paper: Paper, form: PaperPrintForm) -> Document:
    what, with_seal = form.cleaned_data["what"], not form.cleaned_data["no_seal"]
    if what == PaperPrintKind.KEY:
        return paper_key(paper)
    if what == PaperPrintKind.ANSWER_SHEET:
        return answer_sheet(paper, with_seal=with_seal)
    return candidates_copy(paper, with_seal=with_seal)
