"""A stored version's provisions as the tree they were read from, and that tree with one provision corrected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from question_bank.provisions import ParsedProvision, ProvisionKind
from question_bank.provisions.markers import Rank, find_marker
from question_bank.provisions.numerals import format_numeral

#: A line can be mistaken for one of these where another was meant; articles and lists are told by their numbers.
INTERCHANGEABLE_KINDS = (
    ProvisionKind.PART,
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
    ProvisionKind.PARAGRAPH,
)

_ORDINAL = re.compile(r"[a-z]+(?P<ordinal>\d+)(?:-(?P<suffix>\d+))?(?:~\d+)?$")
_RANKS = {
    ProvisionKind.PART: {Rank.PART, Rank.SUBPART},
    ProvisionKind.CHAPTER: {Rank.CHAPTER},
    ProvisionKind.SECTION: {Rank.SECTION},
    ProvisionKind.ARTICLE: {Rank.ARTICLE},
}
_LIST_RANKS = {Rank.SERIAL_1, Rank.SERIAL_2, Rank.SERIAL_3, Rank.SERIAL_4, Rank.SERIAL_5}
_HEADINGS = frozenset(INTERCHANGEABLE_KINDS) - {ProvisionKind.PARAGRAPH}


class CannotCorrectError(Exception):
    """The correction would leave no sensible tree; the message says why."""


@dataclass(frozen=True, slots=True)
class StoredProvision:
    """What a table row keeps of a provision; rows stand in reading order."""

    path: str
    parent_path: str
    kind: ProvisionKind
    number: str
    text: str
    line: int


@dataclass(slots=True)
class _Node:
    row: StoredProvision
    ordinal: int
    suffix: int
    #: What a node closes when it opens: all of its own rank and below. The second part keeps 分编 below 编.
    rank: tuple[int, int]
    children: list[_Node] = field(default_factory=list)

    def frozen(self) -> ParsedProvision:
        return ParsedProvision(
            kind=self.row.kind,
            number=self.row.number,
            ordinal=self.ordinal,
            text=self.row.text,
            line=self.row.line,
            children=tuple(child.frozen() for child in self.children),
            suffix=self.suffix,
        )


def tree_stored(rows: Sequence[StoredProvision]) -> tuple[ParsedProvision, ...]:
    """Return the tree as it stands in the rows."""
    return tuple(node.frozen() for node in _hung_by_path(rows, _nodes(rows)))


def tree_corrected(
    rows: Sequence[StoredProvision], path: str, *, kind: ProvisionKind, number: str, text: str
) -> tuple[ParsedProvision, ...]:
    """Return the tree with one provision's kind, number and text set; reading order and count stay.

    Raises:
        CannotCorrectError: the number does not suit the kind, or the kind cannot be exchanged.
    """
    before = next(row for row in rows if row.path == path)
    after = replace(before, kind=kind, number=number.strip(), text=text.strip())
    _check(rows, before, after)
    nodes = _nodes(rows)
    place = rows.index(before)
    nodes[place] = _renumbered(nodes[place], before, after)
    if kind is before.kind:
        roots = _hung_by_path(rows, nodes)
    else:
        nodes[place].rank = (_order(kind), 0)
        roots = _hung_by_rank(nodes)
        _number_paragraphs(roots)
    return tuple(node.frozen() for node in roots)


def _check(rows: Sequence[StoredProvision], before: StoredProvision, after: StoredProvision) -> None:
    if after.kind in _HEADINGS and not after.text:
        raise CannotCorrectError("标题不能为空。")
    if after.kind is before.kind:
        return
    if not {before.kind, after.kind} <= set(INTERCHANGEABLE_KINDS):
        raise CannotCorrectError(f"{before.kind.label}不能改成{after.kind.label}，请改原文件后重新上传。")
    if any(row.kind is ProvisionKind.SERIAL for row in rows):
        raise CannotCorrectError("按“一、（一）”编号的文件不能改层级，请改原文件后重新上传。")
    if before.kind is ProvisionKind.PARAGRAPH and any(row.parent_path == before.path for row in rows):
        raise CannotCorrectError("这一款下面还有项，不能改成标题。")


def _nodes(rows: Sequence[StoredProvision]) -> list[_Node]:
    depths: dict[str, tuple[ProvisionKind, int]] = {}
    nodes = []
    for row in rows:
        kind_above, depth_above = depths.get(row.parent_path, (None, 0))
        depth = depth_above + 1 if kind_above is row.kind else 0
        depths[row.path] = (row.kind, depth)
        ordinal, suffix = _ordinal_in(row.path)
        nodes.append(_Node(row, ordinal, suffix, (_order(row.kind), depth)))
    return nodes


def _renumbered(node: _Node, before: StoredProvision, after: StoredProvision) -> _Node:
    if after.kind is ProvisionKind.PARAGRAPH:
        # Counted, not read: it keeps its place among the paragraphs, or gets one when the tree is hung anew.
        return replace(node, row=replace(after, number=before.number))
    if after.number == before.number and after.kind is before.kind:
        return replace(node, row=after)
    ordinal, suffix = _read_number(after)
    return replace(node, row=after, ordinal=ordinal, suffix=suffix)


def _read_number(row: StoredProvision) -> tuple[int, int]:
    if not row.number and row.kind in _HEADINGS:
        return 0, 0
    marker = find_marker(row.number)
    if marker is None or marker.rest or marker.rank not in _RANKS.get(row.kind, _LIST_RANKS):
        raise CannotCorrectError(f"“{row.number}”不是{row.kind.label}的编号。")
    return marker.ordinal, marker.suffix


def _hung_by_path(rows: Sequence[StoredProvision], nodes: Sequence[_Node]) -> list[_Node]:
    known = {row.path: node for row, node in zip(rows, nodes, strict=True)}
    roots: list[_Node] = []
    for row, node in zip(rows, nodes, strict=True):
        siblings = known[row.parent_path].children if row.parent_path else roots
        siblings.append(node)
    return roots


def _hung_by_rank(nodes: Iterable[_Node]) -> list[_Node]:
    roots: list[_Node] = []
    open_: list[_Node] = []
    for node in nodes:
        while open_ and open_[-1].rank >= node.rank:
            open_.pop()
        (open_[-1].children if open_ else roots).append(node)
        open_.append(node)
    return roots


def _number_paragraphs(siblings: Sequence[_Node], unit: str = "段") -> None:
    paragraphs = (node for node in siblings if node.row.kind is ProvisionKind.PARAGRAPH)
    for ordinal, node in enumerate(paragraphs, start=1):
        node.ordinal, node.row = ordinal, replace(node.row, number=f"第{format_numeral(ordinal)}{unit}")
    for node in siblings:
        _number_paragraphs(node.children, "款" if node.row.kind is ProvisionKind.ARTICLE else "段")


def _ordinal_in(path: str) -> tuple[int, int]:
    match = _ORDINAL.search(path)
    if match is None:
        raise ValueError(f"not a provision's path: {path!r}")
    return int(match["ordinal"]), int(match["suffix"] or 0)


def _order(kind: ProvisionKind) -> int:
    return list(ProvisionKind).index(kind)
