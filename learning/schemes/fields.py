"""The fields of a YAML file, each with the line it stands on, so that a fault is told where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

import yaml

MAX_CHARACTERS = 500_000
MAX_FIGURE = 100_000_000
KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_LONGEST = 200

_Enum = TypeVar("_Enum", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and on which line of the file."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.message}"


class SchemeError(Exception):
    """The file is no scheme; each of `problems` names its line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(map(str, self.problems)))


def compose(text: str) -> yaml.Node:
    """Return the root node of a file's text.

    Raises:
        SchemeError: it is no YAML, is empty or too large.
    """
    if len(text) > MAX_CHARACTERS:
        raise SchemeError([Problem(1, f"文件超过 {MAX_CHARACTERS} 个字符")])
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SchemeError([Problem(mark.line + 1 if mark else 1, f"不是有效的 YAML：{error.problem}")]) from error
    except yaml.YAMLError as error:
        raise SchemeError([Problem(1, f"不是有效的 YAML：{error}")]) from error
    if root is None:
        raise SchemeError([Problem(1, "文件是空的")])
    return root


def _plain(node: yaml.Node) -> Any:
    """Return a node's value as Python has it; what YAML allows and Python cannot hold, as its text."""
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError):
        return str(getattr(node, "value", ""))


class Fields:
    """The fields of one mapping, each with its line; what is asked of a missing one is told on the mapping's own."""

    def __init__(self, node: yaml.Node, where: str, problems: list[Problem]) -> None:
        self.where = where
        self.line = node.start_mark.line + 1
        self.problems = problems
        self.fields: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        if not isinstance(node, yaml.MappingNode):
            self.refuse_here("应为一组字段")
            return
        for key, value in node.value:
            name = str(_plain(key))
            if name in self.fields:
                self._tell(key.start_mark.line + 1, f"{self.where}的 {name} 写了两次")
            self.fields[name] = value
            self._lines[name] = key.start_mark.line + 1

    def allow(self, *names: str) -> None:
        """Tell every field that has another name."""
        for name in self.fields.keys() - set(names):
            close = get_close_matches(name, names, n=1)
            hint = f"是不是 {close[0]}？" if close else f"可以写的有 {'、'.join(names)}"
            self._tell(self._lines[name], f"{self.where}有不认识的字段 {name}，{hint}")

    def line_of(self, name: str) -> int:
        """Return the line of a field, of the whole where it is not there."""
        return self._lines.get(name, self.line)

    def refuse(self, name: str, message: str) -> None:
        """Tell what is wrong with a field."""
        self._tell(self.line_of(name), f"{self.where}的 {name} {message}")

    def refuse_here(self, message: str) -> None:
        """Tell what is wrong with the whole."""
        self._tell(self.line, f"{self.where}{message}")

    def _tell(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))

    def has(self, name: str) -> bool:
        """Return whether a field says something; null says nothing."""
        return name in self.fields and _plain(self.fields[name]) is not None

    def value(self, name: str) -> Any:
        """Return what a field says, None where it is not there."""
        return _plain(self.fields[name]) if name in self.fields else None

    def text(self, name: str, *, required: bool = False, longest: int = _LONGEST) -> str:
        """Return the text of a field, empty where there is none or it is refused."""
        value = self.value(name)
        if value is None:
            if required:
                self.refuse(name, "没有填")
            return ""
        if isinstance(value, dict | list) or not 0 < len(str(value).strip()) <= longest:
            self.refuse(name, f"应为 1 到 {longest} 个字的文字")
            return ""
        return str(value).strip()

    def key(self, name: str = "key") -> str:
        """Return a key: what files and addresses call something."""
        text = self.text(name, required=True)
        if text and not KEY.match(text):
            self.refuse(name, f"应由小写字母、数字和下划线组成，以字母开头，现为“{text}”")
        return text

    def one_of(self, name: str, choices: type[_Enum], default: _Enum | None = None) -> _Enum:
        """Return a word of a list; the default, or the first, where there is none or it is refused."""
        text = self.text(name, required=default is None)
        if not text:
            return default or next(iter(choices))
        try:
            return choices(text)
        except ValueError:
            self.refuse(name, f"“{text}”不认识，可以写的有 {'、'.join(each.value for each in choices)}")
            return default or next(iter(choices))

    def flag(self, name: str, *, default: bool) -> bool:
        """Return yes or no."""
        value = self.value(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.refuse(name, "应为 true 或 false")
        return default

    def maybe(self, name: str) -> bool | None:
        """Return yes, no, or None where the source does not say."""
        value = self.value(name)
        if value is None or isinstance(value, bool):
            return value
        self.refuse(name, "应为 true、false 或 null（未设定）")
        return None

    def whole(self, name: str, *, least: int = 0) -> int:
        """Return a whole number, 0 where there is none or it is refused."""
        value = self.value(name)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MAX_FIGURE:
            self.refuse(name, f"应为不小于 {least} 的整数")
            return 0
        return value

    def day(self, name: str) -> date | None:
        """Return a date, None where there is none or it is refused."""
        value = self.value(name)
        if value is None or type(value) is date:
            return value
        self.refuse(name, "应为日期，写成 2026-03-01")
        return None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list; a single one is a list of one."""
        value = self.value(name)
        if value is None:
            return ()
        found = value if isinstance(value, list) else [value]
        if any(isinstance(each, dict | list) or each is None for each in found):
            self.refuse(name, "应为文字，或者文字的列表")
            return ()
        return tuple(str(each).strip() for each in found)

    def rows(self) -> tuple[int, ...]:
        """Return the numbers of the rows in `docs/institutions.md` that an entry carries."""
        value = self.value("rows")
        found = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(each, int) and not isinstance(each, bool) for each in found):
            self.refuse("rows", "应为行号，或者行号的列表")
            return ()
        return tuple(found)

    def inner(self, name: str) -> Fields | None:
        """Return the fields of a mapping within, None where it is not there."""
        if not self.has(name):
            return None
        return Fields(self.fields[name], f"{self.where}的 {name} ", self.problems)

    def each(self, name: str, what: str) -> Iterator[Fields]:
        """Yield the mappings of a list."""
        if not self.has(name):
            return
        node = self.fields[name]
        if not isinstance(node, yaml.SequenceNode):
            self.refuse(name, "应为列表")
            return
        for number, item in enumerate(node.value, start=1):
            told = _told_name(item)
            yield Fields(item, f"{what}“{told}”" if told else f"第 {number} 个{what}", self.problems)


def _told_name(node: yaml.Node) -> str:
    if not isinstance(node, yaml.MappingNode):
        return ""
    named = {str(_plain(key)): _plain(value) for key, value in node.value if isinstance(value, yaml.ScalarNode)}
    return str(named.get("name") or named.get("key") or "")
