"""Keys as trainers type them, and back: ABD; 正确; a line for each blank with its wordings parted by |; free text."""

from __future__ import annotations

from string import ascii_uppercase

from question_bank.content import CHOICE_TYPES, Key, QuestionType, fold_spaces, fold_width, is_texts

_TRUE = frozenset({"正确", "对", "√", "是", "T", "TRUE"})
_FALSE = frozenset({"错误", "错", "×", "否", "F", "FALSE"})
_BETWEEN_LETTERS = str.maketrans("", "", " ,、;；|")
_AROUND = "。.;；,、"
_BETWEEN_WORDINGS = "|"


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
    if question_type in CHOICE_TYPES:
        return _letters(text)
    if question_type is QuestionType.TRUE_FALSE:
        return _verdict(text)
    if question_type is QuestionType.FILL_IN_THE_BLANK:
        return [_wordings(line) for line in text.splitlines() if line.strip()]
    return text.strip()


def _letters(text: str) -> list[str]:
    letters = _word(text).translate(_BETWEEN_LETTERS)
    if any(letter not in ascii_uppercase for letter in letters) or not letters:
        raise UnclearKeyError("选择题的答案请写选项字母，例如 B 或 ABD。")
    if len(set(letters)) != len(letters):
        raise UnclearKeyError("答案里有重复的字母。")
    return sorted(letters)


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
