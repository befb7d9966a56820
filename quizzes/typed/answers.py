"""Reads one typed answer: letters, 对 or 错, texts, or the marks given on paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_uppercase

from question_bank.content import CHOICE_TYPES, WRITTEN_TYPES, QuestionType
from quizzes.marking import Answer

_RIGHT = frozenset({"对", "正确", "是", "√", "T", "TRUE", "Y", "✓", "V"})
_WRONG = frozenset({"错", "错误", "否", "×", "F", "FALSE", "N", "✗", "X"})
_BETWEEN_LETTERS = re.compile(r"[\s,，、;；.。→>\-]+")
_BETWEEN_BLANKS = re.compile(r"\s*[;；|\n]\s*")
_PAIR = re.compile(r"(\d{1,2})\s*[-—–~:：]?\s*([A-Z])")
_MARKS = re.compile(r"^(?:得分\s*)?(?P<marks>\d{1,4}(?:\.\d{1,2})?)\s*分?$")
#: What a typist puts where nothing was written.
_NOTHING = frozenset({"-", "—", "/", "空", "未答", "无"})


class UnreadableAnswer(Exception):
    """It cannot be an answer to this question; the message says why."""


@dataclass(frozen=True, slots=True)
class AskedOnPaper:
    """What a question on paper offers, its options in the order of their letters."""

    type: QuestionType
    marks: int
    options: Sequence[str] = ()
    targets: Sequence[str] = ()
    blanks: int = 0


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """An answer, or for a written question the marks (hundredths) that were given on paper."""

    answer: Answer = None
    given: int | None = None


def read_typed(asked: AskedOnPaper, text: str) -> TypedAnswer:
    """Return what was typed as an answer.

    Raises:
        UnreadableAnswer: it cannot be one to this question.
    """
    if not text.strip() or text.strip() in _NOTHING:
        return TypedAnswer()
    if asked.type in WRITTEN_TYPES:
        return _written(asked, text.strip())
    if asked.type is QuestionType.FILL_IN_THE_BLANK:
        return TypedAnswer(_filled(asked, text.strip()))
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if asked.type is QuestionType.TRUE_FALSE:
        return TypedAnswer(_verdict(plain))
    if asked.type is QuestionType.MATCHING:
        return TypedAnswer(_matched(asked, plain))
    return TypedAnswer(_lettered(asked, plain))


def _written(asked: AskedOnPaper, text: str) -> TypedAnswer:
    match = _MARKS.match(text)
    if match is None:
        return TypedAnswer(text)
    given = int(Decimal(match["marks"]) * 100)
    if given > asked.marks:
        raise UnreadableAnswer(f"得分 {match['marks']} 超过本题 {asked.marks / 100:g} 分")
    return TypedAnswer(given=given)


def _filled(asked: AskedOnPaper, text: str) -> list[str]:
    texts = [text] if asked.blanks == 1 else _BETWEEN_BLANKS.split(text)
    if len(texts) != asked.blanks:
        raise UnreadableAnswer(
            f"本题有 {asked.blanks} 个空，读到 {len(texts)} 个答案；各空用“；”隔开，没答的空也要留“；”"
        )
    return texts


def _verdict(text: str) -> bool:
    if text in _RIGHT:
        return True
    if text in _WRONG:
        return False
    raise UnreadableAnswer(f"“{text}”看不懂，写“对”或“错”")


def _lettered(asked: AskedOnPaper, text: str) -> list[str]:
    letters = list(_BETWEEN_LETTERS.sub("", text))
    chosen = [_option(asked.options, letter) for letter in letters]
    if len(set(chosen)) != len(chosen):
        raise UnreadableAnswer(f"“{text}”里有重复的选项")
    if asked.type is QuestionType.SINGLE_CHOICE and len(chosen) > 1:
        raise UnreadableAnswer("单选题只能有一个选项")
    if asked.type in CHOICE_TYPES:
        return [option for option in asked.options if option in chosen]
    return chosen


def _matched(asked: AskedOnPaper, text: str) -> dict[str, str]:
    pairs = _PAIR.findall(text)
    if not pairs:
        letters = _BETWEEN_LETTERS.sub("", text)
        if len(letters) != len(asked.options):
            raise UnreadableAnswer("匹配题写成“1-C 2-A”，或者按顺序写全各题的字母")
        pairs = [(str(place), letter) for place, letter in enumerate(letters, start=1)]
    joined = {}
    for place, letter in pairs:
        if not 1 <= int(place) <= len(asked.options):
            raise UnreadableAnswer(f"没有第 {place} 个左栏")
        joined[asked.options[int(place) - 1]] = _option(asked.targets, letter)
    return joined


def _option(options: Sequence[str], letter: str) -> str:
    place = ascii_uppercase.find(letter)
    if len(letter) != 1 or not 0 <= place < len(options):
        last = ascii_uppercase[len(options) - 1] if options else "?"
        raise UnreadableAnswer(f"“{letter}”不是本题的选项（A 到 {last}）")
    return options[place]
