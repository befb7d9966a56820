"""Read the environment once, and refuse loudly what makes no sense."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def env_str(name: str, default: str | None = None) -> str:
    """Return a variable's text; without a default it must be set.

    Raises:
        ImproperlyConfigured: the variable is missing and has no default.
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"环境变量 {name} 没有设置，服务不能启动。")
    return default


def env_bool(name: str, *, default: bool) -> bool:
    """Return a yes/no variable.

    Raises:
        ImproperlyConfigured: the value is neither a yes nor a no.
    """
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise ImproperlyConfigured(f"环境变量 {name}={value!r} 应为 true 或 false。")


def env_int(name: str, default: int) -> int:
    """Return a whole number.

    Raises:
        ImproperlyConfigured: the value is not a whole number.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if value.isascii() and value.isdigit():
        return int(value)
    raise ImproperlyConfigured(f"环境变量 {name}={value!r} 应为整数。")


def env_list(name: str) -> list[str]:
    """Return a comma-separated variable as a list without empty parts."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
