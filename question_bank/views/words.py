"""What an office means by headings and labels of its own: asked where a sheet has them, listed on a page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import ImportState, WordKind
from question_bank.forms import WordForm, WordsForm
from question_bank.models import SheetFile, SheetImport, SheetWord
from question_bank.selectors import is_moderate
from question_bank.services import job_do, sheet_reread, word_forget, words_learn
from question_bank.views.access import get_import_for_user, trainers_only


def words_form(shown: SheetImport) -> WordsForm | None:
    """Return the question what a sheet's unknown words mean; None where there are none or it is too late."""
    is_open = shown.state in {ImportState.PREVIEW, ImportState.FAILED}
    if not is_open or not shown.unknown_words or not SheetFile.objects.filter(sheet_import=shown).exists():
        return None
    return WordsForm(shown.unknown_words)


@require_POST
@trainers_only
def import_words(request: AuthenticatedHttpRequest, sheet_import: UUID) -> HttpResponseRedirect:
    """Learn what a sheet's words mean and read it again."""
    shown = get_import_for_user(request, sheet_import)
    form = WordsForm(shown.unknown_words, request.POST)
    learnt = 0
    try:
        if form.is_valid():
            learnt = sum(
                words_learn(office=request.user.office, kind=kind, meanings=form.meanings(kind)) for kind in WordKind
            )
        if learnt:
            job = sheet_reread(sheet_import=shown, by=request.user, now=timezone.now())
            if is_moderate(job):
                job_do(job=job, clock=timezone.now)
            messages.success(
                request, _("记住了 %(count)d 个写法，文件已重新读取；以后的文件都照此读。") % {"count": learnt}
            )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect(shown)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def words(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List an office's own words and take another."""
    office = request.user.office
    form = WordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            words_learn(office=office, kind=WordKind(told["kind"]), meanings={told["word"]: told["meaning"]})
        except RefusedError as refusal:
            form.add_error("word", str(refusal))
        else:
            messages.success(request, _("记住了“%(word)s”。") % {"word": told["word"]})
            return redirect("question_bank:words")
    meanings = dict(form.fields["meaning"].choices)  # type: ignore[attr-defined]  # it is a ChoiceField
    known = [(word, meanings.get(word.meaning, word.meaning)) for word in office.sheet_words.all()]
    context = {"form": form, "known": known}
    return render(request, "question_bank/words.html", context, status=422 if form.is_bound else 200)


@require_POST
@trainers_only
def word_removal(request: AuthenticatedHttpRequest, word: int) -> HttpResponseRedirect:
    """Forget a word."""
    shown = get_object_or_404(SheetWord, office=request.user.office_id, pk=word)
    word_forget(word=shown)
    messages.success(request, _("忘掉了“%(word)s”。") % {"word": shown.word})
    return redirect("question_bank:words")
