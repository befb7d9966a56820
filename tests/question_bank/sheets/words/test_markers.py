from __future__ import annotations

import pytest

from question_bank.sheets.words.folding import shape
from question_bank.sheets.words.markers import (
    number_at_start,
    numbered_parts,
    option_at_start,
    round_number_at_start,
    spaced_options,
    strong_options,
)


@pytest.mark.parametrize(
    ("line", "number", "rest"),
    [
        ("1.题干", 1, "题干"),
        ("12、题干", 12, "题干"),
        ("3．2023年发布", 3, "2023年发布"),
        ("第5题 题干", 5, "题干"),
        ("（ √ ）7. 题干", 7, "题干"),
        ("[单选]8.题干", 8, "题干"),
        ("[单选]36设某", 36, "设某"),
        ("9\t题干", 9, "题干"),
    ],
)
def test_number_at_start_is_cut_off(line, number, rest):
    mark = number_at_start(shape(line))

    assert (mark.number, shape(line)[mark.end :]) == (number, shape(rest))


@pytest.mark.parametrize("line", ["2.5万元以上", "1949年成立", "50-100", "（1）甲", "题干1."])
def test_number_at_start_is_none_for_other_digits(line):
    assert number_at_start(shape(line)) is None


def test_number_mark_keeps_slot_and_tag():
    assert number_at_start(shape("（ B ）3.题干")).slot == "( B )"
    assert number_at_start("[多选]").tag.word == "多选"
    assert round_number_at_start(shape("（3）题干")).number == 3


@pytest.mark.parametrize(
    ("line", "letter", "text"),
    [
        ("A.甲", "A", "甲"),
        ("B、乙", "B", "乙"),
        ("(C) 丙", "C", "丙"),
        ("Ｄ．丁", "D", "丁"),
        ("a. 甲", "A", "甲"),
        ("A 甲", "A", "甲"),
        ("A甲", "A", "甲"),
        ("true. 正确", "A", "正确"),
        ("false.", "B", "false."),
    ],
)
def test_option_at_start_gives_the_letter(line, letter, text):
    cleaned = shape(line.replace("Ｄ", "D"))
    mark = option_at_start(cleaned)

    assert (mark.letter, cleaned[mark.end :]) == (letter, text)


@pytest.mark.parametrize("line", ["DNA是什么", "甲.A", "K.没有", "and so on"])
def test_option_at_start_is_none_for_words(line):
    assert option_at_start(line) is None


def test_options_inside_a_line_are_found_by_their_marks_or_blanks():
    assert [mark.letter for mark in strong_options("A.是 B.否(C)也许")] == ["A", "B", "C"]
    assert [mark.letter for mark in spaced_options("甲 B 乙 C丙")] == ["B", "C"]


def test_numbered_parts_follow_the_count_and_skip_a_little_after_a_sentence():
    text = "1、甲，共2.5万。2、乙3、丙。5、戊，第9、10条。"

    assert [number for number, _, _ in numbered_parts(text)] == [1, 2, 3, 5]
