"""JSON: lists of objects as tables whose headings are the objects' names; our own report just as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from question_bank.sheets.report import UnreadableSheet
from question_bank.sheets.sources.source import MAX_COLUMNS, MAX_ROWS, Source, SourceBuilder
from question_bank.sheets.words.folding import clean, shape
from question_bank.sheets.words.markers import LETTERS, option_at_start

_DEEPEST = 6
_TEXT_NAMES = ("content", "text", "value", "title", "name", "label", "option", "optioncontent", "内容", "选项内容")
_LETTER_NAMES = ("letter", "key", "id", "index", "no", "prefix", "选项", "序号", "标识")
_RIGHT_NAMES = frozenset({"iscorrect", "correct", "isright", "right", "isanswer", "checked", "是否正确", "是否正确项"})
_OPTION_NAMES = frozenset(
    {"options", "option", "choices", "choice", "answers", "answerlist", "optionlist", "items", "选项"}
)
_FOLDERS = frozenset({"questions", "data", "list", "rows"})
#: An object of so few fields, one of them its text, only wraps that text.
_FEW = 3
_ANSWER = "answer"

#: An object's place in the file, and what it holds.
_Found = tuple[str, dict[str, Any]]


def read_json(text: str, name: str = "", encoding: str = "utf-8") -> Source | None:
    """Return the tables in a JSON text; None where it is no JSON at all."""
    value = _parsed(text)
    if value is None:
        return None
    builder = SourceBuilder()
    for title, objects in _tables(value, "", 0):
        _add_table(builder, title, objects)
    if not builder.lines:
        raise UnreadableSheet("JSON 文件里没有找到试题：要有一组对象，每个对象是一题，带题干和答案。")
    return builder.build("json", encoding=encoding, name=name)


def _parsed(text: str) -> Any:
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UnreadableSheet("JSON 文件嵌套太深，请检查后再导入。") from error
    except ValueError:
        return _json_lines(text)


def _json_lines(text: str) -> list[Any] | None:
    """Return the objects of a text with one object a line."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None


def _tables(value: Any, title: str, depth: int) -> Iterator[tuple[str, list[_Found]]]:
    """Yield the lists of objects, each with the name it has; texts named by texts are questions and answers."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        yield from _of_list(value, title, depth)
    elif isinstance(value, dict) and _is_report(value):
        yield title, [(f"第 {n} 项", _ours(item)) for n, item in enumerate(value["questions"], start=1)]
    elif isinstance(value, dict):
        if value and len(value) > 1 and all(isinstance(item, str | list) for item in value.values()) and _asks(value):
            pairs = [(f"第 {n} 项", {"question": q, _ANSWER: a}) for n, (q, a) in enumerate(value.items(), start=1)]
            yield title, pairs
        elif _is_question(value):
            yield title, [("第 1 项", value)]
        else:
            for name, item in value.items():
                yield from _tables(item, title if name in _FOLDERS else str(name), depth + 1)


def _of_list(items: Sequence[Any], title: str, depth: int) -> Iterator[tuple[str, list[_Found]]]:
    objects = [(f"第 {n} 项", item) for n, item in enumerate(items, start=1) if isinstance(item, dict)]
    if objects and all(_is_question(item) for _, item in objects[:3]):
        yield title, objects
    elif objects:
        for _, item in objects:
            yield from _tables(item, str(item.get("name") or item.get("title") or title), depth + 1)
    pairs = [item for item in items if isinstance(item, list) and len(item) == 2 and all(map(_is_text, item))]
    if pairs:
        yield title, [(f"第 {n} 项", {"question": q, _ANSWER: a}) for n, (q, a) in enumerate(pairs, start=1)]


def _is_report(value: Mapping[str, Any]) -> bool:
    """Tell what `import_questions --json` wrote."""
    questions = value.get("questions")
    return isinstance(questions, list) and all(
        isinstance(item, dict) and {"type", "stem", "options", "key"} <= item.keys() for item in questions
    )


def _ours(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return a question of our own report in a sheet's words; its marks are in hundredths there."""
    kept = {name: question.get(name) for name in ("type", "stem", "options", "explanation", "topic", "citation")}
    key, marks = question.get("key"), question.get("marks")
    letters = isinstance(key, list) and all(isinstance(letter, str) for letter in key)
    kept[_ANSWER] = "".join(key) if isinstance(key, list) and letters else key
    kept["marks"] = marks / 100 if isinstance(marks, int) else None
    return {**kept, "difficulty": question.get("difficulty")}


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _asks(value: Mapping[str, Any]) -> bool:
    return sum(len(str(name)) > 8 for name in value) * 2 > len(value)


def _is_question(value: Mapping[str, Any]) -> bool:
    """A question has texts of its own; what only holds lists of further objects is a folder of them."""
    holds = [item for item in value.values() if isinstance(item, list) and item and isinstance(item[0], dict)]
    texts = sum(isinstance(item, str | int | float | bool) for item in value.values())
    if any(_is_options(name, item) for name, item in value.items()):
        return True
    return texts >= 2 and not holds


def _is_options(name: str, value: Any) -> bool:
    return _plain(name) in _OPTION_NAMES and isinstance(value, list | dict) and bool(value)


def _add_table(builder: SourceBuilder, title: str, objects: Sequence[_Found]) -> None:
    if len(objects) > MAX_ROWS:
        raise UnreadableSheet(f"JSON 里的试题超过 {MAX_ROWS} 道，请拆成几份再导入。")
    rows = [(place, _flat(item)) for place, item in objects]
    names = list(dict.fromkeys(name for _, row in rows for name in row))
    if len(names) > MAX_COLUMNS:
        raise UnreadableSheet(f"JSON 的对象有超过 {MAX_COLUMNS} 个字段，请只留下试题的字段再导入。")
    where = f"“{title}”" if title else ""
    table = [(f"{where}第 0 项", names)]
    table += [(f"{where}{place}", [row.get(name, "") for name in names]) for place, row in rows]
    builder.add_table(title, table)


def _flat(item: Mapping[str, Any]) -> dict[str, str]:
    """Return an object's fields as the cells of a row; objects within add theirs."""
    row: dict[str, str] = {}
    for name, value in item.items():
        if _is_options(name, value):
            texts, right = _options(value)
            row["options"] = "\n".join(
                f"{letter}.{_without_letter(text, letter)}" for letter, text in zip(LETTERS, texts, strict=False)
            )
            if right and _ANSWER not in item:
                row.setdefault(_ANSWER, right)
        elif isinstance(value, dict):
            inner = _flat(value)
            own = _named(inner, _TEXT_NAMES)
            # {"question": {"text": "…"}} says {"question": "…"}.
            row |= {str(name): own} if own and len(inner) <= _FEW else {n: t for n, t in inner.items() if n not in row}
        else:
            row[str(name)] = _cell(value)
    return row


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)


def _options(value: Any) -> tuple[list[str], str]:
    """Return the options' texts in order, and the letters of those that are marked as right."""
    if isinstance(value, dict):
        return [str(value[name]) for name in sorted(value, key=str)], ""
    if not all(isinstance(item, dict) for item in value):
        return [str(item) for item in value], ""
    lettered = sorted(value, key=_rank) if all(map(_letter, value)) else value
    right = [letter for letter, item in zip(LETTERS, lettered, strict=False) if _is_right(item)]
    return [_text(item) for item in lettered], "".join(right)


def _without_letter(text: str, letter: str) -> str:
    mark = option_at_start(shape(clean(text)))
    return clean(text)[mark.end :] if mark is not None and mark.letter == letter and mark.style else text


def _named(item: Mapping[str, Any], names: Sequence[str]) -> str:
    by_name = {_plain(name): value for name, value in item.items()}
    return next((str(by_name[name]) for name in names if by_name.get(name) not in (None, "")), "")


def _letter(item: Mapping[str, Any]) -> str:
    return _named(item, _LETTER_NAMES)


def _rank(item: Mapping[str, Any]) -> tuple[int, str]:
    return len(_letter(item)), _letter(item)


def _text(item: Mapping[str, Any]) -> str:
    named = _named(item, _TEXT_NAMES)
    return named or max((value for value in item.values() if isinstance(value, str)), key=len, default="")


def _is_right(item: Mapping[str, Any]) -> bool:
    return any(_plain(name) in _RIGHT_NAMES and value in (True, 1, "1", "true", "是") for name, value in item.items())


def _plain(name: Any) -> str:
    return str(name).lower().replace("_", "").replace("-", "")
