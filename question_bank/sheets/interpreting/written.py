"""Answers in words, and cases, which have none of their own."""

from __future__ import annotations

from question_bank.sheets.interpreting.weighed import Answered, Weighed
from question_bank.sheets.words.answers import literal_list


def in_words(weighed: Weighed) -> Answered:
    """Return a written answer; without a type, too, the answer as it stands, so that nothing is lost."""
    listed = literal_list(weighed.answer)
    return Answered(weighed.stem, ("；".join(listed) if listed else weighed.answer) or None)


def case(weighed: Weighed) -> Answered:
    """A case has no answer of its own; one that stands apart from its questions is shown, not lost."""
    if weighed.answer:
        weighed.note("key", "faulty", "答案没有分到各小题", weighed.answer)
    return Answered(weighed.stem, None)
