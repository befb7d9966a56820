"""The provisions of a policy document as a tree, and the ways to walk, cite and count it.

Each character of the document stands at exactly one node. An article holds paragraphs (款), a paragraph holds
subparagraphs (项), and those hold items (目); an article's own text is its caption, where it has one. A document
without articles is a tree of serials (一、（一）1.（1）) with the unnumbered paragraphs under them.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from question_bank.provisions.folding import text_hash
from question_bank.provisions.numerals import format_numeral


class ProvisionKind(StrEnum):
    """The kinds of provision, widest first; the values are the contract's words in JSON."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    SUBPARAGRAPH = "subparagraph"
    ITEM = "item"
    SERIAL = "serial"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _LABELS[self]

    @property
    def path_prefix(self) -> str:
        """What a step of a path begins with."""
        return _PATH_PREFIXES[self]


_LABELS = {
    ProvisionKind.PART: "编",
    ProvisionKind.CHAPTER: "章",
    ProvisionKind.SECTION: "节",
    ProvisionKind.ARTICLE: "条",
    ProvisionKind.PARAGRAPH: "款",
    ProvisionKind.SUBPARAGRAPH: "项",
    ProvisionKind.ITEM: "目",
    ProvisionKind.SERIAL: "序号",
}
_PATH_PREFIXES = {
    ProvisionKind.PART: "part",
    ProvisionKind.CHAPTER: "ch",
    ProvisionKind.SECTION: "sec",
    ProvisionKind.ARTICLE: "art",
    ProvisionKind.PARAGRAPH: "par",
    ProvisionKind.SUBPARAGRAPH: "sub",
    ProvisionKind.ITEM: "item",
    ProvisionKind.SERIAL: "ser",
}
HEADING_KINDS = frozenset({ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION})
LIST_KINDS = frozenset({ProvisionKind.SUBPARAGRAPH, ProvisionKind.ITEM, ProvisionKind.SERIAL})


@dataclass(frozen=True, slots=True)
class ParsedProvision:
    """A provision as read: its visible number, its own words, and what stands under it.

    `suffix` is the 2 of 第十二条之二 and 0 where there is none. `line` counts the source's lines from 1.
    """

    kind: ProvisionKind
    number: str
    ordinal: int
    text: str
    line: int
    children: tuple[ParsedProvision, ...] = ()
    suffix: int = 0

    @property
    def full_text(self) -> str:
        """All that a reader sees from this number on, a line for each part."""
        return "\n".join(filter(None, _visible_lines(self)))

    @property
    def words(self) -> str:
        """The text of this provision and all under it, without numbers: what makes two provisions the same."""
        return self.text + "".join(child.words for child in self.children)


@dataclass(frozen=True, slots=True)
class FlatProvision:
    """A provision in its place: where it stands, how it is cited, and the hash of all its words.

    `path` is unique within the document and stays when chapters are rearranged: an article is `art12` wherever it
    stands (`art12-1` is 第十二条之一), below it come `art12/par2/sub3/item1`. Headings are `part1/ch3/sec2`, as deep as
    they stand (an unnumbered 附则 is `ch0`); serials are `ser2/ser1`. Should a document repeat a number, the second of
    that path ends in `~2`.
    """

    path: str
    parent_path: str
    order: int
    kind: ProvisionKind
    number: str
    ordinal: int
    suffix: int
    text: str
    full_text: str
    text_hash: str
    citation_label: str
    line: int


@dataclass(frozen=True, slots=True)
class ProvisionCounts:
    """How many 条, 款 and 项 a tree has."""

    articles: int
    paragraphs: int
    subparagraphs: int


def walk(tree: Sequence[ParsedProvision]) -> Iterator[FlatProvision]:
    """Yield every provision in reading order, each parent before its children."""
    return _walk_siblings(tree, None, orders=itertools.count(1), seen=Counter())


def count(tree: Sequence[ParsedProvision]) -> ProvisionCounts:
    """Count the 条, 款 and 项 of a tree."""
    kinds = Counter(provision.kind for provision in each_provision(tree))
    return ProvisionCounts(
        articles=kinds[ProvisionKind.ARTICLE],
        paragraphs=kinds[ProvisionKind.PARAGRAPH],
        subparagraphs=kinds[ProvisionKind.SUBPARAGRAPH],
    )


def each_provision(tree: Sequence[ParsedProvision]) -> Iterator[ParsedProvision]:
    """Yield every provision in reading order, as it was read."""
    for provision in tree:
        yield provision
        yield from each_provision(provision.children)


def _walk_siblings(
    siblings: Sequence[ParsedProvision],
    parent: FlatProvision | None,
    *,
    orders: Iterator[int],
    seen: Counter[str],
) -> Iterator[FlatProvision]:
    paragraphs = sum(sibling.kind is ProvisionKind.PARAGRAPH for sibling in siblings)
    for provision in siblings:
        path = _path(provision, parent)
        seen[path] += 1
        flat = FlatProvision(
            path=path if seen[path] == 1 else f"{path}~{seen[path]}",
            parent_path=parent.path if parent else "",
            order=next(orders),
            kind=provision.kind,
            number=provision.number,
            ordinal=provision.ordinal,
            suffix=provision.suffix,
            text=provision.text,
            full_text=provision.full_text,
            text_hash=text_hash(provision.words),
            citation_label=_citation_label(provision, parent, only_paragraph=paragraphs == 1),
            line=provision.line,
        )
        yield flat
        yield from _walk_siblings(provision.children, flat, orders=orders, seen=seen)


def _path(provision: ParsedProvision, parent: FlatProvision | None) -> str:
    suffix = f"-{provision.suffix}" if provision.suffix else ""
    step = f"{provision.kind.path_prefix}{provision.ordinal}{suffix}"
    if parent is None or provision.kind is ProvisionKind.ARTICLE:
        return step
    return f"{parent.path}/{step}"


def _citation_label(provision: ParsedProvision, parent: FlatProvision | None, *, only_paragraph: bool) -> str:
    above = parent.citation_label if parent else ""
    ordinal = format_numeral(provision.ordinal)
    match provision.kind:
        case ProvisionKind.ARTICLE:
            return f"第{ordinal}条" + (f"之{format_numeral(provision.suffix)}" if provision.suffix else "")
        case ProvisionKind.PARAGRAPH if parent and parent.kind is ProvisionKind.ARTICLE:
            # An article of one 款 is cited without it.
            return above if only_paragraph else f"{above}第{ordinal}款"
        case ProvisionKind.PARAGRAPH:
            return f"{above}第{ordinal}段"
        case ProvisionKind.SUBPARAGRAPH:
            return f"{above}第（{ordinal}）项"
        case ProvisionKind.ITEM if parent and parent.kind is not ProvisionKind.ITEM:
            return f"{above}第{provision.ordinal}目"
        case _:
            return above + (provision.number or provision.text)


def _visible_lines(provision: ParsedProvision) -> list[str]:
    opening = _opening_line(provision)
    below = [line for child in provision.children for line in _visible_lines(child)]
    if provision.kind is ProvisionKind.ARTICLE and below:
        return [f"{opening} {below[0]}", *below[1:]]
    return [opening, *below]


def _opening_line(provision: ParsedProvision) -> str:
    if provision.kind is ProvisionKind.PARAGRAPH:
        return provision.text
    if provision.kind in LIST_KINDS:
        return provision.number + provision.text
    return f"{provision.number} {provision.text}".strip()
