"""Class names by which our own items tell what QTI has no word for; to any other reader they mean nothing."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from question_bank.content import QuestionType

_PREFIX = "jijikao-"
TEXT, PART, POINTS, ORDER_FREE = f"{_PREFIX}text", f"{_PREFIX}part", f"{_PREFIX}points", f"{_PREFIX}order-free"
_WEIGHT = f"{_PREFIX}weight-"
_TYPES = {f"{_PREFIX}{type_.value}": type_ for type_ in QuestionType}
_MOST_WEIGHT = 1000


@dataclass(frozen=True, slots=True)
class Marks:
    """What the classes of an item's body, or of a part of it, say."""

    type: QuestionType | None = None
    is_order_free: bool = False
    weight: int = 1


def marks_of(element: Element) -> Marks:
    """Return what an element's classes say."""
    names = (element.get("class") or "").split()
    weights = [name.removeprefix(_WEIGHT) for name in names if name.startswith(_WEIGHT)]
    weight = int(weights[0]) if weights and weights[0].isdigit() else 1
    return Marks(
        type=next((_TYPES[name] for name in names if name in _TYPES), None),
        is_order_free=ORDER_FREE in names,
        weight=min(max(weight, 1), _MOST_WEIGHT),
    )


def has_mark(element: Element, mark: str) -> bool:
    """Tell whether an element carries a mark."""
    return mark in (element.get("class") or "").split()


def written_marks(type_: QuestionType, *, is_order_free: bool = False) -> str:
    """Return the classes of a body."""
    return f"{_PREFIX}{type_.value}{f' {ORDER_FREE}' if is_order_free else ''}"


def points_mark(place: int) -> str:
    """Return the mark on the marking points of a case's part, which stand outside it."""
    return f"{POINTS}-{place}"


def part_marks(type_: QuestionType, weight: int, *, is_order_free: bool) -> str:
    """Return the classes of a part of a case."""
    return f"{PART} {_WEIGHT}{weight} {written_marks(type_, is_order_free=is_order_free)}"
