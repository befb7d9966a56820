"""Rules that hold on every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

GetResponse = Callable[[HttpRequest], HttpResponse]


class NoStoreMiddleware:
    """What a signed-in person sees is not kept by a browser: the next person at the desk cannot go back to it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # The hot path signs in by attempt token and never touches the session.
        accessed = getattr(request, "session", None) is not None and request.session.accessed
        # REST framework leaves None for a user where nobody is signed in.
        signed_in = accessed and request.user is not None and request.user.is_authenticated
        if signed_in and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class SignedInMiddleware(LoginRequiredMiddleware):
    """Django's rule that every page wants a sign-in, asking the view before the session.

    Views that know their sender otherwise, by attempt token or by client key, then cost no look-up of session and user,
    even where a browser sends its cookies along.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Send to the sign-in page whoever must be signed in and is not."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class PolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, without building a policy for a response that brings its own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the site's policy."""
        return response if HEADER in response else super().process_response(request, response)


class PasswordSetMiddleware:
    """Whoever came in with a first-use code sets a password before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._must_set_password(request):
            return self.get_response(request)
        # What was asked for comes after; a form that was sent cannot be sent again by itself.
        wanted = {"next": request.get_full_path()} if request.method == "GET" and request.path != "/" else {}
        return redirect(reverse("accounts:set_password", query=wanted))

    @staticmethod
    def _must_set_password(request: HttpRequest) -> bool:
        # First of all, for the API's sake: neither looking up an address nor the user is cheap.
        if request.path.startswith(("/api/", "/xapi/", "/static/", "/healthz", "/readyz")):
            return False
        if request.path in {reverse("accounts:set_password"), reverse("accounts:sign_out")}:
            return False
        return request.user.is_authenticated and request.user.must_set_password
