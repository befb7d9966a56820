"""Deals people into seats, the same way each time for the same seed."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Order(StrEnum):
    """How people follow one another through the rooms."""

    RANDOM = "random"
    APART = "apart"
    BY_UNIT = "by_unit"


@dataclass(frozen=True, slots=True)
class Sitter:
    """One who is to sit: a key that lasts, and the unit."""

    key: str
    unit: int


def allot(sitters: Sequence[Sitter], capacities: Sequence[int], *, order: Order, seed: str) -> list[list[Sitter]]:
    """Return who sits in each room, seat by seat; rooms are filled one after the other.

    By unit, the given order stands. Reproducible from the seed whatever order people were read in: Python guarantees
    the sequence of `random()` for a seed across its versions, which it does not for `shuffle()`.
    """
    if len(sitters) > sum(capacities):
        raise ValueError("座位不够")
    queue = iter(_in_order(sitters, order, seed))
    return [[sitter for _seat, sitter in zip(range(capacity), queue, strict=False)] for capacity in capacities]


def neighbours_of_one_unit(rooms: Sequence[Sequence[Sitter]]) -> int:
    """Count the pairs in neighbouring seats who are of one unit."""
    return sum(one.unit == other.unit for room in rooms for one, other in pairwise(room))


def _in_order(sitters: Sequence[Sitter], order: Order, seed: str) -> list[Sitter]:
    if order is Order.BY_UNIT:
        return list(sitters)
    rng = random.Random(f"seating:{seed}")  # noqa: S311 -- must be reproducible
    drawn = [(rng.random(), sitter) for sitter in sorted(sitters, key=lambda sitter: sitter.key)]
    shuffled = [sitter for _draw, sitter in sorted(drawn, key=lambda pair: pair[0])]
    return shuffled if order is Order.RANDOM else list(_parted(shuffled))


def _parted(shuffled: Sequence[Sitter]) -> Iterator[Sitter]:
    """Yield people so that no two of a unit follow each other, while any other unit is left.

    Next comes whoever the draw put first, except that a unit which holds half of all who are left must come now, or
    its last ones would sit together.
    """
    waiting: dict[int, deque[tuple[int, Sitter]]] = defaultdict(deque)
    for place, sitter in enumerate(shuffled):
        waiting[sitter.unit].append((place, sitter))
    last: int | None = None
    for left in range(len(shuffled), 0, -1):
        last = _next_unit(waiting, last, left)
        yield waiting[last].popleft()[1]
        if not waiting[last]:
            del waiting[last]


def _next_unit(waiting: dict[int, deque[tuple[int, Sitter]]], last: int | None, left: int) -> int:
    others = [unit for unit in waiting if unit != last] or list(waiting)
    largest = max(others, key=lambda unit: (len(waiting[unit]), -waiting[unit][0][0]))
    if 2 * len(waiting[largest]) > left:
        return largest
    return min(others, key=lambda unit: waiting[unit][0][0])
