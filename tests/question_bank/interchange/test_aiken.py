from __future__ import annotations

from pathlib import Path

import pytest

from question_bank.content import QuestionType
from question_bank.interchange import InterchangeError, InterchangeQuestion, read_aiken, write_aiken
from tests.factories.content import make_blanks, make_choice

SAMPLE = Path(__file__).resolve().parents[3] / "../shared/data/moodle/aiken_moodle.txt"


@pytest.mark.skipif(not SAMPLE.exists(), reason="the public Aiken file of ../shared is not here")
def test_read_aiken_reads_the_public_sample():
    intake = read_aiken(SAMPLE.read_bytes())

    assert [question.content.key for question in intake.questions] == [["B"], ["A"]]
    assert not intake.unread


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("问\nA) 甲\nANSWER: A", "选项少于 2 个"),
        ("问\nA) 甲\nC) 乙\nANSWER: A", "选项字母不连续：A、C"),
        ("问\nA) 甲\nB) 乙\nANSWER: C", "答案“C”不是一个选项"),
        ("问\nA) 甲\nB) 乙\nANSWER: A, B", "答案“A, B”不是一个选项"),
        ("问\nA) 甲\nB) 乙", "没有 ANSWER 行"),
    ],
)
def test_read_aiken_tells_a_faulty_entry_and_reads_the_rest(entry, why):
    intake = read_aiken(f"{entry}\n\n好题\nA. 甲\nB. 乙\nANSWER: B\n".encode())

    assert [(item.where, item.why) for item in intake.unread] == [("第 1 行", why)]
    assert [question.content.stem for question in intake.questions] == ["好题"]


def test_read_aiken_refuses_a_file_without_a_question():
    with pytest.raises(InterchangeError):
        read_aiken(b" ")


def test_write_aiken_writes_single_choices_and_tells_the_rest():
    blanks = InterchangeQuestion(make_blanks("____", ["甲"]))
    single = InterchangeQuestion(make_choice("甲", "乙", key=["B"], stem="问"), difficulty="易")

    export = write_aiken([blanks, single])

    assert export.data.decode() == "问\nA) 甲\nB) 乙\nANSWER: B\n"
    assert dict(export.report.counts) == {"填空：Aiken 只有单选，未导出": 1, "难度": 1}
    assert read_aiken(export.data).questions[0].content.type is QuestionType.SINGLE_CHOICE
