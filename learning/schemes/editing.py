"""Change figures in a scheme's file where they stand: comments and everything else stay as they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from learning.schemes.fields import Problem, SchemeError, compose
from learning.schemes.model import Requirement, Scheme
from learning.schemes.periods import PeriodKind

#: Periods that need nothing else said of them, so that one can be put for another.
PLAIN_PERIODS = (
    *(PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.TWO_MONTHS),
    *(PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR),
)
_FIGURE = re.compile(r"^\d{1,9}$")
_BETWEEN = re.compile(r"^(\d{1,9})\s*(?:-|—|~|到|至)\s*(\d{1,9})$")


@dataclass(frozen=True, slots=True)
class Knob:
    """What can be changed of a duty or a class of points: its figure as one types it, its period if it is plain."""

    key: str
    figure: str | None
    period: str | None = None


def duty_knobs(text: str) -> dict[str, Knob]:
    """Return what can be changed of each duty, by its key."""
    found = {}
    for node in _duties(text):
        fields = _fields(node)
        key, period = _plain(fields["key"]), _plain(fields["period"])
        is_plain = period in PLAIN_PERIODS and not {"anchor", "days", "from", "until"} & fields.keys()
        figure = _typed(fields["value"]) if "value" in fields else None
        found[key] = Knob(key, figure, period if is_plain else None)
    return found


def points_knobs(text: str) -> dict[str, Knob]:
    """Return the figure of each class of points, by its name."""
    return {name: Knob(name, _typed(node)) for name, node in _classes(text)}


def with_changes(
    text: str,
    *,
    figures: Mapping[str, str] | None = None,
    periods: Mapping[str, str] | None = None,
    points: Mapping[str, str] | None = None,
) -> str:
    """Return a file's text with other figures and periods of duties, and points of classes; an empty one is 未设定.

    Raises:
        SchemeError: a figure is none; its line is told.
    """
    figures, periods, points = figures or {}, periods or {}, points or {}
    changes: list[tuple[yaml.Node, str]] = []
    for duty in _duties(text):
        fields = _fields(duty)
        key = _plain(fields["key"])
        if key in figures and "value" in fields:
            changes.append((fields["value"], _written(figures[key], fields["value"])))
        if key in periods:
            changes.append((fields["period"], periods[key]))
    changes += [(node, _written(points[name], node)) for name, node in _classes(text) if name in points]
    for node, written in sorted(changes, key=lambda change: change[0].start_mark.index, reverse=True):
        text = text[: node.start_mark.index] + written + text[node.end_mark.index :]
    return text


def changed_duties(before: Scheme | None, after: Scheme) -> Sequence[tuple[Requirement | None, Requirement | None]]:
    """Return each duty that is new, gone or asks for something else, as it was and as it becomes."""
    old = {each.key: each for each in before.requirements} if before else {}
    new = {each.key: each for each in after.requirements}
    pairs = [(old.get(key), new.get(key)) for key in {**old, **new}]
    return [(was, becomes) for was, becomes in pairs if was != becomes]


def _duties(text: str) -> Iterator[yaml.Node]:
    for name, node in _pairs(compose(text)):
        if name == "requirements":
            yield from node.value


def _classes(text: str) -> Iterator[tuple[str, yaml.Node]]:
    for name, node in _pairs(compose(text)):
        if name == "points":
            yield from _pairs(_fields(node).get("classes"))


def _pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield name.value, value


def _fields(node: yaml.Node) -> dict[str, yaml.Node]:
    return dict(_pairs(node))


def _plain(node: yaml.Node) -> str:
    return str(node.value)


def _typed(node: yaml.Node) -> str:
    """Return a figure as one would type it: 60, 1-2, or nothing where none is set."""
    if isinstance(node, yaml.SequenceNode):
        return "-".join(_plain(each) for each in node.value)
    return "" if node.tag.endswith(":null") else _plain(node)


def _written(typed: str, node: yaml.Node) -> str:
    """Return what one typed as it stands in a file."""
    typed = typed.strip()
    if not typed:
        return "null"
    if _FIGURE.match(typed):
        return str(int(typed))
    if match := _BETWEEN.match(typed):
        return f"[{int(match[1])}, {int(match[2])}]"
    shape = "写一个整数，或者像 1-2 这样从几到几，不设定就空着"
    raise SchemeError([Problem(node.start_mark.line + 1, f"“{typed}”不是数：{shape}")])
