"""Leaving out a document's table of contents, which repeats the headings before they come."""

from __future__ import annotations

import re
from collections.abc import Sequence

from question_bank.provisions.folding import fold_text
from question_bank.provisions.lines import Line
from question_bank.provisions.markers import HEADING_RANKS

_TITLE = re.compile(r"目\s*[录次]")


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without the table of contents, with or without its title 目录.

    It begins at the first entry and ends where that entry comes again as a heading.
    """
    titled = next((index for index, line in enumerate(lines) if _TITLE.fullmatch(line.text)), None)
    first = _first_heading(lines) if titled is None else titled + 1
    if first is None or first >= len(lines):
        return list(lines)
    before = [line for index, line in enumerate(lines[:first]) if index != titled]
    again = next((index for index in range(first + 1, len(lines)) if _same(lines[first], lines[index])), first)
    between, body = lines[first:again], lines[again:]
    headings = {fold_text(line.text) for line in body}
    others = [line for line in between if not _is_entry(line, headings)]
    # Without its title, only a run of nothing but headings is sure to be one.
    if titled is None and others:
        return list(lines)
    return before + others + list(body)


def _first_heading(lines: Sequence[Line]) -> int | None:
    return next((index for index, line in enumerate(lines) if _is_heading(line)), None)


def _is_heading(line: Line) -> bool:
    return line.marker is not None and line.marker.rank in HEADING_RANKS


def _is_entry(line: Line, headings: set[str]) -> bool:
    """Say whether a line only announces: it is a heading, or an unnumbered line that comes again."""
    return _is_heading(line) or (line.marker is None and _entry_key(line) in headings)


def _same(entry: Line, line: Line) -> bool:
    return _entry_key(entry) == fold_text(line.text)


def _entry_key(line: Line) -> str:
    """Return what an entry repeats: its text without the dotted line and the page number."""
    return fold_text(line.text.rstrip("0123456789").rstrip("\t\u3000 .…·．"))
