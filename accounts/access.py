"""Who may see a page: decided by role here, by object in each app's `_get_…_for_user` helpers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role, has_role

View = Callable[..., HttpResponseBase]


def role_required(*roles: Role) -> Callable[[View], View]:
    """Let in only who holds one of the roles today; others get a page that says which role it takes."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refuse_unless(has_role(cast("AuthenticatedHttpRequest", request).user, *roles), *roles)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def office_role_required(*roles: Role) -> Callable[[View], View]:
    """Let in only who holds one of the roles today over the whole office, not over a part of it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refuse_unless(has_office_role(cast("AuthenticatedHttpRequest", request).user, *roles), *roles)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def refuse_unless(allowed: bool, *roles: Role) -> None:  # noqa: FBT001 -- reads as a sentence at the call
    """Stop here with a sentence for the person.

    Raises:
        PermissionDenied: not allowed.
    """
    if not allowed:
        names = "、".join(str(role.label) for role in roles)
        raise PermissionDenied(
            _("这个页面由%(roles)s使用。") % {"roles": names} if names else _("你不能查看这个页面。")
        )
