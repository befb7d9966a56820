"""Addresses of the API, under /api/v1/."""

from __future__ import annotations

from django.urls import path

from accounts.api.cohorts import CohortListView, CohortPeopleView, CohortPersonView
from accounts.api.units import UnitListView
from accounts.api.views import SessionView

app_name = "accounts_api"
urlpatterns = [
    path("session/", SessionView.as_view(), name="session"),
    path("office/units/", UnitListView.as_view(), name="units"),
    path("office/cohorts/", CohortListView.as_view(), name="cohorts"),
    path("office/cohorts/<uuid:cohort>/people/", CohortPeopleView.as_view(), name="cohort_people"),
    path("office/cohorts/<uuid:cohort>/people/<uuid:person>/", CohortPersonView.as_view(), name="cohort_person"),
]
