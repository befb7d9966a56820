"""Pasted questions: shown as they are understood while they are typed, then gone through like any sheet."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import RowStatus
from question_bank.forms import PasteForm
from question_bank.services import (
    bank_ensure,
    mappings_of,
    rows_compare,
    rows_suggest,
    sheet_import,
    sheet_import_ask,
    sheet_read,
)
from question_bank.services.imports import READ_AT_ONCE
from question_bank.sheets import ParsedQuestion, SheetReport
from question_bank.views.access import trainers_only
from question_bank.views.likeness import compare_at_once
from question_bank.views.showing import ShownQuestion, show_parsed

#: Nobody reads more of them beside the text.
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PreviewedQuestion:
    """A question as a cadre would see it, and what is to be said of it."""

    shown: ShownQuestion
    parsed: ParsedQuestion
    status: RowStatus


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def paste(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Take text; without scripts a button shows what was understood."""
    form = PasteForm(request.user.office, request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        try:
            if form.cleaned_data["step"] == "keep":
                return _keep(request, form)
            context |= _preview(request, form.cleaned_data["text"])
        except RefusedError as refusal:
            form.add_error("text", str(refusal))
    return render(request, "question_bank/paste.html", context, status=422 if form.errors else 200)


@require_POST
@trainers_only
def paste_preview(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Return what was understood so far, for the page to show beside the text."""
    form = PasteForm(request.user.office, request.POST)
    context: dict[str, object] = {"refusal": ""}
    if not form.is_valid():
        context["refusal"] = " ".join(str(error) for error in form.errors.get("text", []))
    else:
        try:
            context |= _preview(request, form.cleaned_data["text"])
        except RefusedError as refusal:
            context["refusal"] = str(refusal)
    return render(request, "question_bank/_paste_preview.html", context)


def _preview(request: AuthenticatedHttpRequest, text: str) -> dict[str, object]:
    report: SheetReport = sheet_read(text.encode(), "", mappings=mappings_of(request.user.office))
    questions = [
        PreviewedQuestion(show_parsed(parsed), parsed, RowStatus(parsed.status)) for parsed in report.questions[:_SHOWN]
    ]
    statuses = [parsed.status for parsed in report.questions]
    return {
        "questions": questions,
        "total": len(statuses),
        "good": statuses.count("ok"),
        "left_off": len(statuses) - len(questions),
        "problems": report.problems,
        "refusal": report.absence,
    }


def _keep(request: AuthenticatedHttpRequest, form: PasteForm) -> HttpResponseRedirect:
    bank = form.cleaned_data.get("bank") or bank_ensure(office=request.user.office)
    data, by, now = form.cleaned_data["text"].encode(), request.user, timezone.now()
    name = _("粘贴的试题 %(at)s") % {"at": timezone.localtime(now).strftime("%m-%d %H:%M")}
    if len(data) > READ_AT_ONCE:
        return redirect(sheet_import_ask(bank=bank, data=data, file_name=name, by=by, now=now))
    kept = sheet_import(bank=bank, data=data, file_name=name, by=by, now=now)
    if kept.rows.exists():
        rows_suggest(sheet_import=kept, by=by, now=now)
        compare_at_once(rows_compare(sheet_import=kept, by=by, now=now))
    return redirect(kept)
