"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from appraisal.views import points

app_name = "appraisal"
urlpatterns: list[URLPattern] = [
    path("points/", points.my_points, name="my_points"),
    path("points/people/<uuid:person>/", points.person_points, name="person_points"),
    path("points/rules/", points.rule_list, name="rules"),
    path("points/rules/suggested/", points.rules_from_suggestion, name="rules_suggested"),
    path("points/rules/<uuid:rule>/", points.rule_edit, name="rule_edit"),
    path("points/ledger/", points.ledger, name="ledger"),
    path("points/ledger/export/", points.ledger_export, name="ledger_export"),
]
