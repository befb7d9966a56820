from __future__ import annotations

import pytest

from quizzes.statistics import Choice, Flag, FlagKind, ItemStatistics, item_flags


def figures(facility=0.6, discrimination=0.4, count=90):
    return ItemStatistics(count, facility, discrimination, is_small=False)


def kinds(flags):
    return [flag.kind for flag in flags]


def test_an_item_that_does_its_work_has_no_flag():
    answers = [Choice("A", (10, 12, 18)), Choice("B", (12, 10, 7))]

    assert item_flags(figures(), answers=answers, right={"A"}, options=answers) == []


def test_the_key_is_in_doubt_where_the_upper_group_gives_one_wrong_answer_more_often():
    answers = [Choice("A", (15, 14, 9)), Choice("C", (5, 9, 16)), Choice("D", (1, 2, 12))]

    assert item_flags(figures(), answers=answers, right={"A"}) == [Flag(FlagKind.KEY_IN_DOUBT, ("C",))]


def test_several_right_answers_count_together():
    answers = [Choice("三", (5, 5, 9)), Choice("3", (0, 1, 8)), Choice("四", (9, 9, 12))]

    assert item_flags(figures(), answers=answers, right={"三", "3"}) == []
    assert item_flags(figures(), answers=answers, right={"3"}) == [Flag(FlagKind.KEY_IN_DOUBT, ("四",))]


@pytest.mark.parametrize(
    ("facility", "discrimination", "expected"),
    [
        (0.95, None, [FlagKind.EASY]),
        (0.949, 0.2, []),
        (0.2, 0.05, [FlagKind.HARD]),
        (0.21, 0.199, [FlagKind.WEAK]),
        (0.5, 0.0, [FlagKind.WEAK]),
        (0.5, -0.17, [FlagKind.WEAK]),
        (0.5, -0.18, [FlagKind.NEGATIVE]),
        (0.1, -0.3, [FlagKind.NEGATIVE, FlagKind.HARD]),
    ],
)
def test_figures_out_of_the_ordinary(facility, discrimination, expected):
    assert kinds(item_flags(figures(facility, discrimination))) == expected


def test_options_nobody_chose_are_named():
    options = [Choice("A", (9, 9, 9)), Choice("B", (0, 0, 0)), Choice("D", (0, 0, 0))]

    assert item_flags(figures(), options=options) == [Flag(FlagKind.UNCHOSEN, ("B", "D"))]


@pytest.mark.parametrize(("count", "expected"), [(29, [FlagKind.FEW]), (30, [FlagKind.NEGATIVE, FlagKind.HARD])])
def test_of_few_people_nothing_is_concluded(count, expected):
    assert kinds(item_flags(figures(0.0, -1.0, count))) == expected
