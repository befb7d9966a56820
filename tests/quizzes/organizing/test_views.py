"""The organizer's pages, from blueprint to score table."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest

from accounts.enums import Role
from question_bank.content import QuestionType
from quizzes.enums import ExamState
from quizzes.models import Blueprint, Exam, Mark, Paper
from quizzes.services import exam_create, papers_assemble
from quizzes.taking.attempts import attempt_submit
from quizzes.taking.saving import answers_save
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.quizzes import (
    make_blueprint,
    make_cohort,
    make_drawable_bank,
    make_exam_text,
    make_published_exam,
    make_result,
    publish,
)
from tests.factories.taking import CANARY, NOON, make_attempt, make_candidate, make_exam, make_paper, slot_ids

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine):
    """Stop the clock that opens and closes exams."""
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER, name="何静")


@pytest.fixture
def desk(organizer):
    return client_for(organizer)


def text_of(response):
    return response.content.decode()


def typed(blueprint, **changes):
    """Return what the page of a blueprint sends when its papers are asked for."""
    rows = {"form-TOTAL_FORMS": len(blueprint.sections), "form-INITIAL_FORMS": 0}
    for number, section in enumerate(blueprint.sections):
        rows |= {f"form-{number}-{name}": section[name] for name in ("title", "type", "count", "marks")}
    return {"title": blueprint.title, "bank": blueprint.bank.pk, "then": "assemble", **rows, **changes}


class TestBlueprints:
    def rows(self, *sections):
        data = {"form-TOTAL_FORMS": len(sections), "form-INITIAL_FORMS": 0}
        for number, section in enumerate(sections):
            data |= {f"form-{number}-{name}": value for name, value in section.items()}
        return data

    def test_new_one_is_saved_with_its_used_rows(self, desk, office):
        bank = make_drawable_bank(office)
        rows = self.rows(
            {"type": "single_choice", "count": "2", "marks": "2"}, {"type": "true_false", "count": "", "marks": "1"}
        )

        response = desk.post("/organize/blueprints/new/", {"title": "季度卷", "bank": bank.pk, **rows})

        blueprint = Blueprint.objects.get()
        assert response.url == f"/organize/blueprints/{blueprint.uuid}/"
        assert [(section["type"], section["count"]) for section in blueprint.sections] == [("single_choice", 2)]

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ({"count": ""}, "至少一个大题要填题数。"),
            ({"marks": ""}, "第 1 大题的每题分值：没有填。"),
            ({"marks": "0"}, "第 1 大题的每题分值：应大于 0。"),
            ({"topics": "职责 3"}, "第 1 大题的知识点题数：合计 3 题，多于本大题的 2 题。"),
            ({"topics": "职责"}, "第 1 大题的知识点题数：“职责”看不懂，请写成“基本职责 5，基本知识 5”。"),
            ({"topics": "不存在 1"}, "第 1 大题的知识点题数：题库里没有“不存在”；现有的知识点：基本职责。"),
        ],
    )
    @pytest.mark.parametrize("button", [{}, {"then": "assemble"}])
    def test_fault_is_told_by_row_and_nothing_saved(self, desk, office, row, message, button):
        bank = make_drawable_bank(office)
        bank.topics.create(name="基本职责")
        rows = self.rows({"type": "single_choice", "count": "2", "marks": "2", **row})

        response = desk.post("/organize/blueprints/new/", {"title": "季度卷", "bank": bank.pk, **rows, **button})

        assert (response.status_code, response.context["form"].non_field_errors()) == (422, [message])
        assert (Blueprint.objects.count(), Paper.objects.count()) == (0, 0)

    def test_all_faults_are_told_at_once_and_what_was_typed_is_kept(self, desk, office):
        bank = make_drawable_bank(office)
        rows = self.rows(
            {"type": "single_choice", "count": "2", "marks": ""},
            {"type": "true_false", "count": "1", "marks": "1", "topics": "不存在 1"},
        )

        response = desk.post("/organize/blueprints/new/", {"title": "", "bank": bank.pk, **rows})

        assert response.context["form"].errors == {
            "title": ["该字段是必填项。"],
            "__all__": [
                "第 1 大题的每题分值：没有填。",
                "第 2 大题的知识点题数：题库里没有“不存在”；现有的知识点：—。",
            ],
        }
        assert "不存在 1</textarea>" in text_of(response)

    def test_plan_the_bank_cannot_fill_is_saved_with_a_warning(self, desk, office):
        bank = make_drawable_bank(office)
        rows = self.rows({"title": "简答题", "type": "short_answer", "count": "20", "marks": "2"})

        response = desk.post("/organize/blueprints/new/", {"title": "季度卷", "bank": bank.pk, **rows}, follow=True)

        assert [str(message) for message in response.context["messages"]] == [
            "已保存，但现在组不出卷：大题“简答题”需要 20 题，题库中可用的只有 3 题。请补充并审核入库，或减少题数。"
        ]
        assert (Blueprint.objects.count(), Paper.objects.count()) == (1, 0)

    def test_edits_are_saved_before_papers_are_drawn(self, desk, office):
        blueprint = make_blueprint(office, (QuestionType.SINGLE_CHOICE, 1, 200))
        rows = self.rows({"type": "true_false", "count": "2", "marks": "1"})
        typed = {"title": "改过的", "bank": blueprint.bank.pk, **rows, "forms_wanted": "2", "then": "assemble"}

        desk.post(f"/organize/blueprints/{blueprint.uuid}/", typed)

        papers = Paper.objects.order_by("pk").values_list("title", "form", "question_count")
        assert list(papers) == [("改过的", "A", 2), ("改过的", "B", 2)]
        assert Blueprint.objects.get().title == "改过的"

    def test_edits_are_kept_where_no_paper_can_be_drawn(self, desk, office):
        blueprint = make_blueprint(office, (QuestionType.SINGLE_CHOICE, 1, 200))
        rows = self.rows({"title": "判断题", "type": "true_false", "count": "9", "marks": "1"})
        typed = {"title": "改过的", "bank": blueprint.bank.pk, **rows, "then": "assemble"}

        response = desk.post(f"/organize/blueprints/{blueprint.uuid}/", typed, follow=True)

        assert "方案已保存，但组不出卷：大题“判断题”需要 9 题，题库中可用的只有 3 题" in text_of(response)
        assert (Blueprint.objects.get().title, Paper.objects.count()) == ("改过的", 0)

    def test_pages_of_plans_and_papers_stand_under_the_organizers_tab(self, desk, office):
        paths = ("/organize/blueprints/", f"/organize/papers/{make_paper(office).uuid}/", "/organize/exams/")

        tabs = [
            [each.label for each in desk.get(path).context["masthead"].entries if each.is_current] for path in paths
        ]

        assert tabs == [["考务"]] * 3

    def test_without_papers_is_deleted(self, desk, office):
        blueprint = make_blueprint(office)

        desk.post(f"/organize/blueprints/{blueprint.uuid}/delete/")

        assert Blueprint.objects.count() == 0

    def test_with_papers_stays(self, desk, office):
        blueprint = make_blueprint(office)
        papers_assemble(blueprint=blueprint, seed="1", now=NOON)

        page = desk.get(f"/organize/blueprints/{blueprint.uuid}/")
        answer = desk.post(f"/organize/blueprints/{blueprint.uuid}/delete/", follow=True)

        assert ("删除这个方案" in text_of(page), "方案不能删除" in text_of(answer)) == (False, True)
        assert Blueprint.objects.get() == blueprint

    def test_name_that_is_taken_is_refused_on_making_and_on_changing(self, desk, office):
        bank = make_drawable_bank(office)
        taken, other = make_blueprint(bank=bank), make_blueprint(bank=bank)
        typed = {"title": taken.title, "bank": bank.pk, **self.rows({"type": "true_false", "count": 1, "marks": 1})}

        answers = [
            desk.post(address, typed)
            for address in ("/organize/blueprints/new/", f"/organize/blueprints/{other.uuid}/")
        ]

        assert [answer.context["form"].errors for answer in answers] == [{"title": ["已经有同名的组卷方案。"]}] * 2

    def test_page_says_what_the_bank_has(self, desk, office):
        blueprint = make_blueprint(office)

        shown = text_of(desk.get(f"/organize/blueprints/{blueprint.uuid}/"))

        assert f"{blueprint.title}：3 题，10 分" in shown
        assert "现有可用试题 30 道" in shown

    def test_without_a_bank_the_page_says_what_to_do_first(self, desk):
        assert "还没有题库" in text_of(desk.get("/organize/blueprints/new/"))


class TestPapers:
    @pytest.mark.parametrize("copy", ["", "?copy=candidate"])
    def test_show_every_type(self, desk, office, copy):
        blueprint = make_blueprint(office, *[(kind, 1, 300) for kind in QuestionType])
        (paper,) = papers_assemble(blueprint=blueprint, seed="1", by=make_user(office), now=NOON)

        shown = text_of(desk.get(f"{paper.get_absolute_url()}{copy}"))

        assert [words in shown for words in ("例是否合规？", "为什么？", "4．三")] == [True] * 3
        assert ("BADC" in shown, "1-B 2-A 3-D 4-C" in shown) == (not copy, not copy)

    def test_are_drawn_and_previewed_with_their_key(self, desk, office):
        blueprint = make_blueprint(office, (QuestionType.SINGLE_CHOICE, 1, 200))

        response = desk.post(
            f"/organize/blueprints/{blueprint.uuid}/", typed(blueprint, forms_wanted=2, seed="s"), follow=True
        )

        assert [paper.form for paper in Paper.objects.order_by("pk")] == ["A", "B"]
        shown = text_of(response)
        assert "已组成 2 套卷" in shown
        assert "看 B 卷" in shown
        assert "用这 2 套卷安排考试" in shown
        assert '<span class="tag good">答案</span>' in shown
        assert "每名干部每季度撰写读书笔记不少于一篇" in shown

    @pytest.mark.parametrize(
        ("forms", "message"),
        [("0", "确保该值大于或等于1。"), ("27", "确保该值小于或等于26。"), ("两套", "输入整数。")],
    )
    def test_impossible_number_of_forms_is_told(self, desk, office, forms, message):
        blueprint = make_blueprint(office)

        response = desk.post(f"/organize/blueprints/{blueprint.uuid}/", typed(blueprint, forms_wanted=forms))

        assert (response.context["form"].errors, Paper.objects.count()) == ({"forms_wanted": [message]}, 0)

    def test_candidates_copy_has_the_questions_and_nothing_of_the_key(self, desk, office):
        paper = make_paper(office)

        shown = text_of(desk.get(f"/organize/papers/{paper.uuid}/?copy=candidate"))

        assert ("每天学习不少于" in shown, "简述三审制度" in shown) == (True, True)
        assert [secret for secret in (CANARY, "答案：", "right", "第三条", "忠诚") if secret in shown] == []

    def test_any_other_copy_is_the_organizers(self, desk, office):
        response = desk.get(f"/organize/papers/{make_paper(office).uuid}/?copy=nonsense")

        assert CANARY in text_of(response)

    def test_every_type_is_previewed_in_words(self, desk, office):
        shown = text_of(desk.get(f"/organize/papers/{make_paper(office).uuid}/"))

        for key in ("正确", "编审、复审、终审", "忠诚"):
            assert f"<b>答案：</b>{key}" in shown
        assert "少选、多选、错选都不得分。" in shown


class TestExams:
    @pytest.fixture
    def typed(self, office):
        cohort = make_cohort(office, make_user(office, name="甲"), make_user(office, name="乙"))
        return {
            "kind": "quarterly_test",
            "title": "第四季度季季考",
            "year": "2026",
            "quarter": "4",
            "cohort": cohort.pk,
            "papers": [make_paper(office).pk],
            "opens_at": "2026-10-13T09:00",
            "closes_at": "2026-10-13T18:00",
            "duration_minutes": "60",
            "attempt_limit": "1",
            "counting": "best",
            "pass_marks": "12",
        }

    def test_go_from_draft_to_candidates_and_back(self, desk, typed):
        draft = desk.post("/organize/exams/new/", typed)
        exam = Exam.objects.get()
        assert (draft.url, exam.state) == (f"/organize/exams/{exam.uuid}/", ExamState.DRAFT)

        scheduled = desk.post(f"/organize/exams/{exam.uuid}/schedule/", follow=True)
        assert "已发布给 2 名考生，到时自动开考。" in text_of(scheduled)

        without_reason = desk.post(f"/organize/exams/{exam.uuid}/withdraw/", {"reason": ""}, follow=True)
        assert "请写明撤回的原因" in text_of(without_reason)
        desk.post(f"/organize/exams/{exam.uuid}/withdraw/", {"reason": "时间有误"})

        exam.refresh_from_db()
        assert (exam.state, exam.candidates.count()) == (ExamState.DRAFT, 0)
        assert "时间有误" in text_of(desk.get(f"/organize/exams/{exam.uuid}/"))

    def test_announcing_after_the_opening_says_that_candidates_may_enter(self, desk, typed):
        desk.post("/organize/exams/new/", {**typed, "opens_at": "2026-10-12T11:00"})
        exam = Exam.objects.get()

        scheduled = desk.post(f"/organize/exams/{exam.uuid}/schedule/", follow=True)

        assert "已发布给 2 名考生，现在就可以进入。" in text_of(scheduled)

    def test_taking_back_is_offered_until_somebody_has_begun(self, desk, office):
        exam = make_exam(make_paper(office))
        candidate = make_candidate(exam)

        before = desk.get(f"/organize/exams/{exam.uuid}/")
        make_attempt(candidate)
        after = desk.get(f"/organize/exams/{exam.uuid}/")

        assert ["撤回为草稿" in text_of(page) for page in (before, after)] == [True, False]

    def test_draft_says_to_whom_it_goes_and_when_there_is_no_way_back(self, desk, typed):
        desk.post("/organize/exams/new/", typed)

        shown = text_of(desk.get(f"/organize/exams/{Exam.objects.get().uuid}/"))

        assert "里的 2 人，发布后就能看到这场考试。" in shown
        assert "2026年10月13日 09:00 自动开考。" in shown
        assert "有人开始作答就不能撤回了。" in shown
        assert "确认发布给 2 人" in shown

    def test_draft_warns_of_what_may_not_be_meant_so(self, desk, typed):
        desk.post("/organize/exams/new/", {**typed, "closes_at": "2026-10-13T09:10"})

        shown = text_of(desk.get(f"/organize/exams/{Exam.objects.get().uuid}/"))

        assert "开放时间只有 10 分钟，少于作答时长 60 分钟" in shown

    def test_how_it_was_arranged_stays_on_the_page(self, desk, office):
        exam = make_exam(make_paper(office), rules="闭卷独立作答。", shuffle_options=True)

        shown = text_of(desk.get(f"/organize/exams/{exam.uuid}/"))

        told = (exam.cohort.name, "季度试卷（A 卷）", "题目次序相同，选项次序不同", "闭卷独立作答。")
        assert [words in shown for words in told] == [True] * 4

    def test_without_roster_or_paper_the_page_says_what_to_make(self, desk, office):
        neither = desk.get("/organize/exams/new/")
        make_paper(office)
        no_roster = desk.get("/organize/exams/new/")

        missing = ("还没有花名册", "还没有试卷", "保存草稿")
        assert [words in text_of(neither) for words in missing] == [True, True, False]
        assert [words in text_of(no_roster) for words in missing] == [True, False, False]

    def test_draft_is_deleted(self, desk, typed):
        desk.post("/organize/exams/new/", typed)

        desk.post(f"/organize/exams/{Exam.objects.get().uuid}/delete/")

        assert (Exam.objects.count(), Paper.objects.count()) == (0, 1)

    def test_announced_exam_is_not_deleted(self, desk, office):
        exam = make_exam(make_paper(office))

        answer = desk.post(f"/organize/exams/{exam.uuid}/delete/", follow=True)

        assert ("不能删除" in text_of(answer), Exam.objects.get()) == (True, exam)

    def test_draft_is_changed_scheduled_exam_is_not(self, desk, typed):
        desk.post("/organize/exams/new/", typed)
        exam = Exam.objects.get()

        desk.post(f"/organize/exams/{exam.uuid}/edit/", {**typed, "title": "改名"})
        desk.post(f"/organize/exams/{exam.uuid}/schedule/")
        answers = [
            getattr(desk, method)(f"/organize/exams/{exam.uuid}/edit/", {**typed, "title": "再改名"}, follow=True)
            for method in ("get", "post")
        ]

        exam.refresh_from_db()
        assert exam.title == "改名"
        assert all("考试已经发布，不能再改" in text_of(answer) for answer in answers)

    def test_what_is_missing_is_told_sentence_by_sentence(self, desk, office):
        text = make_exam_text(make_cohort(office))
        exam = exam_create(text=text, papers=[], by=make_user(office))

        shown = text_of(desk.post(f"/organize/exams/{exam.uuid}/schedule/", follow=True))

        assert "还没有选试卷。" in shown
        assert "里没有人。" in shown

    def test_form_begins_with_the_paper_one_came_from(self, desk, office):
        paper, _other = make_paper(office), make_paper(office)

        form = desk.get(f"/organize/exams/new/?paper={paper.uuid}").context["form"]

        assert list(form.initial["papers"]) == [paper]

    def test_form_begins_with_all_papers_assembled_together(self, desk, office):
        blueprint = make_blueprint(office)
        papers_assemble(blueprint=blueprint, seed="s", now=NOON - timedelta(days=1))
        together = papers_assemble(blueprint=blueprint, seed="s", forms=2, now=NOON)

        form = desk.get(f"/organize/exams/new/?paper={together[1].uuid}").context["form"]

        assert list(form.initial["papers"]) == together

    @pytest.mark.parametrize("paper", ["nonsense", "00000000-0000-0000-0000-000000000000", ""])
    def test_nonsense_in_the_address_does_no_harm(self, desk, paper):
        response = desk.get(f"/organize/exams/new/?paper={paper}")

        assert (response.status_code, list(response.context["form"].initial["papers"])) == (200, [])

    def test_paper_of_another_office_is_not_chosen(self, desk):
        response = desk.get(f"/organize/exams/new/?paper={make_paper().uuid}")

        assert list(response.context["form"].initial["papers"]) == []

    def test_page_shows_who_does_what_and_narrows(self, desk, office):
        exam = make_exam(make_paper(office))
        make_attempt(make_candidate(exam, make_user(office, name="在写的")))
        make_candidate(exam, make_user(office, name="没来的"))

        whole = text_of(desk.get(f"/organize/exams/{exam.uuid}/watch/"))
        narrowed = text_of(desk.get(f"/organize/exams/{exam.uuid}/watch/?status=writing"))

        assert ("在写的" in whole, "没来的" in whole) == (True, True)
        assert ("在写的" in narrowed, "没来的" in narrowed) == (True, False)

    @pytest.mark.parametrize(
        "query", ["?status=nonsense", "?unit=没有", "?unit=%00", "?q=%00", "?page=x", "?page=99999"]
    )
    def test_page_takes_any_filter(self, desk, office, query):
        exam = make_exam(make_paper(office))

        assert desk.get(f"/organize/exams/{exam.uuid}/watch/{query}").status_code == 200


class TestMarking:
    @pytest.fixture
    def exam(self, office):
        """Return an exam with two short answers that wait, by people whose names must not show."""
        exam = make_exam(make_paper(office))
        for name in ("程立新", "骆嘉"):
            attempt = make_attempt(make_candidate(exam, make_user(office, name=name)))
            answers_save(
                attempt=attempt.pk, epoch=1, seq=1, answers={slot_ids(attempt)[-1]: "编审"}, viewed=(), arrived_at=NOON
            )
            attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
        return exam

    @pytest.fixture
    def address(self, exam):
        slot = exam.papers.get().slots.get(type="short_answer")
        return f"/organize/exams/{exam.uuid}/marking/{slot.pk}/"

    def test_goes_answer_by_answer_without_names(self, desk, exam, address):
        for _answer in range(2):
            shown = desk.get(address)
            assert ("程立新" in text_of(shown), "骆嘉" in text_of(shown)) == (False, False)
            attempt = shown.context["attempt"].uuid
            assert desk.post(address, {"marks": "5.5", "comment": "可", "attempt": attempt}).url == address
        finished = desk.get(address, follow=True)

        assert list(Mark.objects.values_list("marks", "comment")) == [(550, "可")] * 2
        assert "第 6 题评完了。" in text_of(finished)

    def test_a_mark_can_be_changed_until_results_are_published(self, desk, exam, address):
        for _answer in range(2):
            attempt = desk.get(address).context["attempt"].uuid
            desk.post(address, {"marks": "0", "comment": "手误", "attempt": attempt})
        again = desk.get(f"{address}?attempt={attempt}")

        desk.post(address, {"marks": "5", "comment": "更正", "attempt": attempt})

        assert again.context["form"].initial == {"attempt": attempt, "marks": 0, "comment": "手误"}
        assert [marked.marks for marked in desk.get(f"{address}?attempt={attempt}").context["task"].marked] in (
            [0, 500],
            [500, 0],
        )

    def test_the_own_attempt_is_left_to_others(self, desk, organizer, exam, address):
        for _answer in range(2):
            attempt = desk.get(address).context["attempt"].uuid
            desk.post(address, {"marks": "5", "comment": "", "attempt": attempt})
        own = make_attempt(make_candidate(exam, organizer))
        answers_save(attempt=own.pk, epoch=1, seq=1, answers={slot_ids(own)[-1]: "编审"}, viewed=(), arrived_at=NOON)
        attempt_submit(attempt=own.pk, epoch=1, now=NOON)

        led = desk.get(address, follow=True)
        refused = desk.post(address, {"marks": "7", "attempt": own.uuid})

        assert "第 6 题只剩你自己的答卷，要请别人评。" in text_of(led)
        assert refused.context["form"].errors["marks"] == ["这是你自己的答卷，要请别人评分。"]

    @pytest.mark.parametrize(
        ("typed", "field", "message"),
        [
            ({"marks": "7.01"}, "marks", "得分应在 0 到 7 之间。"),
            ({"marks": ""}, "marks", "该字段是必填项。"),
            ({"marks": "5", "attempt": "nonsense"}, "attempt", "请输入有效UUID。"),
        ],
    )
    def test_fault_is_told_and_no_mark_given(self, desk, address, typed, field, message):
        attempt = desk.get(address).context["attempt"].uuid

        response = desk.post(address, {"attempt": attempt, "comment": "", **typed})

        assert (response.status_code, response.context["form"].errors[field]) == (422, [message])
        assert Mark.objects.count() == 0

    def test_an_attempt_of_another_exam_is_not_marked_here(self, desk, address, office):
        other = make_attempt(make_candidate(make_exam(make_paper(office))))

        response = desk.post(address, {"marks": "5", "attempt": other.uuid})

        assert (response.status_code, Mark.objects.count()) == (422, 0)

    def test_a_question_the_machine_marks_is_not_found(self, desk, exam):
        slot = exam.papers.get().slots.get(type="single_choice")

        assert desk.get(f"/organize/exams/{exam.uuid}/marking/{slot.pk}/").status_code == 404


class TestResults:
    def test_publishing_leads_to_the_score_table(self, desk, office, time_machine):
        exam = make_exam(make_paper(office))
        make_result(make_candidate(exam, make_user(office, name="程立新")), total=1650)
        time_machine.move_to(exam.closes_at + timedelta(minutes=1))

        response = desk.post(f"/organize/exams/{exam.uuid}/publish/", follow=True)

        shown = text_of(response)
        assert response.redirect_chain[0][0] == f"/organize/exams/{exam.uuid}/results/"
        assert "成绩已发布" in shown
        assert "应考 1 人，实考 1 人，及格 1 人（100.0%），平均 16.5 分，最高 16.5，最低 16.5" in shown

    def test_publishing_too_early_says_why(self, desk, office):
        exam = make_exam(make_paper(office))
        make_attempt(make_candidate(exam))

        response = desk.post(f"/organize/exams/{exam.uuid}/publish/", follow=True)

        assert "还有 1 人没有交卷。" in text_of(response)

    def test_preview_says_that_nobody_else_sees_it(self, desk, office):
        exam = make_exam(make_paper(office))
        make_result(make_candidate(exam))

        assert "还没有发布，考生看不到" in text_of(desk.get(f"/organize/exams/{exam.uuid}/results/"))

    def test_of_an_exam_nobody_took_shows_no_picture(self, desk, office):
        exam = make_exam(make_paper(office))
        make_candidate(exam)

        response = desk.get(f"/organize/exams/{exam.uuid}/results/")

        assert (response.context["chart"], "应考 1 人，实考 0 人" in text_of(response)) == (None, True)

    def test_what_is_not_marked_to_the_end_counts_in_no_statistic(self, desk, office):
        exam = make_exam(make_paper(office))
        make_result(make_candidate(exam), total=1650)
        make_result(make_candidate(exam), total=300, is_complete=False)

        shown = text_of(desk.get(f"/organize/exams/{exam.uuid}/results/"))

        assert "应考 2 人，实考 2 人，及格 1 人（100.0%），平均 16.5 分" in shown
        assert "1 份答卷还没有评完，不计入统计和分布图。" in shown

    def test_a_name_opens_the_published_result(self, desk, office):
        exam = make_exam(make_paper(office))
        attempt = make_attempt(make_candidate(exam, make_user(office, name="程立新")))
        attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
        mine = f"/organize/exams/{exam.uuid}/results/{attempt.candidate.uuid}/"
        before = desk.get(mine)
        publish(exam)

        listed = text_of(desk.get(f"/organize/exams/{exam.uuid}/results/"))
        shown = text_of(desk.get(mine))

        assert (before.status_code, f'href="{mine}"' in listed) == (404, True)
        assert ("程立新：0 分" in shown, "你的答案" in shown, "考生的答案" in shown) == (True, False, True)

    def test_picture_says_in_words_what_it_shows(self, desk, office):
        exam = make_published_exam(office, 1650, 300)

        shown = text_of(desk.get(f"/organize/exams/{exam.uuid}/results/"))

        assert '<title id="chart-title">分数分布：' in shown
        assert "及格线 6 分</title>" in shown

    def test_workbook_is_named_after_the_exam(self, desk, office):
        exam = make_published_exam(office, 1650)

        response = desk.get(f"/organize/exams/{exam.uuid}/results/export/")

        assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('季季考成绩表.xlsx')}"
        assert response.content[:2] == b"PK"
