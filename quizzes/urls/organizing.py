"""Addresses for organizers and markers."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizzes.views import analysis, composing, corrections, exams, previewing, results

urlpatterns: list[URLPattern] = [
    path("organize/blueprints/", composing.blueprints, name="blueprints"),
    path("organize/blueprints/new/", composing.blueprint_new, name="blueprint_new"),
    path("organize/blueprints/<uuid:blueprint>/", composing.blueprint, name="blueprint"),
    path("organize/blueprints/<uuid:blueprint>/delete/", composing.delete_blueprint, name="blueprint_delete"),
    path("organize/papers/<uuid:paper>/", composing.paper, name="paper"),
    path("bank/preview/", previewing.draft_preview, name="draft_preview"),
    path("bank/questions/<uuid:question>/preview/", previewing.question_preview, name="question_preview"),
    path("organize/exams/", exams.exams, name="exams"),
    path("organize/exams/new/", exams.exam_new, name="exam_new"),
    path("organize/exams/<uuid:exam>/", exams.exam, name="exam"),
    path("organize/exams/<uuid:exam>/edit/", exams.exam_edit, name="exam_edit"),
    path("organize/exams/<uuid:exam>/delete/", exams.delete_exam, name="exam_delete"),
    path("organize/exams/<uuid:exam>/schedule/", exams.schedule, name="schedule"),
    path("organize/exams/<uuid:exam>/withdraw/", exams.withdraw, name="withdraw"),
    path("organize/exams/<uuid:exam>/marking/", results.marking, name="marking"),
    path("organize/exams/<uuid:exam>/marking/<int:slot>/", results.mark_question, name="mark_question"),
    path("organize/exams/<uuid:exam>/corrections/", corrections.corrections, name="corrections"),
    path("organize/exams/<uuid:exam>/corrections/<int:slot>/", corrections.correct_question, name="correct_question"),
    path("organize/exams/<uuid:exam>/publish/", results.publish, name="publish"),
    path("organize/exams/<uuid:exam>/release/", results.change_release, name="release"),
    path("organize/exams/<uuid:exam>/results/", results.exam_results, name="exam_results"),
    path("organize/exams/<uuid:exam>/results/<uuid:candidate>/", results.candidate_result, name="candidate_result"),
    path("organize/exams/<uuid:exam>/analysis/", analysis.exam_analysis_page, name="exam_analysis"),
    path("organize/exams/<uuid:exam>/results/export/", results.results_export, name="results_export"),
]
