"""Questions too alike to meet in one paper."""

from __future__ import annotations

from collections.abc import Sequence

from quizzes.assembly.pool import PoolItem


def families_of(items: Sequence[PoolItem]) -> list[int]:
    """Return for each item the number of its family: all that a digest or a group links, directly or in turn."""
    links = _Links()
    for item in items:
        if item.group:
            links.join(f"digest:{item.digest}", f"group:{item.group}")
    numbers: dict[str, int] = {}
    return [numbers.setdefault(links.root(f"digest:{item.digest}"), len(numbers)) for item in items]


class _Links:
    """Disjoint sets of names (union-find with path halving)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        while (parent := self._parent.get(name, name)) != name:
            self._parent[name] = self._parent.get(parent, parent)
            name = parent
        return name

    def join(self, one: str, other: str) -> None:
        self._parent[self.root(one)] = self.root(other)
