"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from appraisal import views

app_name = "appraisal"
urlpatterns: list[URLPattern] = [
    path("points/", views.my_points, name="my_points"),
    path("points/people/<uuid:person>/", views.person_points, name="person_points"),
    path("points/rules/", views.rule_list, name="rules"),
    path("points/rules/suggested/", views.rules_from_suggestion, name="rules_suggested"),
    path("points/rules/<uuid:rule>/", views.rule_edit, name="rule_edit"),
    path("points/ledger/", views.ledger, name="ledger"),
    path("points/ledger/export/", views.ledger_export, name="ledger_export"),
]
