"""Keys as trainers type them, and back.

ABD; 正确; a line for each blank with its wordings parted by |; BADC for an order; 1-B 2-A for pairs; free text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_uppercase

from question_bank.content import CHOICE_TYPES, Key, QuestionType, fold_spaces, fold_width, is_texts

_TRUE = frozenset({"正确", "对", "√", "是", "T", "TRUE"})
_FALSE = frozenset({"错误", "错", "×", "否", "F", "FALSE"})
_BETWEEN_LETTERS = str.maketrans("", "", " ,、;；|")
_AROUND = "。.;；,、"
_BETWEEN_WORDINGS = "|"
_PAIR = re.compile(r"(\d{1,2})\s*[-–—－:：=→.、]*\s*([A-Za-zＡ-Ｚａ-ｚ])")


class UnclearKeyError(Exception):
    """The text is no key of a question of this type; the message says how to write one."""


def key_text(key: Key | None) -> str:
    """Return a key as a trainer would type it."""
    match key:
        case None:
            return ""
        case bool(verdict):
            return "正确" if verdict else "错误"
        case str(text):
            return text
        case dict(pairs):
            return " ".join(f"{left}-{right}" for left, right in pairs.items())
        case _ if is_texts(key):
            return "".join(key)
        case _:
            return "\n".join(_BETWEEN_WORDINGS.join(accepted) for accepted in key)


def read_key(question_type: QuestionType | None, text: str) -> Key | None:
    """Return the key a trainer typed, None where nothing stands; without a type only text can be kept.

    Raises:
        UnclearKeyError: the text does not suit the type.
    """
    if not text.strip():
        return None
    return _READERS[question_type](text) if question_type in _READERS else text.strip()


def _choice(text: str) -> list[str]:
    return sorted(_letters(text, "选择题的答案请写选项字母，例如 B 或 ABD。"))


def _order(text: str) -> list[str]:
    return _letters(text, "排序题的答案请按先后写选项字母，例如 BADC。")


def _letters(text: str, how: str) -> list[str]:
    letters = _word(text).translate(_BETWEEN_LETTERS)
    if any(letter not in ascii_uppercase for letter in letters) or not letters:
        raise UnclearKeyError(how)
    if len(set(letters)) != len(letters):
        raise UnclearKeyError("答案里有重复的字母。")
    return list(letters)


def _pairs(text: str) -> dict[str, str]:
    found = _PAIR.findall(text)
    if not found or fold_width(_PAIR.sub("", text)).translate(_BETWEEN_LETTERS).strip():
        raise UnclearKeyError("匹配题的答案请写左栏序号和右栏字母，例如 1-B 2-A。")
    pairs = {number.lstrip("0"): fold_width(letter).upper() for number, letter in found}
    if len(pairs) != len(found):
        raise UnclearKeyError("答案里有重复的左栏序号。")
    return pairs


def _verdict(text: str) -> bool:
    word = _word(text)
    if word not in _TRUE | _FALSE:
        raise UnclearKeyError("判断题的答案请写“正确”或“错误”。")
    return word in _TRUE


def _word(text: str) -> str:
    """Return a short answer without what people end a line with: “b。” is B."""
    return fold_width(fold_spaces(text)).upper().strip(_AROUND)


def _wordings(line: str) -> list[str]:
    parts = line.replace("｜", _BETWEEN_WORDINGS).split(_BETWEEN_WORDINGS)
    return [wording for part in parts if (wording := part.strip())]


def _blanks(text: str) -> list[list[str]]:
    return [_wordings(line) for line in text.splitlines() if line.strip()]


_READERS: dict[QuestionType | None, Callable[[str], Key]] = {
    **dict.fromkeys(CHOICE_TYPES, _choice),
    QuestionType.ORDERING: _order,
    QuestionType.MATCHING: _pairs,
    QuestionType.TRUE_FALSE: _verdict,
    QuestionType.FILL_IN_THE_BLANK: _blanks,
}
