from __future__ import annotations

import time

from question_bank.provisions.alignment.matching import matches_across, matches_in_order


def law(length):
    return [f"第{number}项工作由{number * 7}号科室负责，每年办理{number * 13}次。" for number in range(length)]


def test_texts_are_paired_in_their_order():
    assert matches_in_order(["甲乙丙丁", "戊己庚辛"], ["子丑寅卯", "甲乙丙丁", "戊己庚壬"]) == [(0, 1), (1, 2)]


def test_a_long_law_is_paired_by_what_is_equal_and_what_lies_between():
    old = law(1300)
    new = [*old[:5], "新增的一条，讲补考的安排。", *old[5:700], old[700].replace("每年", "每两年"), *old[702:]]
    begun = time.perf_counter()

    pairs = matches_in_order(old, new)

    assert time.perf_counter() - begun < 20
    assert [pair for pair in pairs if pair[1] - pair[0] not in {0, 1}] == []
    assert {left for left, _right in pairs} == set(range(1300)) - {701}
    assert (700, 701) in pairs


def test_what_moved_is_found_once_and_only_if_it_is_much_alike():
    old, new = (
        ["考试成绩在七日以内公布。", "短"],
        ["短", "考试成绩在七日以内公布！", "考试成绩在七日以内公布。", "别的话说得很长很长很长。"],
    )

    assert matches_across(old, new, least=0.6, shortest=8) == [(0, 2)]
