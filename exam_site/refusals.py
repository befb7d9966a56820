"""What Django answers before or beside any view: a page for people, problem details for programs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

from accounts.api.problems import path_problem


def bad_request(request: HttpRequest, exception: Exception, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer what cannot be read at all."""
    problem = path_problem(request, HTTPStatus.BAD_REQUEST, _("请求读不懂。"))
    return problem or defaults.bad_request(request, exception, *args, **kwargs)


def permission_denied(request: HttpRequest, exception: Exception, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer whom it is not for."""
    problem = path_problem(request, HTTPStatus.FORBIDDEN, str(exception) or _("没有权限。"))
    return problem or defaults.permission_denied(request, exception, *args, **kwargs)


def not_found(request: HttpRequest, exception: Exception, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer an address that is not there."""
    problem = path_problem(request, HTTPStatus.NOT_FOUND, _("没有这个地址。"))
    return problem or defaults.page_not_found(request, exception, *args, **kwargs)


def server_error(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer a fault of ours, without its words."""
    problem = path_problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, _("系统出了差错，请稍后再试。"))
    return problem or defaults.server_error(request, *args, **kwargs)
