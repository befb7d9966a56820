"""Getting in, getting out, setting one's password, one's own page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from accounts.forms import ChangePasswordForm, FirstPasswordForm, NextForm, SignInForm
from accounts.http import AuthenticatedHttpRequest
from accounts.places import own_actions
from accounts.selectors import has_office_role, postings_of, recent_sign_ins, today
from accounts.services import password_set


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let a person in with the password, or once with the first-use code in its place."""
    target = _target(request)
    if request.user.is_authenticated:
        return redirect(target)
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if user is not None:
            login(request, user)
            return redirect(target)
        form.add_error(None, _("工号或密码不对。连续错 5 次，要等 15 分钟。"))
    return render(request, "accounts/sign_in.html", {"form": form, "next_form": _next_form(request)})


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Let a person out and leave nothing of theirs in the browser."""
    logout(request)
    messages.success(request, _("已退出。"))
    response = redirect("accounts:sign_in")
    # Not "cookies": they would go for every other site on this host name too.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Take a first password of one's own, or another in its place; this session goes on, others end."""
    user = request.user
    first = user.must_set_password
    form = (FirstPasswordForm if first else ChangePasswordForm)(user, request.POST or None)
    if form.is_valid():
        password_set(user=user, password=form.cleaned_data["new_password1"], now=timezone.now())
        update_session_auth_hash(request, user)
        messages.success(
            request, _("密码已设置，以后用它登录。") if first else _("密码已修改，其他设备上的登录已失效。")
        )
        return redirect(_target(request, otherwise="home" if first else "accounts:me"))
    return render(
        request, "accounts/set_password.html", {"form": form, "next_form": _next_form(request), "first": first}
    )


@require_safe
def me(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show a person what the office knows of them."""
    user = request.user
    context = {
        "person": user,
        "postings": postings_of(user),
        "roles": user.role_assignments.select_related("unit"),
        "today": today(),
        "sign_ins": recent_sign_ins(user),
        "buttons": own_actions.buttons(request, user),
        "makes_tokens": has_office_role(user, Role.ORGANIZER, Role.SYSTEM_ADMINISTRATOR),
    }
    return render(request, "accounts/me.html", context)


def _next_form(request: HttpRequest) -> NextForm:
    return NextForm(request.POST or request.GET)


def _target(request: HttpRequest, otherwise: str = "home") -> str:
    return _next_form(request).target(request) or resolve_url(otherwise)
