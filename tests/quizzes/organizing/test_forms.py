"""What organizers may type, and what they are told where it makes no sense."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accounts.templatetags.screen import minute
from quizzes.enums import CountingAttempt, ExamKind, ExamState
from quizzes.marking import ScoringRule
from quizzes.organizing.forms import (
    USUAL_SECTIONS,
    BlueprintForm,
    ExamForm,
    MarkForm,
    SectionForm,
    exam_initial,
    new_exam_initial,
    sections_initial,
)
from quizzes.services import exam_create
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import make_bank
from tests.factories.quizzes import make_blueprint, make_cohort, make_exam_text
from tests.factories.taking import NOON, make_exam, make_paper

pytestmark = pytest.mark.django_db


class TestSection:
    def section(self, **changes):
        form = SectionForm({"title": "", "type": "single_choice", "count": "5", "marks": "2", **changes})
        form.is_valid()
        return form

    @pytest.mark.parametrize(
        "typed",
        ["基本职责 5，基本知识 3", "基本职责5,基本知识3", "基本职责：5；基本知识：3", " 基本职责 5 、 基本知识 3 、"],
    )
    def test_topics_are_read_however_they_are_parted(self, typed):
        assert self.section(count="8", topics=typed).cleaned_data["topics"] == {"基本职责": 5, "基本知识": 3}

    @pytest.mark.parametrize("typed", ["基本职责", "5", "基本职责 五"])
    def test_topics_that_cannot_be_read_are_quoted(self, typed):
        assert self.section(topics=typed).errors == {"topics": [f"“{typed}”看不懂，请写成“基本职责 5，基本知识 5”。"]}

    def test_row_without_a_count_asks_for_nothing(self):
        assert [self.section(count=count).is_used for count in ("", "0", "1")] == [False, False, True]

    def test_title_is_the_types_where_none_is_given(self):
        assert self.section().plan() == {"title": "单选题", "type": "single_choice", "count": 5, "marks": "2"}

    def test_rule_is_kept_for_types_with_several_right_options(self):
        several = self.section(type="multiple_choice", rule="partial_fixed").plan()
        single = self.section(rule="partial_fixed").plan()

        assert (several["rule"], "rule" in single) == ({"kind": "partial_fixed"}, False)

    @pytest.mark.parametrize(
        ("kind", "rule", "amount", "kept"),
        [
            ("multiple_choice", "per_option", "0.5", {"kind": "per_option", "each": "0.5"}),
            ("indeterminate_choice", "right_minus_wrong", "", {"kind": "right_minus_wrong"}),
            ("multiple_choice", "right_minus_wrong", "0.5", {"kind": "right_minus_wrong", "penalty": "0.5"}),
            ("true_false", "penalty", "0.5", {"penalty": "0.5"}),
            ("single_choice", "penalty", "2", {"penalty": "2"}),
            ("ordering", "partial_share", "", {"kind": "partial_share"}),
        ],
    )
    def test_rule_with_an_amount_is_read(self, kind, rule, amount, kept):
        assert self.section(type=kind, rule=rule, amount=amount).plan()["rule"] == kept

    @pytest.mark.parametrize(
        ("changes", "errors"),
        [
            ({"type": "multiple_choice", "rule": "per_option"}, {"amount": ["没有填几分。"]}),
            ({"type": "true_false", "rule": "penalty", "amount": "0"}, {"amount": ["没有填几分。"]}),
            ({"type": "true_false", "rule": "penalty", "amount": "2.5"}, {"amount": ["不能超过每题分值。"]}),
            ({"rule": "all_or_nothing", "amount": "1"}, {"amount": ["选了要填分数的计分办法才填。"]}),
            ({"type": "multiple_choice", "rule": "penalty", "amount": "1"}, {"rule": ["这个办法不能用于多选题。"]}),
            ({"type": "true_false", "rule": "per_option", "amount": "1"}, {"rule": ["这个办法不能用于判断题。"]}),
        ],
    )
    def test_rule_that_does_not_fit_is_told_at_its_field(self, changes, errors):
        assert self.section(**changes).errors == errors

    @pytest.mark.parametrize(
        ("kind", "rule"),
        [
            ("multiple_choice", {"kind": "partial_fixed", "share": 30}),
            ("multiple_choice", {"kind": "right_minus_wrong", "penalty": "0.5", "floor": "-1"}),
            ("multiple_choice", {"kind": "per_option", "each": "0.25"}),
            ("true_false", {"penalty": "0.5"}),
            ("fill_in_the_blank", {"blanks": "all", "folds": ["width"]}),
        ],
    )
    def test_stored_rule_survives_the_form(self, kind, rule):
        stored = ScoringRule.from_json(rule)
        section = {"title": "大题", "type": kind, "count": 5, "marks": "2", "rule": stored.to_json()}

        (row,) = sections_initial([section])

        typed = {name: str(value) for name, value in row.items()}
        assert ScoringRule.from_json(self.section(**typed).plan()["rule"]) == stored

    @pytest.mark.parametrize("finer", ["[]", "{", '{"share": 0}', '{"kinds": 1}'])
    def test_rule_of_a_page_that_was_tampered_with_says_nothing(self, finer):
        assert self.section(finer=finer).cleaned_data["finer"] == {}

    def test_stored_sections_come_back_as_they_were_typed(self):
        blueprint = make_blueprint()

        rows = sections_initial(blueprint.sections)

        plans = [self.section(**{name: str(value) for name, value in row.items()}).plan() for row in rows]
        assert [(plan["title"], plan["type"], plan["count"], float(plan["marks"])) for plan in plans] == [
            ("单选", "single_choice", 2, 2.0),
            ("简答", "short_answer", 1, 6.0),
        ]

    def test_a_new_blueprint_begins_with_a_hundred_marks(self):
        assert sum(section["count"] * section["marks"] for section in USUAL_SECTIONS) == 100


class TestBlueprint:
    def test_offers_the_banks_of_the_office_alone(self):
        office = make_office()
        own, _foreign = make_bank(office), make_bank()

        assert list(BlueprintForm(office=office).fields["bank"].queryset) == [own]


class TestExam:
    @pytest.fixture(autouse=True)
    def _noon(self, time_machine):
        """Stop the clock that says when a paper was assembled."""
        time_machine.move_to(NOON, tick=False)

    @pytest.fixture
    def office(self):
        return make_office()

    @pytest.fixture
    def typed(self, office):
        return {
            "kind": "quarterly_test",
            "title": "第四季度季季考",
            "year": "2026",
            "quarter": "4",
            "cohort": make_cohort(office).pk,
            "papers": [make_paper(office).pk],
            "opens_at": "2026-11-02T09:00",
            "closes_at": "2026-11-02T18:00",
            "duration_minutes": "60",
            "attempt_limit": "2",
            "counting": "last",
            "pass_marks": "12.5",
            "rules": "独立作答。",
        }

    def test_times_are_those_of_the_office_wall(self, office, typed):
        form = ExamForm(typed, office=office)

        assert form.is_valid(), form.errors
        assert (form.text.opens_at, form.text.closes_at) == (
            datetime(2026, 11, 2, 1, 0, tzinfo=UTC),
            datetime(2026, 11, 2, 10, 0, tzinfo=UTC),
        )
        assert (form.text.kind, form.text.counting, form.text.pass_marks) == (
            ExamKind.QUARTERLY_TEST,
            CountingAttempt.LAST,
            1250,
        )

    @pytest.mark.parametrize(
        ("changes", "errors"),
        [
            ({"closes_at": "2026-11-02T09:00"}, {"closes_at": ["结束时间须晚于开始时间。"]}),
            ({"quarter": ""}, {"quarter": ["季季考须写明年度和季度。"]}),
            ({"year": ""}, {"quarter": ["季季考须写明年度和季度。"]}),
            ({"duration_minutes": "0"}, {"duration_minutes": ["确保该值大于或等于1。"]}),
            ({"opens_at": "明天九点"}, {"opens_at": ["输入一个有效的日期/时间。"]}),
            ({"papers": []}, {"papers": ["该字段是必填项。"]}),
            ({"pass_marks": "20.5"}, {"pass_marks": ["及格线高于“季度试卷（A 卷）”的满分 20 分。"]}),
        ],
    )
    def test_fault_is_named_at_its_field(self, office, typed, changes, errors):
        assert ExamForm({**typed, **changes}, office=office).errors == errors

    def test_name_of_another_exam_is_refused_but_for_archived_ones(self, office, typed):
        make_exam(make_paper(office), title="去年的", state=ExamState.ARCHIVED)
        exam = make_exam(make_paper(office), title="今年的")

        told = "已经有同名的考试：“今年的”（2026年10月12日 11:00 开始，已安排）。请换一个名称。"
        assert ExamForm({**typed, "title": "今年的"}, office=office).errors == {"title": [told]}
        assert ExamForm({**typed, "title": "今年的"}, office=office, exam=exam).errors == {}
        assert ExamForm({**typed, "title": "去年的"}, office=office).errors == {}

    def test_rosters_say_how_many_and_papers_what_they_are(self, office):
        cohort = make_cohort(office, make_user(office), make_user(office))
        used, _fresh = make_paper(office), make_paper(office)
        make_exam(used, title="第三季度")

        form = ExamForm(office=office)

        assert f"{cohort.name}（2 人）" in [label for _value, label in form.fields["cohort"].choices]
        at = minute(used.assembled_at)
        assert [label for _value, label in form.fields["papers"].choices] == [
            f"季度试卷（A 卷） · 6 题，20 分 · {at} 组成 · 还没有用过",
            f"季度试卷（A 卷） · 6 题，20 分 · {at} 组成 · 用在：第三季度",
        ]

    @pytest.mark.parametrize("paper_count", [1, 3])
    def test_offers_any_number_of_papers_in_as_many_queries(self, office, django_assert_num_queries, paper_count):
        for _number in range(paper_count):
            make_exam(make_paper(office))
        form = ExamForm(office=office)

        with django_assert_num_queries(3):
            list(form.fields["papers"].choices)

    def test_papers_and_rosters_of_another_office_are_none(self, office, typed):
        foreign = make_office()
        theirs = {"papers": [make_paper(foreign).pk], "cohort": make_cohort(foreign).pk}

        assert set(ExamForm({**typed, **theirs}, office=office).errors) == {"papers", "cohort"}

    def test_draft_comes_back_as_it_was_typed(self, office):
        text = make_exam_text(make_cohort(office), pass_marks=1250)
        exam = exam_create(text=text, papers=[make_paper(office)], by=make_user(office))

        shown = ExamForm(office=office, initial=exam_initial(exam))

        typed = {name: shown[name].value() for name in shown.fields} | {
            "opens_at": "2026-10-12T13:00",
            "closes_at": "2026-10-12T21:00",
            "papers": [paper.pk for paper in exam.papers.all()],
            "cohort": exam.cohort.pk,
        }
        again = ExamForm(typed, office=office, exam=exam)
        assert again.is_valid(), again.errors
        assert again.text == text

    @pytest.mark.parametrize(
        ("today", "title", "opens_at"),
        [
            ("2026-11-22 10:00+08:00", "2026年第四季度季季考", "2026-11-23 09:00:00+08:00"),
            ("2026-12-31 23:59+08:00", "2026年第四季度季季考", "2027-01-01 09:00:00+08:00"),
            ("2027-01-01 00:00+08:00", "2027年第一季度季季考", "2027-01-02 09:00:00+08:00"),
            ("2026-06-30 12:00+08:00", "2026年第二季度季季考", "2026-07-01 09:00:00+08:00"),
        ],
    )
    def test_new_one_is_this_quarters_from_tomorrow_at_nine(self, time_machine, today, title, opens_at):
        time_machine.move_to(today)

        initial = new_exam_initial()

        assert (initial["title"], str(initial["opens_at"])) == (title, opens_at)


class TestMarks:
    @pytest.mark.parametrize(("typed", "hundredths"), [("5", 500), ("5.5", 550), ("0", 0), ("0.25", 25)])
    def test_are_kept_in_hundredths(self, typed, hundredths):
        form = MarkForm({"marks": typed, "attempt": "0" * 32})

        assert form.is_valid(), form.errors
        assert form.hundredths == hundredths

    POINTS = ({"text": "编审", "marks": 150}, {"text": "复审", "marks": 120}, {"text": "终审", "marks": 230})

    @pytest.mark.parametrize(
        ("typed", "ticked", "hundredths"),
        [("", ["0", "2"], 380), ("", ["1"], 120), ("4", ["0"], 400), ("0", ["0"], 0), ("1", [], 100)],
    )
    def test_ticked_points_add_up_unless_a_number_is_given(self, typed, ticked, hundredths):
        form = MarkForm({"marks": typed, "points": ticked, "attempt": "0" * 32}, points=self.POINTS)

        assert form.is_valid(), form.errors
        assert (form.hundredths, form.cleaned_data["points"]) == (hundredths, [int(place) for place in ticked])

    @pytest.mark.parametrize("ticked", ["3", "-1", "x"])
    def test_points_that_are_none_of_the_questions_are_refused(self, ticked):
        form = MarkForm({"marks": "", "points": [ticked], "attempt": "0" * 32}, points=self.POINTS)

        assert "points" in form.errors

    @pytest.mark.parametrize("typed", ["", "-1", "1.234", "五", "1e9", "NaN"])
    def test_without_sense_are_refused(self, typed):
        assert list(MarkForm({"marks": typed, "attempt": "0" * 32}).errors) == ["marks"]
