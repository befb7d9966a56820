"""Whom the scores propose for an award. Nothing here asks a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who is proposed, and who shares the last place with more than there is room for: a person decides on those."""

    winners: frozenset[int] = frozenset()
    tied: frozenset[int] = frozenset()


def proposed(scores: Mapping[int, float | None], quota: int | None) -> Proposal:
    """Return whom the scores propose; nobody where no number of awards is set, or who has no score."""
    if quota is None:
        return Proposal()
    scored = {key: score for key, score in scores.items() if score is not None}
    best = sorted(scored.values(), reverse=True)
    if len(best) <= quota:
        return Proposal(frozenset(scored))
    last = best[quota - 1]
    above = frozenset(key for key, score in scored.items() if score > last)
    on_edge = frozenset(key for key, score in scored.items() if score == last)
    if len(above) + len(on_edge) > quota:
        return Proposal(above, on_edge)
    return Proposal(above | on_edge)
