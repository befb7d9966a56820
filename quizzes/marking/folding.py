"""When a filled-in blank says what the key says, written differently."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal

from question_bank.content import fold_spaces, fold_width
from question_bank.provisions.numerals import parse_numeral
from quizzes.marking.rules import Fold

_MARKS = str.maketrans("", "", "《》〈〉“”‘’「」『』\"'·•・")
_STOPS = "。．.，,、；;！!"

_CHINESE_NUMBER = re.compile("[零〇○一二两三四五六七八九十百千万]+")
_TWO_DIGITS_BY_NAME = re.compile("[一二两三四五六七八九]{2}")
_THOUSANDS_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DECIMAL_POINT = re.compile(r"(?<=\d)点(?=\d)")
# A candidate may send 20,000 digits: (?<!\d) has each run of them tried once, not from every digit on.
_TEN_THOUSANDS = re.compile(r"(?<!\d)(\d+(?:\.\d+)?)万")
_PERCENT = re.compile(r"百分之(\d+(?:\.\d+)?)")
_PERMILLE = re.compile(r"千分之(\d+(?:\.\d+)?)")
#: 二0二四, as it is often typed: a nought among digits by name. No nested repetition: a hostile run is read once.
_MIXED_NOUGHT = re.compile("(?<=[零〇○一二三四五六七八九])0+(?=[零〇○一二三四五六七八九])")
_FRACTION = re.compile(r"(?<!\d)(\d+)分之(\d+)")


def _fold_numerals(text: str) -> str:
    """Write numbers one way: 十八大 as 18大, 二〇二一年 as 2021年, 百分之五十 as 50%, 三分之二 as 2/3."""
    text = _MIXED_NOUGHT.sub(lambda found: "〇" * len(found[0]), _THOUSANDS_COMMA.sub("", text))
    text = _CHINESE_NUMBER.sub(_arabic, text)
    text = _DECIMAL_POINT.sub(".", text)
    text = _TEN_THOUSANDS.sub(lambda found: f"{(Decimal(found[1]) * 10_000).normalize():f}", text)
    return _FRACTION.sub(r"\2/\1", _PERMILLE.sub(r"\1‰", _PERCENT.sub(r"\1%", text)))


def _arabic(found: re.Match[str]) -> str:
    """Return digits, or the words as they stand where they are no number (千方百计, 十四五).

    Two digits side by side stay too: 一五 is the first plan and must not become the fifteenth, 十五.
    """
    words = found[0]
    if _TWO_DIGITS_BY_NAME.fullmatch(words):
        return words
    try:
        return str(parse_numeral(words))
    except ValueError:
        return words


def _drop_marks(text: str) -> str:
    return text.translate(_MARKS).rstrip(_STOPS)


#: In the order in which they are applied: numbers are read once width and spaces are plain.
_STEPS: dict[Fold, Callable[[str], str]] = {
    Fold.WIDTH: fold_width,
    Fold.SPACES: fold_spaces,
    Fold.CASE: str.casefold,
    Fold.MARKS: _drop_marks,
    Fold.NUMERALS: _fold_numerals,
}


def folder(folds: Collection[Fold]) -> Callable[[str], str]:
    """Return the function to whose eyes texts that differ only in the ways `folds` names are equal."""
    steps = [step for fold, step in _STEPS.items() if fold in folds]

    def fold_text(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return fold_text
