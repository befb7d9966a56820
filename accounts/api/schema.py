"""How the API's documentation tells our ways of signing in, our errors and our pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from accounts.api.problems import CONTENT_TYPE
from accounts.api.scopes import ScopedView
from accounts.api.serializers import ProblemSerializer
from accounts.enums import Scope

_WORDS = {
    "400": "参数或内容有误，`errors` 逐项说明",
    "401": "没有登录，或者令牌已失效",
    "403": "角色不够，或者令牌没有这项权限",
    "404": "没有，或者不属于本机关、本人",
    "406": "只提供 JSON",
    "409": "现在不能这样做，`detail` 说明原因",
    "415": "只接受 JSON",
    "429": "试错次数太多，过 `Retry-After` 秒再试",
}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular registers itself untyped
    """A bearer token: of a sign-in, or one that a program was given."""

    target_class = "accounts.api.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002 -- its signature
        """Return OpenAPI's words for it, with every scope."""
        scopes = "\n".join(f"- `{scope.value}`：{scope.label}" for scope in Scope)
        return {
            "type": "http",
            "scheme": "bearer",
            "description": (
                "`POST /api/v1/session/` 换得的令牌，能做本人能做的一切；"
                f"或者在“我的账户 → 接口令牌”里为程序生成的令牌，只能做勾选的：\n\n{scopes}"
            ),
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # likewise
    """The cookie of a browser."""

    target_class = "rest_framework.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002 -- its signature
        """Return OpenAPI's words for it."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "网页登录后的会话；写的请求还要带 X-CSRFToken",
        }


class ProblemAutoSchema(AutoSchema):
    """Tells the scope an address wants, and its errors as what they are: problem details."""

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        """Add the scope to the words of the method."""
        scope = self._scope()
        said = super().get_description()
        return f"{said}\n\n需要权限：`{scope.value}`（{scope.label}）" if scope else said

    def get_extensions(self) -> dict[str, Any]:
        """Name the scope for programs."""
        scope = self._scope()
        return {**super().get_extensions(), **({"x-scope": scope.value} if scope else {})}

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        """Add what every address may answer to what the method says of its own."""
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        own = {code for code in bodies if code >= "400"}
        for code in sorted(own | self._usual_problems()):
            body = self._get_response_for_code(  # type: ignore[no-untyped-call]
                ProblemSerializer, code, [CONTENT_TYPE], direction
            )
            bodies[code] = {**body, "description": _WORDS[code]}
        return bodies

    def _usual_problems(self) -> set[str]:
        codes = {"406"}
        if any(isinstance(permission, IsAuthenticated) for permission in self.view.get_permissions()):
            codes |= {"401", "403"}
        if self._scope():
            codes.add("403")
        if "{" in self.path:
            codes.add("404")
        if self.get_override_parameters():
            codes.add("400")
        if self.method in {"POST", "PUT", "PATCH"}:
            codes |= {"400", "415"}
        return codes

    def _scope(self) -> Scope | None:
        return self.view.scope_of(self.method) if isinstance(self.view, ScopedView) else None


def page_of(row: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """Return the shape of a page of rows, for the documentation."""
    fields: dict[str, serializers.Field[Any, Any, Any, Any]] = {
        "count": serializers.IntegerField(help_text="一共多少行"),
        "next": serializers.CharField(allow_null=True, help_text="下一页的地址"),
        "previous": serializers.CharField(allow_null=True, help_text="上一页的地址"),
        "results": row(many=True),
    }
    shape: serializers.Serializer[Any] = inline_serializer(
        name=row.__name__.replace("Serializer", "Page"), fields=fields
    )
    return shape
