"""Pairings: the other side confirms, both note contacts, and each period in which one holds has it."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from accounts.enums import Role
from learning.enums import RecordState
from learning.models import NO_END, Record
from learning.selectors import records_to_confirm, records_to_review, requirement_statuses
from learning.services import RecordClosedError, contact_log, pairing_end, scheme_load
from tests.clients import client_for
from tests.factories.accounts import LONG_AGO, make_unit, make_user
from tests.factories.learning import make_pairing
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db

SCHEME = """
scheme: {key: s, name: 甲, place: 乙, document: 丙, year_start: 01-01, effective_from: 2025-01-01}
requirements:
  - {key: mentor, name: 帮带, kind: pairing, period: year, filter: {type: 帮带}, value: 1, source: 丁}
  - {key: points, name: 联系点, kind: pairing, period: year, filter: {type: 联系点}, measure: all, of: counterpart,
     values: [乡镇党委, 区直机关党组织, 企业党组织], source: 丁}
"""


@pytest.fixture
def mentor():
    return make_user(name="魏老师")


@pytest.fixture
def pupil(mentor):
    return make_user(mentor.office, name="小程")


def log(pairing, by, on=date(2026, 4, 1)):
    return contact_log(record=pairing, on=on, how="上门", what="看了台账", by=by, now=NOON)


def values(user, on):
    found = requirement_statuses(user.office, "s", on=on)
    return {each.status.requirement.key: each.status.value for each in found if each.subject == user}


class TestConfirming:
    def test_is_the_other_persons_and_no_reviewers(self, mentor, pupil):
        pairing = make_pairing(mentor, RecordState.SUBMITTED, counterpart=pupil)
        reviewer = make_user(mentor.office, Role.REVIEWER)

        assert list(records_to_confirm(pupil)) == [pairing]
        assert list(records_to_review(reviewer)) == []

    def test_page_confirms(self, mentor, pupil):
        pairing = make_pairing(mentor, RecordState.SUBMITTED, counterpart=pupil)
        browser = client_for(pupil)
        listed = browser.get("/records/confirmations/").content.decode()

        browser.post(f"/records/confirmations/{pairing.uuid}/", {"verdict": "approved", "comment": ""})

        pairing.refresh_from_db()
        assert "有 1 份记录等你确认" in listed
        assert (pairing.state, pairing.reviews.get().by) == (RecordState.APPROVED, pupil)

    def test_a_refused_word_is_shown_again(self, mentor, pupil):
        pairing = make_pairing(mentor, RecordState.SUBMITTED, counterpart=pupil)

        answer = client_for(pupil).post(f"/records/confirmations/{pairing.uuid}/", {"comment": "不是这一天"})

        assert (answer.status_code, answer.context["decision_form"].errors) == (
            422,
            {"verdict": ["请选择通过或退回。"]},
        )
        assert "不是这一天</textarea>" in answer.content.decode()

    def test_is_nobody_elses(self, mentor, pupil):
        pairing = make_pairing(mentor, RecordState.SUBMITTED, counterpart=pupil)

        answer = client_for(mentor).post(f"/records/confirmations/{pairing.uuid}/", {"verdict": "approved"})

        pairing.refresh_from_db()
        assert (answer.status_code, pairing.state) == (404, RecordState.SUBMITTED)

    def test_contact_point_goes_to_the_reviewer(self, mentor):
        pairing = make_pairing(mentor, RecordState.SUBMITTED)

        assert list(records_to_review(make_user(mentor.office, Role.REVIEWER))) == [pairing]


class TestContacts:
    def test_both_sides_note_them(self, mentor, pupil):
        pairing = make_pairing(mentor, RecordState.APPROVED, counterpart=pupil)
        typed = {"on": "2026-04-01", "how": "上门", "what": "一起改稿"}

        for person in (mentor, pupil):
            client_for(person).post(f"/records/pairings/{pairing.uuid}/contacts/", typed)

        assert [contact.by for contact in pairing.pairing.contacts.order_by("pk")] == [mentor, pupil]

    @pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 7, 1)])
    def test_must_lie_within_its_days(self, mentor, day):
        pairing = make_pairing(mentor, RecordState.APPROVED, until=date(2026, 6, 30))

        with pytest.raises(RecordClosedError):
            log(pairing, mentor, day)

    def test_take_a_confirmed_pairing(self, mentor):
        with pytest.raises(RecordClosedError, match="确认以后"):
            log(make_pairing(mentor, RecordState.SUBMITTED), mentor)

    def test_end_with_it(self, mentor):
        pairing = make_pairing(mentor, RecordState.APPROVED)
        pairing_end(record=pairing, last_day=date(2026, 6, 30))

        pairing.refresh_from_db()
        assert pairing.lasts_until == date(2026, 6, 30)
        with pytest.raises(RecordClosedError):
            pairing_end(record=pairing, last_day=date(2026, 8, 1))


class TestDuties:
    @pytest.fixture(autouse=True)
    def _scheme(self, mentor):
        scheme_load(office=mentor.office, text=SCHEME, by=None, now=NOON)

    def test_mentoring_counts_for_both_in_every_year_it_holds(self, mentor, pupil):
        make_pairing(mentor, RecordState.APPROVED, counterpart=pupil, since=date(2025, 5, 1))

        assert [values(who, date(2026, 11, 1))["mentor"] for who in (mentor, pupil)] == [1, 1]
        assert values(pupil, date(2025, 4, 1))["mentor"] == 0

    def test_counts_no_longer_once_it_ended(self, mentor, pupil):
        make_pairing(mentor, RecordState.APPROVED, counterpart=pupil, since=date(2025, 5, 1), until=date(2025, 12, 31))

        assert values(mentor, date(2026, 11, 1))["mentor"] == 0

    def test_kinds_of_contact_points_are_counted_once_each(self, mentor):
        for kind in ("乡镇党委", "乡镇党委", "企业党组织"):
            make_pairing(mentor, RecordState.APPROVED, kind=kind)

        assert values(mentor, date(2026, 11, 1))["points"] == 2


class TestForm:
    TYPED = {"type": "帮带", "counterpart": "", "counterpart_kind": "", "occurred_on": "2026-03-01", "action": "submit"}

    def test_asks_for_the_other_side(self, mentor, pupil):
        browser = client_for(mentor)

        nobody = browser.post("/records/new/pairing/", self.TYPED)
        oneself = browser.post("/records/new/pairing/", {**self.TYPED, "counterpart": mentor.username})
        browser.post("/records/new/pairing/", {**self.TYPED, "counterpart": pupil.username})

        record = Record.objects.get()
        assert nobody.context["form"].errors["counterpart"] == ["帮带结对要填对方的工号或姓名。"]
        assert oneself.context["form"].errors["counterpart"] == ["对方不能是自己。"]
        assert (record.counterpart, record.state, record.lasts_until) == (pupil, RecordState.SUBMITTED, NO_END)

    def test_contact_point_says_of_what_kind(self, mentor):
        browser = client_for(mentor)
        typed = {**self.TYPED, "type": "联系点", "counterpart_name": "沙湖镇党委"}

        refused = browser.post("/records/new/pairing/", typed)
        browser.post("/records/new/pairing/", {**typed, "counterpart_kind": "乡镇党委", "action": "save"})

        record = Record.objects.get()
        assert refused.context["form"].errors == {"counterpart_kind": ["联系点要选是哪一类。"]}
        assert (record.title, record.attributes["counterpart"]) == ("联系点：沙湖镇党委", "乡镇党委")
        assert client_for(mentor).get(f"/records/{record.uuid}/edit/").status_code == 200


class TestRegister:
    @pytest.fixture
    def desk(self, mentor):
        return client_for(make_user(mentor.office, Role.ORGANIZER))

    @pytest.fixture(autouse=True)
    def _noon(self, time_machine):
        time_machine.move_to(NOON, tick=False)

    def test_tells_who_is_joined_and_whose_contact_points_lack_a_kind(self, mentor, pupil, desk):
        scheme_load(office=mentor.office, text=SCHEME, by=None, now=NOON)
        mentoring = make_pairing(pupil, RecordState.APPROVED, counterpart=mentor, title="帮带")
        log(mentoring, mentor)
        for kind in ("乡镇党委", "企业党组织"):
            make_pairing(mentor, RecordState.APPROVED, kind=kind, title=kind)
        make_pairing(pupil, RecordState.SUBMITTED, title="还没有确认")
        make_pairing(pupil, RecordState.APPROVED, until=date(2026, 9, 30), title="已经结束")

        response = desk.get("/records/pairings/")

        assert {record.title for record in response.context["records"]} == {"帮带", "乡镇党委", "企业党组织"}
        [covered] = response.context["covered"]
        assert (covered.person, covered.counts, covered.is_whole) == (mentor, [1, 0, 1], False)
        shown = response.content.decode()
        assert "联系 1 次，最近 2026年4月1日" in shown
        assert "缺" in shown

    def test_is_a_workbook_too(self, mentor, pupil, desk):
        make_pairing(pupil, RecordState.APPROVED, counterpart=mentor, title="帮带")

        book = openpyxl.load_workbook(io.BytesIO(b"".join(desk.get("/records/pairings/file/").streaming_content)))

        [row] = list(book.active.values)[1:]
        assert row[:5] == (pupil.username, "小程", pupil.memberships.get().unit.name, "帮带结对", "魏老师")

    def test_reviewer_sees_those_of_their_unit_alone(self, mentor):
        inside = make_user(unit=make_unit(mentor.office, "一科"), name="里面")
        outside = make_user(unit=make_unit(mentor.office, "二科"), name="外面")
        for person in (inside, outside):
            make_pairing(person, RecordState.APPROVED)
        reviewer = make_user(mentor.office)
        unit = inside.memberships.get().unit
        reviewer.role_assignments.create(role=Role.REVIEWER, unit=unit, from_date=LONG_AGO)

        shown = client_for(reviewer).get("/records/pairings/").content.decode()

        assert "里面" in shown
        assert "外面" not in shown
