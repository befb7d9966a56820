"""The pages of learning records, as their writer and as their reviewer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import Role
from learning.enums import RecordState
from learning.models import Record
from learning.services import exam_records_make
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.learning import make_note, make_text
from tests.factories.quizzes import make_result, publish
from tests.factories.taking import NOON, make_candidate, make_exam

pytestmark = pytest.mark.django_db

TYPED = {"book": "《乡土中国》", "author": "费孝通", "title": "", "occurred_on": "2026-10-08", "body": "远近亲疏"}


@pytest.fixture
def writer():
    return make_user(name="程立新")


@pytest.fixture
def reviewer(writer):
    return make_user(writer.office, Role.REVIEWER, name="骆嘉")


@pytest.fixture
def as_writer(writer):
    return client_for(writer)


class TestWriting:
    def test_saves_a_draft_under_the_books_name(self, as_writer):
        response = as_writer.post("/records/new/note/", {**TYPED, "action": "save"}, follow=True)

        record = Record.objects.get()
        assert (record.title, record.note.book, record.state) == ("读《乡土中国》", "乡土中国", RecordState.DRAFT)
        assert response.redirect_chain == [(f"/records/{record.uuid}/edit/", 302)]
        assert "已保存，共 4 字。" in response.content.decode()

    def test_hands_in_at_once(self, as_writer):
        response = as_writer.post("/records/new/note/", {**TYPED, "action": "submit"}, follow=True)

        record = Record.objects.get()
        assert record.state == RecordState.SUBMITTED
        assert response.redirect_chain == [(f"/records/{record.uuid}/", 302)]

    def test_keeps_an_unfinished_note_that_cannot_be_handed_in(self, as_writer):
        response = as_writer.post("/records/new/note/", {**TYPED, "body": "", "action": "submit"}, follow=True)

        assert Record.objects.get().state == RecordState.DRAFT
        assert "正文还没有写，不能提交。" in response.content.decode()

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("book", "", "该字段是必填项。"),
            ("book", "《》", "请写书名或文件名。"),
            ("book", "长" * 191, "确保该变量包含不超过 190 字符 (目前字符数 191)。"),
            ("occurred_on", "昨天", "输入一个有效的日期。"),
            ("body", "字" * 50_001, "确保该变量包含不超过 50000 字符 (目前字符数 50001)。"),
        ],
    )
    def test_fault_is_named_at_its_field(self, as_writer, field, value, message):
        response = as_writer.post("/records/new/note/", {**TYPED, field: value})

        assert (response.status_code, response.context["form"].errors) == (422, {field: [message]})
        assert Record.objects.count() == 0

    def test_longest_book_gives_a_title_that_fits(self, as_writer):
        as_writer.post("/records/new/note/", {**TYPED, "book": "长" * 190})

        assert Record.objects.get().title == f"读《{'长' * 190}》"

    def test_goes_on_with_what_was_saved(self, as_writer, writer):
        note = make_note(writer)

        form = as_writer.get(f"/records/{note.uuid}/edit/").context["form"]
        as_writer.post(f"/records/{note.uuid}/edit/", {**form.initial, "body": "改过了", "action": "save"})

        note.refresh_from_db()
        assert (note.note.body, note.title, note.note.author) == ("改过了", make_text().title, make_text().author)

    def test_shows_why_it_was_returned(self, as_writer, writer):
        note = make_note(writer, RecordState.RETURNED, comment="请联系实际。")

        assert "退回：请联系实际。" in as_writer.get(f"/records/{note.uuid}/edit/").content.decode()

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("state", [RecordState.SUBMITTED, RecordState.APPROVED])
    def test_closed_note_shows_itself_instead_of_the_form(self, as_writer, writer, state, method):
        note = make_note(writer, state)

        response = getattr(as_writer, method)(f"/records/{note.uuid}/edit/", {**TYPED, "body": "改写"})

        assert response.url == f"/records/{note.uuid}/"
        assert Record.objects.get().note.body == make_text().body


class TestReading:
    def test_text_is_shown_as_text(self, as_writer, writer):
        note = make_note(writer, body="<script>alert(1)</script>")

        assert "&lt;script&gt;alert(1)" in as_writer.get(f"/records/{note.uuid}/").content.decode()

    def test_exam_among_the_records_leads_to_its_answers(self, as_writer, writer):
        exam = make_exam()
        candidate = make_candidate(exam, writer)
        make_result(candidate, total=1500)
        exam_records_make(exam=publish(exam))
        (record,) = Record.objects.filter(subject=writer)

        shown = as_writer.get(f"/records/{record.uuid}/").content.decode()

        assert "15 分" in shown
        assert f"/results/{candidate.uuid}/" in shown

    def test_list_names_what_and_how_far(self, as_writer, writer):
        make_note(writer, RecordState.APPROVED, title="读《论语》")

        shown = as_writer.get("/records/").content.decode()

        assert "已经留下 1 条学习记录" in shown
        assert "读《论语》" in shown
        assert "已通过" in shown


class TestReviewing:
    @pytest.fixture
    def desk(self, reviewer):
        return client_for(reviewer)

    def test_list_has_the_longest_waiting_first(self, desk, writer):
        titles = ["先来", "后到"]
        for minute, title in enumerate(titles):
            make_note(writer, RecordState.SUBMITTED, title=title, now=NOON + timedelta(minutes=minute))

        assert [record.title for record in desk.get("/reviews/").context["page"]] == titles

    def test_approval_leads_to_the_next_that_waits(self, desk, writer):
        first, second = (
            make_note(writer, RecordState.SUBMITTED, now=NOON + timedelta(minutes=minute)) for minute in range(2)
        )

        response = desk.post(f"/reviews/{first.uuid}/", {"verdict": "approved", "comment": ""})
        last = desk.post(f"/reviews/{second.uuid}/", {"verdict": "approved", "comment": ""})

        first.refresh_from_db()
        assert (first.state, response.url, last.url) == (RecordState.APPROVED, f"/records/{second.uuid}/", "/reviews/")

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"verdict": "returned", "comment": ""}, "退回时请写明原因"),
            ({"verdict": "burnt", "comment": "x"}, "请选择通过或退回"),
            ({"verdict": "approved", "comment": "长" * 501}, "不超过 500 字"),
        ],
    )
    def test_fault_changes_nothing(self, desk, writer, typed, message):
        note = make_note(writer, RecordState.SUBMITTED)

        response = desk.post(f"/reviews/{note.uuid}/", typed)

        note.refresh_from_db()
        assert response.status_code == 422
        assert message in response.content.decode()
        assert f"{typed['comment']}</textarea>" in response.content.decode()
        assert (note.state, note.reviews.count()) == (RecordState.SUBMITTED, 0)

    def test_nobody_decides_on_their_own(self, desk, reviewer):
        own = make_note(reviewer, RecordState.SUBMITTED)

        response = desk.post(f"/reviews/{own.uuid}/", {"verdict": "approved"}, follow=True)

        own.refresh_from_db()
        assert own.state == RecordState.SUBMITTED
        assert "你自己写的" in response.content.decode()

    def test_second_decision_is_refused(self, desk, writer):
        note = make_note(writer, RecordState.APPROVED)

        desk.post(f"/reviews/{note.uuid}/", {"verdict": "returned", "comment": "改主意了"})

        note.refresh_from_db()
        assert (note.state, note.reviews.count()) == (RecordState.APPROVED, 1)


class TestStudyTime:
    TYPED = {"occurred_on": "2026-10-08", "minutes": "60", "mode": "alone", "field": "组工业务"}

    def test_counts_once_a_reviewer_has_seen_what_came_of_it(self, as_writer, writer, reviewer):
        as_writer.post("/records/new/session/", {**self.TYPED, "gist": "学了任免程序。", "action": "submit"})

        record = Record.objects.get()
        assert (record.minutes, record.session.field, record.attributes["mode"]) == (60, "组工业务", "alone")
        shown = client_for(reviewer).get("/reviews/").content.decode()
        assert "60 分钟 · 组工业务" in shown

    def test_time_alone_is_not_handed_in(self, as_writer):
        response = as_writer.post("/records/new/session/", {**self.TYPED, "gist": " ", "action": "submit"}, follow=True)

        assert Record.objects.get().state == RecordState.DRAFT
        assert "写一句学了什么" in response.content.decode()

    def test_unknown_kind_is_not_found(self, as_writer):
        assert as_writer.get("/records/new/dream/").status_code == 404


class TestTakingBack:
    def test_leads_on_to_the_draft_and_leaves_the_reviewers_list(self, as_writer, writer, reviewer):
        note = make_note(writer, RecordState.SUBMITTED)
        page = as_writer.get(f"/records/{note.uuid}/").content.decode()

        response = as_writer.post(f"/notes/{note.uuid}/withdraw/")

        assert f'action="/notes/{note.uuid}/withdraw/"' in page
        assert response.url == f"/records/{note.uuid}/edit/"
        assert client_for(reviewer).get("/reviews/").context["page"].paginator.count == 0
        assert "作者撤回" in as_writer.get(f"/records/{note.uuid}/").content.decode()

    def test_is_refused_in_words_once_decided(self, as_writer, writer):
        note = make_note(writer, RecordState.APPROVED)

        response = as_writer.post(f"/notes/{note.uuid}/withdraw/", follow=True)

        assert "不能撤回" in response.content.decode()
        assert 'withdraw/"' not in response.content.decode()

    def test_is_the_writers_alone(self, writer, reviewer):
        note = make_note(writer, RecordState.SUBMITTED)

        assert client_for(reviewer).post(f"/notes/{note.uuid}/withdraw/").status_code == 404
