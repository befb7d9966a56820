"""Who may use an address of the API: by role, and where a program asks, by its token's scopes too."""

from __future__ import annotations

from typing import ClassVar, cast

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.enums import SCOPE_ROLES, Scope
from accounts.models import ApiToken, User
from accounts.selectors import has_office_role

#: Without OPTIONS: what an address takes stands in its documentation.
METHODS = ["get", "head", "post", "put", "patch", "delete"]


class ScopePermission(BasePermission):
    """Let in whose roles cover the method's scope, and whose token, if a program's, has it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Say no with a sentence for whoever wrote the program.

        Raises:
            PermissionDenied: the roles or the token fall short.
        """
        scope = cast("ScopedView", view).scope_of(request.method or "")
        if scope is None:
            return True
        user = cast("User", request.user)
        roles = SCOPE_ROLES[scope]
        if roles and not has_office_role(user, *roles):
            names = "、".join(str(role.label) for role in roles)
            raise PermissionDenied(_("这个接口由%(roles)s使用。") % {"roles": names})
        if not has_scope(request, scope):
            raise PermissionDenied(_("令牌没有“%(scope)s”这项权限。") % {"scope": scope.value})
        return True


class ScopedView(APIView):
    """An address whose methods each want a scope."""

    permission_classes = [IsAuthenticated, ScopePermission]
    http_method_names = METHODS
    scopes: ClassVar[dict[str, Scope]] = {}

    def scope_of(self, method: str) -> Scope | None:
        """Return what a method wants; one that the address does not answer wants nothing and is told so."""
        return self.scopes.get("GET" if method == "HEAD" else method)


def has_scope(request: Request, scope: Scope) -> bool:
    """Return whether a request may be used for this: a browser and a sign-in are no narrower than the person."""
    token = request.auth
    return not isinstance(token, ApiToken) or token.scopes is None or scope.value in token.scopes
