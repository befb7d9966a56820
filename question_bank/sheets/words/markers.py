"""Marks that structure running text: question numbers, option letters, type tags, blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from question_bank.sheets.words.types import TYPE_WORD, NamedType, named_type

#: Option letters; nobody was seen to use more.
LETTERS = "ABCDEFGHIJ"

_TAG = rf"\[\s{{0,2}}(?P<tag>{TYPE_WORD})\s?题?\s{{0,2}}\]|\((?P<round_tag>{TYPE_WORD})\s?题?\)"
_SLOT = r"\([\sA-Ja-j√×对错正确误TFtf]{0,20}\)"
# 1. · 1、 · 1） · 第1题 · 12 (then a blank) · 1.2023年…; never the 2.5 of 2.5万元.
_DIGITS = (
    r"(?:第\s?|(?:Question|QUESTION|Q)\s?|(?:题目|试题)\s?(?=\d))?(?P<number>\d{1,5})"
    r"(?:\s{0,3}题(?=[\s.、:,])\s{0,2}[.、:,]?|\s{0,3}(?:[、:)]|\.(?!\d)|\.(?=(?:19|20)\d\d)|,(?!\d))|(?=\s))"
)
_NUMBERED = re.compile(rf"\A\s{{0,20}}(?P<slot>{_SLOT})?\s{{0,4}}(?:{_TAG})?\s{{0,4}}(?:{_DIGITS})\s{{0,10}}")
_ROUND_NUMBERED = re.compile(r"\A\s{0,20}\(\s?(?P<number>\d{1,5})\s?\)\s{0,10}")
_TAGGED = re.compile(rf"\A\s{{0,20}}(?:{_TAG})\s{{0,4}}(?:(?P<number>\d{{1,5}})\s{{0,3}}[.、:)]?)?\s{{0,10}}")

_INNER_NUMBER = re.compile(r"(?<![\d.])(?P<number>\d{1,3})\s{0,2}(?:[、)]|\.(?!\d))\s{0,5}")
_MOST_SKIPPED = 15

# (A) · [A] · A. · A、 · A: · A)
_STRONG_OPTION = re.compile(
    r"(?<![A-Za-z0-9])(?:[(\[]\s?(?P<boxed>[A-J])\s?[)\]]\s{0,3}[.、:]?|(?P<plain>[A-J])\s{0,3}(?P<mark>[.、:)]))\s{0,10}"
)
# As above in small letters, or with a comma, a blank or nothing after the letter: only at the start of a line.
_LEADING_OPTION = re.compile(
    r"\A\s{0,20}(?:[(\[]\s?(?P<boxed>[A-Ja-j])\s?[)\]]\s{0,3}[.、:]?|(?P<plain>[A-Ja-j])\s{0,3}(?P<mark>[.、:,)])"
    r"|(?P<bare>[A-J])(?:(?=\s)|(?=[一-鿿《“‘\d(<])))\s{0,10}"
)
# A blank before the letter, a blank or an ideograph after it.
_SPACED_OPTION = re.compile(r"(?<=\s)(?P<plain>[A-J])(?:(?=\s)|(?=[一-鿿《“‘]))\s{0,10}")
_JUDGEMENT_OPTION = re.compile(r"\A\s{0,20}(?P<word>true|false)\s?[.、:]\s{0,10}", re.IGNORECASE)

#: An empty place to fill in: ____, （　）, 【】.
BLANK = re.compile(r"_{2,}|\(\s{0,40}\)|\[\s{0,40}\]")


@dataclass(frozen=True, slots=True)
class NumberMark:
    """A question's number and tag at the start of a line; `end` is where the stem begins."""

    number: int | None
    tag: NamedType | None
    slot: str
    end: int
    #: Nothing but a blank parts the number from the text.
    weak: bool = False


@dataclass(frozen=True, slots=True)
class OptionMark:
    """An option's letter; the text begins at `end`."""

    letter: str
    start: int
    end: int
    style: str


def number_at_start(shaped: str) -> NumberMark | None:
    """“1.”, “（ B ）3.”, “[单选]1.” or a tag alone."""
    match = _NUMBERED.match(shaped) or _TAGGED.match(shaped)
    if match is None:
        return None
    groups = match.groupdict()
    number, tag = groups["number"], groups["tag"] or groups["round_tag"]
    return NumberMark(
        int(number) if number else None,
        named_type(tag) if tag else None,
        groups.get("slot") or "",
        match.end(),
        weak=tag is None and bool(number) and shaped[match.end("number") : match.end()].isspace(),
    )


def round_number_at_start(shaped: str) -> NumberMark | None:
    """“（1）”, which numbers questions only where nothing else does."""
    match = _ROUND_NUMBERED.match(shaped)
    return NumberMark(int(match["number"]), None, "", match.end()) if match else None


def numbered_parts(shaped: str, first: int = 1) -> list[tuple[int, int, int]]:
    """Return the rising numbers inside one long text, each with where it starts and where its text begins.

    A number counts when it comes next, or a little later after the end of a sentence (some were left out).
    """
    parts: list[tuple[int, int, int]] = []
    for match in _INNER_NUMBER.finditer(shaped):
        number = int(match["number"])
        expected = parts[-1][0] + 1 if parts else first
        skipped = bool(parts) and expected < number <= expected + _MOST_SKIPPED
        if number == expected or (
            skipped and shaped[max(0, match.start() - 5) : match.start()].rstrip()[-1:] in tuple("。！？?!;)")
        ):
            parts.append((number, match.start(), match.end()))
    return parts


def option_at_start(shaped: str) -> OptionMark | None:
    """Return the option letter a line begins with."""
    if match := _JUDGEMENT_OPTION.match(shaped):
        # The word is the text where nothing follows it.
        whole = not shaped[match.end() :].strip()
        letter = "A" if match["word"].lower() == "true" else "B"
        return OptionMark(letter, match.start(), match.start("word") if whole else match.end(), "word")
    match = _LEADING_OPTION.match(shaped)
    return _option(match) if match else None


def strong_options(shaped: str, start: int = 0) -> Iterator[OptionMark]:
    """Yield the letters inside a line that carry a mark of their own, as in “A.是 B.否”."""
    return map(_option, _STRONG_OPTION.finditer(shaped, start))


def spaced_options(shaped: str, start: int = 0) -> Iterator[OptionMark]:
    """Yield the letters inside a line that only stand apart, as in “A 是  B 否”."""
    return map(_option, _SPACED_OPTION.finditer(shaped, start))


def _option(match: re.Match[str]) -> OptionMark:
    groups = match.groupdict()
    letter = groups.get("boxed") or groups.get("plain") or groups.get("bare") or ""
    style = "boxed" if groups.get("boxed") else groups.get("mark") or ""
    return OptionMark(letter.upper(), match.start(), match.end(), style)
