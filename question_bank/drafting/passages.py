"""A policy document as the rules read it: passages, each the smallest provision a question can cite."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from question_bank.provisions import ProvisionKind

#: A comma after a Chinese character, not one within 10,000.
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff》”’）)])[,;:()?]|\((?=[\u4e00-\u9fff])")
_WIDENED = str.maketrans(",;:()?", "，；：（）？")
#: No 款 is longer; what is, was not read right, and patterns would search it for minutes.
_LONGEST_LEAD, _LONGEST = 1_500, 8_000
_LISTED = frozenset({ProvisionKind.SUBPARAGRAPH, ProvisionKind.ITEM, ProvisionKind.SERIAL})
_HEADINGS = frozenset({ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION})


@dataclass(frozen=True, slots=True)
class SourceProvision:
    """What the rules need of a provision, wherever it is kept; rows stand in reading order."""

    path: str
    parent_path: str
    kind: ProvisionKind
    label: str
    text: str
    full_text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One 项 under a passage: its own words and where in the passage they begin."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A 款 with the 项 under it, or a numbered paragraph of a text without articles.

    `text` is all of it as a reader sees it, `lead` what stands before the 项, from `lead_start` on.
    """

    path: str
    label: str
    text: str
    lead: str
    lead_start: int
    items: tuple[Item, ...]
    chapter: str

    @property
    def article(self) -> str:
        """The 条 it belongs to, or itself where there are none."""
        step = self.path.split("/", maxsplit=1)[0]
        return step if step.startswith("art") else self.path


@dataclass(frozen=True)
class PolicyText:
    """A document's passages and the name by which stems call it, as 《公务员法》."""

    name: str
    passages: tuple[Passage, ...]

    @cached_property
    def text(self) -> str:
        """All passages one after another: what the document says anywhere."""
        return "\n".join(passage.text for passage in self.passages)


def policy_text_of(name: str, rows: Iterable[SourceProvision]) -> PolicyText:
    """Return the passages of a document."""
    provisions = list(rows)
    chapters = _chapters(provisions)
    below: dict[str, list[SourceProvision]] = {}
    for provision in provisions:
        below.setdefault(provision.parent_path, []).append(provision)
    passages = [
        _passage(provision, below.get(provision.path, []), chapters[provision.path])
        for provision in provisions
        if _can_be_cited(provision)
    ]
    return PolicyText(name, tuple(passages))


def _can_be_cited(provision: SourceProvision) -> bool:
    """Tell a passage from a heading, and from a 项, which says nothing without what stands above it."""
    if len(provision.text) > _LONGEST_LEAD or len(provision.full_text) > _LONGEST:
        return False
    if provision.kind is ProvisionKind.SERIAL:
        return provision.text.rstrip().endswith(("。", "：", ":"))
    return provision.kind is ProvisionKind.PARAGRAPH and bool(provision.text.strip())


def _passage(provision: SourceProvision, below: Iterable[SourceProvision], chapter: str) -> Passage:
    text, lead = _full_width(provision.full_text), _full_width(provision.text)
    lead_start = max(text.find(lead), 0)
    items = []
    place = lead_start + len(lead)
    for child in below:
        words = _full_width(child.text)
        if child.kind in _LISTED and words and (start := text.find(words, place)) >= 0:
            items.append(Item(words, start))
            place = start + len(words)
    return Passage(provision.path, provision.label, text, lead, lead_start, tuple(items), chapter)


def _full_width(text: str) -> str:
    """Return the text with Chinese punctuation where it was typed half-width, every character in its place."""
    return _HALF_WIDTH.sub(lambda match: match[0].translate(_WIDENED), text)


def _chapters(provisions: Iterable[SourceProvision]) -> dict[str, str]:
    """Return the nearest heading above each provision."""
    chapters: dict[str, str] = {"": ""}
    for provision in provisions:
        above = chapters.get(provision.parent_path, "")
        chapters[provision.path] = provision.path if provision.kind in _HEADINGS else above
    return chapters
