"""The kinds of note, and the director's inspection of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import Role
from learning.enums import NoteSubtype, RecordState
from learning.models import Inspection, Record
from learning.services.inspections import Stamp, notes_inspect
from lrs.models import OutboxEntry
from tests.clients import client_for
from tests.factories.accounts import LONG_AGO, make_office, make_unit, make_user
from tests.factories.learning import make_note
from tests.factories.taking import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]

PAGE = "/notes/inspection/?month=2026-10"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def director(office):
    return make_user(office, Role.DIRECTOR, name="周部长")


@pytest.fixture
def note(office):
    return make_note(make_user(unit=make_unit(office)), RecordState.APPROVED)


class TestInspecting:
    def test_a_stamped_note_says_so_to_the_duties_and_keeps_what_it_said(self, note, director):
        before = OutboxEntry.objects.count()

        notes_inspect(stamps={note.uuid: Stamp("good", "联系实际紧。")}, by=director, now=NOON)

        note.refresh_from_db()
        assert note.attributes == {"subtype": "读书笔记", "inspected": "yes"}
        (stamp,) = Inspection.objects.all()
        assert (stamp.grade, stamp.comment, stamp.by, stamp.at) == ("good", "联系实际紧。", director, NOON)
        (said,) = [entry.payload for entry in OutboxEntry.objects.order_by("pk")][before:]
        assert "verbs/commented" in said
        assert "联系实际" not in said

    def test_a_second_look_is_a_further_row(self, note, director):
        for minute, grade in enumerate(("plain", "good")):
            notes_inspect(stamps={note.uuid: Stamp(grade)}, by=director, now=NOON + timedelta(minutes=minute))

        assert [stamp.grade for stamp in Inspection.objects.all()] == ["good", "plain"]

    def test_drafts_own_notes_and_those_of_units_one_does_not_oversee_are_passed_over(self, office, note, director):
        part = make_user(office, name="分管")
        part.role_assignments.create(role=Role.DIRECTOR, unit=make_unit(office, "别的科"), from_date=LONG_AGO)
        draft, own = make_note(note.subject), make_note(director, RecordState.APPROVED)

        counts = [
            notes_inspect(stamps={each.uuid: Stamp("good")}, by=by, now=NOON)
            for each, by in ((draft, director), (own, director), (note, part), (note, make_user(None, Role.DIRECTOR)))
        ]

        assert (counts, Inspection.objects.count()) == ([0, 0, 0, 0], 0)

    @pytest.mark.parametrize("count", [1, 4])
    def test_stamping_takes_as_many_queries_for_one_as_for_many(
        self, office, director, count, django_assert_num_queries
    ):
        writer = make_user(office)
        stamps = {make_note(writer, RecordState.SUBMITTED).uuid: Stamp("fair") for _number in range(count)}

        with django_assert_num_queries(8):
            assert notes_inspect(stamps=stamps, by=director, now=NOON) == count


class TestPage:
    @pytest.mark.parametrize("count", [1, 4])
    def test_month_takes_as_many_queries_for_one_as_for_many(self, office, director, count, django_assert_num_queries):
        notes = [make_note(make_user(office), RecordState.SUBMITTED) for _number in range(count)]
        notes_inspect(stamps={notes[0].uuid: Stamp("good")}, by=director, now=NOON)
        client = client_for(director)

        with django_assert_num_queries(11):
            assert len(client.get(PAGE).context["notes"]) == count

    def test_graded_ones_are_stamped_the_others_wait(self, note, director):
        later = make_note(note.subject, RecordState.SUBMITTED)
        desk = client_for(director)

        answer = desk.post(PAGE, {f"grade-{note.uuid}": "good", f"comment-{later.uuid}": "还没评"})

        shown = desk.get(PAGE)
        assert answer.url == PAGE
        assert [stamp.record for stamp in Inspection.objects.all()] == [note]
        assert ([each.pk for each in shown.context["notes"]], shown.context["left"]) == ([later.pk, note.pk], 1)
        assert "已阅 · 好" in shown.content.decode()

    def test_other_months_have_pages_of_their_own(self, note, director):
        desk = client_for(director)

        assert list(desk.get("/notes/inspection/?month=2026-09").context["notes"]) == []
        assert desk.get("/notes/inspection/?month=kein").status_code == 404

    def test_author_sees_the_stamp(self, note, director):
        notes_inspect(stamps={note.uuid: Stamp("good", "写得实。")}, by=director, now=NOON)

        shown = client_for(note.subject).get(f"/records/{note.uuid}/").content.decode()

        assert "已阅" in shown
        assert "写得实。" in shown


@pytest.mark.parametrize(
    ("subtype", "title"), [("", "读《乡土中国》"), (NoteSubtype.REFLECTION, "《乡土中国》学习心得")]
)
def test_a_note_of_each_kind_is_named_and_told_to_the_duties(subtype, title):
    writer = make_user()
    typed = {"book": "乡土中国", "subtype": subtype, "occurred_on": "2026-10-08", "body": "远近", "action": "save"}

    client_for(writer).post("/records/new/note/", typed)

    record = Record.objects.get()
    assert (record.title, record.attributes) == (title, {"subtype": subtype or "读书笔记"})
