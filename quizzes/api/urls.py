"""Addresses under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizzes.api import exams, results, taking
from quizzes.api.office import views as office

app_name = "quizzes_api"
urlpatterns: list[URLPattern] = [
    path("attempts/<uuid:attempt>/responses/", taking.attempt_responses, name="responses"),
    path("attempts/<uuid:attempt>/", taking.attempt_detail, name="attempt"),
    path("attempts/<uuid:attempt>/contact/", taking.attempt_contact, name="contact"),
    path("attempts/<uuid:attempt>/submit/", taking.attempt_submission, name="submit"),
    path("results/", results.OwnResultListView.as_view(), name="own_results"),
    path("results/<uuid:exam>/", results.OwnResultView.as_view(), name="own_result"),
    path("office/exams/", office.ExamListView.as_view(), name="office_exams"),
    path("office/exams/<uuid:exam>/", office.ExamDetailView.as_view(), name="office_exam"),
    path("office/exams/<uuid:exam>/candidates/", office.CandidateListView.as_view(), name="office_candidates"),
    path(
        "office/exams/<uuid:exam>/candidates/<uuid:candidate>/",
        office.CandidateView.as_view(),
        name="office_candidate",
    ),
    path("office/exams/<uuid:exam>/attempts/", office.AttemptListView.as_view(), name="office_attempts"),
    path("office/exams/<uuid:exam>/results/", office.ResultListView.as_view(), name="office_results"),
    path("exams/", exams.ExamListView.as_view(), name="exams"),
    path("exams/<uuid:exam>/attempts/", exams.AttemptStartView.as_view(), name="attempts"),
]
