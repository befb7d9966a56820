"""Put together what a question names and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz

from question_bank.suggesting.confidence import Likeness, confidence
from question_bank.suggesting.index import Found, GramIndex
from question_bank.suggesting.naming import NamedProvisions
from question_bank.suggesting.passages import Asked, Passage, Reason, Suggestion
from question_bank.suggesting.words import claim_of, folded, said_of

_LOOKED_AT = 6
_SHORTEST_CLAIM = 4
#: What is named and says the same, what is named only, and what is named though another says it better.
_NAMED_AND_ALIKE, _NAMED, _NAMED_BUT_UNLIKE = 98, 85, 55
_ALIKE, _UNLIKE = 0.25, 0.08
#: One item carries a claim when it holds so much of what the whole paragraph holds, and no other half as much.
_CARRIES, _FALLS_BEHIND = 0.8, 0.5


class Suggester:
    """Answers which provisions a question most likely rests on."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._by_key = {passage.key: passage for passage in passages}
        self._naming = NamedProvisions(passages)
        below: dict[tuple[int, str], list[Passage]] = defaultdict(list)
        self._articles: list[Passage] = []
        for passage in passages:
            if passage.path == passage.group[1]:
                self._articles.append(passage)
            else:
                below[passage.group].append(passage)
        self._below = dict(below)
        self._folded = {passage.key: folded(passage.text) for passage in passages}
        self._index = GramIndex([self._folded[article.key] for article in self._articles])

    def suggest(self, asked: Asked, limit: int = 3) -> list[Suggestion]:
        """Return the likeliest provisions, best first; none where nothing is like it."""
        claim = claim_of(asked)
        named = [Suggestion(key, self._named_confidence(key, claim), Reason.NAMED) for key in self._naming.named(asked)]
        groups = {self._by_key[one.key].group for one in named}
        alike = [one for one in self._alike(asked, claim) if self._by_key[one.key].group not in groups]
        return sorted([*named, *alike], key=lambda one: -one.confidence)[:limit]

    def _named_confidence(self, key: int, claim: str) -> int:
        share = self._index.share(claim, self._folded[key])
        return _NAMED_AND_ALIKE if share >= _ALIKE else _NAMED if share >= _UNLIKE else _NAMED_BUT_UNLIKE

    def _alike(self, asked: Asked, claim: str) -> list[Suggestion]:
        if len(claim) < _SHORTEST_CLAIM:
            return []
        spoken, is_strange = self._naming.versions(asked)
        found = self._index.best(claim, _LOOKED_AT * 3 if spoken else _LOOKED_AT)
        if spoken:
            found = [one for one in found if self._articles[one.place].version in spoken]
        found = found[:_LOOKED_AT]
        said = said_of(asked)
        likenesses = [self._likeness(claim, said, one, found, (bool(spoken), is_strange)) for one in found]
        return [
            Suggestion(self._narrowed(claim, self._articles[one.place]), certain, Reason.OVERLAP)
            for one, likeness in zip(found, likenesses, strict=True)
            if (certain := confidence(likeness)) > 0
        ]

    def _likeness(
        self,
        claim: str,
        said: tuple[str, ...],
        one: Found,
        found: list[Found],
        spoken: tuple[bool, bool],
    ) -> Likeness:
        article = self._articles[one.place]
        text = self._folded[article.key]
        rival = max((other.share for other in found if other.place != one.place), default=0.0)
        return Likeness(
            share=one.share,
            lead=one.share - rival,
            ratio=fuzz.partial_ratio(claim, text) / 100,
            subject=self._index.share(claim[: max(6, len(claim) // 3)], text + folded(article.title)),
            said=sum(word in text for word in said) / len(said) if said else 0.5,
            is_spoken=spoken[0],
            is_strange=spoken[1],
        )

    def _narrowed(self, claim: str, article: Passage) -> int:
        """Return the paragraph of an article that says it, or the one item that does."""
        chosen = article
        while below := [passage for passage in self._below.get(article.group, ()) if _is_child(passage, chosen)]:
            shares = self._index.shares(claim, [self._folded[passage.key] for passage in below])
            whole = self._index.share(claim, self._folded[chosen.key]) or 1.0
            best, *others = sorted(zip(shares, below, strict=True), key=lambda pair: -pair[0])
            is_item = chosen is not article
            if best[0] < _CARRIES * whole * (1 if is_item else 0.6) or (
                is_item and others and others[0][0] > _FALLS_BEHIND * best[0]
            ):
                break
            chosen = best[1]
        return chosen.key


def _is_child(passage: Passage, above: Passage) -> bool:
    return passage.path.startswith(f"{above.path}/") and "/" not in passage.path[len(above.path) + 1 :]
