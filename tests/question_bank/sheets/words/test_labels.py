from __future__ import annotations

import pytest

from question_bank.sheets.words.folding import shape
from question_bank.sheets.words.labels import Field, heading_field, heading_option, label_at_start, labels_within


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("正确答案：A", Field.ANSWER, "A"),
        ("答案:ABD", Field.ANSWER, "ABD"),
        ("【答案】B", Field.ANSWER, "B"),
        ("［参考答案］：B", Field.ANSWER, "B"),
        ("答案]D", Field.ANSWER, "D"),
        ("正 确 答 案：C", Field.ANSWER, "C"),
        ("正确答案 c", Field.ANSWER, "c"),
        ("正确答案", Field.ANSWER, ""),
        ("答案是：对", Field.ANSWER, "对"),
        ("答：甲乙丙", Field.ANSWER, "甲乙丙"),
        ("答案解析：略", Field.EXPLANATION, "略"),
        ("【解析】略", Field.EXPLANATION, "略"),
        ("法律依据：《某条例》第三条", Field.CITATION, "《某条例》第三条"),
        ("出处：第五条", Field.CITATION, "第五条"),
        ("考点：监督", Field.TOPIC, "监督"),
        ("难度系数：0.6", Field.DIFFICULTY, "0.6"),
        ("分值：2", Field.MARKS, "2"),
        ("ANSWER: B", Field.ANSWER, "B"),
    ],
)
def test_label_at_start_finds_field_and_value(line, field, value):
    label = label_at_start(shape(line))

    assert (label.field, shape(line)[label.end :].strip()) == (field, value)


@pytest.mark.parametrize("line", ["答案在于实践", "解析这个问题", "答复应当及时", "难度很大的工作", "依据宪法制定"])
def test_label_at_start_leaves_running_text_alone(line):
    assert label_at_start(shape(line)) is None


def test_labels_within_finds_what_follows_an_option():
    line = shape("D．丁 答案：B 解析：依据条例 难度：易")

    assert [label.field for label in labels_within(line, 0)] == [Field.ANSWER, Field.EXPLANATION, Field.DIFFICULTY]


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("题干", Field.STEM),
        ("题目内容（必填）", Field.STEM),
        ("* 试题类型", Field.TYPE),
        ("questionAnswer", Field.ANSWER),
        ("optionContent", Field.OPTIONS),
        ("依据条款", Field.CITATION),
        ("题号", Field.IGNORED),
        ("备注", None),
    ],
)
def test_heading_field_knows_the_usual_columns(cell, field):
    assert heading_field(cell) is field


@pytest.mark.parametrize(
    ("cell", "letter"),
    [("A", "A"), ("选项C", "C"), ("B选项", "B"), ("备选项3", "C"), ("option_d", "D"), ("选项", None), ("选项99", None)],
)
def test_heading_option_reads_the_letter(cell, letter):
    assert heading_option(cell) == letter
