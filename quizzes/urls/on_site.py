"""Addresses of an exam on site and of what is printed."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizzes.views import entering, printing, rooms, typing_in

urlpatterns: list[URLPattern] = [
    path("organize/exams/<uuid:exam>/rooms/", rooms.rooms, name="exam_rooms"),
    path("organize/exams/<uuid:exam>/rooms/move/", rooms.move_seat, name="seat_move"),
    path("organize/exams/<uuid:exam>/entry/", entering.entry, name="exam_entry"),
    path("organize/exams/<uuid:exam>/entry/poster/", entering.poster, name="entry_poster"),
    path("organize/exams/<uuid:exam>/prints/", printing.prints, name="exam_prints"),
    path("organize/exams/<uuid:exam>/prints/file/", printing.exam_print, name="exam_print"),
    path("organize/papers/<uuid:paper>/print/", printing.paper_print, name="paper_print"),
    path("organize/exams/<uuid:exam>/typed/", typing_in.typed, name="exam_typed"),
    path("organize/exams/<uuid:exam>/typed/template/", typing_in.typed_template, name="typed_template"),
    path("organize/exams/<uuid:exam>/typed/commit/", typing_in.commit, name="typed_commit"),
]
