"""Tokens for programs: for whoever runs exams, and for the system administrator.

The answer to the form is the page with the token itself, as with first-use codes: a redirect would have to keep it.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.forms import TokenForm
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role, program_tokens
from accounts.services import program_token_issue, program_token_revoke

_WHO = (Role.ORGANIZER, Role.SYSTEM_ADMINISTRATOR)


@require_safe
@office_role_required(*_WHO)
def tokens(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the tokens that work, and those that are over."""
    now = timezone.now()
    context = {
        "tokens": program_tokens(request.user, now, ended=False),
        "ended": program_tokens(request.user, now, ended=True),
        "is_everybodys": has_office_role(request.user, Role.SYSTEM_ADMINISTRATOR),
    }
    return render(request, "accounts/tokens.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(*_WHO)
def token_add(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Make a token and show it once."""
    form = TokenForm(request.user, request.POST or None)
    if form.is_valid():
        try:
            token, row = program_token_issue(user=request.user, now=timezone.now(), **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "accounts/token_made.html", {"secret": token, "token": row})
    return render(request, "accounts/token_add.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(*_WHO)
def token_revoke(request: AuthenticatedHttpRequest, token: int) -> HttpResponse:
    """End a token at once, after a question."""
    now = timezone.now()
    subject = get_object_or_404(program_tokens(request.user, now, ended=False), pk=token)
    if request.method != "POST":
        return render(request, "accounts/token_revoke.html", {"token": subject})
    program_token_revoke(token=subject, by=request.user, now=now)
    messages.success(request, _("已撤销令牌“%(name)s”。") % {"name": subject.name})
    return redirect("accounts:tokens")
