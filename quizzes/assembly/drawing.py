"""Draw the questions of one or several parallel forms."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quizzes.assembly.blueprint import Blueprint, Section
from quizzes.assembly.dealing import Hand, deal
from quizzes.assembly.pool import PoolItem
from quizzes.assembly.reservation import ExhaustedError, Reservation
from quizzes.assembly.rows import Row, rows_of


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section and the questions drawn for it, in the paper's order."""

    section: Section
    items: tuple[PoolItem, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """One form; they are numbered from 1."""

    form: int
    sections: tuple[DrawnSection, ...]

    @property
    def items(self) -> tuple[PoolItem, ...]:
        return tuple(item for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True)
class Shortage:
    """Sections that want more than the pool has for them, by title; `topics` where only those would do."""

    sections: tuple[str, ...]
    topics: tuple[str, ...]
    wanted: int
    available: int

    def __str__(self) -> str:
        titles = "、".join(f"“{title}”" for title in self.sections)
        together = "合起来" if len(self.sections) > 1 else ""
        topics = f"（知识点：{'、'.join(self.topics)}）" if self.topics else ""
        return f"大题{titles}{topics}{together}需要 {self.wanted} 题，题库中可用的只有 {self.available} 题"


class PoolTooSmall(Exception):
    """No paper can be drawn; each of `shortages` names section, wanted and available."""

    def __init__(self, shortages: Iterable[Shortage]) -> None:
        self.shortages = tuple(shortages)
        super().__init__("；".join(map(str, self.shortages)))


class AnchorsUnfit(Exception):
    """Anchors have no place on a paper: no section takes them, or others that are too like them have it."""

    def __init__(self, anchors: Iterable[PoolItem]) -> None:
        self.anchors = tuple(anchors)
        super().__init__(f"{len(self.anchors)} 道锚题在各大题里没有位置")


def assemble(blueprint: Blueprint, pool: Iterable[PoolItem], seed: int | str, forms: int = 1) -> tuple[Draw, ...]:
    """Draw `forms` parallel forms, or raise PoolTooSmall.

    The same blueprint, seed and set of items give the same draws, whatever the order of the pool. Within a form no two
    questions are alike (`PoolItem`), and provisions repeat as little as can be managed. Across the forms as many
    different questions are used as the pool allows: forms are disjoint, but for anchors, where that is possible at all.

    Raises:
        AnchorsUnfit: not every anchor has a place.
        PoolTooSmall: no paper can be drawn.
    """
    if forms < 1:
        raise ValueError(f"cannot draw {forms} forms")
    rows = rows_of(blueprint)
    items = in_random_order(pool, seed)
    placed = place_anchors(rows, items)
    left = rows_left(rows, placed)
    hands = deal(left, reserve(left, items, forms, placed), items, forms, placed)
    return tuple(_draw(form, blueprint, rows, hand, items) for form, hand in enumerate(hands, start=1))


def in_random_order(pool: Iterable[PoolItem], seed: int | str) -> list[PoolItem]:
    """Sort by id, then by chance; `random()` keeps its sequence across versions of Python, `shuffle()` need not."""
    rng = random.Random(f"assembly:{seed}")  # noqa: S311 -- must be reproducible
    return sorted(sorted(pool, key=lambda item: str(item.id)), key=lambda _: rng.random())


def place_anchors(rows: Sequence[Row], items: Sequence[PoolItem]) -> list[list[int]]:
    """Return by row the anchors that are asked there; each has one place.

    Raises:
        AnchorsUnfit: not every anchor has one.
    """
    places = [place for place, item in enumerate(items) if item.is_anchor]
    reservation = Reservation(rows, [items[place] for place in places], forms=1)
    for number, row in enumerate(rows):
        _take(reservation, number, row.count)
    placed = [[places[anchor] for anchor in held] for held in reservation.held]
    homeless = set(places) - {place for held in placed for place in held}
    if homeless:
        raise AnchorsUnfit(items[place] for place in sorted(homeless))
    return placed


def rows_left(rows: Sequence[Row], placed: Sequence[Sequence[int]]) -> list[Row]:
    """Return the rows with what is still to be drawn for each."""
    return [replace(row, count=row.count - len(taken)) for row, taken in zip(rows, placed, strict=True)]


def reserve(
    rows: Sequence[Row], items: Sequence[PoolItem], forms: int, placed: Iterable[Iterable[int]] = ()
) -> list[list[int]]:
    """Return what each row may use: enough for one form first, then as much more as there is, form by form.

    Raises:
        PoolTooSmall: there is not enough for one form.
    """
    reservation = Reservation(rows, items, forms, [index for indexes in placed for index in indexes])
    shortages: dict[tuple[int, ...], Shortage] = {}
    for number, row in enumerate(rows):
        rivals = _take(reservation, number, row.count)
        if rivals:
            available = sum(len(reservation.held[rival]) for rival in rivals)
            shortages[rivals] = _shortage([rows[rival] for rival in rivals], available)
    if shortages:
        raise PoolTooSmall(shortages.values())
    open_rows = dict(enumerate(rows))
    for _ in range(1, forms):
        open_rows = {number: row for number, row in open_rows.items() if not _take(reservation, number, row.count)}
    return reservation.held


def _take(reservation: Reservation, row: int, count: int) -> tuple[int, ...]:
    """Take `count` items for `row`, or as many as there are; return the rows that then hold all it could have."""
    try:
        for _ in range(count):
            reservation.take(row)
    except ExhaustedError as exhausted:
        return tuple(sorted(exhausted.rows))
    return ()


def _shortage(rows: Sequence[Row], available: int) -> Shortage:
    topics: set[str] = set().union(*(row.topics for row in rows))
    return Shortage(
        sections=tuple(dict.fromkeys(row.title for row in rows)),
        topics=tuple(sorted(topics)) if all(row.topics for row in rows) else (),
        wanted=sum(row.count for row in rows),
        available=available,
    )


def _draw(form: int, blueprint: Blueprint, rows: Sequence[Row], hand: Hand, items: Sequence[PoolItem]) -> Draw:
    drawn: list[list[int]] = [[] for _ in blueprint.sections]
    for row, indexes in zip(rows, hand.dealt, strict=True):
        drawn[row.section] += indexes
    sections = (
        DrawnSection(section, tuple(items[index] for index in sorted(indexes)))
        for section, indexes in zip(blueprint.sections, drawn, strict=True)
    )
    return Draw(form, tuple(sections))
