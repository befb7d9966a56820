"""A question's content as JSON and back, nothing lost, so that versions and exports can hold it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeGuard, TypeVar

from question_bank.content.question import Key, MarkingPoint, Markup, Option, Part, QuestionContent, QuestionType

_FIELDS = frozenset(
    {
        "type",
        "stem",
        "options",
        "key",
        "explanation",
        "targets",
        "parts",
        "marking_points",
        "is_order_free",
        "markup",
    }
)
_MAX_WEIGHT = 1000

_T = TypeVar("_T")


class ContentError(Exception):
    """The JSON is not a question's content; the message names the field."""


def to_json(content: QuestionContent) -> dict[str, object]:
    """Return the content as JSON; what only some types have appears only where there is any."""
    return {
        "type": content.type.value,
        "stem": content.stem,
        "options": options_to_json(content.options),
        "key": content.key,
        "explanation": content.explanation,
        **extras_to_json(content),
    }


def extras_to_json(content: QuestionContent) -> dict[str, object]:
    """Return what goes beyond stem, options, key and explanation, where there is any."""
    extras: dict[str, object] = {}
    if content.targets:
        extras["targets"] = options_to_json(content.targets)
    if content.parts:
        extras["parts"] = [{"content": to_json(part.content), "weight": part.weight} for part in content.parts]
    if content.marking_points:
        extras["marking_points"] = [{"text": point.text, "weight": point.weight} for point in content.marking_points]
    if content.is_order_free:
        extras["is_order_free"] = True
    extras |= markup_to_json(content.markup)
    return extras


def markup_to_json(markup: Markup) -> dict[str, str]:
    """Return how JSON says what texts are written in: plain text goes without saying."""
    return {} if markup is Markup.PLAIN else {"markup": markup.value}


def options_to_json(options: tuple[Option, ...]) -> list[dict[str, str]]:
    """Return options or targets as JSON."""
    return [{"id": option.id, "text": option.text} for option in options]


def from_json(data: object) -> QuestionContent:
    """Read what `to_json` wrote; whether the question makes sense is for `check_content` to say.

    Raises:
        ContentError: a field has no such form.
    """
    if not isinstance(data, Mapping):
        raise ContentError("试题内容应为一组字段")
    if unknown := sorted(str(field) for field in data.keys() - _FIELDS):
        raise ContentError(f"试题内容有不认识的字段：{'、'.join(unknown)}")
    return QuestionContent(
        type=_word(QuestionType, data.get("type"), "题型（type）"),
        stem=_text(data.get("stem"), "题干（stem）"),
        options=_each(data.get("options", []), "选项（options）", _option("选项")),
        key=_key(data.get("key")),
        explanation=_text(data.get("explanation", ""), "解析（explanation）"),
        targets=_each(data.get("targets", []), "右栏（targets）", _option("右栏项目")),
        parts=_each(data.get("parts", []), "小题（parts）", _part),
        marking_points=_each(data.get("marking_points", []), "评分要点（marking_points）", _point),
        is_order_free=_flag(data.get("is_order_free", False), "不分先后（is_order_free）"),
        markup=_word(Markup, data.get("markup", Markup.PLAIN.value), "文字格式（markup）"),
    )


def is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _word(words: Callable[[str], _T], value: object, field: str) -> _T:
    try:
        return words(_text(value, field))
    except ValueError:
        raise ContentError(f"{field}不认识：{value}") from None


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise ContentError(f"{field}应为文字")
    return value


def _flag(value: object, field: str) -> bool:
    if not isinstance(value, bool):
        raise ContentError(f"{field}应为是或否")
    return value


def _weight(value: object, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MAX_WEIGHT:
        raise ContentError(f"{what}的分量（weight）应为 1 到 {_MAX_WEIGHT} 的整数")
    return value


def _each(value: object, field: str, read: Callable[[object, int], _T]) -> tuple[_T, ...]:
    if not isinstance(value, list):
        raise ContentError(f"{field}应为一个列表")
    return tuple(read(item, number) for number, item in enumerate(value, start=1))


def _option(word: str) -> Callable[[object, int], Option]:
    def read(value: object, number: int) -> Option:
        if not isinstance(value, Mapping) or value.keys() != {"id", "text"}:
            raise ContentError(f"第 {number} 个{word}应有 id 和 text 两个字段")
        return Option(
            id=_text(value["id"], f"第 {number} 个{word}的编号（id）"),
            text=_text(value["text"], f"第 {number} 个{word}的文字（text）"),
        )

    return read


def _part(value: object, number: int) -> Part:
    if not isinstance(value, Mapping) or not {"content"} <= value.keys() <= {"content", "weight"}:
        raise ContentError(f"第 {number} 小题应有 content 和 weight 两个字段")
    try:
        content = from_json(value["content"])
    except ContentError as error:
        raise ContentError(f"第 {number} 小题：{error}") from None
    return Part(content, _weight(value.get("weight", 1), f"第 {number} 小题"))


def _point(value: object, number: int) -> MarkingPoint:
    if not isinstance(value, Mapping) or not {"text"} <= value.keys() <= {"text", "weight"}:
        raise ContentError(f"第 {number} 个评分要点应有 text 和 weight 两个字段")
    what = f"第 {number} 个评分要点"
    return MarkingPoint(_text(value["text"], f"{what}的文字（text）"), _weight(value.get("weight", 1), what))


def _key(value: object) -> Key | None:
    if value is None or isinstance(value, bool | str) or is_texts(value):
        return value
    if isinstance(value, list) and all(is_texts(accepted) for accepted in value):
        return value
    if isinstance(value, dict) and is_texts([*value.keys(), *value.values()]):
        return value
    raise ContentError("答案（key）的形式不认识")
