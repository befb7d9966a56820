"""Addresses for candidates."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizzes.views import history, practice, remarks, sealing, taking

urlpatterns: list[URLPattern] = [
    path("exams/", taking.my_exams, name="my_exams"),
    path("exams/mistakes/", practice.my_mistakes, name="my_mistakes"),
    path("exams/practice/", practice.practice, name="practice"),
    path("exams/practice/<uuid:document>/", practice.practice_document, name="practice_document"),
    path("exams/history/", history.my_history, name="my_history"),
    path("exams/<uuid:exam>/", taking.start, name="start"),
    path("exams/<uuid:exam>/sealed/", sealing.sealed, name="sealed"),
    path("attempts/<uuid:attempt>/", taking.attempt, name="attempt"),
    path("attempts/<uuid:attempt>/check/", taking.submit_check, name="submit_check"),
    path("attempts/<uuid:attempt>/submitted/", taking.submitted, name="submitted"),
    path("attempts/<uuid:attempt>/statement/", taking.statement, name="statement"),
    path("results/<uuid:candidate>/", taking.my_result, name="my_result"),
    path("results/<uuid:candidate>/practice/<int:slot>/", practice.practise, name="practise"),
    path("results/<uuid:candidate>/questions/<int:slot>/remark/", remarks.remark, name="remark"),
]
