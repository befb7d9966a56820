"""Addresses under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizzes.api import exams, taking

app_name = "quizzes_api"
urlpatterns: list[URLPattern] = [
    path("attempts/<uuid:attempt>/responses/", taking.attempt_responses, name="responses"),
    path("attempts/<uuid:attempt>/", taking.attempt_detail, name="attempt"),
    path("attempts/<uuid:attempt>/contact/", taking.attempt_contact, name="contact"),
    path("attempts/<uuid:attempt>/submit/", taking.attempt_submission, name="submit"),
    path("exams/", exams.ExamListView.as_view(), name="exams"),
    path("exams/<uuid:exam>/attempts/", exams.AttemptStartView.as_view(), name="attempts"),
]
