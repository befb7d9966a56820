"""Talks: what was said in confidence stays with the two and the director, and each look is written down."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.append_only import AppendOnlyError
from accounts.enums import Role
from learning.enums import RecordState, Verdict
from learning.models import Record, TalkLook
from learning.selectors import deciders_on, records_to_review, requirement_statuses
from learning.services import (
    ClosedToYouError,
    RecordIncompleteError,
    record_review,
    record_submit,
    scheme_load,
    talk_open,
)
from lrs.models import OutboxEntry
from tests.clients import client_for
from tests.factories.accounts import LONG_AGO, make_unit, make_user
from tests.factories.learning import make_talk
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db

SAID, PARTNER = "家里老人住院", "骆嘉"


@pytest.fixture
def one():
    return make_user(unit=make_unit(make_user().office, "干部科"), name="程立新")


@pytest.fixture
def other(one):
    return make_user(one.office, name=PARTNER)


@pytest.fixture
def talk(one, other):
    return make_talk(one, RecordState.APPROVED, counterpart=other, body=SAID)


def director_of(unit, role=Role.DIRECTOR):
    person = make_user(unit.office, name="部长")
    person.role_assignments.create(role=role, unit=unit, from_date=LONG_AGO)
    return person


class TestConfidence:
    def test_the_two_and_the_director_open_it_and_each_look_is_kept(self, talk, one, other):
        director = director_of(talk.unit)

        for person in (one, other, director):
            shown = client_for(person).post(f"/records/talks/{talk.uuid}/open/").content.decode()
            assert SAID in shown

        assert [look.by for look in TalkLook.objects.order_by("pk")] == [one, other, director]

    def test_the_page_itself_tells_nobody_what_was_said(self, talk, one, other):
        for person in (one, other, director_of(talk.unit)):
            assert SAID not in client_for(person).get(f"/records/{talk.uuid}/").content.decode()

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.ORGANIZER])
    def test_others_over_the_unit_learn_that_there_was_one(self, talk, role):
        person = make_user(talk.office, role, name="旁人")
        browser = client_for(person)

        shown = browser.get(f"/records/{talk.uuid}/").content.decode()

        assert "这里只记有这么一次" in shown
        assert SAID not in shown
        assert PARTNER not in shown
        assert browser.post(f"/records/talks/{talk.uuid}/open/").status_code == 404
        assert TalkLook.objects.count() == 0

    def test_a_director_of_another_unit_is_not_over_it(self, talk):
        elsewhere = director_of(make_unit(talk.office, "组织科"))

        with pytest.raises(ClosedToYouError):
            talk_open(record=talk, by=elsewhere, now=NOON)

    def test_a_draft_is_its_writers_alone(self, one, other):
        draft = make_talk(one, counterpart=other)

        for person in (other, director_of(draft.unit)):
            with pytest.raises(ClosedToYouError):
                talk_open(record=draft, by=person, now=NOON)

    def test_the_two_see_who_looked(self, talk, one, other):
        talk_open(record=talk, by=director_of(talk.unit), now=NOON)

        for person in (one, other):
            shown = client_for(person).get(f"/records/{talk.uuid}/").content.decode()
            assert "内容打开过 1 次" in shown
            assert "部长" in shown

    def test_a_look_is_never_taken_back(self, talk, one):
        talk_open(record=talk, by=one, now=NOON)

        with pytest.raises(AppendOnlyError):
            TalkLook.objects.get().delete()

    def test_statement_says_that_a_talk_took_place_and_no_more(self, one, other):
        talk = make_talk(one, RecordState.SUBMITTED, counterpart=other, body=SAID)

        record_review(record=talk, verdict=Verdict.APPROVED, comment=SAID, by=other, now=NOON)

        (entry,) = OutboxEntry.objects.all()
        assert "谈话走访" in entry.payload
        assert [word for word in (SAID, PARTNER, str(other.uuid)) if word in entry.payload] == []

    def test_a_visit_may_be_told_in_confidence(self, one):
        typed = {"type": "走访", "occurred_on": "2026-10-08", "with_whom": "沙湖村老李", "body": SAID}
        browser = client_for(one)

        browser.post("/records/new/visit/", {**typed, "is_confidential": "on", "action": "submit"})

        record = Record.objects.get()
        assert (record.title, record.characters, record.talk.summary) == ("走访、下基层", 0, "内容保密")
        assert SAID not in browser.get("/records/").content.decode()


class TestVisitInConfidence:
    TYPED = {"type": "走访", "occurred_on": "2026-10-08", "with_whom": "沙湖村老李", "body": SAID}

    @pytest.fixture
    def director(self, one):
        return director_of(one.memberships.get().unit)

    def hand_in(self, one, **changes):
        typed = {**self.TYPED, "is_confidential": "on", "action": "submit", **changes}
        shown = client_for(one).post("/records/new/visit/", typed, follow=True)
        return Record.objects.get(), shown.content.decode()

    def test_only_who_may_read_it_decides_on_it(self, one, director):
        reviewer = make_user(one.office, Role.REVIEWER, name="科长")
        record, page = self.hand_in(one)

        assert record.state == RecordState.SUBMITTED
        assert "<p>部长</p>" in page
        assert [list(records_to_review(person)) for person in (reviewer, director, one)] == [[], [record], []]
        client_for(reviewer).post(reverse("learning:review", kwargs={"record": record.uuid}), {"verdict": "approved"})
        record.refresh_from_db()
        assert record.state == RecordState.SUBMITTED

    def test_the_director_reads_it_which_is_kept_and_decides(self, one, director):
        record, _ = self.hand_in(one)
        desk = client_for(director)

        assert SAID in desk.post(f"/records/talks/{record.uuid}/open/").content.decode()
        desk.post(reverse("learning:review", kwargs={"record": record.uuid}), {"verdict": "approved"})

        record.refresh_from_db()
        assert record.state == RecordState.APPROVED
        assert "内容打开过 1 次" in client_for(one).get(f"/records/{record.uuid}/").content.decode()

    def test_is_not_handed_in_where_nobody_else_may_read_it(self, one):
        record, page = self.hand_in(one)
        assert "没有另外的部长" in page
        assert (record.state, record.talk.body) == (RecordState.DRAFT, SAID)

        one.role_assignments.create(role=Role.DIRECTOR, unit=record.unit, from_date=LONG_AGO)
        with pytest.raises(RecordIncompleteError):
            record_submit(record=record, now=NOON)

    def test_an_open_one_is_decided_on_by_reviewers_whom_its_page_names(self, one, director):
        reviewer = make_user(one.office, Role.REVIEWER, name="科长")
        record, page = self.hand_in(one, is_confidential="")

        assert list(records_to_review(reviewer)) == [record]
        assert set(deciders_on(record)) == {reviewer, director}
        assert "科长" in page


class TestHeartToHeart:
    TYPED = {"level": "科室负责人↔科室同志", "occurred_on": "2026-10-08", "body": SAID, "action": "submit"}

    def test_waits_for_the_other_and_counts_for_both(self, one, other):
        text = (
            "scheme: {key: s, name: 甲, place: 乙, document: 丙, year_start: 01-01, effective_from: 2026-01-01}\n"
            "requirements:\n"
            "  - {key: t, name: 谈心, kind: talk, period: half_year, filter: {type: 谈心谈话}, measure: distinct,"
            " of: level, value: 1, source: 丁}\n"
        )
        scheme_load(office=one.office, text=text, by=None, now=NOON)
        client_for(one).post("/records/new/talk/", {**self.TYPED, "counterpart": other.username})
        record = Record.objects.get()

        record_review(record=record, verdict=Verdict.APPROVED, comment="", by=other, now=NOON)

        found = requirement_statuses(one.office, "s", on=date(2026, 12, 1))
        values = {each.subject: each.status.value for each in found if each.status.period.first.month == 7}
        assert (record.is_confidential, values[one], values[other]) == (True, 1, 1)

    def test_needs_the_other(self, one):
        response = client_for(one).post("/records/new/talk/", {**self.TYPED, "counterpart": "没有这个人"})

        assert response.context["form"].errors == {"counterpart": ["没有工号或姓名为“没有这个人”的在职人员。"]}

    def test_sent_back_it_is_mended_by_its_writer(self, one, other):
        talk = make_talk(one, RecordState.RETURNED, counterpart=other, body=SAID)

        form = client_for(one).get(f"/records/{talk.uuid}/edit/").context["form"]

        assert (form.initial["counterpart"], form.initial["body"]) == (other.username, SAID)


class TestQuarterlyWork:
    SCHEME = (
        "scheme: {key: s, name: 甲, place: 乙, document: 丙, year_start: 01-01, effective_from: 2026-01-01}\n"
        "requirements:\n"
        "  - {key: q, name: 季度工作, kind: talk, period: quarter, value: 1, source: 丁,\n"
        "     filter: {type: 季度工作, most_items: 2, least_characters_each: 20}}\n"
    )

    def hand_in(self, person, *items, action="submit"):
        typed = {f"item_{number}": item for number, item in enumerate(items, 1)}
        return client_for(person).post(
            "/records/new/quarterly_work/", {**typed, "occurred_on": "2026-10-08", "action": action}
        )

    def test_too_short_is_told_in_figures(self, one):
        response = self.hand_in(one, "修订了制度" * 30, "看了两个村" * 9)

        assert response.context["form"].non_field_errors() == ["合计只有 195 字，要求不少于 200 字，还不能提交。"]
        assert Record.objects.count() == 0

    def test_a_draft_may_be_short(self, one):
        self.hand_in(one, "修订", action="save")

        assert Record.objects.get().state == RecordState.DRAFT

    def test_long_enough_is_handed_in_as_so_many_items(self, one):
        self.hand_in(one, "修订了制度" * 30, "", "看了两个村" * 10)

        record = Record.objects.get()
        assert (record.state, record.characters, record.title) == (RecordState.SUBMITTED, 200, "2026年第4季度工作")
        assert (record.attributes["items"], record.attributes["shortest"]) == ("2", "50")

    @pytest.mark.parametrize(("length", "status"), [(19, 422), (20, 302)])
    def test_the_scheme_says_how_many_and_how_long_each(self, one, length, status, time_machine):
        time_machine.move_to(NOON)
        scheme_load(office=one.office, text=self.SCHEME, by=None, now=NOON)

        response = self.hand_in(one, "实" * 20, "事" * length, "多" * 50)

        assert response.status_code == status
        if status == 422:
            assert response.context["form"].non_field_errors() == ["第 2 项只有 19 字，要求每项不少于 20 字。"]
            assert "item_3" not in response.context["form"].fields

    def test_report_of_the_month_has_three_parts(self, one):
        typed = {"done": "办结三件", "bright": "", "planned": "下去调研", "occurred_on": "2026-10-08"}
        client_for(one).post("/records/new/report/", {**typed, "action": "save"})
        record = Record.objects.get()

        form = client_for(one).get(f"/records/{record.uuid}/edit/").context["form"]

        assert (record.title, record.talk.items) == ("工作汇报（2026年10月）", ["办结三件", "", "下去调研"])
        assert form.initial["planned"] == "下去调研"
