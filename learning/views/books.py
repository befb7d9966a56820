"""Pages of recommended books: what one is to read, what one recommends, and who has written about it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import refuse_unless
from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from learning.forms.books import BookForm
from learning.models import BookRecommendation
from learning.selectors.books import OFFICE_WIDE, may_recommend, own_books, own_readers, reader_rows, recommendations_by
from learning.services.books import book_recommend, book_recommendation_end

_PAGE = 100


@require_safe
def books(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the books recommended to somebody, and what they recommend to others."""
    own = own_books(request.user)
    recommends = may_recommend(request.user)
    context = {
        "own": own,
        "waiting": sum(not each.is_done for each in own),
        "may_recommend": recommends,
        "recommended": recommendations_by(request.user) if recommends else (),
        "today": timezone.localdate(),
    }
    return render(request, "learning/book_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def book_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Recommend a book to people."""
    _refuse_others(request)
    form = BookForm(request.user, timezone.localdate(), request.POST or None)
    if form.is_valid():
        people = form.readers()
        try:
            made = book_recommend(text=form.book_text(), people=people, by=request.user, at=timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已推荐给 %(count)d 人。") % {"count": len(people)})
            return redirect(made)
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/book_form.html", {"form": form}, status=status)


@require_safe
def book(request: AuthenticatedHttpRequest, recommendation: UUID) -> HttpResponse:
    """Show who recommends a book which of their people have written about it."""
    shown = _own_or_404(request, recommendation)
    page = Paginator(own_readers(request.user, shown, timezone.localdate()), _PAGE).get_page(request.GET.get("page"))
    context = {"book": shown, "page": page, "rows": reader_rows(request.user, shown, list(page))}
    return render(request, "learning/book_detail.html", context)


@require_POST
def book_end(request: AuthenticatedHttpRequest, recommendation: UUID) -> HttpResponse:
    """End a recommendation."""
    ending = _own_or_404(request, recommendation)
    try:
        book_recommendation_end(recommendation=ending, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已结束推荐：%(book)s") % {"book": ending})
    return redirect(ending)


def _own_or_404(request: AuthenticatedHttpRequest, recommendation: UUID) -> BookRecommendation:
    _refuse_others(request)
    return get_object_or_404(recommendations_by(request.user), uuid=recommendation)


def _refuse_others(request: AuthenticatedHttpRequest) -> None:
    refuse_unless(may_recommend(request.user), *OFFICE_WIDE, Role.REVIEWER)
