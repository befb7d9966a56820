from __future__ import annotations

import pytest

from tests.question_bank.sheets.layouts.reading import keys, read_text, statuses


def test_answers_between_lines_are_taken_out_and_doubted():
    report = read_text(
        "填空题\n1．急件随到随登，__当天__办结。\n2．每季度写__一__篇，共__四__次。\n3．由__专人__登记。\n"
    )

    assert [question.stem for question in report.questions] == [
        "急件随到随登，____办结。",
        "每季度写____篇，共____次。",
        "由____登记。",
    ]
    assert (keys(report), statuses(report)) == ([[["当天"]], [["一"], ["四"]], [["专人"]]], ["doubtful"] * 3)


@pytest.mark.parametrize(
    "sheet",
    [
        # One question alone proves nothing.
        "填空题\n1．急件随到随登，__当天__办结。\n",
        # Blanks in pairs, joined by a word.
        "填空题\n1．__和__要分开。\n2．由__或__登记。\n3．从__到__为止。\n",
        # One that has a single blank.
        "填空题\n1．由__专人__登记。\n2．由__专人__传阅。\n3．由____归档。\n",
    ],
)
def test_blanks_that_may_be_empty_give_no_answer(sheet):
    assert set(keys(read_text(sheet))) == {None}
