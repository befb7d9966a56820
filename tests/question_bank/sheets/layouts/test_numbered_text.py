from __future__ import annotations

import pytest

from question_bank.content import QuestionType
from tests.question_bank.sheets.layouts.reading import keys, only, read_text, statuses

SHEET = """机关公文处理知识测试
第一章 收文
一、单选题（共2题，每题2分，共4分）
1.收文登记簿应当由（ ）保管，不得随意翻
阅。
A.收文人员
B.指定的专人
C.值班人员
D.来文单位
正确答案：B
2.下列哪项不属于收文程序（ ）
A.签收 B.登记 C.初审 D.发放
正确答案：C
解析：初审在登记之后。
依据：《机关收文登记办法》第三条
知识点：收文
难度：中
二、多选题（每题3分）
1.收文可以采用（ ）方式。
A．直接送达　　B．机要交换
C．邮寄				D．口头转告
正确答案：A、B、C
三、判断题
1.急件应当随到随登。（ ）
A.正确 B.错误
正确答案：A
2.收文登记簿每年销毁一次。
正确答案：错
四、填空题
1.收文应当在____、____登记。
答案：一日内；指定处所
2.实行【专人负责】制。
五、简答题（每题10分）
1.简述收文的程序。
参考答案：
1.签收；
2.登记；
3.初审。
2.什么是急件？
答：（1）特急件；（2）加急件。
"""


def test_sheet_of_five_types_is_read_whole():
    report = read_text(SHEET)

    assert (report.layout, report.problems) == ("numbered_text", ())
    assert statuses(report) == ["ok"] * 9
    assert [question.type for question in report.questions] == [
        *[QuestionType.SINGLE_CHOICE] * 2,
        QuestionType.MULTIPLE_CHOICE,
        *[QuestionType.TRUE_FALSE] * 2,
        *[QuestionType.FILL_IN_THE_BLANK] * 2,
        *[QuestionType.SHORT_ANSWER] * 2,
    ]
    assert keys(report) == [
        ["B"],
        ["C"],
        ["A", "B", "C"],
        True,
        False,
        [["一日内"], ["指定处所"]],
        [["专人负责"]],
        "1.签收；\n2.登记；\n3.初审。",
        "（1）特急件；（2）加急件。",
    ]


def test_sheet_gives_each_question_its_words_and_its_place():
    questions = read_text(SHEET).questions

    assert questions[0].stem == "收文登记簿应当由（ ）保管，不得随意翻阅。"
    assert (questions[0].location, questions[0].first_line, questions[0].last_line) == ("第 4 行", 4, 10)
    assert questions[1].options == ("签收", "登记", "初审", "发放")
    assert (questions[1].explanation, questions[1].citation) == ("初审在登记之后。", "《机关收文登记办法》第三条")
    assert (questions[1].topic, questions[0].topic, questions[1].difficulty) == ("收文", "第一章 收文", "中")
    assert [question.marks for question in questions] == [200, 200, 300, None, None, None, None, 1000, 1000]
    assert questions[3].options == ()
    assert questions[6].stem == "实行____制。"


def test_answer_in_the_stems_bracket_is_taken_out_of_the_stem():
    report = read_text(
        "1. 核心是（　B　）。\nA．数据\tB．软件\n2. 由甲创立。（2003）\nA、2001 B、2003\n3. 急件随到随登。（√）\n"
    )

    assert keys(report) == [["B"], ["B"], True]
    assert [question.stem for question in report.questions] == [
        "核心是（　）。",
        "由甲创立。（　）",
        "急件随到随登。（　）",
    ]


def test_answer_in_a_bracket_before_the_number():
    report = read_text("（ × ）1. 急件次日登记。\n（ √ ）2. 急件随到随登。\n")

    assert (keys(report), statuses(report)) == ([False, True], ["ok", "ok"])


def test_bracketed_labels_and_values_on_the_next_line():
    report = read_text(
        "1．收文由（ ）登记。\nA．专人\nB．任何人\n【答案】\nA\n【解析】故答案为：A。\n【难度】易\n"
        "2．收文有（ ）。（多选）\nA、签收\nB、登记\n[答案] A、B\n"
    )

    assert (keys(report), statuses(report)) == ([["A"], ["A", "B"]], ["ok", "ok"])
    assert (report.questions[0].explanation, report.questions[0].difficulty) == ("故答案为：A。", "易")
    assert report.questions[1].stem == "收文有（ ）。"


def test_tagged_questions_with_separators():
    report = read_text(
        "[单选]1.收文由（ ）登记\nA.专人\nB.任何人\n答案:A\n分数:10\n解析:\n知识点:收文\n@@@\n"
        "[判断]2急件随到随登\nA.Y\nB.N\n答案:B\n@@@\n[论述]3.谈谈收文\n答案:略\n@@@\n"
    )

    assert (keys(report), statuses(report)) == ([["A"], False, "略"], ["ok", "ok", "ok"])
    assert (report.questions[0].marks, report.questions[0].topic) == (1000, "收文")
    assert report.questions[2].type is QuestionType.ESSAY


def test_answer_and_marks_in_brackets_below_the_options():
    question = only(read_text("1.收文有（ ）\nA.签收\nB./登记\nC、发放\n[AC][3分][1分]\n"))

    assert (question.key, question.marks, question.options) == (["A", "C"], 300, ("签收", "/登记", "发放"))


def test_numbered_statements_stay_in_the_stem():
    report = read_text(
        "1．关于收文，有下列说法：\n1.随到随登\n2.专人登记\n3.次日登记\n其中正确的是（ ）\n"
        "A．1和2 B．1和3 C．2和3 D．都对\n答案：A\n2．收文由（ ）登记\nA．专人 B．任何人\n答案：A\n"
    )

    assert statuses(report) == ["ok", "ok"]
    assert report.questions[0].stem == "关于收文，有下列说法：\n1.随到随登\n2.专人登记\n3.次日登记\n其中正确的是（ ）"


def test_letters_of_a_stem_or_an_option_are_not_options():
    question = only(
        read_text("1. 关于A、B、C三个单位，正确的是（ ）\nA. A、B相同\nB. 维生素A、B、C\nC. 都对\n答案：C\n")
    )

    assert question.stem == "关于A、B、C三个单位，正确的是（ ）"
    assert question.options == ("A、B相同", "维生素A、B、C", "都对")


def test_stem_may_begin_with_a_letter():
    report = read_text(
        "1.\nA市某单位收文，应当由（ ）登记。\nA.专人\nB.任何人\n答案：A\n"
        "2.A 单位发文由谁印制？A.专人 B.任何人\n答案：A\n3.简述\nA市的做法。\n答：略\n"
    )

    assert [question.stem for question in report.questions] == [
        "A市某单位收文，应当由（ ）登记。",
        "A 单位发文由谁印制？",
        "简述A市的做法。",
    ]
    assert [question.options for question in report.questions] == [("专人", "任何人"), ("专人", "任何人"), ()]


def test_letter_inside_an_option_does_not_begin_the_next():
    question = only(read_text("1.含量最高的是（ ）\nA.维生素 B  B.维生素 C  C.维生素 D\n答案：B\n"))

    assert question.options == ("维生素 B", "维生素 C", "维生素 D")


def test_numbered_explanation_is_no_question():
    item = "{}.收文由谁登记{}（ ）\nA.专人\nB.任何人\n答案：A\n解析：1.专人负责；\n2.便于查考。\n"
    report = read_text(item.format(1, "甲") + item.format(2, "乙"))

    assert [question.explanation for question in report.questions] == ["1.专人负责；\n2.便于查考。"] * 2


def test_question_without_its_number_is_noticed():
    item = "{}急件应当{}（ ）\nA.速办\nB.缓办\n答案：A\n解析：略\n"
    report = read_text("".join(item.format(number, name) for number, name in [("1.", "甲"), ("", "乙"), ("2.", "丙")]))

    assert [question.problems for question in report.questions] == [
        ("第 9 行又有一个答案，请核对是否是另一道题", "答案后面还有别的文字，没有读入"),
        (),
    ]


def test_options_after_the_stem_on_its_line():
    question = only(read_text("1. 收文由谁登记？ A. 专人 B. 任何人\nC. 无人\n答案：A\n"))

    assert (question.stem, question.options) == ("收文由谁登记？", ("专人", "任何人", "无人"))


def test_round_numbers_count_where_there_are_no_others():
    report = read_text(
        "（1）收文由谁登记（ ）\nA. 专人\nB. 任何人\n答案：A\n（2）急件（ ）\nA. 速办\nB. 缓办\n答案：A\n"
    )

    assert (report.layout, keys(report)) == ("numbered_text", [["A"], ["A"]])


def test_numbers_may_skip_repeat_and_restart():
    item = "{}、收文由{}登记（ ）\nA、专人\nB、任何人\n答案：A\n"
    report = read_text(
        "".join(item.format(number, name) for number, name in [(1, "甲"), (2, "乙"), (2, "丙"), (7, "丁"), (1, "戊")])
    )

    assert statuses(report) == ["ok"] * 5


def test_running_header_between_options_and_answer_is_dropped_and_told():
    item = "{0}.收文（{0}）由谁登记（ ）\nA.专人\nB.任何人\n机关公文处理复习资料 第{0}册\n正确答案：A\n- {0} -\n"
    report = read_text("".join(item.format(number) for number in range(1, 7)))

    assert statuses(report) == ["ok"] * 6
    assert {question.options for question in report.questions} == {("专人", "任何人")}
    assert [problem.message for problem in report.problems] == [
        "“机关公文处理复习资料 第1册”在文中反复出现，按页眉页脚略去"
    ]


def test_stray_line_after_a_short_option_is_doubted():
    wide = "这一行写得很长，为的是让全文看上去是在五十个字左右的地方折行的，短行之后的另一行就显得可疑了"
    report = read_text(
        f"1.{wide}（ ）\nA.{wide}一\nB.{wide}二\n答案：A\n2.由谁登记（ ）\nA.专人\nB.任何人\n考试资料网\n答案：A\n"
    )

    assert statuses(report) == ["ok", "doubtful"]
    assert report.questions[1].problems == ("第 8 行接在选项 B 后面，请核对是否属于这个选项",)


@pytest.mark.parametrize(
    ("options", "answer", "problem"),
    [
        ("A.甲\nB.乙", "答案：AB", "单选题只能有 1 个答案，现有 2 个"),
        ("A.甲\nB.乙", "答案：E", "答案 E 不在选项之中"),
        ("A.甲\nB.乙", "答案：", "没有答案"),
        ("A.甲\nB.乙", "答案：见教材", "答案“见教材”看不出是哪个选项"),
        ("A.甲\nB.乙", "答案：①A ②B", "一题多空的选择题暂不支持（答案“①A ②B”），请拆成几道题"),
        ("A.甲\nC.丙", "答案：A", "选项 B 没有内容"),
        ("A.甲", "答案：A", "选项少于 2 个，现有 1 个"),
    ],
)
def test_faults_of_a_single_choice_are_named(options, answer, problem):
    question = only(read_text(f"一、单选题\n1.收文由谁登记（ ）\n{options}\n{answer}\n"))

    assert (question.type, question.status, question.problems) == (QuestionType.SINGLE_CHOICE, "faulty", (problem,))


def test_bracket_that_contradicts_the_answer_is_doubted():
    question = only(read_text("1.收文由谁登记（ B ）\nA.专人\nB.任何人\n答案：A\n"))

    assert (question.stem, question.key) == ("收文由谁登记（　）", ["A"])
    assert question.problems == ("题干括号里的“B”与答案“A”不一致",)


def test_letters_judge_only_where_the_heading_says_so():
    told = read_text("一、判断题（正确选A，错误选B）\n1.急件随到随登。\n答案：A\n2.急件次日登记。\n答案：B\n")
    untold = read_text("一、判断题\n1.急件随到随登。\n答案：A\n")

    assert keys(told) == [True, False]
    assert only(untold).problems == ("判断题的答案“A”看不出是对还是错",)


def test_bare_choice_heading_is_settled_by_the_answer():
    report = read_text(
        "一、选择题\n1.甲（ ）\nA.一\nB.二\n答案：A\n2.乙（ ）\nA.一\nB.二\n答案：AB\n3.丙（ ）\nA.一\nB.二\n"
    )

    assert [question.type for question in report.questions] == [
        QuestionType.SINGLE_CHOICE,
        QuestionType.MULTIPLE_CHOICE,
        None,
    ]
    assert report.questions[2].problems == ("看不出是单选还是多选",)


def test_question_without_number_under_its_own_heading_is_kept():
    report = read_text("一、判断题\n1.急件随到随登。（√）\n二、论述题\n结合实际谈谈收文工作。\n")

    assert [question.stem for question in report.questions] == ["急件随到随登。（　）", "结合实际谈谈收文工作。"]
    assert (report.questions[1].type, report.questions[1].problems) == (QuestionType.ESSAY, ("没有答案",))


def test_parts_without_a_type_give_the_topic():
    item = "1.急件随到随登。\n答案：对\n2.简述收文。\n答：\n一、签收\n二、登记\n"
    report = read_text(f"一、收文\n{item}二、发文\n{item}")

    assert [question.topic for question in report.questions] == ["一、收文", "一、收文", "二、发文", "二、发文"]
    assert [question.key for question in report.questions] == [True, "一、签收\n二、登记"] * 2


def test_lines_that_belong_to_no_question_are_reported():
    report = read_text("公文测试\n下列试题由某处室整理，请勿外传，如有疑问请向该处室反映。\n1.急件随到随登。（√）\n")

    assert [(problem.location, problem.message) for problem in report.problems] == [
        ("第 1–2 行", "没有认出是哪道题：公文测试")
    ]


def test_repeated_question_is_doubted():
    item = "{}.收文由谁登记（ ）\nA.专人\nB.任何人\n答案：A\n"
    report = read_text(item.format(1) + item.format(2))

    assert statuses(report) == ["ok", "doubtful"]
    assert report.questions[1].problems == ("与第 1 行的试题重复",)


@pytest.mark.parametrize(
    "options",
    [
        "A.专人\nB.任何人√\nC.来人",
        "A.专人\n√B.任何人\nC.来人",
        "□A.专人\n☑B.任何人\n□C.来人",
        "A.专人 B.任何人（√） C.来人",
    ],
)
def test_a_tick_on_an_option_answers(options):
    question = only(read_text(f"1.收文由谁登记？\n{options}\n"))

    assert (question.options, question.key) == (("专人", "任何人", "来人"), ["B"])


@pytest.mark.parametrize("options", ["A.专人√\nB.任何人√", "A.□专人\nB.□任何人"])
def test_ticks_on_all_options_or_none_answer_nothing(options):
    question = only(read_text(f"一、单选题\n1.收文由谁登记？\n{options}\n"))

    assert (question.options, question.key, question.status) == (("专人", "任何人"), None, "faulty")


def test_the_ten_thousandth_question_is_read_like_the_others():
    report = read_text("".join(f"{number}．{stem}（√）\n" for number, stem in TEN_THOUSANDTH))

    assert [question.stem for question in report.questions] == [f"{stem}（　）" for _, stem in TEN_THOUSANDTH]


TEN_THOUSANDTH = [
    (9_998, "急件随到随登。"),
    (9_999, "会议须有纪要。"),
    (10_000, "密件专人传阅。"),
    (10_001, "印章双人保管。"),
]


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        ("学生学业\nB学习能力 C抗压能力\n生活需求\n正确答案 A\n", ("学生学业", "学习能力", "抗压能力", "生活需求")),
        ("是 B否\n正确答案 B\n", ()),
    ],
)
def test_lost_letters_are_restored_by_order_and_doubted(lines, options):
    report = read_text(f"1．勤工助学与（）有机结合。\n{lines}2．急件随到随登。\nA．对\nB．错\n正确答案 A\n")

    question = report.questions[0]
    assert (question.options, question.status) == (options, "doubtful")
    assert question.key == (["A"] if options else False)
    assert question.stem == "勤工助学与（）有机结合。"
