"""Questions as plain data."""

from __future__ import annotations

from question_bank.content import Key, Markup, Option, Part, QuestionContent, QuestionType


def make_choice(
    *texts: str,
    key: Key | None,
    stem: str = "党章规定的组织原则是（　）。",
    kind: QuestionType | None = None,
    markup: Markup = Markup.PLAIN,
) -> QuestionContent:
    """Return a choice question whose options are lettered from A."""
    options = tuple(Option(id=chr(ord("A") + place), text=text) for place, text in enumerate(texts))
    return QuestionContent(kind or QuestionType.SINGLE_CHOICE, stem, options, key, markup=markup)


def make_blanks(stem: str, *accepted: list[str], is_order_free: bool = False) -> QuestionContent:
    return QuestionContent(QuestionType.FILL_IN_THE_BLANK, stem, key=list(accepted), is_order_free=is_order_free)


def make_matching(texts: dict[str, str], key: Key | None) -> QuestionContent:
    """Return a question that joins each text to one of the same texts."""
    options = tuple(Option(letter, text) for letter, text in texts.items())
    return QuestionContent(QuestionType.MATCHING, "请配对。", options, key, targets=options)


def make_case(*parts: QuestionContent) -> QuestionContent:
    return QuestionContent(QuestionType.CASE, "某局未经三审发布通报。", parts=tuple(map(Part, parts)))
