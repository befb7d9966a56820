"""Questions as plain data."""

from __future__ import annotations

from question_bank.content import Key, Option, QuestionContent, QuestionType


def make_choice(
    *texts: str, key: Key | None, stem: str = "党章规定的组织原则是（　）。", kind: QuestionType | None = None
) -> QuestionContent:
    """Return a choice question whose options are lettered from A."""
    options = tuple(Option(id=chr(ord("A") + place), text=text) for place, text in enumerate(texts))
    return QuestionContent(kind or QuestionType.SINGLE_CHOICE, stem, options, key)


def make_blanks(stem: str, *accepted: list[str]) -> QuestionContent:
    return QuestionContent(QuestionType.FILL_IN_THE_BLANK, stem, key=list(accepted))
