"""Building the tree of provisions, one line after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from question_bank.provisions.lines import Line, is_title, unspaced
from question_bank.provisions.markers import Marker, Rank
from question_bank.provisions.numbering import number_unexpected
from question_bank.provisions.numerals import format_numeral
from question_bank.provisions.problems import Problem
from question_bank.provisions.tree import ParsedProvision, ProvisionKind
from question_bank.provisions.wrapping import Wrapping

_HEADING_KINDS = {
    Rank.PART: ProvisionKind.PART,
    Rank.SUBPART: ProvisionKind.PART,
    Rank.CHAPTER: ProvisionKind.CHAPTER,
    Rank.SECTION: ProvisionKind.SECTION,
    Rank.SERIAL_HEADING: ProvisionKind.SERIAL,
}
_UNNUMBERED_HEADING = re.compile(r"[总分附]\s*则")
#: 第三条 【适用范围】…… anywhere, 第三条（适用范围） only where nothing follows.
_CAPTION = re.compile(r"【(?P<square>[^】]{1,30})】\s*(?P<rest>.*)|[（(](?P<round>[^（()）]{1,30})[）)]", re.DOTALL)


@dataclass(slots=True)
class _Node:
    """A provision that is still growing."""

    kind: ProvisionKind
    rank: Rank
    line: int
    number: str = ""
    ordinal: int = 0
    suffix: int = 0
    text: str = ""
    children: list[_Node] = field(default_factory=list)

    def add_text(self, text: str) -> None:
        """Append what goes on in the next line; only Latin words and numbers need a blank between."""
        is_latin = bool(self.text) and (self.text[-1] + text[0]).isascii()
        self.text += f" {text}" if is_latin else text

    def last_descendants(self) -> list[_Node]:
        """Return this node, its last child, the last child of that, and so on."""
        below = self.children[-1].last_descendants() if self.children else []
        return [self, *below]

    def frozen(self) -> ParsedProvision:
        """Return the finished provision; paragraphs are numbered by their order."""
        if self.kind is ProvisionKind.ARTICLE and self.text and not self.children:
            # Nothing follows, so what looked like a caption was all the article says: 第五条（删去）.
            self.children.append(_Node(ProvisionKind.PARAGRAPH, Rank.PARAGRAPH, self.line, text=f"（{self.text}）"))
            self.text = ""
        self._number_paragraphs()
        return ParsedProvision(
            kind=self.kind,
            number=self.number,
            ordinal=self.ordinal,
            suffix=self.suffix,
            text=self.text,
            line=self.line,
            children=tuple(child.frozen() for child in self.children),
        )

    def _number_paragraphs(self) -> None:
        unit = "款" if self.kind is ProvisionKind.ARTICLE else "段"
        paragraphs = (child for child in self.children if child.kind is ProvisionKind.PARAGRAPH)
        for ordinal, paragraph in enumerate(paragraphs, start=1):
            paragraph.ordinal, paragraph.number = ordinal, f"第{format_numeral(ordinal)}{unit}"


def build_tree(
    lines: Sequence[Line], article_lines: frozenset[int], wrapping: Wrapping
) -> tuple[tuple[ParsedProvision, ...], list[Problem]]:
    """Return the tree of the body's lines, and the numbers that do not follow one another."""
    builder = _TreeBuilder(article_lines, wrapping)
    for line in lines:
        builder.add(line)
    return builder.tree(), builder.problems


class _TreeBuilder:
    """Takes the body's lines in order and hangs each where it belongs.

    With articles, an unnumbered line is a new 款 and closes the list before it; without, it is a paragraph under the
    serial that is open.
    """

    def __init__(self, article_lines: frozenset[int], wrapping: Wrapping) -> None:
        self.problems: list[Problem] = []
        self._article_lines = article_lines
        self._wrapping = wrapping
        self._root = _Node(ProvisionKind.PART, Rank.DOCUMENT, line=0)
        self._open = [self._root]
        self._heading_numbers: dict[Rank, int] = {}
        self._restartable = set(_HEADING_KINDS)
        self._previous: Line | None = None
        self._receiving: _Node | None = None

    def add(self, line: Line) -> None:
        """Take the next line."""
        marker = line.marker
        if marker is None:
            self._add_unmarked(line)
        elif line.number in self._article_lines:
            self._open_article(line, marker)
        elif self._is_heading(line, marker):
            self._open_heading(line, marker)
        elif marker.rank > Rank.PARAGRAPH and self._is_serial(line, marker):
            self._open_serial(line, marker)
        else:
            self._add_text(line, is_mention=marker.rank < Rank.PARAGRAPH)
        self._previous = line

    def tree(self) -> tuple[ParsedProvision, ...]:
        """Return what has been built."""
        return self._root.frozen().children

    def _is_heading(self, line: Line, marker: Marker) -> bool:
        is_cut_off = self._previous is not None and self._previous.is_unfinished and self._goes_on(line)
        return (line.opens_heading or self._is_serial_heading(marker)) and not is_cut_off

    def _is_serial_heading(self, marker: Marker) -> bool:
        """Say whether a 一、 may stand above articles, being in no list that a colon or another 一、 opened."""
        is_led_in = self._previous is not None and self._previous.text.endswith(("：", ":"))
        is_listed = any(node.rank is Rank.SERIAL_1 for node in self._open)
        may_head = marker.rank is Rank.SERIAL_1 and bool(self._article_lines) and is_title(marker.rest)
        return may_head and not is_led_in and not is_listed

    def _open_heading(self, line: Line, marker: Marker) -> None:
        title = unspaced(marker.rest)
        if marker.rank is Rank.SERIAL_1:
            marker = replace(marker, rank=Rank.SERIAL_HEADING)
        elif any(node.number == marker.label and node.text == title for node in self._open):
            return  # A page header repeats the heading that is open.
        follows = marker.suffix or marker.ordinal == self._heading_numbers.get(marker.rank, 0) + 1
        if not follows and not (marker.ordinal == 1 and marker.rank in self._restartable):
            last = self._heading_numbers.get(marker.rank, 0)
            self.problems.append(number_unexpected(line.number, marker.label, marker.ordinal, last))
        self._heading_numbers[marker.rank] = marker.ordinal
        self._restartable.discard(marker.rank)
        self._restartable |= {rank for rank in _HEADING_KINDS if rank > marker.rank}
        self._receiving = self._hang(_numbered(_HEADING_KINDS[marker.rank], line, marker, title))

    def _open_article(self, line: Line, marker: Marker) -> None:
        caption, text = _split_caption(marker.rest)
        self._hang(_numbered(ProvisionKind.ARTICLE, line, marker, caption))
        if text:
            self._open_paragraph(line, text)

    def _is_serial(self, line: Line, marker: Marker) -> bool:
        return self._follows_sibling(marker) or not self._goes_on(line)

    def _open_serial(self, line: Line, marker: Marker) -> None:
        if not self._follows_sibling(marker) and not self._reopen_list(marker):
            self.problems.append(number_unexpected(line.number, marker.label, marker.ordinal))
        if self._article_lines and all(node.rank is not Rank.PARAGRAPH for node in self._open):
            self._open_paragraph(line, "")
        self._receiving = self._hang(_numbered(self._serial_kind(marker.rank), line, marker, marker.rest))

    def _follows_sibling(self, marker: Marker) -> bool:
        """Say whether the number is the next of its list; a list begins anew after text in between."""
        siblings = next(node for node in reversed(self._open) if node.rank < marker.rank).children
        last = next((sibling for sibling in reversed(siblings) if sibling.rank is marker.rank), None)
        if last is None or (marker.ordinal == 1 and siblings[-1] is not last):
            return marker.ordinal == 1
        return marker.ordinal == last.ordinal + 1

    def _reopen_list(self, marker: Marker) -> bool:
        """Go back to the list before if the number continues it: what looked like a 款 was part of its last item."""
        above = [node for node in self._open if node.rank < Rank.PARAGRAPH]
        paragraphs = above[-1].children
        listed = self._last_listed(paragraphs)
        if listed is None:
            return False
        lowest = paragraphs[listed].last_descendants()
        numbers = [(node.rank, node.ordinal) for node in lowest]
        if (marker.rank, marker.ordinal - 1) not in numbers:
            return False
        lowest[-1].text = "\n".join((lowest[-1].text, *(stray.text for stray in paragraphs[listed + 1 :])))
        del paragraphs[listed + 1 :]
        self._open = [*above, *lowest[: numbers.index((marker.rank, marker.ordinal - 1))]]
        return True

    def _last_listed(self, paragraphs: Sequence[_Node]) -> int | None:
        """Return which paragraph is the last with a list; without articles, paragraphs hold none."""
        if not self._article_lines:
            return None
        return next((index for index in reversed(range(len(paragraphs))) if paragraphs[index].children), None)

    def _serial_kind(self, rank: Rank) -> ProvisionKind:
        if not self._article_lines:
            return ProvisionKind.SERIAL
        is_nested = any(node.kind is ProvisionKind.SUBPARAGRAPH and node.rank < rank for node in self._open)
        return ProvisionKind.ITEM if is_nested or rank > Rank.SERIAL_2 else ProvisionKind.SUBPARAGRAPH

    def _add_unmarked(self, line: Line) -> None:
        if (line.is_heading and is_title(line.text)) or _UNNUMBERED_HEADING.fullmatch(line.text):
            self._hang(_Node(ProvisionKind.CHAPTER, Rank.CHAPTER, line.number, text=unspaced(line.text)))
        else:
            self._add_text(line)

    def _add_text(self, line: Line, *, is_mention: bool = False) -> None:
        is_cut_off = is_mention and self._previous is not None and self._previous.is_unfinished
        if self._receiving and (is_cut_off or self._belongs_to(self._receiving, line)):
            self._receiving.add_text(line.text)
        else:
            self._open_paragraph(line, line.text)

    def _belongs_to(self, node: _Node, line: Line) -> bool:
        """Say whether the line is a title's second line, the words of a bare number, or what the page cut off."""
        if node.rank in _HEADING_KINDS:
            return is_title(node.text + line.text) and (bool(self._article_lines) or not node.text)
        return not node.text or self._goes_on(line)

    def _open_paragraph(self, line: Line, text: str) -> None:
        paragraph = _Node(ProvisionKind.PARAGRAPH, Rank.PARAGRAPH, line.number, text=text)
        if self._article_lines:
            self._hang(paragraph)
        else:
            self._open[-1].children.append(paragraph)
        self._receiving = paragraph

    def _hang(self, node: _Node) -> _Node:
        while self._open[-1].rank >= node.rank:
            self._open.pop()
        self._open[-1].children.append(node)
        self._open.append(node)
        self._receiving = None
        return node

    def _goes_on(self, line: Line) -> bool:
        may_be_title = self._receiving is not None and self._receiving.kind is ProvisionKind.SERIAL
        return self._previous is not None and self._wrapping.continues(self._previous, line, may_be_title=may_be_title)


def _numbered(kind: ProvisionKind, line: Line, marker: Marker, text: str) -> _Node:
    return _Node(kind, marker.rank, line.number, marker.label, marker.ordinal, marker.suffix, text)


def _split_caption(text: str) -> tuple[str, str]:
    """Part an article's caption from its words."""
    caption = _CAPTION.fullmatch(text)
    if caption is None:
        return "", text
    return caption["square"] or caption["round"], caption["rest"] or ""
