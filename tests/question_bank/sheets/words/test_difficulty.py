from __future__ import annotations

import pytest

from question_bank.sheets.words.difficulty import graded


@pytest.mark.parametrize(("word", "grade"), [("易", "易"), ("简单", "易"), (" 中 等 ", "中"), ("困难", "难"), ("", "")])
def test_graded_knows_the_usual_words(word, grade):
    assert graded(word) == grade


@pytest.mark.parametrize("text", ["很难", "0.6", "较易"])
def test_graded_leaves_another_scale_alone(text):
    assert graded(text) == text
