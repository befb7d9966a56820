from __future__ import annotations

import pytest

from question_bank.sheets.words.stems import (
    plain_blanks,
    take_blanks,
    take_choice,
    take_judgement,
    take_marks,
    take_type_tag,
)


@pytest.mark.parametrize(
    ("stem", "rest", "word"),
    [
        ("【多选题】下列有（ ）", "下列有（ ）", "多选"),
        ("下列有（ ）。（多选）", "下列有（ ）。", "多选"),
        ("多选：下列有（ ）（多选）", "下列有（ ）", "多选"),
        ("(单选题) 甲", "甲", "单选"),
    ],
)
def test_take_type_tag_takes_it_off(stem, rest, word):
    stem, named = take_type_tag(stem)

    assert (stem, named.word) == (rest, word)


def test_take_type_tag_leaves_a_word_inside_alone():
    assert take_type_tag("考试有（单选）和（多选）两种") == ("考试有（单选）和（多选）两种", None)


def test_take_marks():
    assert take_marks("简述程序。（5分）") == ("简述程序。", 500)
    assert take_marks("满分（100分）的试卷") == ("满分（100分）的试卷", None)


@pytest.mark.parametrize(
    ("stem", "emptied", "answer"),
    [
        ("核心是（ B ）。", "核心是（　）。", "B"),
        ("由甲创立。（2003）", "由甲创立。（　）", "2003"),
        ("下列有(AB)", "下列有（　）", "AB"),
    ],
)
def test_take_choice_empties_the_bracket(stem, emptied, answer):
    assert take_choice(stem, ("2001", "2003")) == (emptied, answer)


@pytest.mark.parametrize("stem", ["维生素（B）缺乏是（ ）", "角色控制（ABAC）属于", "乙类（C）", "某人（男）"])
def test_take_choice_leaves_other_brackets_alone(stem):
    assert take_choice(stem, ("2001", "2003")) == (stem, None)


@pytest.mark.parametrize(
    ("stem", "emptied", "answer"),
    [
        ("是自行脱党。（√）", "是自行脱党。（　）", "√"),
        ("（ × ）干部不用培训。", "（　）干部不用培训。", "×"),
        ("干部要培训（对 ）。", "干部要培训（　）。", "对"),
        ("干部要培训。√", "干部要培训。", "√"),
    ],
)
def test_take_judgement_empties_the_bracket(stem, emptied, answer):
    assert take_judgement(stem) == (emptied, answer)


def test_take_judgement_leaves_a_remark_alone():
    assert take_judgement("（试行）办法有效。") == ("（试行）办法有效。", None)


def test_take_blanks_empties_filled_boxes_only():
    assert take_blanks("实行【民主】和【集中】") == ("实行____和____", ["民主", "集中"])
    assert take_blanks("____和____") == ("____和____", [])


def test_plain_blanks_writes_blanks_as_the_bank_does():
    assert plain_blanks("甲【 】乙( ）丙____") == "甲____乙（　）丙____"
    assert plain_blanks("调用main()函数") == "调用main()函数"
