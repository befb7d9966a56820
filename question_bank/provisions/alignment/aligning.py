"""Aligning two versions: articles in order, then what they hold, then what moved, was split or merged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from question_bank.provisions.alignment.matching import holds, likeness, matches_across, matches_in_order
from question_bank.provisions.alignment.places import Place, places_of
from question_bank.provisions.alignment.relations import AlignedPair, Alignment, Relation
from question_bank.provisions.tree import ParsedProvision

#: What stands elsewhere must be more alike than what stands in its place; short texts are alike by chance.
_LEAST_ELSEWHERE = 0.6
_SHORTEST_ELSEWHERE = 8
#: What was split off or merged in stands there nearly word for word.
_LEAST_HELD = 0.8
#: An article goes on in another if that takes over this much of its words.
_SPLIT_SHARE = 0.25


def align(old: Sequence[ParsedProvision], new: Sequence[ParsedProvision]) -> Alignment:
    """Say of every provision of two versions what became of it or where it came from."""
    aligner = _Aligner(places_of(old), places_of(new))
    return Alignment(tuple(aligner.pairs()))


class _Aligner:
    """Joins places step by step; `_main` holds the counterpart of each old place, `_further` what else it became."""

    def __init__(self, old: list[Place], new: list[Place]) -> None:
        self._old, self._new = old, new
        self._main: dict[Place, Place] = {}
        self._origin: dict[Place, Place] = {}
        #: Joined besides the main ones: parts of what was split, sources of what was merged.
        self._further: list[tuple[Place, Place]] = []
        self._join_units()
        self._join_moved_parts()
        self._join_in_place()
        self._join_held()
        self._join_articles_that_share_parts()
        self._join_headings()

    def pairs(self) -> Iterator[AlignedPair]:
        """Yield the pairs in the reading order of the new version, what was deleted after what stood before it."""
        joined = [*self._main.items(), *self._further]
        by_new: dict[Place, list[Place]] = defaultdict(list)
        for old, new in joined:
            by_new[new].append(old)
        parts = Counter(old for old, _new in joined)
        waiting = [place for place in self._old if not parts[place]]
        for new in self._new:
            sources = by_new[new]
            reached = max((old.order for old in sources if self._main.get(old) is new), default=0)
            while waiting and waiting[0].order < reached:
                yield self._pair(Relation.DELETED, waiting.pop(0), None)
            for old in sources:
                yield self._pair(self._relation(old, new, parts[old], len(sources)), old, new)
            if not sources:
                yield self._pair(Relation.NEW, None, new)
        for old in waiting:
            yield self._pair(Relation.DELETED, old, None)

    @staticmethod
    def _pair(relation: Relation, old: Place | None, new: Place | None) -> AlignedPair:
        return AlignedPair(
            relation=relation,
            old=old.path if old else None,
            new=new.path if new else None,
            is_unit=bool((old or new) and (old is None or old.is_unit) and (new is None or new.is_unit)),
            keeps_words=old is not None and new is not None and old.words == new.words,
        )

    @staticmethod
    def _relation(old: Place, new: Place, parts: int, sources: int) -> Relation:
        if parts > 1:
            return Relation.SPLIT
        if sources > 1:
            return Relation.MERGED
        if old.letters != new.letters:
            return Relation.CHANGED
        return Relation.SAME if old.path == new.path else Relation.RENUMBERED

    def _join(self, old: Place, new: Place) -> None:
        """Join two places and, in order, what stands below them."""
        if old in self._main or new in self._origin:
            return
        self._main[old], self._origin[new] = new, old
        for left, right in _children_in_order(old, new):
            self._join(left, right)

    def _join_units(self) -> None:
        """Join the articles in order, then those that stand elsewhere now."""
        old, new = self._units(self._old), self._units(self._new)
        for left, right in matches_in_order(_letters(old), _letters(new)):
            self._join(old[left], new[right])
        self._join_across(old, new)

    def _join_moved_parts(self) -> None:
        """Join 款 and what stands below them that now stand in another article."""
        depth = max((_depth(place) for place in [*self._old, *self._new]), default=0)
        for level in range(1, depth + 1):
            self._join_across(self._parts(self._old, level), self._parts(self._new, level))

    def _join_across(self, old: Iterable[Place], new: Iterable[Place]) -> None:
        left = [place for place in old if place not in self._main]
        right = [place for place in new if place not in self._origin]
        found = matches_across(_letters(left), _letters(right), least=_LEAST_ELSEWHERE, shortest=_SHORTEST_ELSEWHERE)
        for one, other in found:
            self._join(left[one], right[other])

    def _join_in_place(self) -> None:
        """Take what stands in the place of the old text for its successor, however much of it was changed."""
        for old, new in list(self._main.items()):
            free = {_step(place): place for place in new.children if place not in self._origin}
            for child in old.children:
                successor = free.get(_step(child))
                if child not in self._main and successor is not None:
                    self._join(child, successor)

    def _join_held(self) -> None:
        """Find old texts that were taken into a longer new one, and new ones that were cut out of a longer old one."""
        for old, new in list(self._main.items()):
            grown = [place for place in new.children if not _is_equal(place, self._origin.get(place))]
            shrunk = [place for place in old.children if not _is_equal(place, self._main.get(place))]
            for child in old.children:
                if child not in self._main and (holder := _holder(child, grown)):
                    self._further.append((child, holder))
            for child in new.children:
                if child not in self._origin and (holder := _holder(child, shrunk)):
                    self._further.append((holder, child))

    def _join_articles_that_share_parts(self) -> None:
        """Let an article go on in, or come from, a further one that has a good part of its words."""
        shared: Counter[tuple[Place, Place]] = Counter()
        for old, new in [*self._main.items(), *self._further]:
            unit, other = old.unit, new.unit
            is_outermost = old.parent is unit or (old.parent is not None and old.parent not in self._main)
            if unit and other and unit is not old and self._main.get(unit) is not other and is_outermost:
                shared[unit, other] += round(likeness(old.letters, new.letters) * len(old.letters))
        for (old, new), letters in shared.items():
            is_split = old in self._main and new not in self._origin and letters >= _SPLIT_SHARE * len(old.letters)
            is_merged = new in self._origin and old not in self._main and letters >= _SPLIT_SHARE * len(old.letters)
            if is_split or is_merged:
                self._further.append((old, new))

    def _join_headings(self) -> None:
        """Join each chapter with the one that most of its articles went to; one that has none, by its title."""
        votes: Counter[tuple[Place, Place]] = Counter()
        for old, new in self._main.items():
            if old.is_unit and new.is_unit:
                votes.update(
                    (above, other) for above in _above(old) for other in _above(new) if above.kind is other.kind
                )
        for (old, new), _count in votes.most_common():
            if old not in self._main and new not in self._origin:
                self._main[old], self._origin[new] = new, old
        titles = {(place.kind, place.own_letters): place for place in self._new if place not in self._origin}
        for old in self._old:
            namesake = titles.get((old.kind, old.own_letters))
            if old not in self._main and not old.unit and namesake and namesake not in self._origin:
                self._main[old], self._origin[namesake] = namesake, old

    @staticmethod
    def _units(places: Iterable[Place]) -> list[Place]:
        return [place for place in places if place.is_unit]

    @staticmethod
    def _parts(places: Iterable[Place], level: int) -> list[Place]:
        return [place for place in places if _depth(place) == level]


def _children_in_order(old: Place, new: Place) -> list[tuple[Place, Place]]:
    if old.letters == new.letters and len(old.children) == len(new.children):
        return list(zip(old.children, new.children, strict=True))
    found = matches_in_order(_letters(old.children), _letters(new.children))
    return [(old.children[left], new.children[right]) for left, right in found]


def _is_equal(place: Place, counterpart: Place | None) -> bool:
    return counterpart is not None and place.letters == counterpart.letters


def _letters(places: Iterable[Place]) -> list[str]:
    return [place.letters for place in places]


def _depth(place: Place) -> int:
    """Return how far below its article a place stands; chapters and articles stand at 0."""
    unit, depth = place.unit, 0
    while unit is not None and place is not unit and place.parent is not None:
        place, depth = place.parent, depth + 1
    return depth


def _step(place: Place) -> str:
    return place.path.rpartition("/")[2]


def _above(place: Place) -> Iterator[Place]:
    while place.parent is not None:
        place = place.parent
        yield place


def _holder(part: Place, wholes: Iterable[Place]) -> Place | None:
    if len(part.letters) < _SHORTEST_ELSEWHERE:
        return None
    return next((whole for whole in wholes if holds(whole.letters, part.letters, least=_LEAST_HELD)), None)
