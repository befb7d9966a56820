from __future__ import annotations

from pathlib import Path

import pytest

from question_bank.interchange import FORMATS, InterchangeError, InterchangeQuestion, is_exchanged, read_file
from question_bank.sheets.template import build_template
from tests.factories.content import make_choice

SHEETS = Path(__file__).resolve().parents[3] / "../shared/data/questions"


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.key)
def test_read_file_knows_each_format_by_what_is_in_it(format_):
    data = format_.write([InterchangeQuestion(make_choice("甲", "乙", key=["B"]))]).data

    intake = read_file(data)

    assert intake.format == ("qti" if format_.key.startswith("qti") else format_.key)
    assert [question.content.key for question in intake.questions] == [["B"]]


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01", b"PK\x03\x04", "一、单选题\n1.问（A）\nA.甲 B.乙".encode(), b"<html><p>{=a}</p>"]
)
def test_read_file_refuses_what_is_of_no_format(data):
    with pytest.raises(InterchangeError):
        read_file(data)


def test_read_file_takes_gift_of_which_half_is_broken_but_no_sheet_is_taken_for_it():
    data = "甲？{=对 ~错}\n\n说明\n\n乙{=没有收尾\n".encode()

    assert len(read_file(data).unread) == 2
    assert not is_exchanged(data)


@pytest.mark.skipif(not SHEETS.exists(), reason="the real sheets of ../shared are not here")
def test_is_exchanged_takes_no_real_sheet_for_another_systems_file():
    assert [path.name for path in sorted(SHEETS.iterdir()) if is_exchanged(path.read_bytes())] == []


def test_is_exchanged_leaves_the_template_to_the_desk():
    assert not is_exchanged(build_template())
