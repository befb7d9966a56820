"""Answers by letters and verdicts: 单选, 多选, 判断."""

from __future__ import annotations

from question_bank.sheets.interpreting.weighed import Answered, Weighed
from question_bank.sheets.words.answers import read_choice, read_judgement
from question_bank.sheets.words.stems import take_choice, take_judgement


def choice(weighed: Weighed) -> Answered:
    """Return the letters; a bracket of the stem that holds them is emptied, so that no key stays in a stem."""
    weighed.stem, bracketed = take_choice(weighed.stem, weighed.options)
    answer = weighed.single_line(weighed.answer or bracketed or weighed.slot)
    key = read_choice(answer, weighed.options) if answer else None
    if weighed.answer and bracketed and weighed.letters(bracketed) != key:
        weighed.note("key", "doubtful", f"题干括号里的“{bracketed}”与答案“{weighed.answer}”不一致")
    return Answered(weighed.stem, key)


def judgement(weighed: Weighed) -> Answered:
    """Return the verdict; a bracket of the stem that holds it is emptied."""
    weighed.stem, bracketed = take_judgement(weighed.stem)
    answer = weighed.single_line(weighed.answer or bracketed or weighed.slot)
    key = read_judgement(answer, weighed.options, weighed.draft.section.judgements) if answer else None
    return Answered(weighed.stem, key)
