"""The pages of points: why this score, the rules, the ledger."""

from __future__ import annotations

import io
from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from accounts.append_only import lifted
from accounts.enums import Role
from accounts.services import user_leave, user_move
from appraisal import rules
from appraisal.models import LedgerEntry, PointsRule
from appraisal.services import entry_reverse, exam_points_post, rule_version_add
from learning.models import ExamRecord
from learning.services import exam_records_make
from tests.clients import client_for
from tests.factories.accounts import LONG_AGO, make_office, make_unit, make_user
from tests.factories.appraisal import make_entry, make_rules
from tests.factories.quizzes import make_result, publish
from tests.factories.taking import NOON, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db


def said(response):
    """Return the messages of a page."""
    return [str(message) for message in response.context["messages"]]


def make_versions(key, **versions):
    """Let a rule for notes say more: points in hundredths, and from when."""
    rule = PointsRule.objects.get(key=key)
    for points, begins in versions.values():
        rule_version_add(rule=rule, formula=rules.NoteBase(points, 300), effective_from=begins, basis="", by=None)


@pytest.fixture
def office():
    office = make_office()
    make_rules(office)
    return office


@pytest.fixture
def person(office):
    return make_user(office, name="程立新", username="YL001")


@pytest.fixture
def organizer(office):
    return client_for(make_user(office, Role.ORGANIZER))


class TestWhyThisScore:
    def test_each_line_leads_to_its_rule_and_its_evidence(self, person):
        exam = make_exam(make_paper(person.office))
        candidate = make_candidate(exam, person)
        make_result(candidate, total=1_900)
        exam_points_post(exam=publish(exam), now=NOON)
        entry = make_entry(person)

        response = client_for(person).get("/points/?year=2026")
        shown = response.content.decode()

        assert "2026年，你得了 12 分" in shown
        assert [(line.entry.points, line.evidence_url) for line in response.context["lines"]] == [
            (1000, f"/results/{candidate.uuid}/"),
            (200, f"/records/{entry.evidence}/"),
        ]
        assert "季季考得 19 分（满分 20），达到 90% 档" in shown
        assert "/points/rules/#rule-quarterly-test-v1" in shown

    def test_a_line_that_was_taken_back_stays_with_its_counter_entry(self, person):
        entry_reverse(entry=make_entry(person), reason="抄袭", by=None, now=NOON)

        shown = client_for(person).get("/points/?year=2026").content.decode()

        assert "2026年，你得了 0 分" in shown
        assert "已冲销" in shown
        assert "冲销第 1 笔：抄袭" in shown

    @pytest.mark.parametrize(
        ("role", "note", "result"),
        [
            (Role.ORGANIZER, "/records/{note}/", "/organize/exams/{exam}/results/{candidate}/"),
            (Role.DIRECTOR, "/records/{note}/", "/records/{exam_record}/"),
            (Role.REVIEWER, "/records/{note}/", "/records/{exam_record}/"),
            (Role.AUDITOR, "", ""),
        ],
    )
    def test_evidence_leads_to_a_page_of_this_persons_that_the_reader_may_open(self, person, role, note, result):
        exam = make_exam(make_paper(person.office))
        candidate = make_candidate(exam, person)
        make_result(candidate, total=1_900)
        exam_points_post(exam=publish(exam), now=NOON)
        exam_records_make(exam=exam)
        entry = make_entry(person)
        reader = client_for(make_user(person.office, role))

        lines = reader.get(f"/points/people/{person.uuid}/?year=2026").context["lines"]

        named = {
            "note": entry.evidence,
            "exam": exam.uuid,
            "candidate": candidate.uuid,
            "exam_record": ExamRecord.objects.get().record.uuid,
        }
        urls = [line.evidence_url for line in lines]
        assert urls == [result.format(**named), note.format(**named)]
        assert [reader.get(url).status_code for url in urls if url] == [200] * len([url for url in urls if url])

    def test_evidence_from_a_unit_that_the_reader_does_not_review_is_named_only(self, person):
        make_entry(person)
        unit = make_unit(person.office, "干部科")
        user_move(user=person, unit=unit, position="", on=timezone.localdate())
        reviewer = make_user(person.office)
        reviewer.role_assignments.create(role=Role.REVIEWER, unit=unit, from_date=LONG_AGO)

        (line,) = client_for(reviewer).get(f"/points/people/{person.uuid}/?year=2026").context["lines"]

        assert (line.evidence_title, line.evidence_url) == ("读《乡土中国》", "")

    @pytest.mark.parametrize("year", ["", "nonsense", "1066", "99999"])
    def test_without_a_sensible_year_the_present_one_is_shown(self, person, year):
        response = client_for(person).get(f"/points/?year={year}")

        assert response.context["year"] == timezone.localdate().year

    def test_another_year_has_its_own_lines(self, person):
        make_entry(person)

        assert client_for(person).get("/points/?year=2025").context["lines"] == []


class TestRules:
    def test_everybody_reads_them_in_words(self, person):
        shown = client_for(person).get("/points/rules/").content.decode()

        assert "得分率 90% 及以上：10 分" in shown
        assert "审核通过、不少于 300 字：2 分" in shown
        assert "改这条规则" not in shown

    def test_the_version_in_force_stands_before_the_announced_and_the_earlier_one(self, person):
        make_versions("reading-note", in_force=(250, NOON.date()), announced=(900, date(2090, 1, 1)))

        shown = client_for(person).get("/points/rules/").content.decode()

        ordered = (
            'id="rule-reading-note-v2"',
            "：2.5 分",
            "已公布，还没有生效",
            'id="rule-reading-note-v3"',
            "第 3 版，2090年1月1日起",
            "：9 分",
            "以前的版本",
            'id="rule-reading-note-v1"',
            "：2 分",
        )
        shown = shown[shown.index('id="rule-reading-note"') :]
        assert [shown.find(text) for text in ordered] == sorted(shown.index(text) for text in ordered)

    def test_a_line_leads_to_the_version_it_was_entered_by(self, person):
        entry = make_entry(person)
        make_versions("reading-note", in_force=(250, timezone.localdate()))
        reader = client_for(person)

        line = f'href="/points/rules/#{entry.rule_version.anchor}"'

        assert line in reader.get("/points/?year=2026").content.decode()
        assert f'id="{entry.rule_version.anchor}"' in reader.get("/points/rules/").content.decode()

    def test_an_office_without_rules_is_offered_the_suggested_ones(self):
        office = make_office()
        organizer = client_for(make_user(office, Role.ORGANIZER))

        assert "采用建议的规则" in organizer.get("/points/rules/").content.decode()
        for _time in range(2):
            assert organizer.post("/points/rules/suggested/").url == "/points/rules/"

        assert PointsRule.objects.filter(office=office).count() == 2

    def test_a_change_of_the_note_rule_is_a_further_version(self, organizer, office):
        rule = PointsRule.objects.get(key="reading-note")
        typed = {"points": "2.5", "minimum_characters": "800", "effective_from": "2027-01-01", "basis": "部务会议定"}

        response = organizer.post(f"/points/rules/{rule.uuid}/", typed, follow=True)

        newest, first = rule.versions.all()
        assert (newest.number, newest.formula, newest.effective_from, newest.basis) == (
            2,
            {"kind": "note_base", "points": 250, "minimum_characters": 800},
            date(2027, 1, 1),
            "部务会议定",
        )
        assert first.formula["points"] == 200
        assert said(response) == ["第 2 版已保存，自2027年1月1日起生效；在那以前仍按现在的版本。"]

    def test_a_version_that_begins_today_is_said_to_hold(self, organizer):
        rule = PointsRule.objects.get(key="reading-note")
        typed = {"points": 3, "minimum_characters": 300, "effective_from": timezone.localdate(), "basis": "部务会议定"}

        response = organizer.post(f"/points/rules/{rule.uuid}/", typed, follow=True)

        assert said(response) == ["第 2 版已生效；已入账的积分仍按原来的版本。"]

    def test_bands_stand_in_a_table_and_long_fields_below_it(self, organizer):
        rule = PointsRule.objects.get(key="quarterly-test")

        form = organizer.get(f"/points/rules/{rule.uuid}/").context["form"]

        assert [(share.value(), points.value()) for share, points in form.band_rows] == [
            (90, 10),
            (80, 8),
            (60, 5),
            (None, None),
        ]
        assert [field.name for field in form.single_fields] == ["effective_from", "basis"]

    def test_the_form_offers_a_day_on_which_a_version_may_begin(self, organizer):
        make_versions("reading-note", announced=(900, date(2090, 1, 1)))
        rule = PointsRule.objects.get(key="reading-note")

        form = organizer.get(f"/points/rules/{rule.uuid}/").context["form"]

        assert [field.name for field in form.single_fields] == [
            "points",
            "minimum_characters",
            "effective_from",
            "basis",
        ]
        assert form["effective_from"].value() == date(2090, 1, 1)

    def test_the_exam_rule_shows_its_bands_and_takes_others(self, organizer):
        rule = PointsRule.objects.get(key="quarterly-test")
        initial = organizer.get(f"/points/rules/{rule.uuid}/").context["form"].initial

        typed = {"at_least_1": 60, "points_1": "6", "at_least_2": 95, "points_2": "12.25"}
        organizer.post(f"/points/rules/{rule.uuid}/", {**typed, "effective_from": "2027-01-01", "basis": "试行"})

        assert (initial["at_least_1"], initial["points_1"]) == (90, 10)
        assert rules.from_json(rule.versions.all()[0].formula) == rules.ExamBands(
            (rules.Band(95, 1225), rules.Band(60, 600))
        )

    @pytest.mark.parametrize(
        ("change", "field", "message"),
        [
            ({"points_2": ""}, "points_2", "第 2 档要么两项都填，要么都不填。"),
            ({"at_least_2": "60"}, "__all__", "两档的得分率相同。"),
            ({"at_least_1": "101"}, "at_least_1", "确保该值小于或等于100。"),
            ({"effective_from": ""}, "effective_from", "该字段是必填项。"),
            ({"basis": ""}, "basis", "该字段是必填项。"),
            ({"points_2": 5}, "__all__", "得分率 90% 档得 5 分，应当多于 60% 档的 6 分。"),
            (
                {"effective_from": "2025-12-31"},
                "effective_from",
                "第 1 版自2026年1月1日起生效，新版不能早于这一天。",
            ),
        ],
    )
    def test_fault_is_named_and_nothing_is_kept(self, organizer, change, field, message):
        rule = PointsRule.objects.get(key="quarterly-test")
        typed = {"at_least_1": 60, "points_1": 6, "at_least_2": 90, "points_2": 9}

        response = organizer.post(
            f"/points/rules/{rule.uuid}/", {**typed, "effective_from": "2027-01-01", "basis": "试行", **change}
        )

        assert (response.status_code, response.context["form"].errors[field]) == (422, [message])
        assert rule.versions.count() == 1


class TestLedger:
    def test_lists_people_and_says_that_the_chain_holds(self, organizer, person):
        make_entry(person)

        response = organizer.get("/points/ledger/?year=2026")

        shown = response.content.decode()
        assert "台账共 1 笔" in shown
        assert "逐笔相连，未被改动" in shown
        assert next((row.person.user.username, row.points) for row in response.context["rows"]) == ("YL001", 200)

    @pytest.mark.parametrize("role", [Role.DIRECTOR, Role.REVIEWER])
    def test_who_oversees_people_finds_each_ones_points_from_their_own(self, person, role):
        make_entry(person)
        reader = client_for(make_user(person.office, role))

        own = reader.get("/points/").content.decode()
        listed = reader.get("/points/ledger/?year=2026").content.decode()
        persons = reader.get(f"/points/people/{person.uuid}/?year=2026").content.decode()

        assert '<a href="/points/ledger/">各人积分</a>' in own
        assert f'<a href="/points/people/{person.uuid}/?year=2026">程立新</a>' in listed
        assert '<a href="/points/ledger/?year=2026">各人积分</a>' in persons
        assert ["台账共" in listed, "导出 Excel" in listed] == [False, False]

    def test_who_oversees_nobody_is_led_to_their_own_points_and_the_rules_alone(self, person):
        reader = client_for(person)

        shown = reader.get("/points/").content.decode()

        assert ["各人积分" in shown, '<a href="/points/rules/">积分规则</a>' in shown] == [False, True]
        assert reader.get("/points/ledger/").status_code == 403

    def test_who_left_is_marked(self, organizer, person):
        make_entry(person)
        user_leave(user=person, on=NOON.date(), today=NOON.date())

        shown = organizer.get("/points/ledger/?year=2026").content.decode()

        assert '程立新</a> <span class="tag">已离开</span>' in shown

    @pytest.mark.parametrize("item_count", [1, 3])
    @pytest.mark.parametrize(("role", "queries"), [(Role.ORGANIZER, 11), (Role.REVIEWER, 12)])
    def test_list_asks_as_often_for_many_as_for_one(self, office, role, queries, item_count, django_assert_num_queries):
        for _number in range(item_count):
            make_entry(make_user(office))
        reader = client_for(make_user(office, role))

        with django_assert_num_queries(queries):
            response = reader.get("/points/ledger/?year=2026")

        assert len(response.context["rows"]) == item_count * 2 + 1

    def test_names_the_line_that_does_not_hold(self, organizer, person):
        make_entry(person)
        second = make_entry(person)
        with lifted(connection):
            LedgerEntry.objects.filter(pk=second.pk).update(points=99_900)

        assert "第 2 笔对不上" in organizer.get("/points/ledger/?year=2026").content.decode()

    def test_workbook_has_every_line_of_the_year(self, organizer, person):
        entry = make_entry(person)

        response = organizer.get("/points/ledger/export/?year=2026")

        header, line = load_workbook(io.BytesIO(response.content)).worksheets[0].iter_rows(values_only=True)
        assert header == ("序号", "工号", "姓名", "方面", "规则", "版本", "积分", "说明", "发生日期", "审定人", "摘要")
        assert line[:8] == (1, "YL001", "程立新", "学", "读书笔记", 1, 2, "读《乡土中国》，400 字，审核通过")
        assert (line[8].date(), line[9], line[10]) == (entry.occurred_on, entry.approved_by.name, entry.hash)
        name = quote("积分台账2026年.xlsx")
        assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"

    def test_workbook_runs_nothing_that_somebody_typed(self, organizer, office):
        make_entry(make_user(office, name="=1+1"), title="@SUM(A1)")

        response = organizer.get("/points/ledger/export/?year=2026")

        _header, line = load_workbook(io.BytesIO(response.content)).worksheets[0].iter_rows(values_only=True)
        assert (line[2], line[7][0]) == ("'=1+1", "'")

    def test_holds_nothing_of_another_office(self, organizer):
        stranger = make_user(name="外人")
        make_rules(stranger.office)
        make_entry(stranger)

        response = organizer.get("/points/ledger/export/?year=2026")

        assert "外人" not in organizer.get("/points/ledger/?year=2026").content.decode()
        assert load_workbook(io.BytesIO(response.content)).worksheets[0].max_row == 1


def test_the_page_of_a_note_says_what_it_may_be_worth(person):
    shown = client_for(person).get("/records/new/note/").content.decode()

    assert "：审核通过、不少于 300 字" in shown


def test_other_years_can_be_gone_to_but_not_the_future(person):
    this_year = timezone.localdate().year
    client = client_for(person)

    now = client.get("/points/").content.decode()
    then = client.get(f"/points/?year={this_year - 1}").content.decode()

    assert (f"year={this_year - 1}" in now, f"year={this_year + 1}" in now) == (True, False)
    assert (f"year={this_year}" in then, f"{this_year - 1}年没有积分。" in then) == (True, True)
