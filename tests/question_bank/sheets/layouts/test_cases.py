"""Cases, essays, matchings and orderings as teachers type them."""

from __future__ import annotations

import pytest

from question_bank.content import QuestionType
from question_bank.sheets import question_from_json, question_to_json
from tests.question_bank.sheets.layouts.reading import only, read_text, statuses

MATERIAL = "某局收到急件，值班人员没有登记，两天以后才送办。局长要求查明原因。"
QUESTIONS = ("值班人员的做法错在哪里？", "应当怎样改进？")
ANSWERS = ("没有登记，也没有当天送办。", "由专人登记，急件当天送办。")

CASES = {
    "材料在前，小题编号，答案在后": ("一、案例分析题（每题10分）\n{m}\n1.{q}\n2.{r}\n参考答案：\n1.{a}\n2.{b}\n"),
    "编号的案例，带括号的小题，逐题答案": "一、案例分析题\n1.{m}\n（1）{q}\n答：{a}\n（2）{r}\n答：{b}\n",
    "编号的案例，答案合写": "一、材料分析题\n1.{m}\n（1）{q}\n（2）{r}\n答案：（1）{a}\n（2）{b}\n",
    "案例一，问题1": "一、案例分析\n案例一：{m}\n问题1：{q}\n答案：{a}\n问题2：{r}\n答案：{b}\n",
    "问题：下面编号": "一、案例分析题\n【材料】{m}\n问题：\n1、{q}\n2、{r}\n【答案】\n1、{a}\n2、{b}\n",
    "带圈数字": "一、案例分析题\n{m}\n①{q}\n②{r}\n答案：\n①{a}\n②{b}\n",
    "第几问": "[案例分析]1.{m}\n第1问：{q}\n答案：{a}\n第2问：{r}\n答案：{b}\n",
}


@pytest.mark.parametrize("layout", CASES.values(), ids=CASES)
def test_a_case_has_its_material_and_its_questions(layout):
    text = layout.format(m=MATERIAL, q=QUESTIONS[0], r=QUESTIONS[1], a=ANSWERS[0], b=ANSWERS[1])

    case = only(read_text(text))

    assert (case.type, case.stem, case.key, case.status) == (QuestionType.CASE, MATERIAL, None, "ok")
    assert [(part.type, part.stem, part.key) for part in case.parts] == [
        (QuestionType.SHORT_ANSWER, question, answer) for question, answer in zip(QUESTIONS, ANSWERS, strict=True)
    ]


def test_two_cases_below_one_heading():
    one = CASES["案例一，问题1"].format(m=MATERIAL, q=QUESTIONS[0], r=QUESTIONS[1], a=ANSWERS[0], b=ANSWERS[1])
    two = "案例二：某县会议没有记录。\n问题1：会议记录由谁保管？\n答案：专人\n二、判断题\n1.急件当天办结。（√）\n"

    report = read_text(one + two)

    assert [(question.type.value, len(question.parts)) for question in report.questions] == [
        ("case", 2),
        ("case", 1),
        ("true_false", 0),
    ]


def test_a_case_asks_choices_too():
    case = only(
        read_text(
            f"一、案例分析题\n{MATERIAL}\n1.急件由谁登记？（ ）\nA.专人\nB.任何人\n答案：A\n"
            "2.急件两天后办结。（ ）\n答案：错\n3.急件应当在____内送办。\n答案：当天\n"
        )
    )

    assert [(part.type.value, part.key) for part in case.parts] == [
        ("single_choice", ["A"]),
        ("true_false", False),
        ("fill_in_the_blank", [["当天"]]),
    ]
    assert case.status == "ok"


def test_a_material_announced_for_numbered_questions():
    report = read_text(
        f"一、单选题\n1.缓件由谁登记？\nA.专人\nB.任何人\n答案：A\n阅读下列材料，回答2—3题。\n{MATERIAL}\n2.急件由谁登记？\n"
        "A.专人\nB.任何人\n答案：A\n3.急件几日办结？\nA.当天\nB.三日\n答案：A\n4.函由谁登记？\nA.专人\nB.任何人\n答案：A\n"
    )

    assert [question.type.value for question in report.questions] == ["single_choice", "case", "single_choice"]
    case = report.questions[1]
    assert (case.stem, [part.stem for part in case.parts]) == (MATERIAL, ["急件由谁登记？", "急件几日办结？"])
    assert statuses(report) == ["ok"] * 3


def test_answers_that_do_not_fit_a_cases_questions_are_not_guessed():
    report = read_text(f"一、案例分析题\n{MATERIAL}\n1.{QUESTIONS[0]}\n2.{QUESTIONS[1]}\n答案：\n1.甲\n2.乙\n3.丙\n")

    assert (only(report).status, [part.key for part in only(report).parts]) == ("faulty", [None, None])
    assert "没有第 3 题" in report.problems[0].message


def test_a_case_without_questions_is_read_as_a_whole_and_doubted():
    question = only(read_text(f"一、案例分析题\n1.{MATERIAL}试分析。\n答：{ANSWERS[0]}\n"))

    assert (question.type, question.status, question.key) == (QuestionType.ESSAY, "doubtful", ANSWERS[0])


def test_a_case_survives_json():
    text = CASES["案例一，问题1"].format(m=MATERIAL, q=QUESTIONS[0], r=QUESTIONS[1], a=ANSWERS[0], b=ANSWERS[1])
    case = only(read_text(text))

    assert question_from_json(question_to_json(case)) == case


@pytest.mark.parametrize("word", ["论述题", "辨析题", "公文写作", "写作题"])
def test_essays_carry_their_marking_points(word):
    question = only(read_text(f"一、{word}\n1.谈谈收文。\n答：签收要及时（2分）；登记要完整（3分）。\n"))

    assert (question.type, question.status) == (QuestionType.ESSAY, "ok")
    assert [(point.text, point.weight) for point in question.marking_points] == [("签收要及时", 2), ("登记要完整", 3)]


@pytest.mark.parametrize("word", ["计算题", "综合题", "实务题", "综合应用题"])
def test_a_type_that_says_what_to_do_is_read_as_a_short_answer_and_doubted(word):
    question = only(read_text(f"一、{word}\n1.谈谈收文。\n答：签收要及时。\n"))

    assert (question.type, question.status) == (QuestionType.SHORT_ANSWER, "doubtful")


MATCHINGS = {
    "并排": "一、连线题\n1.把文件与时限连起来。\n（1）急件  A.三日\n（2）平件  B.当天\n（3）缓件  C.七日\n"
    "答案：1-B 2-A 3-C\n",
    "上下": "一、匹配题\n1.把文件与时限连起来。\n①急件\n②平件\n③缓件\nA.三日\nB.当天\nC.七日\n答案：①—B ②—A ③—C\n",
    "制表符": "[配对]1.把文件与时限连起来。\n(1)急件\tA.三日\n(2)平件\tB.当天\n(3)缓件\tC.七日\n答案：1B2A3C\n",
}


@pytest.mark.parametrize("layout", MATCHINGS.values(), ids=MATCHINGS)
def test_matching_joins_two_columns(layout):
    question = only(read_text(layout))

    assert (question.type, question.stem) == (QuestionType.MATCHING, "把文件与时限连起来。")
    assert (question.options, question.targets) == (("急件", "平件", "缓件"), ("三日", "当天", "七日"))
    assert (question.key, question.status) == ({"1": "B", "2": "A", "3": "C"}, "ok")


ORDERINGS = {
    "字母选项": "一、排序题\n1.收文的次序是（ ）。\nA.登记\nB.签收\nC.传阅\n答案：BAC\n",
    "箭头": "一、排序题\n1.收文的次序是\nA.登记\nB.签收\nC.传阅\n答案：B→A→C\n",
    "带圈": "一、排序题\n1.收文的次序是：①登记 ②签收 ③传阅\n答案：②①③\n",
    "括号里": "一、排序题\n1.收文的次序是（BAC）。\nA.登记 B.签收 C.传阅\n",
}


@pytest.mark.parametrize("layout", ORDERINGS.values(), ids=ORDERINGS)
def test_ordering_names_every_option_once(layout):
    question = only(read_text(layout))

    assert (question.type, question.options) == (QuestionType.ORDERING, ("登记", "签收", "传阅"))
    assert (question.key, question.status) == (["B", "A", "C"], "ok")


@pytest.mark.parametrize(
    "layout",
    [
        MATCHINGS["并排"].replace("3-C", ""),
        MATCHINGS["并排"].replace("2-A", "2-D"),
        ORDERINGS["字母选项"].replace("BAC", "BA"),
    ],
)
def test_incomplete_pairs_and_orders_are_refused(layout):
    question = only(read_text(layout))

    assert (question.key, question.status) == (None, "faulty")


@pytest.mark.parametrize("remark", ["[答案无顺序]", "【答案不分先后】", "（答案不分顺序）"])
def test_blanks_may_be_free_of_order(remark):
    question = only(read_text(f"一、填空题\n1.收文应当____、____。{remark}[不区分大小写]\n答案：签收；登记\n"))

    assert (question.is_order_free, question.stem) == (True, "收文应当____、____。")
    assert question.status == "ok"


def test_an_answer_of_several_numbered_blanks_is_refused_with_a_sentence():
    question = only(read_text("1.急件①办结，缓件②办结。\nA.当天\nB.次日\nC.七日\nD.三日\n答案：①A  ②D\n"))

    assert (question.status, question.key is None or isinstance(question.key, str)) == ("faulty", True)
    assert any("请拆成几道题" in problem for problem in question.problems)
