from __future__ import annotations

import pytest

from question_bank.content import blank_count, split_at_blanks, widened_slots


@pytest.mark.parametrize(
    ("stem", "count"),
    [
        ("新录用的公务员试用期为____。", 1),
        ("试用期为__年，期满____。", 2),
        ("试用期为＿＿＿＿。", 1),
        ("试用期为（　　）年。", 1),
        ("试用期为（）年。", 1),
        ("试用期为( )年，期满()。", 2),
        ("变量 a_b 不是空。", 0),
        ("入口是 main() 函数。", 0),
        ("（一）指导思想（略）", 0),
        ("", 0),
    ],
)
def test_blank_count(stem, count):
    assert blank_count(stem) == count


def test_split_at_blanks_returns_the_text_around_each_gap():
    assert split_at_blanks("公开、平等、____、择优的（ ）") == ("公开、平等、", "、择优的", "")


def test_split_at_blanks_of_a_stem_without_any_is_the_stem():
    assert split_at_blanks("简述其意义。") == ("简述其意义。",)


@pytest.mark.parametrize(
    ("stem", "shown"),
    [
        ("季季考由（ ）组织。", "季季考由（　　）组织。"),
        ("由( )组织", "由（　　）组织"),
        ("调用 main() 之后（　　）", "调用 main() 之后（　　）"),
        ("每年____篇（含）", "每年____篇（含）"),
    ],
)
def test_widened_slots_leaves_room_to_see(stem, shown):
    assert widened_slots(stem) == shown
