"""Deal the reserved questions out to the forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import permutations

from quizzes.assembly.pool import PoolItem
from quizzes.assembly.rows import Row


class Hand:
    """What one form has been dealt: for each row, places in the random order of drawing."""

    def __init__(self, rows: int) -> None:
        self.dealt: list[list[int]] = [[] for _ in range(rows)]
        self._citations: Counter[str] = Counter()

    def add(self, row: int, index: int, item: PoolItem) -> None:
        self.dealt[row].append(index)
        self._citations.update(item.provisions)

    def remove(self, row: int, index: int, item: PoolItem) -> None:
        self.dealt[row].remove(index)
        self._citations.subtract(item.provisions)

    def repetition(self, item: PoolItem) -> int:
        """Tell how often the form cites what the item cites."""
        return sum(self._citations[provision] for provision in item.provisions)

    def repetition_for(self, item: PoolItem, leaving: PoolItem) -> int:
        """Tell how often the form cites what the item cites, once `leaving` has left it."""
        return self.repetition(item) - len(item.provisions & leaving.provisions)


def deal(
    rows: Sequence[Row],
    held: Sequence[Sequence[int]],
    items: Sequence[PoolItem],
    forms: int,
    placed: Sequence[Sequence[int]] = (),
) -> list[Hand]:
    """Give each form `row.count` of what each row holds, so that few provisions repeat within a form.

    A row that holds too few for all forms to differ uses each of them equally often, and never twice in one form. What
    is `placed` in a row beforehand is on every form, beside the count.
    """
    hands = [Hand(len(rows)) for _ in range(forms)]
    for hand in hands:
        for number, indexes in enumerate(placed):
            for index in indexes:
                hand.add(number, index, items[index])
    for number, row in enumerate(rows):
        room = [row.count] * forms
        for index, times in _times_each(held[number], row.count * forms):
            for form in _places(items[index], times, room, hands):
                room[form] -= 1
                hands[form].add(number, index, items[index])
    for number in range(len(rows)):
        for one, other in permutations(hands, 2):
            _exchange(number, one, other, items)
    return hands


def _times_each(indexes: Sequence[int], uses: int) -> Iterator[tuple[int, int]]:
    """Spread the uses evenly, those of the larger share first."""
    if not uses:
        return
    times, extra = divmod(uses, len(indexes))
    for place, index in enumerate(indexes):
        yield index, times + (place < extra)


def _places(item: PoolItem, times: int, room: Sequence[int], hands: Sequence[Hand]) -> list[int]:
    """Choose the forms that take the item, by least repetition of provisions.

    An item used in several forms goes where most room is left: only then is there sure to be a place in enough
    different forms for those that follow (H. J. Ryser's construction of a 0-1 matrix with given row and column sums).
    """
    possible = [form for form, left in enumerate(room) if left]
    if times > 1:
        possible.sort(key=lambda form: (-room[form], hands[form].repetition(item)))
    else:
        possible.sort(key=lambda form: (hands[form].repetition(item), -room[form]))
    return possible[:times]


def _exchange(row: int, one: Hand, other: Hand, items: Sequence[PoolItem]) -> None:
    """Let two forms swap questions of a row wherever that lessens the repetition in both together."""
    for mine in tuple(one.dealt[row]):
        if mine in other.dealt[row] or not one.repetition_for(items[mine], items[mine]):
            continue
        for yours in other.dealt[row]:
            if yours not in one.dealt[row] and _swap_helps(one, items[mine], other, items[yours]):
                for hand, gone, come in ((one, mine, yours), (other, yours, mine)):
                    hand.remove(row, gone, items[gone])
                    hand.add(row, come, items[come])
                break


def _swap_helps(one: Hand, mine: PoolItem, other: Hand, yours: PoolItem) -> bool:
    before = one.repetition_for(mine, mine) + other.repetition_for(yours, yours)
    return one.repetition_for(yours, mine) + other.repetition_for(mine, yours) < before
