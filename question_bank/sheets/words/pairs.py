"""Answers that join or order: 1-B 2-A, ①③②, B→A→C. What does not name every item once is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from question_bank.sheets.words.answers import UnclearAnswer
from question_bank.sheets.words.folding import clean, shape, squeezed
from question_bank.sheets.words.markers import LETTERS

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = "一二三四五六七八九十"
#: The mark of an item in a list: ① · （1） · 1. · (一)
ITEM = re.compile(
    rf"(?P<circled>[{_CIRCLED}])\s{{0,3}}[.、]?"
    r"|\(\s?(?P<round>\d{1,2})\s?\)\s{0,3}|(?<![\d.])(?P<plain>\d{1,2})(?:[.、](?!\d)|\))\s{0,3}"
    rf"|\(\s?(?P<chinese>[{_CHINESE}])\s?\)\s{{0,3}}"
)
_MARK = rf"[{_CIRCLED}]|\(?\d{{1,2}}\)?|\(?[{_CHINESE}]\)?"
_JOIN = r"\s{0,3}(?:[-—–~→=:、.对配连]{0,3})\s{0,3}"
_PAIR = re.compile(rf"(?P<left>{_MARK}){_JOIN}\(?(?P<right>[A-J])\)?")
_REVERSED = re.compile(rf"(?P<right>[A-J]){_JOIN}(?P<left>{_MARK})")
_BETWEEN = re.compile(r"[\s,;.、|→>\-—–]+")
_LONGEST = 30


def item_number(match: re.Match[str]) -> int:
    """Return which item of its list a mark opens."""
    groups = match.groupdict()
    return _number(groups["circled"] or groups["round"] or groups["plain"] or groups["chinese"] or "")


def read_pairs(text: str, left: int, right: int) -> dict[str, str]:
    """Return which letter of the right column each number of the left one is joined to.

    Raises:
        UnclearAnswer: it does not join each of the left column to one of the right.
    """
    shaped = shape(clean(text)).upper()
    for pattern in (_PAIR, _REVERSED):
        found = [(_number(match["left"].strip("()")), match["right"]) for match in pattern.finditer(shaped)]
        rest = _BETWEEN.sub("", pattern.sub("", shaped))
        pairs = dict(found)
        known = set(LETTERS[:right])
        if (
            not rest
            and len(pairs) == len(found)
            and set(pairs) == set(range(1, left + 1))
            and set(pairs.values()) <= known
        ):
            return {str(number): pairs[number] for number in sorted(pairs)}
    raise UnclearAnswer(f"答案“{_short(text)}”没有给左栏 {left} 项各配一项，请写成 1-B 2-A")


def read_order(text: str, options: Sequence[str]) -> list[str]:
    """Return the letters of all options in the right order, from letters, numbers or their texts.

    Raises:
        UnclearAnswer: it does not name each option once.
    """
    shaped = _BETWEEN.sub("", shape(clean(text))).upper()
    letters = list(shaped) if set(shaped) <= set(LETTERS) else _by_number(shaped)
    letters = letters or _by_text(text, options)
    if sorted(letters) == list(LETTERS[: len(options)]) and letters:
        return letters
    raise UnclearAnswer(f"答案“{_short(text)}”没有把 {len(options)} 个选项各排一次")


def _by_number(shaped: str) -> list[str]:
    numbers = re.findall(_MARK if not shaped.isdecimal() else r"\d", shaped)
    if "".join(numbers) != shaped:
        return []
    places = [_number(number.strip("()")) for number in numbers]
    return [LETTERS[place - 1] for place in places if 1 <= place <= len(LETTERS)]


def _by_text(text: str, options: Sequence[str]) -> list[str]:
    letter_of = {squeezed(option): letter for letter, option in zip(LETTERS, options, strict=False)}
    parts = [squeezed(part) for part in re.split(r"[→>\n;；、,，]|--?|——", text) if part.strip()]
    return [letter_of[part] for part in parts] if all(part in letter_of for part in parts) else []


def _number(mark: str) -> int:
    if mark in _CIRCLED:
        return _CIRCLED.index(mark) + 1
    if mark in _CHINESE:
        return _CHINESE.index(mark) + 1
    return int(mark)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
