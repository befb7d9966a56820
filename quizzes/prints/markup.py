"""A question's words taken apart for paper: runs of text, images by name, tables by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from question_bank.content import Markup, widened_slots
from question_bank.content.formulas import with_tex

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_ENDS_LINE = {"p", "br", "li", "tr", "caption", "blockquote", "pre"}
_UNSEEN = {"annotation"}


@dataclass(frozen=True, slots=True)
class ShownImage:
    """An image by its SHA-256."""

    name: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table's rows of cells, all of one length; a cell over several columns leaves the others empty."""

    rows: list[list[str]]


Part = str | ShownImage | ShownTable


def shown_parts(text: str, markup: str) -> list[Part]:
    """Return what is to be printed, in order; a formula reads as the TeX it was typed in."""
    if Markup(markup) is Markup.PLAIN:
        return [widened_slots(text)]
    reader = _Reader()
    reader.feed(with_tex(text))
    reader.close()
    return list(reader.parts())


@dataclass
class _Reader(HTMLParser):
    _parts: list[Part] = field(default_factory=list)
    _text: str = ""
    _rows: list[list[str]] | None = None
    _spans: int = 1
    _raised: list[str] = field(default_factory=list)
    _hidden: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def parts(self) -> Iterator[Part]:
        """Yield what was found, without empty text."""
        self._flush()
        yield from self._parts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what needs opening."""
        given = dict(attrs)
        if tag in _UNSEEN:
            self._hidden += 1
        elif tag == "img":
            self._image((given.get("src") or "").removeprefix("image:"))
        elif tag == "table":
            self._flush()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in {"td", "th"}:
            self._text = ""
            self._spans = int(given.get("colspan") or 1)
        elif tag in {"sup", "sub"}:
            self._raised.append(tag)
        elif tag == "br":
            self._text += "\n"

    def handle_endtag(self, tag: str) -> None:
        """Close it, and end the line where the tag does."""
        if tag in _UNSEEN:
            self._hidden -= 1
        elif tag in {"td", "th"} and self._rows:
            self._rows[-1] += [self._text.strip(), *[""] * (self._spans - 1)]
            self._text = ""
        elif tag == "table" and self._rows is not None:
            self._end_table(self._rows)
        elif tag in {"sup", "sub"} and self._raised:
            self._raised.pop()
        elif tag in _ENDS_LINE and self._text and self._rows is None:
            self._text += "\n"

    def handle_data(self, data: str) -> None:
        """Take the text, small figures as such."""
        if self._hidden or (self._rows is not None and not data.strip()):
            return
        if self._raised:
            data = data.translate(_RAISED if self._raised[-1] == "sup" else _LOWERED)
        self._text += data

    def _image(self, name: str) -> None:
        if self._rows is None:
            self._flush()
            self._parts.append(ShownImage(name))
        else:
            self._text += "［图］"

    def _end_table(self, rows: list[list[str]]) -> None:
        width = max(map(len, rows), default=0)
        if width:
            self._parts.append(ShownTable([row + [""] * (width - len(row)) for row in rows]))
        self._rows, self._text = None, ""

    def _flush(self) -> None:
        if self._text.strip():
            self._parts.append(widened_slots(self._text.strip()))
        self._text = ""
