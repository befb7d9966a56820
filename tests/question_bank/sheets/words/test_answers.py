from __future__ import annotations

import pytest

from question_bank.sheets.words.answers import (
    UnclearAnswer,
    is_judgement_pair,
    judgement,
    literal_list,
    read_blanks,
    read_choice,
    read_judgement,
)

OPTIONS = ("警告", "记过", "记大过", "开除")


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ("A", ["A"]),
        ("abd", ["A", "B", "D"]),
        ("D、B、A", ["A", "B", "D"]),
        ("A,B,D", ["A", "B", "D"]),
        ("A|B", ["A", "B"]),
        ("（ B ）", ["B"]),
        ("选C。", ["C"]),
        ("Ａ", ["A"]),
        ("记过", ["B"]),
        ("警告；开除", ["A", "D"]),
        ("['警告', '开除']", ["A", "D"]),
        ("1,3", ["A", "C"]),
        ("C，记大过", ["C"]),
        ("A 警告、D 开除", ["A", "D"]),
        ("B.记过", ["B"]),
    ],
)
def test_read_choice_understands(answer, key):
    assert read_choice(answer, OPTIONS) == key


@pytest.mark.parametrize("answer", ["见教材", "①A ②D", "AAB", "略", "0,2", "5", "A.开除"])
def test_read_choice_never_guesses(answer):
    with pytest.raises(UnclearAnswer):
        read_choice(answer, OPTIONS)


def test_read_choice_takes_a_judgement_for_the_option_that_says_so():
    assert read_choice("对", ("错误", "正确")) == ["B"]


def test_read_choice_prefers_an_options_text_to_its_position():
    assert read_choice("2", ("1", "3", "2")) == ["C"]


@pytest.mark.parametrize("word", ["对", "正确", "√", "✔", "是", "T", "true", "Y", "（√）", "1"])
def test_judgement_true(word):
    assert judgement(word) is True


@pytest.mark.parametrize("word", ["错", "错误", "×", "❌", "否", "F", "False", "N", "不正确", "0"])
def test_judgement_false(word):
    assert judgement(word) is False


@pytest.mark.parametrize("word", ["2", "A", "略", ""])
def test_judgement_none(word):
    assert judgement(word) is None


def test_read_judgement_takes_a_letter_only_where_its_meaning_is_known():
    assert read_judgement("B", ("正确", "错误"), {}) is False
    assert read_judgement("A", ("错误", "正确"), {}) is False
    assert read_judgement("A", (), {"A": True, "B": False}) is True
    with pytest.raises(UnclearAnswer, match="判断题的答案“A”看不出是对还是错"):
        read_judgement("A", (), {})


def test_is_judgement_pair():
    assert is_judgement_pair(("是", "否"))
    assert not is_judgement_pair(("对", "正确"))
    assert not is_judgement_pair(("对", "错", "不一定"))


@pytest.mark.parametrize(
    ("answer", "count", "key"),
    [
        ("五", 1, [["五"]]),
        ("五/5", 1, [["五", "5"]]),
        ("2016/6/1", 1, [["2016/6/1"]]),
        ("TCP/IP", 1, [["TCP/IP"]]),
        ("德才兼备；以德为先", 2, [["德才兼备"], ["以德为先"]]),
        ("德才兼备、以德为先", 2, [["德才兼备"], ["以德为先"]]),
        ("德才兼备 以德为先", 2, [["德才兼备"], ["以德为先"]]),
        ("甲、乙", 1, [["甲、乙"]]),
        ("甲、乙；丙", 2, [["甲、乙"], ["丙"]]),
        ("（1）甲（2）乙", 2, [["甲"], ["乙"]]),
        ("①甲②乙/已", 2, [["甲"], ["乙", "已"]]),
        ("1.甲；2.乙", 2, [["甲"], ["乙"]]),
        ("['甲', '乙']", 2, [["甲"], ["乙"]]),
        ("甲|乙", 2, [["甲"], ["乙"]]),
    ],
)
def test_read_blanks_parts_the_answer(answer, count, key):
    assert read_blanks(answer, count) == key


@pytest.mark.parametrize(("answer", "count"), [("甲；乙", 1), ("甲", 2), ("甲、乙、丙", 2)])
def test_read_blanks_refuses_another_count(answer, count):
    with pytest.raises(UnclearAnswer, match=f"题干有 {count} 个空"):
        read_blanks(answer, count)


@pytest.mark.parametrize("text", ["[1, 2", "[" * 5000 + "]", "[" + "-" * 15000 + "1]", "[a, b]", "甲", "[[1], 2]"])
def test_literal_list_is_none_for_anything_else(text):
    assert literal_list(text) is None


def test_literal_list_reads_json_and_python():
    assert literal_list('[{"letter": "A", "content": "甲乙"}, {"letter": "B", "content": "丙丁"}]') == ["甲乙", "丙丁"]
    assert literal_list("[' 甲\\u2002', 2]") == ["甲", "2"]
