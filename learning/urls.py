"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from learning import views

app_name = "learning"
urlpatterns: list[URLPattern] = [
    path("records/", views.records, name="records"),
    path("records/notes/new/", views.note_new, name="note_new"),
    path("records/<uuid:record>/", views.record, name="record"),
    path("records/<uuid:record>/edit/", views.note_edit, name="note_edit"),
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/<uuid:record>/", views.review, name="review"),
]
