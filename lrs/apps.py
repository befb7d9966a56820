"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class LrsConfig(AppConfig):
    """学习记录库."""

    name = "lrs"
    verbose_name = "学习记录库"
