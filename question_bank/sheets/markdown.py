"""Markdown's marks taken off a text, for reading only: # headings, - lists, **bold**, [x] boxes, rules of tables."""

from __future__ import annotations

import re
from dataclasses import replace

from question_bank.sheets.report import SourceLine
from question_bank.sheets.sources import Source

#: A dash alone proves nothing: “- 3 -” is the number of a page.
_LIST = re.compile(
    r"\A\s{0,9}(?:#{1,6}\s{1,4}(?=\S)"
    r"|[-*+>]\s{1,4}(?=\[[ xX√]\]|\*\*|[A-Ja-j][.、:：)）．]|\d{1,4}[.、．]|[【\[]|答案|解析))"
)
_BOX = re.compile(r"\A\[(?P<mark>[ xX√])\]\s{1,4}")
_RULE = re.compile(r"\A[\s|:\-]{3,999}\Z")
_FEWEST = 2


def without_markdown(source: Source) -> Source:
    """Return the source without the marks, if enough of its lines bear them to be Markdown."""
    ruled = any(_RULE.match(line.text) and "|" in line.text for line in source.lines)
    if source.format != "txt" or not (ruled or sum(_is_marked(line.text) for line in source.lines) >= _FEWEST):
        return source
    rows = {row.line for table in source.tables for row in table.rows}
    lines = (line if line.number in rows else SourceLine(line.number, _plain(line.text)) for line in source.lines)
    return replace(source, lines=tuple(lines))


def _is_marked(text: str) -> bool:
    return _LIST.match(text) is not None or "**" in text


def _plain(text: str) -> str:
    if _RULE.match(text) and "|" in text:
        return ""
    bare = _LIST.sub("", text, count=1).replace("**", "")
    box = _BOX.match(bare)
    if box is None:
        return bare
    return f"{bare[box.end() :]}{'' if box['mark'] == ' ' else ' √'}"
