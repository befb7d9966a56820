"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """学习."""

    name = "learning"
    verbose_name = "学习"
