"""Answers to blanks, from their field, from the blanks themselves or from the columns of options."""

from __future__ import annotations

from question_bank.content import blank_count
from question_bank.sheets.interpreting.weighed import Answered, Weighed
from question_bank.sheets.words.answers import read_blanks
from question_bank.sheets.words.stems import plain_blanks, take_blanks, take_round_blanks


def blanks(weighed: Weighed) -> Answered:
    """Return what belongs into each blank."""
    weighed.stem = plain_blanks(weighed.stem)
    if weighed.answer:
        return Answered(weighed.stem, read_blanks(weighed.answer, blank_count(weighed.stem)))
    weighed.stem, standing = take_blanks(weighed.stem)
    if not standing:
        weighed.stem, standing = take_round_blanks(weighed.stem)
        if standing:
            weighed.note("key", "doubtful", "题干括号里的文字当作答案读入，请核对")
    return Answered(weighed.stem, [[text] for text in standing] or _from_options(weighed))


def _from_options(weighed: Weighed) -> list[list[str]] | None:
    """Some sheets write the answers to blanks in the option columns."""
    texts = [text for text in weighed.options if text]
    if not texts or len(texts) != blank_count(weighed.stem):
        return None
    weighed.options = ()
    weighed.note("key", "doubtful", "答案取自选项栏，请核对")
    return [[text] for text in texts]
