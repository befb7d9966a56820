"""A stock (抽题池): questions frozen once, from which each candidate's own paper is drawn.

It holds what several parallel forms would, in the rows of the blueprint; since no two questions of it are alike, any
choice of the right number from each row is a paper that keeps the blueprint.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.assembly.blueprint import Blueprint
from quizzes.assembly.drawing import Draw, DrawnSection, in_random_order, place_anchors, reserve, rows_left
from quizzes.assembly.pool import PoolItem, VersionId
from quizzes.assembly.rows import rows_of


@dataclass(frozen=True, slots=True)
class StockRow:
    """`count` of the items go to each candidate, the anchors among them always."""

    section: int
    count: int
    items: tuple[PoolItem, ...]


@dataclass(frozen=True, slots=True)
class Stocked:
    """A question of a frozen stock: the numbers of its slots, several where it is a case."""

    numbers: tuple[int, ...]
    provisions: frozenset[str]
    is_anchor: bool


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A row of a frozen stock."""

    count: int
    items: tuple[Stocked, ...]


def assemble_stock(
    blueprint: Blueprint, pool: Iterable[PoolItem], seed: int | str, forms: int
) -> tuple[Draw, tuple[StockRow, ...]]:
    """Draw what `forms` parallel forms need together, as far as there is; return it as one long form, and its rows.

    Raises:
        AnchorsUnfit: not every anchor has a place.
        PoolTooSmall: there is not enough for one form.
    """
    rows = rows_of(blueprint)
    items = in_random_order(pool, seed)
    placed = place_anchors(rows, items)
    held = reserve(rows_left(rows, placed), items, forms, placed)
    stocked = tuple(
        StockRow(row.section, row.count, tuple(items[index] for index in sorted([*always, *drawn])))
        for row, always, drawn in zip(rows, placed, held, strict=True)
    )
    sections = tuple(
        DrawnSection(section, tuple(item for row in stocked if row.section == place for item in row.items))
        for place, section in enumerate(blueprint.sections)
    )
    return Draw(1, sections), stocked


def stock_to_json(rows: Sequence[StockRow], numbers: Mapping[VersionId, Sequence[int]]) -> list[dict[str, Any]]:
    """Return the rows as they are frozen with a paper; `numbers` are the slots of each question."""
    return [
        {
            "count": row.count,
            "items": [
                {
                    "numbers": list(numbers[item.id]),
                    "provisions": sorted(item.provisions),
                    **({"is_anchor": True} if item.is_anchor else {}),
                }
                for item in row.items
            ],
        }
        for row in rows
    ]


def stock_from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[FrozenRow, ...]:
    """Return what `stock_to_json` wrote."""
    return tuple(
        FrozenRow(
            row["count"],
            tuple(
                Stocked(tuple(item["numbers"]), frozenset(item["provisions"]), item.get("is_anchor", False))
                for item in row["items"]
            ),
        )
        for row in rows
    )


def draw_from(rows: Iterable[FrozenRow], seed: int) -> frozenset[int]:
    """Return the numbers of the slots that one candidate is asked; the same seed draws the same.

    Questions that cite what is cited already come last, so that provisions repeat within a paper as little as a single
    pass can manage; among the others all have the same chance.
    """
    rng = random.Random(f"stock:{seed}")  # noqa: S311 -- must be reproducible, and tells nothing of the key
    cited: Counter[str] = Counter()
    return frozenset(number for row in rows for item in _from_row(row, rng, cited) for number in item.numbers)


def _from_row(row: FrozenRow, rng: random.Random, cited: Counter[str]) -> Iterator[Stocked]:
    in_order = sorted((rng.random(), place) for place in range(len(row.items)))
    waiting = sorted((row.items[place] for _chance, place in in_order), key=lambda item: not item.is_anchor)
    repeating = []
    wanted = row.count
    for item in waiting:
        if not wanted:
            return
        if not item.is_anchor and any(cited[provision] for provision in item.provisions):
            repeating.append(item)
            continue
        cited.update(item.provisions)
        wanted -= 1
        yield item
    repeating.sort(key=lambda item: sum(cited[provision] for provision in item.provisions))
    for item in repeating[:wanted]:
        cited.update(item.provisions)
        yield item
