"""Answers in words made into keys. What cannot be told for certain is refused with a sentence, never guessed."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, zip_longest

from question_bank.content import is_texts
from question_bank.sheets.words.folding import clean, shape, squeezed
from question_bank.sheets.words.markers import LETTERS

_TRUE = frozenset({"对", "正确", "√", "是", "t", "true", "y", "yes", "正确的", "对的", "1"})
_FALSE = frozenset({"错", "错误", "×", "x", "否", "f", "false", "n", "no", "不正确", "错误的", "错的", "不对", "0"})
#: Words for true and false that are also numbers or letters, and so prove nothing about a question's type.
_AMBIGUOUS = frozenset({"1", "0", "t", "f", "y", "n", "x"})

_EDGES = " \t。.;；,，:：“”\"'"
_LEADING_WORDS = re.compile(r"(?:故?应?选项?)?[:\s]{0,4}")
_SEPARATORS = str.maketrans("", "", " \t,、;|/和及")
_CIRCLED = re.compile(r"[①-⑳]\s{0,3}[A-J]")
_LETTER_THEN_TEXT = re.compile(r"(?<![A-Za-z0-9+])([A-J])(?:[.、:,)]\s{0,5}|\s{1,5})(?=[^\s,、;|])")
_STRONG_BREAK = re.compile(r"[；;|｜\n\t]")
_WEAK_BREAKS = (re.compile(r"[、]"), re.compile(r"[,，]"), re.compile(r" {1,20}"))
_ORDINAL_BREAK = re.compile(r"[①-⑳]|[(（]\d{1,2}[)）]|(?<![\d.])\d{1,2}[.、．](?!\d)")
# “一年/1年” offers two wordings; the stroke of 2016/6/1, TCP/IP or km/h does not.
_ALTERNATIVE = re.compile(r"(?<![A-Za-z0-9])[/／]|[/／](?![A-Za-z0-9])")


class UnclearAnswer(Exception):
    """An answer that cannot be told for certain; the message says why, in Chinese."""


def judgement(text: str) -> bool | None:
    """Return true or false for one of the usual words and signs; None for anything else."""
    word = squeezed(text).strip(_EDGES + "()[]")
    if word in _TRUE:
        return True
    return False if word in _FALSE else None


def certain_judgement(text: str) -> bool | None:
    """Return what `judgement` does, but only for words that can mean nothing else."""
    return None if squeezed(text).strip(_EDGES + "()[]") in _AMBIGUOUS else judgement(text)


def is_judgement_pair(options: Sequence[str]) -> bool:
    """Say whether two options only say 正确 and 错误, in either order and whatever the words."""
    return len(options) == 2 and {judgement(option) for option in options} == {True, False}


def plain_letters(text: str) -> list[str] | None:
    """Return the letters of “ABD”, “A,B,D”, “a、c” in order; None if there is anything else."""
    letters = shape(clean(text)).upper().strip(_EDGES + "()[]").translate(_SEPARATORS)
    if letters and set(letters) <= set(LETTERS):
        return list(letters)
    return None


def read_choice(text: str, options: Sequence[str]) -> list[str]:
    """Return the letters an answer names: letters, letters with their texts, option texts, or their positions."""
    shaped = shape(clean(text)).strip(_EDGES)
    stripped = shaped[_match_end(_LEADING_WORDS, shaped) :] or shaped
    for reading in (
        plain_letters(stripped),
        _texts(text, options),
        _lettered(stripped, options),
        _judged(text, options),
    ):
        if reading:
            return _in_order(reading, text)
    if _CIRCLED.search(shaped):
        raise UnclearAnswer(f"一题多空的选择题暂不支持（答案“{_short(text)}”），请拆成几道题")
    raise UnclearAnswer(f"答案“{_short(text)}”看不出是哪个选项")


def read_judgement(text: str, options: Sequence[str], judgements: Mapping[str, bool]) -> bool:
    """Return true or false; a bare A or B only where the options or the heading say what it stands for."""
    verdict = judgement(text)
    letters = plain_letters(text)
    if letters and len(letters) == 1 and verdict is None:
        position = LETTERS.index(letters[0])
        if is_judgement_pair(options) and position < 2:
            verdict = judgement(options[position])
        else:
            verdict = judgements.get(letters[0])
    if verdict is None:
        raise UnclearAnswer(f"判断题的答案“{_short(text)}”看不出是对还是错")
    return verdict


def read_blanks(text: str, count: int) -> list[list[str]]:
    """Return the accepted strings for each blank; the answer must part into exactly as many as there are blanks."""
    nested = _nested_list(text)
    if nested is not None and (not count or len(nested) == count):
        return nested
    parts = _blank_parts(text, count)
    if count and len(parts) != count:
        raise UnclearAnswer(f"题干有 {count} 个空，答案“{_short(text)}”分成了 {len(parts)} 份")
    return [_alternatives(part) for part in parts]


def written_blanks(key: Sequence[Sequence[str]]) -> str:
    """Return the accepted strings as `read_blanks` reads them."""
    return "；".join("/".join(accepted) for accepted in key)


def literal_list(text: str) -> list[str] | None:
    """Return the strings of a list written as JSON or Python, as spreadsheets made by programs hold them."""
    stripped = text.strip()
    if not (stripped.startswith("[") and stripped.endswith("]")) or len(stripped) > 20_000:
        return None
    try:
        value = ast.literal_eval(stripped)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    items = [_item_text(item) for item in value] if isinstance(value, list) else [None]
    return [item for item in items if item is not None] if None not in items else None


def _nested_list(text: str) -> list[list[str]] | None:
    """Return the accepted strings of each blank as our own report writes them: [["一日", "1日"], ["专人"]]."""
    if not text.strip().startswith("[["):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    parts = value if isinstance(value, list) else [None]
    return [part for part in parts if is_texts(part)] if all(map(is_texts, parts)) else None


def _item_text(item: object) -> str | None:
    """Return the text of one item, which may be wrapped as {"letter": "A", "content": "…"}."""
    if isinstance(item, str | int | float) and not isinstance(item, bool):
        return clean(str(item))
    if isinstance(item, dict):
        texts = [value for value in item.values() if isinstance(value, str)]
        return clean(max(texts, key=len)) if texts else None
    return None


def _match_end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _in_order(letters: list[str], text: str) -> list[str]:
    if len(set(letters)) != len(letters):
        raise UnclearAnswer(f"答案“{_short(text)}”里有重复的字母")
    return sorted(letters)


def _texts(text: str, options: Sequence[str]) -> list[str] | None:
    """Return the letters of the options whose texts the answer repeats, whole or as a list."""
    letter_of = {squeezed(option).strip(_EDGES): letter for letter, option in zip(LETTERS, options, strict=False)}
    if len(letter_of) != len(options):
        return None
    for parts in ([text], literal_list(text) or [], _STRONG_BREAK.split(text), re.split("[、,，]", text)):
        letters = [letter_of.get(squeezed(part).strip(_EDGES)) for part in parts]
        if letters and None not in letters:
            return [letter for letter in letters if letter]
    return _positions(text, options)


def _positions(text: str, options: Sequence[str]) -> list[str] | None:
    """“1,3” names the first and the third option."""
    numbers = re.split("[,，、|;；]", text.strip())
    if options and all(number.strip().isdecimal() for number in numbers):
        indices = [int(number) for number in numbers]
        if all(1 <= index <= min(len(options), len(LETTERS)) for index in indices):
            return [LETTERS[index - 1] for index in indices]
    return None


def _lettered(shaped: str, options: Sequence[str]) -> list[str] | None:
    """Return the letters of “C，一定职业” or “A 道德准则、B 道德情操”: each before its own text, in rising order."""
    matches = list(_LETTER_THEN_TEXT.finditer(shaped))
    letters = [match[1] for match in matches]
    if not letters or matches[0].start() > 0 or any(earlier >= later for earlier, later in pairwise(letters)):
        return None
    texts = {squeezed(option).strip(_EDGES): letter for letter, option in zip(LETTERS, options, strict=False)}
    for match, following in zip_longest(matches, matches[1:]):
        text = shaped[match.end() : following.start() if following else None]
        if texts.get(squeezed(text).strip(_EDGES + "、"), match[1]) != match[1]:
            raise UnclearAnswer(f"答案“{_short(shaped)}”的字母与文字不一致")
    return letters


def _judged(text: str, options: Sequence[str]) -> list[str] | None:
    """“对” names the option 正确 where the options only say 正确 and 错误."""
    verdict = certain_judgement(text)
    if verdict is None or not is_judgement_pair(options):
        return None
    return [LETTERS[[judgement(option) for option in options].index(verdict)]]


def _blank_parts(text: str, count: int) -> list[str]:
    listed = literal_list(text)
    if listed is not None:
        return listed
    strong = _pieces(_STRONG_BREAK, text)
    if count <= 1 and len(strong) == 1:
        return [text.strip(_EDGES)] if text.strip(_EDGES) else []
    if len(strong) > 1:
        return strong
    for pattern in (_ORDINAL_BREAK, *_WEAK_BREAKS):
        parts = _pieces(pattern, text)
        if len(parts) == count:
            return parts
    return strong


def _pieces(pattern: re.Pattern[str], text: str) -> list[str]:
    pieces = [piece for part in pattern.split(text) if (piece := part.strip(_EDGES))]
    if len(pieces) > 1 and all(_ORDINAL_BREAK.match(piece) for piece in pieces):
        # “1.甲；2.乙” numbers what the semicolon already parts.
        return [_ORDINAL_BREAK.sub("", piece, count=1).strip(_EDGES) for piece in pieces]
    return pieces


def _alternatives(text: str) -> list[str]:
    return _pieces(_ALTERNATIVE, text) or [text]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else f"{line[:30]}…"
