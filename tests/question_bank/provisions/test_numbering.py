"""Doubts about a tree's numbers are those its reader has."""

from __future__ import annotations

import pytest

from question_bank.provisions import numbering_doubts, parse_policy
from tests.factories.question_bank import POLICY

_NUMBERED_ODDLY = {
    "第三条　学习": "第五条　学习",
    "第二章　学习": "第四章　学习",
    "（二）集中": "（三）集中",
}


@pytest.mark.parametrize("written", _NUMBERED_ODDLY)
def test_numbering_doubts_of_what_was_read_are_the_readers(written):
    policy = parse_policy(POLICY.replace(written, _NUMBERED_ODDLY[written]))

    assert numbering_doubts(policy.tree) == list(policy.problems) != []


def test_numbering_doubts_has_none_about_an_orderly_text():
    assert numbering_doubts(parse_policy(POLICY).tree) == []


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        (
            "第一章　总则\n第一条　一。\n第一章　学习\n第二条　二。\n",
            ["第 4 行：“第一章”与前面的编号重复，请核对原文。"],
        ),
        ("第一编　甲\n第一章　子\n第一条　一。\n第二编　乙\n第一章　丑\n第二条　二。\n", []),
    ],
)
def test_numbering_doubts_lets_headings_begin_anew_only_below_a_wider_one(text, doubts):
    assert [str(doubt) for doubt in numbering_doubts(parse_policy("办法\n" + text).tree)] == doubts
