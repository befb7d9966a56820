"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from learning.views import attendance, confirmations, events, pairings, pieces, records, schemes, tasks, year

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
    path("events/", events.events, name="events"),
    path("events/new/", events.event_new, name="event_new"),
    path("events/<uuid:event>/", events.event, name="event"),
    path("events/<uuid:event>/edit/", events.event_edit, name="event_edit"),
    path("events/<uuid:event>/people/", events.event_people, name="event_people"),
    path("events/<uuid:event>/cancel/", events.event_cancelled, name="event_cancel"),
    path("events/<uuid:event>/close/", events.event_settle, name="event_close"),
    path("events/<uuid:event>/leave/", events.event_leave, name="event_leave"),
    path("events/leave/<uuid:attendance>/", events.leave_decision, name="event_leave_decide"),
    path("events/<uuid:event>/wall/", attendance.event_wall, name="event_wall"),
    path("events/<uuid:event>/enter/", attendance.event_enter, name="event_enter"),
    path("events/<uuid:event>/sign-in/", attendance.event_sign_in, name="event_sign_in"),
    path("events/<uuid:event>/attendance/", attendance.event_attendance, name="event_attendance"),
    path("events/<uuid:event>/sheet/", attendance.event_sheet, name="event_sheet"),
    path("pieces/", pieces.pieces, name="pieces"),
    path("pieces/waiting/", pieces.waiting, name="pieces_waiting"),
    path("pieces/bench/", pieces.bench, name="bench"),
    path("pieces/bench/terms/", pieces.terms, name="bench_terms"),
    path("pieces/bench/<uuid:seat>/end/", pieces.seat_take, name="seat_end"),
    path("pieces/delegations/", pieces.delegations, name="delegations"),
    path("pieces/delegations/<uuid:delegation>/end/", pieces.call_back, name="delegation_end"),
    path("pieces/<uuid:piece>/", pieces.piece, name="piece"),
    path("pieces/<uuid:piece>/decide/", pieces.decide, name="piece_decide"),
    path("year/", year.my_year, name="my_year"),
    path("year/unit/", year.unit_year, name="unit_year"),
    path("year/unit/file/", year.unit_year_file, name="unit_year_file"),
    path("year/absences/<uuid:absence>/end/", year.absence_end, name="absence_end"),
    path("year/people/<uuid:person>/", year.person_year, name="person_year"),
    path("year/people/<uuid:person>/absences/", year.absence_new, name="absence_new"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/<slug:key>/", schemes.scheme, name="scheme"),
    path("reviews/", records.reviews, name="reviews"),
    path("reviews/<uuid:record>/", records.review, name="review"),
]
