"""The shapes of values: each rule takes a value and the place it stands at, and raises `InvalidError` or returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lrs.validation.errors import InvalidError

Rule = Callable[[Any, str], None]


def text(value: Any, where: str) -> None:
    """Any string."""
    if not isinstance(value, str):
        raise InvalidError(where, "应为字符串")


def boolean(value: Any, where: str) -> None:
    """True or false, not a word that says so."""
    if not isinstance(value, bool):
        raise InvalidError(where, "应为 true 或 false")


def number(value: Any, where: str) -> None:
    """A JSON number, not digits in quotes."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidError(where, "应为数字")


def natural(value: Any, where: str) -> None:
    """A whole number, zero included."""
    number(value, where)
    if value < 0 or value != int(value):
        raise InvalidError(where, "应为不小于零的整数")


def literal(word: str) -> Rule:
    """Return the rule that a value is this very word."""

    def rule(value: Any, where: str) -> None:
        if value != word:
            raise InvalidError(where, f"应为“{word}”")

    return rule


def one_of(words: frozenset[str]) -> Rule:
    """Return the rule that a value is one of these words, upper and lower case kept apart."""

    def rule(value: Any, where: str) -> None:
        text(value, where)
        if value not in words:
            raise InvalidError(where, f"应为 {'、'.join(sorted(words))} 之一")

    return rule


def array(item: Rule, *, empty: bool = True) -> Rule:
    """Return the rule that a value is a list whose items obey a rule."""

    def rule(value: Any, where: str) -> None:
        if not isinstance(value, list):
            raise InvalidError(where, "应为数组")
        if not value and not empty:
            raise InvalidError(where, "不能为空数组")
        for place, entry in enumerate(value):
            item(entry, f"{where}[{place}]")

    return rule


def mapping(key: Rule, item: Rule) -> Rule:
    """Return the rule that a value is an object whose keys obey one rule and whose values another."""

    def rule(value: Any, where: str) -> None:
        is_object(value, where)
        for name, entry in value.items():
            key(name, f"{where}.{name}")
            item(entry, f"{where}.{name}")

    return rule


def anything(value: Any, where: str) -> None:
    """Any JSON value, null too: what extensions hold."""


def members(rules: Mapping[str, Rule], required: Iterable[str] = ()) -> Rule:
    """Return the rule that a value is an object with these members, spelled so, and no others."""

    def rule(value: Any, where: str) -> None:
        check_members(value, where, rules, required)

    return rule


def check_members(value: Any, where: str, rules: Mapping[str, Rule], required: Iterable[str] = ()) -> None:
    """Refuse an object that lacks a required member, has an unknown one or one that breaks its rule."""
    is_object(value, where)
    for name in required:
        if name not in value:
            raise InvalidError(where, f"缺少 {name}")
    for name, entry in value.items():
        rule = rules.get(name)
        if rule is None:
            raise InvalidError(f"{where}.{name}", "标准中没有这个成员")
        rule(entry, f"{where}.{name}")


def is_object(value: Any, where: str) -> None:
    """A JSON object."""
    if not isinstance(value, dict):
        raise InvalidError(where, "应为对象")
