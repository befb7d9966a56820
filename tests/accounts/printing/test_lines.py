from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.printing.lines import NOT_AT_LINE_END, NOT_AT_LINE_START, break_lines


def em(text: str) -> float:
    """Measure as a Song face does: Latin letters are half as wide as 汉字."""
    return sum(0.5 if character.isascii() else 1 for character in text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("参加培训考核合格特发此证", ["参加培训考", "核合格特发", "此证"]),
        ("参加培训考，核合格", ["参加培训", "考，核合格"]),
        ("参加培训“季季考”", ["参加培训", "“季季考”"]),
        ("参加培训（二期）班", ["参加培训", "（二期）班"]),
        ("参加培训2026年班", ["参加培训", "2026年班"]),
        ("参加培训——考核", ["参加培训", "——考核"]),
        ("参加了2026年班", ["参加了", "2026年班"]),
        ("满分 100 分", ["满分", "100 分"]),
        ("得了 86.5 分）", ["得了", "86.5 分）"]),
        ("成绩合格100分，", ["成绩合格", "100分，"]),
        ("编号A-2026-01号", ["编号", "A-2026-01", "号"]),
        ("合格", ["合格"]),
        ("", [""]),
    ],
)
def test_break_lines_keeps_punctuation_and_numbers_whole(text, lines):
    assert break_lines(text, 5, em) == lines


def test_break_lines_indents_the_first_line_only():
    assert break_lines("参加培训考核合格", 4, em, indent=2) == ["参加", "培训考核", "合格"]


def test_break_lines_drops_the_space_at_a_break():
    assert break_lines("学习强国 网络学院", 4, em) == ["学习强国", "网络学院"]


def test_break_lines_splits_a_word_wider_than_the_line():
    assert break_lines("ABCDEFGHIJ", 3, em) == ["ABCDEF", "GHIJ"]
    assert break_lines("ABCDEFGH", 4, em, indent=2) == ["ABCD", "EFGH"]


@given(st.text(alphabet="参加培训考核2026AB，。、（）“”——……", max_size=80), st.integers(min_value=8, max_value=30))
def test_break_lines_never_loses_or_overflows(text, width):
    lines = break_lines(text, width, em)

    assert "".join(lines) == text
    assert max(map(em, lines)) <= width


@given(st.lists(st.sampled_from(["参加", "培训。", "（第二期）", "“季季考”，", "2026", "——"]), min_size=1, max_size=40))
def test_break_lines_never_begins_or_ends_a_line_with_the_wrong_mark(words):
    lines = break_lines("".join(words), 10, em)

    assert [line for line in lines[1:] if line[0] in NOT_AT_LINE_START] == []
    assert [line for line in lines[:-1] if line[-1] in NOT_AT_LINE_END] == []
