"""Who gets which question: as many different ones as the pool can give.

Rows compete for families (see `families_of`); a family goes to one row at most. Each row takes what repeats provisions
least. When nothing is left for it, a chain of other rows hands over and takes something else instead: the augmenting
paths of bipartite matching. So a row goes short only where no choice of questions could have served it, and the
reservation ends with the greatest number of different questions there is (C. Berge, Two Theorems in Graph Theory,
1957).
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from quizzes.assembly.families import families_of
from quizzes.assembly.pool import PoolItem
from quizzes.assembly.rows import Row


class ExhaustedError(Exception):
    """Nothing is left for a row: `rows` between them hold every question that any of them admits."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(rows)
        self.rows = rows


class _Gift(NamedTuple):
    """An item a row holds, and the one of its family that `taker` takes for it."""

    taker: int
    given: int
    taken: int


class Reservation:
    """An item is known by its place in `items`, which is in the random order of drawing; a row by its number.

    `placed` items have their place on every form already: nothing of their families is left for anyone.
    """

    def __init__(self, rows: Sequence[Row], items: Sequence[PoolItem], forms: int, placed: Iterable[int] = ()) -> None:
        self.held: list[list[int]] = [[] for _ in rows]
        self._rows = rows
        self._items = items
        self._forms = forms
        self._family_of = families_of(items)
        self._members: dict[int, list[int]] = {}
        for item, family in enumerate(self._family_of):
            self._members.setdefault(family, []).append(item)
        self._taken: set[int] = set()
        self._citations: Counter[str] = Counter()
        self._waiting = _waiting_lists(rows, items)
        for item in placed:
            self._taken.add(self._family_of[item])
            self._citations.update(dict.fromkeys(items[item].provisions, forms))

    def take(self, row: int) -> None:
        """Give `row` one more item, or raise ExhaustedError."""
        gifts: dict[int, _Gift] = {}
        queue = [row]
        for current in queue:
            item = self._next_free(current)
            if item is not None:
                self._hold(current, item)
                self._hand_over(current, gifts)
                return
            for giver in range(len(self._rows)):
                if giver not in queue and (gift := self._gift(giver, current)):
                    gifts[giver] = gift
                    queue.append(giver)
        raise ExhaustedError(queue)

    def _next_free(self, row: int) -> int | None:
        """Take the item off the row's waiting list that comes first by repetition, then by chance.

        Repetition only grows, so an entry is brought up to date no sooner than it reaches the head of the list.
        """
        waiting = self._waiting[row]
        while waiting:
            noted, item = divmod(waiting[0], len(self._items))
            repetition = self._repetition(item)
            if self._family_of[item] in self._taken:
                heapq.heappop(waiting)
            elif repetition > noted:
                heapq.heapreplace(waiting, repetition * len(self._items) + item)
            else:
                heapq.heappop(waiting)
                return item
        return None

    def _repetition(self, item: int) -> int:
        """Tell how often each form must repeat a provision if this item is taken: each can cite it once for free."""
        cited = self._items[item].provisions
        return max((self._citations[provision] for provision in cited), default=0) // self._forms

    def _gift(self, giver: int, taker: int) -> _Gift | None:
        admits = self._rows[taker].admits
        for given in self.held[giver]:
            for member in self._members[self._family_of[given]]:
                if admits(self._items[member]):
                    return _Gift(taker, given, member)
        return None

    def _hand_over(self, giver: int, gifts: Mapping[int, _Gift]) -> None:
        """Pass gifts on from the row that took something free to the row that asked."""
        while giver in gifts:
            gift = gifts[giver]
            self.held[giver].remove(gift.given)
            self._citations.subtract(self._items[gift.given].provisions)
            self._hold(gift.taker, gift.taken)
            giver = gift.taker

    def _hold(self, row: int, item: int) -> None:
        self.held[row].append(item)
        self._taken.add(self._family_of[item])
        self._citations.update(self._items[item].provisions)


def _waiting_lists(rows: Sequence[Row], items: Sequence[PoolItem]) -> list[list[int]]:
    """Return a heap for each row of the items it admits; an entry is repetition times the pool's size, plus item."""
    waiting: list[list[int]] = [[] for _ in rows]
    admitting: dict[tuple[str, frozenset[str]], list[list[int]]] = {}
    for index, item in enumerate(items):
        kind = (item.type.value, item.topics)
        if kind not in admitting:
            admitting[kind] = [waiting[number] for number, row in enumerate(rows) if row.admits(item)]
        for heap in admitting[kind]:
            heap.append(index)
    return waiting
