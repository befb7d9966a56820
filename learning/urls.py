"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from learning.views import records, schemes

app_name = "learning"
urlpatterns: list[URLPattern] = [
    path("records/", records.records, name="records"),
    path("records/new/<slug:kind>/", records.record_new, name="record_new"),
    path("records/<uuid:record>/", records.record, name="record"),
    path("records/<uuid:record>/edit/", records.record_edit, name="record_edit"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/<slug:key>/", schemes.scheme, name="scheme"),
    path("reviews/", records.reviews, name="reviews"),
    path("reviews/<uuid:record>/", records.review, name="review"),
]
