"""Addresses for organizers and markers."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizzes.views import organizing as views
from quizzes.views import previewing, results

urlpatterns: list[URLPattern] = [
    path("organize/blueprints/", views.blueprints, name="blueprints"),
    path("organize/blueprints/new/", views.blueprint_new, name="blueprint_new"),
    path("organize/blueprints/<uuid:blueprint>/", views.blueprint, name="blueprint"),
    path("organize/blueprints/<uuid:blueprint>/delete/", views.delete_blueprint, name="blueprint_delete"),
    path("organize/papers/<uuid:paper>/", views.paper, name="paper"),
    path("bank/preview/", previewing.draft_preview, name="draft_preview"),
    path("bank/questions/<uuid:question>/preview/", previewing.question_preview, name="question_preview"),
    path("organize/exams/", views.exams, name="exams"),
    path("organize/exams/new/", views.exam_new, name="exam_new"),
    path("organize/exams/<uuid:exam>/", views.exam, name="exam"),
    path("organize/exams/<uuid:exam>/edit/", views.exam_edit, name="exam_edit"),
    path("organize/exams/<uuid:exam>/delete/", views.delete_exam, name="exam_delete"),
    path("organize/exams/<uuid:exam>/schedule/", views.schedule, name="schedule"),
    path("organize/exams/<uuid:exam>/withdraw/", views.withdraw, name="withdraw"),
    path("organize/exams/<uuid:exam>/marking/", results.marking, name="marking"),
    path("organize/exams/<uuid:exam>/marking/<int:slot>/", results.mark_question, name="mark_question"),
    path("organize/exams/<uuid:exam>/publish/", results.publish, name="publish"),
    path("organize/exams/<uuid:exam>/results/", results.exam_results, name="exam_results"),
    path("organize/exams/<uuid:exam>/results/<uuid:candidate>/", results.candidate_result, name="candidate_result"),
    path("organize/exams/<uuid:exam>/results/export/", results.results_export, name="results_export"),
]
