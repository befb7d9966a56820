"""An index by the rarest triples of each text: what shares none of them is not alike."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from zlib import crc32

from rapidfuzz import fuzz, process

Key = TypeVar("Key", bound=Hashable)

#: Triples are counted by a number of so many bits; that two of them meet now and then does no harm.
_BITS = 20
_MASK = (1 << _BITS) - 1
#: Under how many of its rarest triples a text is kept and looked for.
_KEPT_UNDER = 10
#: A triple of more texts than this tells too little to compare them all.
_MOST = 400
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Alike(Generic[Key]):
    """A text of the stock, and how alike it is in per cent."""

    key: Key
    score: int


class LikenessIndex(Generic[Key]):
    """A stock of texts in which the like of another is found without comparing with all."""

    def __init__(self, stock: Iterable[tuple[Key, str]]) -> None:
        self._keys: list[Key] = []
        self._texts: list[str] = []
        for key, text in stock:
            self._keys.append(key)
            self._texts.append(text)
        self._counts = array("L", bytes(array("L").itemsize << _BITS))
        for text in self._texts:
            for triple in _triples(text):
                self._counts[triple] += 1
        self._places: dict[int, array[int]] = defaultdict(lambda: array("L"))
        for place, text in enumerate(self._texts):
            for triple in self._rarest(text):
                self._places[triple].append(place)

    def alike(self, text: str, *, at_least: int, limit: int = 3, before: int | None = None) -> list[Alike[Key]]:
        """Return the texts of the stock most like one, best first; `before` looks only at the first so many."""
        if len(text) < _SHORTEST:
            return []
        places = {
            place
            for triple in self._rarest(text)
            for place in self._places.get(triple, ())
            if before is None or place < before
        }
        candidates = {place: self._texts[place] for place in places}
        found = process.extract(text, candidates, scorer=fuzz.ratio, score_cutoff=at_least, limit=limit)
        return [Alike(self._keys[place], round(score)) for _text, score, place in found]

    def _rarest(self, text: str) -> Sequence[int]:
        """Return the rarest triples of a text that the stock has at all: what differs is what it has not."""
        rare = sorted((count, triple) for triple in _triples(text) if (count := self._counts[triple]))
        return [triple for count, triple in rare[:_KEPT_UNDER] if count <= _MOST]


def _triples(text: str) -> set[int]:
    data = text.encode("utf-16-le")
    return {crc32(data[place : place + 6]) & _MASK for place in range(0, len(data) - 4, 2)}
