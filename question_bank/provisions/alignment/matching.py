"""Finding which texts of two lists are meant to be the same, in order first and then across."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

#: What two texts must have in common before pairing them is better than leaving both alone.
_THRESHOLD = 0.4
#: So many comparisons take half a second; a law of two hundred articles stays below.
_SMALL_TABLE = 40_000
#: More than this between two equal texts are not compared at all.
_LARGEST_TABLE = 2_500_000

#: The places of a pair in the two lists.
Match = tuple[int, int]


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1."""
    return fuzz.ratio(one, other) / 100


def matches_in_order(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """Return the pairs that keep the order of both lists and are together most alike (Needleman–Wunsch)."""
    if len(old) * len(new) <= _SMALL_TABLE:
        return _best_path(old, new)
    # Too many to compare all with all: what is equal parts the lists, and only what lies between is compared.
    found: list[Match] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += zip(range(old_from, old_to), range(new_from, new_to), strict=True)
        elif (old_to - old_from) * (new_to - new_from) <= _LARGEST_TABLE:
            between = _best_path(old[old_from:old_to], new[new_from:new_to])
            found += [(old_from + left, new_from + right) for left, right in between]
    return found


def matches_across(old: Sequence[str], new: Sequence[str], *, least: float, shortest: int) -> list[Match]:
    """Return pairs wherever they stand, the most alike first, each text in one pair at most."""
    possible = [
        (likeness, left, right)
        for left, one in enumerate(old)
        for right, other in enumerate(new)
        if len(one) >= shortest and (likeness := fuzz.ratio(one, other, score_cutoff=least * 100)) > 0
    ]
    possible.sort(key=lambda found: (-found[0], found[1], found[2]))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    found = []
    for _likeness, left, right in possible:
        if left not in taken_old and right not in taken_new:
            taken_old.add(left)
            taken_new.add(right)
            found.append((left, right))
    return sorted(found)


def holds(whole: str, part: str, *, least: float) -> bool:
    """Say whether a text stands within a longer one, nearly word for word."""
    return len(whole) > len(part) and fuzz.partial_ratio(part, whole, score_cutoff=least * 100) > 0


def _best_path(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    gains = [[likeness(one, other) - _THRESHOLD for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for left in range(1, len(old) + 1):
        above, row, gain = best[left - 1], best[left], gains[left - 1]
        for right in range(1, len(new) + 1):
            row[right] = max(above[right], row[right - 1], above[right - 1] + gain[right - 1])
    found, left, right = [], len(old), len(new)
    while left and right:
        if best[left][right] == best[left - 1][right]:
            left -= 1
        elif best[left][right] == best[left][right - 1]:
            right -= 1
        else:
            left, right = left - 1, right - 1
            found.append((left, right))
    return found[::-1]
