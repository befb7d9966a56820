"""A person's year and a unit's: the pages that matter most."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from learning.enums import RecordState
from learning.models import Absence
from learning.schemes.presets import PRESETS, preset_text
from learning.services import absence_record, scheme_load
from tests.clients import client_for
from tests.factories.accounts import LONG_AGO, make_unit, make_user
from tests.factories.learning import make_note
from tests.factories.taking import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]

SCHEME = """
scheme: {key: small, name: 小方案, place: 某地, document: 某文件, effective_from: 2026-01-01}
requirements:
  - {key: note, name: 每月一篇笔记, kind: note, period: month, value: 1, source: 读书}
  - {key: hour, name: 每天学习, kind: session, period: day, measure: minutes, value: 60, level: soft, source: 自学}
  - {key: new, name: 结对, kind: pairing, subject: newcomer, period: year, value: 1, source: 帮带}
  - {key: reports, name: 每月报送, kind: note, subject: unit, period: month, value: 2, source: 报送}
  - {key: salon, name: 沙龙, kind: event, period: year, value: null, source: 读书}
"""


@pytest.fixture
def cadre():
    return make_user(name="程立新")


@pytest.fixture
def office(cadre):
    scheme_load(office=cadre.office, text=SCHEME, by=None, now=NOON)
    return cadre.office


def page_of(client, url="/year/"):
    response = client.get(url)
    assert response.status_code == 200
    return response


class TestMyYear:
    def test_says_what_to_do_now_and_leads_there(self, cadre, office):
        response = page_of(client_for(cadre))

        shown = response.content.decode()
        assert "现在有 2 件事要做" in shown
        due = [(status.requirement.key, missing, url) for status, missing, url in response.context["due"]]
        # What is only wished for comes last, what has no figure is named below the picture.
        assert due == [
            ("note", "还差 1 篇", "/records/new/note/"),
            ("hour", "还差 60 分钟", "/records/new/session/"),
        ]
        assert "沙龙" in shown
        assert "结对" not in shown

    def test_a_note_that_waits_is_no_longer_missing(self, cadre, office):
        make_note(cadre, RecordState.SUBMITTED, occurred_on=date(2026, 10, 8))

        [(status, missing, _url), _hour] = page_of(client_for(cadre)).context["due"]
        assert (status.waiting, missing) == (1, "还差 1 篇，其中 1 篇待审核")

    def test_an_approved_note_is_done_and_months_before_are_late(self, cadre, office):
        make_note(cadre, RecordState.APPROVED, occurred_on=date(2026, 10, 8))

        response = page_of(client_for(cadre))
        note = response.context["lines"][0]
        assert [field.state for field in note.fields][8:] == ["late", "met", None, None]
        assert response.context["late"] == 9

    def test_leave_is_not_owed(self, cadre, office):
        director = make_user(office, Role.DIRECTOR)
        absence_record(
            person=cadre, from_date=date(2026, 1, 1), until_date=date(2026, 9, 30), reason="产假", by=director, now=NOON
        )

        response = page_of(client_for(cadre))
        assert response.context["late"] == 0
        assert "产假" in response.content.decode()

    def test_newcomers_owe_what_is_asked_of_newcomers(self, cadre, office):
        cadre.is_newcomer = True
        cadre.save(update_fields=["is_newcomer"])

        assert "结对" in page_of(client_for(cadre)).content.decode()

    @pytest.mark.parametrize("key", PRESETS)
    def test_takes_ten_queries_at_most(self, cadre, key, django_assert_max_num_queries):
        scheme_load(office=cadre.office, text=preset_text(key), by=None, now=NOON)
        make_note(cadre, RecordState.APPROVED)
        client = client_for(cadre)
        page_of(client)

        with django_assert_max_num_queries(10):
            page_of(client)

    def test_without_a_scheme_says_so(self, cadre):
        assert "还没有制度要求" in page_of(client_for(cadre)).content.decode()


class TestUnitYear:
    def test_shows_everybody_by_every_duty_with_what_is_late(self, cadre, office):
        make_note(cadre, RecordState.APPROVED, occurred_on=date(2026, 10, 8))

        response = page_of(client_for(make_user(office, Role.DIRECTOR)), "/year/unit/")
        [cells] = [cells for standing, cells in response.context["rows"] if standing.person == cadre]
        assert (cells[0].met, cells[0].counted, cells[0].state) == (1, 10, "late")
        assert "1/10" in response.content.decode()

    def test_more_people_take_no_more_queries(self, cadre, office, django_assert_max_num_queries):
        client = client_for(make_user(office, Role.DIRECTOR))
        with CaptureQueriesContext(connection) as few:
            page_of(client, "/year/unit/")
        for number in range(5):
            make_note(make_user(office, name=f"干部{number}"), RecordState.APPROVED)

        with django_assert_max_num_queries(len(few)):
            page_of(client, "/year/unit/")

    def test_reviewer_sees_their_own_unit_alone(self, office):
        unit = make_unit(office, "一科")
        inside, outside = make_user(unit=unit, name="里面"), make_user(office, name="外面")
        person = make_user(unit=unit)
        person.role_assignments.create(role=Role.REVIEWER, unit=unit, from_date=LONG_AGO)
        reviewer = client_for(person)

        shown = page_of(reviewer, "/year/unit/").content.decode()
        assert "里面" in shown
        assert "外面" not in shown
        assert page_of(reviewer, f"/year/people/{inside.uuid}/").status_code == 200
        assert reviewer.get(f"/year/people/{outside.uuid}/").status_code == 404

    def test_units_stand_by_what_is_asked_of_units(self, cadre, office):
        above = make_unit(office, "组织科")
        below, other = make_unit(office, "教育中心", above), make_unit(office, "一科")
        for unit in (above, below):
            make_note(make_user(unit=unit), RecordState.APPROVED, occurred_on=date(2026, 10, 8))
        reviewer = make_user(unit=above)
        reviewer.role_assignments.create(role=Role.REVIEWER, unit=above, from_date=LONG_AGO)

        page = page_of(client_for(reviewer), "/year/unit/")

        stand = {standing.unit: cells[0] for standing, cells in page.context["unit_rows"]}
        assert {unit: (cell.met, cell.counted) for unit, cell in stand.items()} == {above: (1, 10), below: (0, 10)}
        assert other.name not in page.content.decode()

    def test_exports_what_is_not_done_with_its_reason(self, cadre, office):
        response = client_for(make_user(office, Role.ORGANIZER)).get("/year/unit/file/")

        book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        rows = list(book.active.values)
        assert ("程立新", "每月一篇笔记", "逾期", 0, 1) in [(row[1], row[3], row[6], row[7], row[8]) for row in rows]


class TestLeave:
    TYPED = {"from_date": "2026-10-01", "until_date": "2026-10-31", "reason": "驻村", "requirement": ""}

    @pytest.fixture
    def director(self, office):
        return client_for(make_user(office, Role.DIRECTOR))

    def test_is_entered_and_withdrawn_by_somebody_else(self, cadre, director):
        director.post(f"/year/people/{cadre.uuid}/absences/", self.TYPED)
        [absence] = Absence.objects.all()

        assert (absence.person, absence.reason, absence.withdrawn_at) == (cadre, "驻村", None)
        director.post(f"/year/absences/{absence.uuid}/end/")
        absence.refresh_from_db()
        assert absence.withdrawn_at is not None

    @pytest.mark.parametrize(
        ("changes", "said"),
        [({"until_date": "2026-09-30"}, "结束日期早于开始日期。"), ({"reason": "  "}, "该字段是必填项。")],
    )
    def test_fault_is_told(self, cadre, director, changes, said):
        response = director.post(f"/year/people/{cadre.uuid}/absences/", self.TYPED | changes)

        assert response.status_code == 422
        assert said in response.content.decode()
        assert not Absence.objects.exists()

    def test_nobody_excuses_themselves(self, office):
        director = make_user(office, Role.DIRECTOR)

        response = client_for(director).post(f"/year/people/{director.uuid}/absences/", self.TYPED, follow=True)
        assert "不能给自己登记" in response.content.decode()
        assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("duty", "address"),
    [
        ("big_visit", "/records/new/visit/"),
        ("annual_duty_report", "/records/new/duty_report/"),
        ("heart_to_heart", "/records/new/talk/"),
        ("monthly_article", "/records/new/piece/"),
        ("contact_points", "/records/new/pairing/"),
        ("weekend_lecture", "/events/"),
        ("quarterly_test", "/exams/"),
    ],
)
def test_each_duty_leads_to_where_it_is_done(cadre, duty, address):
    scheme_load(office=cadre.office, text=preset_text("chuzhou"), by=None, now=NOON)

    due = page_of(client_for(cadre)).context["due"]
    assert [url for status, _missing, url in due if status.requirement.key == duty] == [address]


class TestDuty:
    def test_shows_each_period_with_the_records_that_count(self, cadre, office):
        note = make_note(cadre, RecordState.APPROVED, title="读《乡土中国》", occurred_on=date(2026, 10, 8))
        waiting = make_note(cadre, RecordState.SUBMITTED, title="读《论语》", occurred_on=date(2026, 9, 8))

        shown = page_of(client_for(cadre), f"/year/people/{cadre.uuid}/duties/note/").content.decode()

        assert f'href="{note.get_absolute_url()}">读《乡土中国》' in shown
        assert f'href="{waiting.get_absolute_url()}">读《论语》' in shown
        assert "完成 1，应完成 1" in shown
        assert "完成 0，应完成 1，另有 1 等审核" in shown

    def test_is_reached_from_the_year_and_from_a_units_cell(self, cadre, office):
        address = f"/year/people/{cadre.uuid}/duties/note/?scheme=small"

        assert address in page_of(client_for(cadre)).content.decode()
        unit = page_of(client_for(make_user(office, Role.REVIEWER)), "/year/unit/").content.decode()
        assert address in unit

    def test_is_of_those_whose_year_is_seen(self, cadre, office):
        address = f"/year/people/{cadre.uuid}/duties/note/"
        other = make_user(unit=make_unit(office, "组织科"))

        assert client_for(other).get(address).status_code == 404
        assert client_for(make_user(office, Role.REVIEWER)).get(address).status_code == 200
        assert client_for(cadre).get(f"/year/people/{cadre.uuid}/duties/none/").status_code == 404

    @pytest.mark.parametrize("count", [1, 5])
    def test_takes_as_many_queries_however_many_records(self, cadre, office, count, django_assert_max_num_queries):
        for number in range(count):
            make_note(cadre, RecordState.APPROVED, occurred_on=date(2026, 10, 1 + number))
        browser = client_for(cadre)

        with django_assert_max_num_queries(13):
            browser.get(f"/year/people/{cadre.uuid}/duties/note/")
