"""Addresses under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "quizzes_api"
urlpatterns: list[URLPattern] = []
