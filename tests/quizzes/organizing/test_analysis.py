"""How the questions of an exam did."""

from __future__ import annotations

from itertools import cycle, islice

import pytest

from accounts.enums import Role
from accounts.places import Button
from quizzes import places
from quizzes.organizing import analysis
from quizzes.organizing.analysis import exam_analysis
from quizzes.organizing.analysis_words import trust_in_words
from quizzes.statistics import Reliability
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.quizzes import make_answered_result, make_result
from tests.factories.taking import make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db

_OPTIONS = [
    {"id": id_, "text": text} for id_, text in zip("wxyz", ("半小时", "一小时", "两小时", "三小时"), strict=True)
]
#: The key of the first question is wrong: who knows the rest chooses “两小时”.
ASKED = [
    ("single_choice", "每天学习不少于（　　）。", _OPTIONS, ["x"], 100),
    ("single_choice", "每季考（　　）次。", _OPTIONS, ["w"], 300),
    ("true_false", "笔记须经审阅。", [], True, 300),
    ("fill_in_the_blank", "每季度____篇。", [], [["一"]], 300),
]
STRONG = (["y"], ["w"], True, ["一"])
MIDDLING = (["w"], ["w"], True, ["1篇"])
WEAK = (["x"], ["x"], False, None)


@pytest.fixture
def exam():
    return make_exam(make_paper(questions=ASKED))


def sit(exam, people, *answers):
    for answer in islice(cycle(answers), people):
        make_answered_result(make_candidate(exam), *answer)


def test_a_wrong_key_is_found_by_those_who_know_the_rest(exam):
    sit(exam, 30, STRONG, MIDDLING, WEAK)

    (form,) = exam_analysis(exam)

    assert [(item.slot.number, item.is_urgent, item.flags[:2]) for item in form.items] == [
        (1, True, ["高分者多选 C，核对答案", "得分高的人反而容易答错，核对题意和答案"]),
        (2, False, ["没有人选 C、D"]),
        (3, False, []),
        (4, False, []),
    ]
    assert (form.count, form.urgent) == (30, [form.items[0]])


def test_options_are_counted_by_third(exam):
    sit(exam, 30, STRONG, MIDDLING, WEAK)

    first, _second, judged, filled = exam_analysis(exam)[0].items

    assert [(row.label, row.text, row.is_right, row.total, row.shares) for row in first.answers] == [
        ("A", "半小时", False, 10, [0, 1, 0]),
        ("B", "一小时", True, 10, [1, 0, 0]),
        ("C", "两小时", False, 10, [0, 0, 1]),
        ("D", "三小时", False, 0, [0, 0, 0]),
    ]
    assert (first.by_group, first.index) == ([1, 0, 0], -1)
    assert [(row.text, row.is_right, row.total) for row in judged.answers] == [("正确", True, 20), ("错误", False, 10)]
    assert [(row.text, row.is_right, row.total) for row in filled.answers] == [("一", True, 10), ("1篇", False, 10)]
    assert (filled.unanswered.total, filled.unanswered.shares) == (10, [1, 0, 0])


def test_a_blank_whose_key_lacks_an_answer_is_found(exam):
    sit(exam, 30, (["x"], ["w"], True, ["一篇"]), (["w"], ["x"], True, ["二"]), WEAK)

    assert exam_analysis(exam)[0].items[3].flags == ["高分者多答“一篇”，核对答案", "太难，答对的很少"]


def test_every_type_of_the_usual_paper_is_laid_out():
    exam = make_exam(make_paper())
    right = (["x"], ["w", "y"], ["w"], True, ["忠诚", "干净"], "编审")
    for answers in (right, (["w"], ["w"], ["x"], False, ["忠诚", "担当"], None)):
        make_answered_result(make_candidate(exam), *answers, written=300)

    items = exam_analysis(exam)[0].items

    assert [[row.total for row in item.answers] for item in items] == [
        [1, 1, 0],
        [2, 0, 1],
        [1, 1, 0],
        [1, 1],
        [1, 1],
        [],
    ]
    assert [row.text for row in items[4].answers] == ["忠诚；干净", "忠诚；担当"]


def test_few_answers_are_not_judged(exam):
    sit(exam, 29, STRONG, MIDDLING, WEAK)

    (form,) = exam_analysis(exam)

    assert (form.is_few, form.urgent) == (True, [])
    assert trust_in_words(form.reliability) == ["评完的只有 29 份，不足 30 份：人数太少，先不下结论。"]


def test_what_still_waits_for_a_person_does_not_count(exam):
    make_result(make_candidate(exam), is_complete=False)

    assert exam_analysis(exam)[0].count == 0


def test_questions_are_pooled_where_everybody_draws_a_paper(exam, monkeypatch):
    monkeypatch.setattr(analysis, "MOST_FORMS", 1)
    sit(exam, 3, STRONG, MIDDLING, WEAK)
    exam.papers.add(make_paper(exam.office, ASKED[:1]))

    (form,) = exam_analysis(exam)

    assert (form.form, form.reliability, len(form.items)) == ("", None, 5)
    assert [item.figures.count for item in form.items] == [3, 3, 3, 3, 0]


@pytest.mark.parametrize("people", [3, 9])
def test_takes_as_many_queries_however_many_sat(exam, people, django_assert_num_queries):
    sit(exam, people, STRONG, MIDDLING, WEAK)

    with django_assert_num_queries(7):
        exam_analysis(exam)


@pytest.mark.parametrize(
    ("alpha", "begins"), [(0.93, "信度很高"), (0.8, "信度良好"), (0.79, "信度尚可"), (0.4, "信度偏低")]
)
def test_reliability_is_put_into_words(alpha, begins):
    judged, measured = trust_in_words(Reliability(100, 50, alpha, 312.4, is_few=False))

    assert judged.startswith(f"{begins}（α = {alpha:.2f}）")
    assert "±3.1 分" in measured


class TestPage:
    def test_shows_what_to_look_at_first(self, exam):
        sit(exam, 30, STRONG, MIDDLING, WEAK)

        for role in (Role.ORGANIZER, Role.TRAINER):
            page = client_for(make_user(exam.office, role)).get(f"/organize/exams/{exam.uuid}/analysis/")
            shown = page.content.decode()
            assert "有 1 题要先核对" in shown
            assert shown.count("<details open>") == 1
            assert "高分者多选 C，核对答案" in shown

    def test_offers_what_others_do_about_a_question(self, exam, monkeypatch):
        monkeypatch.setattr(places.slot_actions, "offers", [lambda _request, slot: Button("更正", f"/fix/{slot.pk}/")])
        sit(exam, 1, STRONG)

        page = client_for(make_user(exam.office, Role.ORGANIZER)).get(f"/organize/exams/{exam.uuid}/analysis/")

        assert page.content.decode().count('href="/fix/') == 4

    def test_of_an_exam_nobody_took_says_so(self, exam):
        page = client_for(make_user(exam.office, Role.ORGANIZER)).get(f"/organize/exams/{exam.uuid}/analysis/")

        assert "还没有评完的答卷" in page.content.decode()
