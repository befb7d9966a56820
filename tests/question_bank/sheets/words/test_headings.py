from __future__ import annotations

import pytest

from question_bank.content import QuestionType
from question_bank.sheets.words.headings import chapter_heading, part_heading, section_heading

SINGLE = frozenset({QuestionType.SINGLE_CHOICE})


@pytest.mark.parametrize(
    ("line", "candidates", "marks"),
    [
        ("一、单选题", SINGLE, None),
        ("单选题（每题2分，共20分）", SINGLE, 200),
        ("一、单项选择题（本大题共20小题，每小题1.5分，共30分）", SINGLE, 150),
        ("一、单选题（共20题，共40分）", SINGLE, 200),
        ("一、选择题（每题只有一个正确答案）", SINGLE, None),
        ("第二部分 多选题", frozenset({QuestionType.MULTIPLE_CHOICE}), None),
        ("三、判断题：对的打“√”，错的打“×”", frozenset({QuestionType.TRUE_FALSE}), None),
        ("四、论述题", frozenset({QuestionType.ESSAY}), None),
    ],
)
def test_section_heading_gives_type_and_marks(line, candidates, marks):
    section = section_heading(line)

    assert (section.type.candidates, section.marks) == (candidates, marks)


@pytest.mark.parametrize(
    "line",
    ["1.判断题型时应当注意什么？", "单选还是多选由组织者决定。", "2.填空", "3.名词解释：民主集中制", "[单选]1.题干"],
)
def test_section_heading_is_none_for_a_question(line):
    assert section_heading(line) is None


def test_section_heading_learns_what_letters_stand_for():
    assert section_heading("三、判断题（正确的选A，错误的选B）").judgements == {"A": True, "B": False}


def test_chapter_heading_is_a_short_line_that_is_no_sentence():
    assert chapter_heading("第02讲 考核工作") == "第02讲 考核工作"
    assert chapter_heading("第三章规定的程序是什么？") is None
    assert chapter_heading("第三条 干部应当") is None


def test_part_heading_is_short_and_numbered_in_chinese():
    assert part_heading("二、公文管理") == "二、公文管理"
    assert part_heading("二、应当登记。") is None
    assert part_heading("公文管理") is None
