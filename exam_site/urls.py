"""Addresses: what each app answers to, put together."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from exam_site import views

api: list[URLPattern | URLResolver] = [
    path("v1/", include("quizzes.api.urls")),
    path("v1/", include("accounts.api.urls")),
    path("schema/", login_not_required(SpectacularAPIView.as_view()), name="schema"),
    path("docs/", views.ApiDocsView.as_view(url_name="schema"), name="api_docs"),
]

handler400 = "exam_site.refusals.bad_request"
handler403 = "exam_site.refusals.permission_denied"
handler404 = "exam_site.refusals.not_found"
handler500 = "exam_site.refusals.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    # First: addresses are tried in this order, and answers are saved through the API.
    path("api/", include(api)),
    path("xapi/", include("lrs.urls")),
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("accounts.urls")),
    path("", include("question_bank.urls")),
    path("", include("quizzes.urls")),
    path("", include("learning.urls")),
    path("", include("certificates.urls")),
    path("", include("appraisal.urls")),
    path("admin/", admin.site.urls),
]
