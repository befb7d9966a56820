"""Two texts of a document made ready to be read side by side, with the words that differ marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from question_bank.models import DocumentVersion, Provision
from question_bank.provisions import ProvisionKind
from question_bank.provisions.alignment import (
    AlignedPair,
    Alignment,
    AlignmentCounts,
    Piece,
    Relation,
    TextDifference,
    text_difference,
)

#: What each filter of the page shows. A split article has a new part, a merged one takes one away.
FILTERS: dict[str, frozenset[Relation]] = {
    "touched": frozenset(set(Relation) - {Relation.SAME, Relation.RENUMBERED}),
    "changed": frozenset({Relation.CHANGED, Relation.SPLIT, Relation.MERGED}),
    "split": frozenset({Relation.SPLIT}),
    "merged": frozenset({Relation.MERGED}),
    "new": frozenset({Relation.NEW, Relation.SPLIT}),
    "deleted": frozenset({Relation.DELETED, Relation.MERGED}),
    "same": frozenset({Relation.SAME, Relation.RENUMBERED}),
    "renumbered": frozenset({Relation.RENUMBERED}),
    "all": frozenset(Relation),
}
DEFAULT_FILTER = "touched"

_UNCHANGED = frozenset({Relation.SAME, Relation.RENUMBERED})

#: A line of a text in pieces.
Line = list[Piece]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A provision of one side, line by line."""

    provision: Provision
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ShownPair:
    """What stands beside what: one part on each side, several where an article was split or merged."""

    relation: Relation
    label: str
    old: list[ShownPart]
    new: list[ShownPart]
    notes: list[str]
    questions: int = 0

    @property
    def anchor(self) -> str:
        """Return where an address leads to it."""
        side, part = ("new", self.new[0]) if self.new else ("old", self.old[0])
        return f"{side}-{part.provision.path}"

    @property
    def keeps_label(self) -> bool:
        """Whether both sides are called the same."""
        return [part.provision.label for part in self.old] == [part.provision.label for part in self.new]

    @property
    def is_plain(self) -> bool:
        """Whether one side says it all."""
        return self.relation in _UNCHANGED


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A way to narrow the page, and how many articles it is about."""

    key: str
    label: str
    count: int


def shown_filters(counts: AlignmentCounts) -> list[ShownFilter]:
    """Return the filters that would show something."""
    filters = [
        ShownFilter("touched", _("有变动"), counts.changed + counts.new + counts.deleted),
        ShownFilter("changed", _("修改"), counts.changed),
        ShownFilter("split", _("拆分"), counts.split),
        ShownFilter("merged", _("合并"), counts.merged),
        ShownFilter("new", _("新增"), counts.new),
        ShownFilter("deleted", _("删去"), counts.deleted),
        ShownFilter("same", _("未变"), counts.same),
        ShownFilter("renumbered", _("只变条号"), counts.renumbered),
        ShownFilter("all", _("全部"), counts.same + counts.changed + counts.new + counts.deleted),
    ]
    return [one for one in filters if one.count or one.key in {DEFAULT_FILTER, "all"}]


def shown_pairs(
    alignment: Alignment,
    before: DocumentVersion,
    after: DocumentVersion,
    *,
    show: str,
    resting: Mapping[int, set[int]],
) -> list[ShownPair]:
    """Return the articles of one filter in reading order; `resting` tells the questions of each provision."""
    old, new = _provisions(before), _provisions(after)
    wanted = FILTERS[show]
    moved = _moved_parts(alignment, old, new)
    shown = []
    for pairs in _groups(alignment.units):
        if pairs[0].relation not in wanted:
            continue
        left = [old[path] for path in dict.fromkeys(pair.old for pair in pairs if pair.old)]
        right = [new[path] for path in dict.fromkeys(pair.new for pair in pairs if pair.new)]
        notes = [note for one in left for note in moved.get(one.path, ())]
        pair = _shown(pairs[0], left, right, notes)
        shown.append(replace(pair, questions=_question_count([(left, old), (right, new)], resting)))
    return shown


def difference_between(old: Iterable[Provision], new: Iterable[Provision]) -> tuple[list[ShownPart], list[ShownPart]]:
    """Return the provisions of both sides with the words that differ marked."""
    left, right = list(old), list(new)
    difference = text_difference(_joined(left), _joined(right))
    return _parts(left, difference.old), _parts(right, difference.new)


def _shown(pair: AlignedPair, left: list[Provision], right: list[Provision], notes: list[str]) -> ShownPair:
    old, new = _plain(left, right) if pair.relation in _UNCHANGED else difference_between(left, right)
    label = _("只动标点") if pair.relation is Relation.CHANGED and pair.keeps_words else pair.relation.label
    return ShownPair(pair.relation, label, old, new, notes)


def _plain(left: list[Provision], right: list[Provision]) -> tuple[list[ShownPart], list[ShownPart]]:
    difference = TextDifference((Piece(_joined(left), is_changed=False),), (Piece(_joined(right), is_changed=False),))
    return _parts(left, difference.old), _parts(right, difference.new)


def _provisions(version: DocumentVersion) -> dict[str, Provision]:
    provisions = {provision.path: provision for provision in version.provisions.order_by("order")}
    for provision in provisions.values():
        provision.version = version  # Known: it need not be asked for again.
    return provisions


def _groups(units: Sequence[AlignedPair]) -> list[list[AlignedPair]]:
    """Put the parts of a split article together, where its first part stands; likewise what was merged."""
    groups: dict[tuple[Relation, str | None, str | None], list[AlignedPair]] = {}
    for pair in units:
        old = None if pair.relation is Relation.MERGED else pair.old
        new = None if pair.relation is Relation.SPLIT else pair.new
        groups.setdefault((pair.relation, old, new), []).append(pair)
    return list(groups.values())


def _body(provision: Provision) -> str:
    """Return what an article says, its number aside, which is no word that changed."""
    if provision.kind == ProvisionKind.PARAGRAPH:
        return provision.full_text
    return provision.full_text.removeprefix(provision.number).strip()


def _joined(provisions: Iterable[Provision]) -> str:
    return "\n".join(map(_body, provisions))


def _parts(provisions: Sequence[Provision], pieces: Iterable[Piece]) -> list[ShownPart]:
    """Deal the lines of a joined text out to the provisions it was joined from."""
    lines = _lines(pieces)
    parts = []
    for provision in provisions:
        length = _body(provision).count("\n") + 1
        parts.append(ShownPart(provision, lines[:length]))
        lines = lines[length:]
    return parts


def _lines(pieces: Iterable[Piece]) -> list[Line]:
    lines: list[Line] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(Piece(first, piece.is_changed))
        lines += [[Piece(other, piece.is_changed)] for other in others]
    return [[piece for piece in line if piece.text] for line in lines]


def _moved_parts(
    alignment: Alignment, old: Mapping[str, Provision], new: Mapping[str, Provision]
) -> dict[str, list[str]]:
    """Return for each article which of its 款 went to another article than the rest of it."""
    counterparts: dict[str, set[str]] = defaultdict(set)
    for pair in alignment.units:
        if pair.old and pair.new:
            counterparts[pair.old].add(pair.new)
    notes: dict[str, list[str]] = defaultdict(list)
    for pair in alignment.pairs:
        if pair.is_unit or not (pair.old and pair.new) or old[pair.old].kind != ProvisionKind.PARAGRAPH:
            continue
        source, target = _unit_path(pair.old), _unit_path(pair.new)
        if counterparts.get(source) and target not in counterparts[source]:
            labels = {"old": old[pair.old].label, "new": new[pair.new].label}
            notes[source].append(_("原%(old)s现在在%(new)s。") % labels)
    return notes


def _unit_path(path: str) -> str:
    return path.rpartition("/par")[0]


def _question_count(
    sides: Iterable[tuple[Sequence[Provision], Mapping[str, Provision]]], resting: Mapping[int, set[int]]
) -> int:
    """Count the questions on some articles and all that stands under them."""
    found: set[int] = set()
    for units, provisions in sides:
        for unit in units:
            below = (one for path, one in provisions.items() if path == unit.path or path.startswith(f"{unit.path}/"))
            for provision in below:
                found |= resting.get(provision.pk, set())
    return len(found)
