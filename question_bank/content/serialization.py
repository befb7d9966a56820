"""A question's content as JSON and back, nothing lost, so that versions and exports can hold it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from question_bank.content.question import Key, Option, QuestionContent, QuestionType

_FIELDS = frozenset({"type", "stem", "options", "key", "explanation"})


class ContentError(Exception):
    """The JSON is not a question's content; the message names the field."""


def to_json(content: QuestionContent) -> dict[str, object]:
    return {
        "type": content.type.value,
        "stem": content.stem,
        "options": [{"id": option.id, "text": option.text} for option in content.options],
        "key": content.key,
        "explanation": content.explanation,
    }


def from_json(data: object) -> QuestionContent:
    """Read what `to_json` wrote; whether the question makes sense is for `check_content` to say."""
    if not isinstance(data, Mapping):
        raise ContentError("试题内容应为一组字段")
    if unknown := sorted(str(field) for field in data.keys() - _FIELDS):
        raise ContentError(f"试题内容有不认识的字段：{'、'.join(unknown)}")
    return QuestionContent(
        type=_type(data.get("type")),
        stem=_text(data.get("stem"), "题干（stem）"),
        options=_options(data.get("options", [])),
        key=_key(data.get("key")),
        explanation=_text(data.get("explanation", ""), "解析（explanation）"),
    )


def is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _type(value: object) -> QuestionType:
    try:
        return QuestionType(_text(value, "题型（type）"))
    except ValueError:
        raise ContentError(f"题型（type）不认识：{value}") from None


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise ContentError(f"{field}应为文字")
    return value


def _options(value: object) -> tuple[Option, ...]:
    if not isinstance(value, list):
        raise ContentError("选项（options）应为一个列表")
    return tuple(_option(item, number) for number, item in enumerate(value, start=1))


def _option(value: object, number: int) -> Option:
    if not isinstance(value, Mapping) or value.keys() != {"id", "text"}:
        raise ContentError(f"第 {number} 个选项应有 id 和 text 两个字段")
    return Option(
        id=_text(value["id"], f"第 {number} 个选项的编号（id）"),
        text=_text(value["text"], f"第 {number} 个选项的文字（text）"),
    )


def _key(value: object) -> Key | None:
    if value is None or isinstance(value, bool | str) or is_texts(value):
        return value
    if isinstance(value, list) and all(is_texts(accepted) for accepted in value):
        return value
    raise ContentError("答案（key）的形式不认识")
