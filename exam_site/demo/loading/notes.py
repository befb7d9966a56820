"""Cadres write reading notes, their unit heads review them."""

from __future__ import annotations

from django.db import transaction

from exam_site.demo.loading.days import DemoDays, at
from exam_site.demo.loading.people import demo_office, person
from exam_site.demo.sources import DemoNote, load_notes
from learning.enums import RecordKind, RecordState, Verdict
from learning.models import Record
from learning.services import NoteText, record_create, record_review, record_submit


def notes_load(days: DemoDays) -> str:
    """Write, submit and review the notes on their days; what is there already stays as it is."""
    office = demo_office()
    notes = Record.objects.filter(office=office, kind=RecordKind.NOTE)
    known = set(notes.values_list("subject__username", "title"))
    for note in load_notes():
        if (note.cadre, note.title) not in known:
            with transaction.atomic():
                _write(note, days)
    waiting = notes.filter(state=RecordState.SUBMITTED).count()
    return f"{notes.count()} 篇，其中 {waiting} 篇待审核"


def _write(note: DemoNote, days: DemoDays) -> None:
    written_on = days.day(note.written_on)
    text = NoteText(book=note.book, author=note.author, title=note.title, body=note.body, occurred_on=written_on)
    record = record_create(subject=person(note.cadre), entry=text.entry(at(written_on, "19:40")))
    if note.is_draft:
        return
    record_submit(record=record, now=at(written_on, "20:55"))
    if note.reviewed_on is not None:
        record_review(
            record=record,
            verdict=Verdict(note.verdict),
            comment=note.comment,
            by=person(note.reviewed_by),
            now=at(days.day(note.reviewed_on), "10:20"),
        )
