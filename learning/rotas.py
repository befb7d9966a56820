"""A fair order of turns: drawn by lot, so that nobody arranges it; from a seed, so that anybody can draw it again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable


def drawn(people: Iterable[str], seed: str, *, leading: Collection[str] = ()) -> list[str]:
    """Return people in the order of their lots; those who lead by example (部长先讲) come first, by lot among them."""
    return sorted(people, key=lambda person: (person not in leading, _lot(person, seed)))


def _lot(person: str, seed: str) -> str:
    return hashlib.sha256(f"{seed}:{person}".encode()).hexdigest()
