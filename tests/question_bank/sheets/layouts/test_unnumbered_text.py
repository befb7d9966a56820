from __future__ import annotations

from question_bank.content import QuestionType
from tests.question_bank.sheets.layouts.reading import keys, only, read_text, statuses


def test_blocks_end_with_answer_or_explanation():
    report = read_text(
        "收文登记簿由谁保管?\nA、专人\nB、任何人\n正确答案：A\n解析：专人负责。\n\n急件应当怎样登\n记?\nA、随到随登\nB、次日\n正确答案：A\n"
        "急件次日登记。\n正确答案：错误\n"
    )

    assert (report.layout, keys(report)) == ("unnumbered_text", [["A"], ["A"], False])
    assert [question.stem for question in report.questions] == [
        "收文登记簿由谁保管?",
        "急件应当怎样登记?",
        "急件次日登记。",
    ]


def test_blank_lines_inside_a_question_do_not_end_it():
    report = read_text(
        "下列属于收文的是\n\nA. 签收\n\nB. 发放\n\n答案: A\n\n下列属于发文的是\n\nA. 签收\n\nB. 印制\n\n答案: B\n"
    )

    assert (keys(report), statuses(report)) == ([["A"], ["B"]], ["ok", "ok"])


def test_questions_without_answers_are_kept_apart_and_reported():
    report = read_text("下列属于收文的是\nA. 签收\nB. 发放\n\n下列属于发文的是\nA. 签收\nB. 印制\n\n")

    assert [question.problems for question in report.questions] == [("看不出题型",), ("看不出题型",)]
    assert [question.options for question in report.questions] == [("签收", "发放"), ("签收", "印制")]


def test_type_comes_from_the_files_name_where_the_sheet_gives_none():
    text = "收文有哪些程序？\nA. 签收\nB. 登记\n答案：A\n"

    assert only(read_text(text)).type is QuestionType.SINGLE_CHOICE
    assert only(read_text(text, "收文_多选题.txt")).problems == (
        "多选题应有 2 个以上答案，现有 1 个；如确为 1 个，请改为不定项",
    )


def test_two_letters_under_a_single_choice_name_are_a_fault():
    question = only(read_text("收文有哪些程序？\nA. 签收\nB. 登记\n答案：AB\n", "单选题.txt"))

    assert (question.type, question.status) == (QuestionType.SINGLE_CHOICE, "faulty")


def test_english_answer_labels():
    report = read_text(
        "Who keeps the book?\nA) A clerk\nB) Anybody\nANSWER: A\n\nUrgent mail waits.\nA) True\nB) False\nANSWER: B\n"
    )

    assert keys(report) == [["A"], False]


def test_damaged_scan_is_reported_question_by_question():
    report = read_text(
        "收文时应当：\nA 签收\nB 登记\n漏了字母的一项\n正确答案 c\n\n急件应当：\n速办\nB 缓办\n正确答案\n\n"
    )

    assert statuses(report) == ["faulty", "faulty"]
    assert [question.first_line for question in report.questions] == [1, 7]


def test_stray_numbers_are_not_part_of_the_stem():
    report = read_text(
        "".join(
            f"{number}急件应当{name}。\n答案：对\n"
            for number, name in zip(["1.", "", "", "4、"], "甲乙丙丁", strict=True)
        )
    )

    assert [question.stem for question in report.questions] == [f"急件应当{name}。" for name in "甲乙丙丁"]


def test_judged_statements_stand_one_a_line():
    report = read_text("急件应当随到随登。（√）\n急件可以次日登记。（×）\n收文簿由专人保管（对）\n")

    assert (keys(report), statuses(report)) == ([True, False, True], ["ok"] * 3)


def test_text_without_any_question_says_so():
    report = read_text("今天天气很好，适合出门散步。\n")

    assert report.questions == ()
    assert report.problems[-1].message == report.absence


def test_letters_that_text_recognition_lost_are_restored_by_order_and_doubted():
    report = read_text(
        "急件由谁登记？\nA 专人\nB 任何人\n值班的人\n来文单位的人\n正确答案 c\n\n"
        "缓件由谁登记？\n专人\n任何人\nC 来人\n办文的人正确答案 D\n"
    )

    assert [(question.options[2], question.key, question.status) for question in report.questions] == [
        ("值班的人", ["C"], "doubtful"),
        ("来人", ["D"], "doubtful"),
    ]


def test_letters_are_not_restored_where_the_lines_do_not_fit():
    report = read_text("急件由谁登记？\nA 专人\nC 任何人\n值班的人\n来文单位的人\n正确答案 D\n")

    assert statuses(report) == ["faulty"]
