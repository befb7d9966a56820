"""How a provision of one version stands to one of the next, and how such pairs are counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

#: Below this share of units that have a counterpart, the text was written anew.
REWRITE_SHARE = 0.4


class Relation(StrEnum):
    """What became of a provision; the values are the contract's words in JSON."""

    SAME = "same"
    RENUMBERED = "renumbered"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _LABELS[self]


_LABELS = {
    Relation.SAME: "未变",
    Relation.RENUMBERED: "未变，条号变动",
    Relation.CHANGED: "有修改",
    Relation.SPLIT: "拆分",
    Relation.MERGED: "合并",
    Relation.NEW: "新增",
    Relation.DELETED: "删去",
}


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """One provision of each version, by path; a new one has no old, a deleted one no new.

    A provision that was split stands in as many pairs as it has parts, the one that is most like it first; those that
    were merged likewise. A unit is an article, or what takes its place in a document without articles. In a pair
    whose words are kept only punctuation differs: it is changed by the letter, and nothing that rests on it is touched.
    """

    relation: Relation
    old: str | None
    new: str | None
    is_unit: bool = False
    keeps_words: bool = False


@dataclass(frozen=True, slots=True)
class AlignmentCounts:
    """Articles by relation, each counted once on each side.

    `same` includes those that were `renumbered`, and `changed` those whose `punctuation` alone differs, so that the old
    version has same + changed + deleted and the new one same + changed + new. An article that was split is changed,
    its further parts are new; those merged into another are deleted beside it. `split` and `merged` say how often.
    """

    same: int
    renumbered: int
    changed: int
    split: int
    merged: int
    new: int
    deleted: int
    punctuation: int


@dataclass(frozen=True)
class Alignment:
    """All pairs of two versions, in the reading order of the new one, what was deleted where it stood."""

    pairs: tuple[AlignedPair, ...]

    @property
    def units(self) -> tuple[AlignedPair, ...]:
        """The pairs of articles."""
        return tuple(pair for pair in self.pairs if pair.is_unit)

    @cached_property
    def counts(self) -> AlignmentCounts:
        """The articles by relation."""
        return count_units(self.units)

    @property
    def is_rewrite(self) -> bool:
        """Whether so little was kept that the text reads as a new one."""
        return is_rewrite(self.counts)


def count_units(units: tuple[AlignedPair, ...]) -> AlignmentCounts:
    """Count pairs of articles; see `AlignmentCounts` for how split and merged ones are taken."""
    found = Counter(pair.relation for pair in units)
    split = len({pair.old for pair in units if pair.relation is Relation.SPLIT})
    merged = len({pair.new for pair in units if pair.relation is Relation.MERGED})
    return AlignmentCounts(
        same=found[Relation.SAME] + found[Relation.RENUMBERED],
        renumbered=found[Relation.RENUMBERED],
        changed=found[Relation.CHANGED] + split + merged,
        split=split,
        merged=merged,
        new=found[Relation.NEW] + found[Relation.SPLIT] - split,
        deleted=found[Relation.DELETED] + found[Relation.MERGED] - merged,
        punctuation=sum(pair.relation is Relation.CHANGED and pair.keeps_words for pair in units),
    )


def is_rewrite(counts: AlignmentCounts) -> bool:
    """Say whether fewer than two in five of all articles have a counterpart."""
    aligned = counts.same + counts.changed
    together = aligned + counts.new + counts.deleted
    return together > 0 and aligned / together < REWRITE_SHARE
