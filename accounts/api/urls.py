"""Addresses of the API, under /api/v1/."""

from __future__ import annotations

from django.urls import path

from accounts.api.views import SessionView

app_name = "accounts_api"
urlpatterns = [
    path("session/", SessionView.as_view(), name="session"),
]
