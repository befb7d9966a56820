from __future__ import annotations

import pytest

from question_bank.sheets import Mappings, read_sheet
from tests.question_bank.sheets.files import workbook
from tests.question_bank.sheets.layouts.reading import keys, only, statuses

ROWS = (("考题", "甲项", "乙项", "正解"), ("急件由谁登记（ ）", "专人", "任何人", "A"))
TEXT = "1.急件由谁登记？\nA.专人\nB.任何人\n正解：A\n理由：见办法。\n" * 3


def test_an_offices_headings_name_our_fields_and_options():
    mappings = Mappings(headings={"考题": "stem", "甲项": "A", "乙项": "B", "正解": "answer"})

    question = only(read_sheet(workbook({"甲": ROWS}), mappings=mappings))

    assert (question.stem, question.options, question.key) == ("急件由谁登记（ ）", ("专人", "任何人"), ["A"])


def test_an_offices_word_goes_before_ours():
    rows = (("内容", "题干", "答案"), ("急件当天办结。", "备查", "对"))

    question = only(read_sheet(workbook({"甲": rows}), mappings=Mappings(headings={"题干": "ignored"})))

    assert (question.stem, question.key) == ("急件当天办结。", True)


def test_an_offices_labels_are_read_and_shown_as_written():
    report = read_sheet(TEXT.encode(), mappings=Mappings(labels={"正解": "answer", "理由": "explanation"}))

    assert (keys(report), report.questions[0].explanation) == ([["A"]] * 3, "见办法。")
    assert report.lines[3].text == "正解：A"


def test_words_that_nobody_explained_are_named():
    report = read_sheet(TEXT.encode())

    assert (report.unknown_labels, set(statuses(report))) == (("正解", "理由"), {"faulty"})
    assert read_sheet(workbook({"甲": (("题干", "正解", "答案"), ("甲", "乙", "对"))})).unknown_headings == ("正解",)


@pytest.mark.parametrize("mappings", [{"headings": {"正解": "anser"}}, {"labels": {"甲项": "A"}}])
def test_a_meaning_that_is_no_field_is_refused(mappings):
    with pytest.raises(ValueError, match="no such field"):
        Mappings(**mappings)
