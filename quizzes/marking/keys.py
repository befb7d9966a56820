"""A key as people type it: letters, 正确, a line a blank, 1-B 2-A; and back into the same words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from question_bank.content import CHOICE_TYPES, Key, QuestionType, fold_width

_VERDICTS = {"正确": True, "对": True, "√": True, "错误": False, "错": False, "×": False}
_PAIR = re.compile(r"(\d+)\s*[-—–:：]\s*([A-Z])")
_OR = re.compile(r"\s*[/／]\s*|\s*或\s+")


class BadKey(Exception):
    """What was typed is no key to the question; the message says what is expected."""


@dataclass(frozen=True, slots=True)
class KeySpace:
    """What a key to one question can name: options by letter, targets by letter, so many blanks."""

    type: QuestionType
    option_ids: Sequence[str] = ()
    target_ids: Sequence[str] = ()
    blanks: int = 0


#: What to type, by type; the form says it beside the field.
KEY_HINTS: Mapping[QuestionType, str] = {
    QuestionType.SINGLE_CHOICE: "填一个字母，如 B",
    QuestionType.MULTIPLE_CHOICE: "填字母，如 ACD",
    QuestionType.INDETERMINATE_CHOICE: "填字母，如 AC",
    QuestionType.TRUE_FALSE: "填“正确”或“错误”",
    QuestionType.FILL_IN_THE_BLANK: "每空一行；同一空可以接受的几种写法用 / 隔开",
    QuestionType.ORDERING: "按先后填字母，如 CABD",
    QuestionType.MATCHING: "填“1-B 2-A”",
}


def parse_key(space: KeySpace, typed: str) -> Key:
    """Return the key that the words name.

    Raises:
        BadKey: they name none.
    """
    readers = {
        **dict.fromkeys(CHOICE_TYPES, _choice),
        QuestionType.TRUE_FALSE: _verdict,
        QuestionType.FILL_IN_THE_BLANK: _blanks,
        QuestionType.ORDERING: _order,
        QuestionType.MATCHING: _pairs,
    }
    reader = readers.get(space.type)
    if reader is None:
        raise BadKey(f"{space.type.label}题由人评分，没有可以更正的标准答案")
    return reader(space, typed.strip())


def key_words(space: KeySpace, key: Key) -> str:
    """Return a key in the words that `parse_key` reads."""
    if space.type in CHOICE_TYPES and isinstance(key, list):
        return "".join(letter for letter, id_ in zip(ascii_uppercase, space.option_ids, strict=False) if id_ in key)
    if isinstance(key, bool):
        return "正确" if key else "错误"
    if space.type is QuestionType.FILL_IN_THE_BLANK and isinstance(key, list):
        return "\n".join(" / ".join(accepted) for accepted in key)
    if space.type is QuestionType.ORDERING and isinstance(key, list):
        letters = dict(zip(space.option_ids, ascii_uppercase, strict=False))
        return "".join(letters[str(id_)] for id_ in key)
    if space.type is QuestionType.MATCHING and isinstance(key, dict):
        letters = dict(zip(space.target_ids, ascii_uppercase, strict=False))
        return " ".join(f"{number}-{letters[key[id_]]}" for number, id_ in enumerate(space.option_ids, start=1))
    return str(key)


def _letters(typed: str) -> str:
    return re.sub(r"[\s,，、；;.]", "", fold_width(typed)).upper()


def _ids(letters: str, ids: Sequence[str]) -> list[str]:
    by_letter = dict(zip(ascii_uppercase, ids, strict=False))
    if not letters or len(set(letters)) != len(letters) or set(letters) - by_letter.keys():
        raise BadKey(f"应为 A 到 {ascii_uppercase[len(ids) - 1]} 之内的字母，每个最多一次")
    return [by_letter[letter] for letter in letters]


def _choice(space: KeySpace, typed: str) -> Key:
    chosen = set(_ids(_letters(typed), space.option_ids))
    if space.type is QuestionType.SINGLE_CHOICE and len(chosen) > 1:
        raise BadKey("单选题的答案只有一个字母；几个都算对，请选“几个答案都算对”，每行写一个")
    return [id_ for id_ in space.option_ids if id_ in chosen]


def _verdict(_space: KeySpace, typed: str) -> Key:
    try:
        return _VERDICTS[typed]
    except KeyError:
        raise BadKey("应为“正确”或“错误”") from None


def _blanks(space: KeySpace, typed: str) -> Key:
    lines = [line for line in typed.splitlines() if line.strip()]
    if len(lines) != space.blanks:
        raise BadKey(f"本题有 {space.blanks} 个空，应写 {space.blanks} 行")
    return [[accepted.strip() for accepted in _OR.split(line) if accepted.strip()] for line in lines]


def _order(space: KeySpace, typed: str) -> Key:
    ordered = _ids(_letters(typed), space.option_ids)
    if len(ordered) != len(space.option_ids):
        raise BadKey("应把每个选项的字母都排进去")
    return list(ordered)


def _pairs(space: KeySpace, typed: str) -> Key:
    pairs = {int(number): letter for number, letter in _PAIR.findall(fold_width(typed).upper())}
    letters = dict(zip(ascii_uppercase, space.target_ids, strict=False))
    if sorted(pairs) != list(range(1, len(space.option_ids) + 1)) or set(pairs.values()) - letters.keys():
        raise BadKey("应为每个数字配一个字母，如“1-B 2-A”")
    return {id_: letters[pairs[number]] for number, id_ in enumerate(space.option_ids, start=1)}
