"""An index of articles by the pairs and triples of characters in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from question_bank.suggesting.words import grams_of

#: What stands in more than this share of all articles tells nothing.
_COMMON = 0.25


@dataclass(frozen=True, slots=True)
class Found:
    """An article with the share of the claim's weight that it holds."""

    place: int
    share: float


class GramIndex:
    """Finds the texts that share the rarest grams with a claim."""

    def __init__(self, texts: Sequence[str]) -> None:
        held = [grams_of(text) for text in texts]
        counts = Counter(gram for grams in held for gram in grams)
        common = max(3, _COMMON * len(texts))
        self._weights = {gram: log(1 + len(texts) / count) for gram, count in counts.items() if count <= common}
        #: A gram that no text has speaks against all of them, though less than one that another text has.
        self._unknown = log(1 + len(texts)) / 2
        self._common = {gram for gram, count in counts.items() if count > common}
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, grams in enumerate(held):
            for gram in grams:
                if gram in self._weights:
                    self._places[gram].append(place)

    def best(self, claim: str, limit: int) -> list[Found]:
        """Return the texts that hold most of a claim, best first."""
        grams = grams_of(claim) - self._common
        whole = sum(self._weights.get(gram, self._unknown) for gram in grams)
        if not whole:
            return []
        shares: dict[int, float] = defaultdict(float)
        for gram in grams:
            weight = self._weights.get(gram, 0.0)
            for place in self._places.get(gram, ()):
                shares[place] += weight
        best = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return [Found(place, share / whole) for place, share in best]

    def share(self, claim: str, text: str) -> float:
        """Return how much of a claim's weight a text holds that is not indexed itself."""
        return self.shares(claim, [text])[0]

    def shares(self, claim: str, texts: Iterable[str]) -> list[float]:
        """Return the same for several."""
        grams = {gram: self._weights.get(gram, self._unknown) for gram in grams_of(claim) - self._common}
        whole = sum(grams.values()) or 1.0
        return [sum(weight for gram, weight in grams.items() if gram in text) / whole for text in texts]
