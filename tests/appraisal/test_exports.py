"""Exports to year-end appraisals: right figures, nothing confidential, and a line for each."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from accounts.append_only import AppendOnlyError
from accounts.enums import Role
from appraisal.enums import UnitPoints
from appraisal.models import AppraisalExport
from appraisal.selectors.exports import carried_to_person, channels
from learning.enums import RecordState
from learning.schemes.presets import preset_text
from learning.services import scheme_load
from tests.clients import client_for
from tests.factories.accounts import make_office, make_unit, make_user
from tests.factories.appraisal import make_entry, make_rules
from tests.factories.learning import make_talk
from tests.factories.quizzes import make_result, publish
from tests.factories.taking import NOON
from tests.visitors import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]


@pytest.fixture
def office():
    office = make_office()
    make_rules(office)
    return office


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER, name="考务")


@pytest.fixture
def cadre(office):
    return make_user(office, unit=make_unit(office, "干部科"), name="=1+1", username="YL009")


def taken(client, **changes):
    sent = {"channel": "年度考核", "year": "2026", "unit_points": "unset", "to": "xlsx", **changes}
    response = client.post("/exports/make/", sent)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def sheet(content, title):
    rows = list(load_workbook(io.BytesIO(content))[title].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


class TestFigures:
    def test_a_cadres_points_and_the_units_sum(self, organizer, cadre):
        entry = make_entry(cadre)
        make_user(unit=cadre.memberships.get().unit, name="同科")

        content = taken(client_for(organizer), unit_points="mean")

        own = next(row for row in sheet(content, "干部") if row["工号"] == "YL009")
        assert own["学"] == own["积分合计"] == entry.points / 100
        assert own["写"] == 0
        assert own["单位积分计入个人"] == entry.points / 200
        unit = next(row for row in sheet(content, "单位") if row["单位（含下属）"] == "干部科")
        assert (unit["人数"], unit["积分合计"]) == (2, entry.points / 100)

    def test_what_begins_like_a_formula_is_text(self, organizer, cadre):
        assert sheet(taken(client_for(organizer)), "干部")[-1]["姓名"] == "'=1+1"
        rows = list(csv.reader(io.StringIO(taken(client_for(organizer), to="csv").decode("utf-8-sig"))))
        assert any("'=1+1" in row for row in rows)

    def test_duties_by_state_and_published_results(self, organizer, cadre):
        scheme_load(
            office=organizer.office,
            text=preset_text("hanbin"),
            by=organizer,
            now=NOON,
            effective_from=date(2026, 1, 1),
        )
        own = next(row for row in sheet(taken(client_for(organizer)), "干部") if row["工号"] == "YL009")
        assert own["要求逾期"] > 0
        assert own["要求已完成"] == 0
        assert own["考试场次"] == 0

        exam = make_result().attempt.exam
        theirs = make_user(exam.office, Role.ORGANIZER)
        assert all(row["考试场次"] == 0 for row in sheet(taken(client_for(theirs)), "干部"))
        publish(exam, by=theirs)
        year = str(exam.opens_at.year)
        assert sum(row["考试场次"] for row in sheet(taken(client_for(theirs), year=year), "干部")) == 1

    def test_confidential_talks_have_no_word_in_it(self, organizer, cadre):
        make_talk(cadre, RecordState.APPROVED, counterpart=organizer, body="家里老人住院")

        text = taken(client_for(organizer), to="csv").decode("utf-8-sig")

        assert "住院" not in text
        assert "谈心" not in text

    def test_how_unit_points_reach_a_person_is_not_guessed(self):
        assert carried_to_person(UnitPoints.UNSET, None, 900, 3) is None
        assert carried_to_person(UnitPoints.NONE, None, 900, 3) == 0
        assert carried_to_person(UnitPoints.MEAN, None, 900, 3) == 300
        assert carried_to_person(UnitPoints.MEAN, None, 0, 0) == 0
        assert carried_to_person(UnitPoints.SHARE, 20, 900, 3) == 180


class TestChannels:
    def test_they_are_those_of_the_schemes_each_with_its_tables(self, office, organizer):
        assert channels(office, NOON.date()) == ["年度考核"]
        scheme_load(office=office, text=preset_text("jinshi"), by=organizer, now=NOON)
        named = channels(office, NOON.date())
        assert named == ["年终干部考核", "绩效考核", "党委（党组）述职评议"]

        found = {
            name: load_workbook(io.BytesIO(taken(client_for(organizer), channel=name))).sheetnames for name in named
        }

        assert found["年终干部考核"] == ["说明", "干部"]
        assert found["绩效考核"] == found["党委（党组）述职评议"] == ["说明", "单位"]


class TestTrace:
    def test_the_cover_and_the_log_say_what_was_chosen(self, organizer):
        content = taken(client_for(organizer), unit_points="share", share="30")

        cover = {row["项目"]: row["内容"] for row in sheet(content, "说明")}
        assert cover["单位积分怎样计入个人"] == "按单位积分的 30%"
        kept = AppraisalExport.objects.get()
        assert (kept.by, kept.year, kept.share, kept.at) == (organizer, 2026, 30, NOON)
        with pytest.raises(AppendOnlyError):
            kept.delete()
        auditor = client_for(make_user(organizer.office, Role.AUDITOR))
        assert "按单位积分的 30%" in auditor.get("/exports/").content.decode()
        assert auditor.post("/exports/make/", {}).status_code == 403

    def test_a_share_without_its_figure_is_told_and_nothing_is_taken(self, organizer):
        response = client_for(organizer).post(
            "/exports/make/", {"channel": "年度考核", "year": "2026", "unit_points": "share", "to": "xlsx"}
        )

        assert response.status_code == 422
        assert "请填比例" in body_of(response)
        assert not AppraisalExport.objects.exists()


def test_a_scheme_tells_what_it_issues_and_leads_there(office, organizer):
    scheme_load(office=office, text=preset_text("jinshi"), by=organizer, now=NOON)

    page = client_for(organizer).get("/schemes/jinshi/").content.decode()

    assert "通报：每月" in page
    assert "讲评：每季度" in page
    assert "导出给：年终干部考核、绩效考核、党委（党组）述职评议" in page
    assert 'href="/exports/"' in page
    assert 'href="/exports/"' not in client_for(make_user(office)).get("/schemes/jinshi/").content.decode()
