"""Signing in and out by API."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.authentication import BearerAuthentication
from accounts.api.scopes import METHODS
from accounts.api.serializers import ProblemSerializer, SessionInputSerializer, SessionOutputSerializer
from accounts.attempts import attempts_forget
from accounts.models import ApiToken, User
from accounts.services import api_token_end, api_token_issue


class SessionView(APIView):
    """A bearer token in exchange for a staff number and a password, and its end."""

    http_method_names = METHODS

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Look at no token while signing in: an old one must not stand in the way of a new one."""
        return [BearerAuthentication()] if self._signs_out() else []

    def get_permissions(self) -> list[BasePermission]:
        """Anyone may try to sign in."""
        return [IsAuthenticated()] if self._signs_out() else [AllowAny()]

    @extend_schema(
        operation_id="session_open",
        summary="登录",
        tags=["session"],
        description="用工号和密码换取令牌，有效 12 小时。之后的请求带 Authorization: Bearer <token>。",
        request=SessionInputSerializer,
        responses={
            201: SessionOutputSerializer,
            400: ProblemSerializer,
            401: ProblemSerializer,
            403: ProblemSerializer,
            429: ProblemSerializer,
        },
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Return a new token.

        Raises:
            AuthenticationFailed: the two do not fit.
            PermissionDenied: they fit, but the person has yet to set a password of their own.
        """
        given = SessionInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        # django-axes marks the request it is given, and its middleware looks at Django's own.
        plain = request._request  # noqa: SLF001 -- DRF offers no public name for it
        user = authenticate(plain, **given.validated_data)
        if not isinstance(user, User):
            raise AuthenticationFailed(_("工号或密码不对。"))
        if user.must_set_password:
            raise PermissionDenied(_("请先在网页上登录并设置自己的密码。"))
        attempts_forget(user.username, plain)
        token, row = api_token_issue(user=user, now=timezone.now())
        answer = SessionOutputSerializer({"token": token, "expires_at": row.expires_at})
        return Response(answer.data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="session_end",
        summary="退出",
        description="请求所带的令牌马上失效；程序的令牌等于撤销。",
        tags=["session"],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        """End the token the request came with."""
        if isinstance(request.auth, ApiToken):
            api_token_end(token=request.auth, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def get_authenticate_header(self, request: Request) -> str:  # noqa: ARG002 -- DRF's signature
        """Name the scheme on every 401, so that a wrong password is one too."""
        return "Bearer"

    def _signs_out(self) -> bool:
        return getattr(self.request, "method", None) == "DELETE"
