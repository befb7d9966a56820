"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from learning.views import confirmations, pairings, records, schemes, tasks

app_name = "learning"
urlpatterns: list[URLPattern] = [
    path("records/", records.records, name="records"),
    path("records/new/<slug:kind>/", records.record_new, name="record_new"),
    path("records/<uuid:record>/", records.record, name="record"),
    path("records/<uuid:record>/edit/", records.record_edit, name="record_edit"),
    path("records/tasks/", tasks.tasks, name="tasks"),
    path("records/tasks/new/", tasks.task_new, name="task_new"),
    path("records/tasks/<uuid:task>/done/", tasks.task_done, name="task_done"),
    path("records/tasks/<uuid:task>/later/", tasks.task_later, name="task_later"),
    path("records/pairings/<uuid:pairing>/contacts/", pairings.contact_add, name="contact_add"),
    path("records/pairings/<uuid:pairing>/end/", pairings.pairing_finish, name="pairing_end"),
    path("records/confirmations/", confirmations.confirmations, name="confirmations"),
    path("records/confirmations/<uuid:shared>/", confirmations.confirm, name="confirm"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/<slug:key>/", schemes.scheme, name="scheme"),
    path("reviews/", records.reviews, name="reviews"),
    path("reviews/<uuid:record>/", records.review, name="review"),
]
