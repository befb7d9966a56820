"""Saving while writing: what the page sends by itself, and what two pages do to one another."""

from __future__ import annotations

from uuid import uuid4

import pytest

from learning.enums import RecordState
from learning.models import Record
from lrs.models import OutboxEntry
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.learning import make_note, make_piece, make_talk, make_text

pytestmark = pytest.mark.django_db

TYPED = {"kind": "note", "book": "乡土中国", "author": "费孝通", "occurred_on": "2026-10-08", "body": "远近亲疏"}


@pytest.fixture
def writer():
    return make_user()


@pytest.fixture
def as_writer(writer):
    return client_for(writer)


def test_first_save_makes_the_draft_and_further_ones_go_on_with_it(as_writer):
    address = f"/records/drafts/{uuid4()}/"

    first = as_writer.post(address, {**TYPED, "revision": 0}).json()
    second = as_writer.post(address, {**TYPED, "body": "远近亲疏 有别", "revision": first["revision"]}).json()

    record = Record.objects.get()
    assert (first["revision"], second["revision"], second["characters"]) == (1, 2, 6)
    assert (record.note.body, record.state, record.title) == ("远近亲疏 有别", RecordState.DRAFT, "读《乡土中国》")
    assert second["address"] == f"/records/{record.uuid}/edit/"
    assert OutboxEntry.objects.count() == 0


@pytest.mark.parametrize("revision", [0, 1, 7])
def test_older_page_is_told_and_overwrites_nothing(as_writer, writer, revision):
    note = make_note(writer)
    as_writer.post(f"/records/drafts/{note.uuid}/", {**TYPED, "body": "新的", "revision": 1})

    answer = as_writer.post(f"/records/drafts/{note.uuid}/", {**TYPED, "body": "旧的", "revision": revision})

    told = answer.json()
    assert (answer.status_code, told["code"], told["revision"]) == (409, "stale", 2)
    assert told["fields"]["body"] == "新的"
    assert Record.objects.get().note.body == "新的"


def test_form_without_script_gives_both_texts_and_goes_on_when_pressed_again(as_writer, writer):
    note = make_note(writer)
    typed = {**TYPED, "body": "先开的页面写的", "revision": 1, "action": "save"}
    as_writer.post(f"/records/drafts/{note.uuid}/", {**TYPED, "body": "后来保存的", "revision": 1})

    response = as_writer.post(f"/records/{note.uuid}/edit/", typed)
    page = response.content.decode()

    assert (response.status_code, Record.objects.get().note.body) == (422, "后来保存的")
    assert "先开的页面写的" in page
    assert "后来保存的" in page

    again = response.context["form"].data.dict()
    as_writer.post(f"/records/{note.uuid}/edit/", again)

    assert Record.objects.get().note.body == "先开的页面写的"


def test_button_pressed_after_the_page_saved_by_itself_makes_no_second_record(as_writer):
    form = as_writer.get("/records/new/note/").context["form"]
    number = form["draft"].value()
    as_writer.post(f"/records/drafts/{number}/", {**TYPED, "revision": 0})

    as_writer.post("/records/new/note/", {**TYPED, "draft": number, "revision": 1, "action": "submit"})

    assert Record.objects.get().state == RecordState.SUBMITTED


def test_new_form_sent_twice_makes_one_record(as_writer):
    sent = {**TYPED, "draft": str(uuid4()), "revision": 0, "action": "save"}

    as_writer.post("/records/new/note/", sent)
    response = as_writer.post("/records/new/note/", {**sent, "body": "又写了些"})

    assert (response.status_code, Record.objects.get().note.body) == (422, "远近亲疏")
    assert "又写了些" in response.content.decode()


def test_unfinished_form_is_answered_with_the_field(as_writer):
    answer = as_writer.post(f"/records/drafts/{uuid4()}/", {**TYPED, "book": "", "revision": 0})

    assert (answer.status_code, answer.json()) == (422, {"detail": "读的是什么 该字段是必填项。"})
    assert Record.objects.count() == 0


@pytest.mark.parametrize("state", [RecordState.SUBMITTED, RecordState.APPROVED])
def test_closed_note_stays_as_it_is(as_writer, writer, state):
    note = make_note(writer, state)

    answer = as_writer.post(f"/records/drafts/{note.uuid}/", {**TYPED, "revision": 1})

    assert (answer.status_code, answer.json()["code"]) == (409, "closed")
    assert Record.objects.get().note.body == make_text().body


def test_pieces_are_saved_too(as_writer, writer):
    piece = make_piece(writer)
    form = as_writer.get(f"/records/{piece.uuid}/edit/").context["form"]

    answer = as_writer.post(f"/records/drafts/{piece.uuid}/", {**form.initial, "body": "改过的一稿"})

    assert answer.status_code == 200
    assert Record.objects.get().piece.body == "改过的一稿"


def test_what_is_told_in_confidence_is_not_kept_by_a_page(as_writer, writer):
    talk = make_talk(writer, RecordState.DRAFT, counterpart=make_user(writer.office))

    assert as_writer.post(f"/records/drafts/{talk.uuid}/", {"revision": 1}).status_code == 404
    assert b"data-draft" not in as_writer.get(f"/records/{talk.uuid}/edit/").content


def test_nobody_writes_to_another_persons_draft(writer):
    note = make_note(writer)

    answer = client_for(make_user(writer.office)).post(f"/records/drafts/{note.uuid}/", {**TYPED, "revision": 1})

    assert answer.status_code == 404
    assert Record.objects.get().note.body == make_text().body
