"""How authors type what plain text cannot hold, and how it is read: for people who know Word, not HTML.

- `[图 3fa0b1c2d3e4 说明]`: an image by the beginning of its SHA-256, written by the page when one is pasted;
- lines with tabs between their cells, as Excel and Word copy a table: a table, its first line the heading;
- `\\( a^2 \\)` and `\\[ a^2 \\]`: a formula in TeX.

All else is text with its line breaks.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from question_bank.content.formulas import TYPED_FORMULA, with_formulas, with_tex
from question_bank.content.markup import clean_html

#: From the beginning of a SHA-256 to the whole of it, None where no such image is kept.
FindImage = Callable[[str], str | None]

MARK_LENGTH = 12
_MARK = re.compile(r"\[图 ([0-9a-f]{12})(?: ([^\[\]<>\n\t]{1,100}))?\]")
_IMAGE = re.compile(r"<img src=\"image:([0-9a-f]{64})\"(?: alt=\"([^\"]*)\")?>")
_TABLE = re.compile(r"<table><thead><tr>(.*?)</tr></thead><tbody>(.*?)</tbody></table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t([hd])(?: scope=\"col\")?>(.*?)</t\1>", re.DOTALL)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)[^>]*>")


class TypedError(Exception):
    """Something typed stands for nothing; the message is for the author."""


def image_mark(sha256: str, words: str = "") -> str:
    """Return how an image is named where authors type."""
    return f"[图 {sha256[:MARK_LENGTH]}{f' {words}' if words else ''}]"


def is_rich(text: str) -> bool:
    """Tell whether a typed text needs more than plain text to hold it."""
    return bool(_MARK.search(text) or TYPED_FORMULA.search(text) or any(kind for kind, _lines in _blocks(text)))


def marked_images(texts: Iterable[str]) -> set[str]:
    """Return the beginnings of the SHA-256 of all images that typed texts name."""
    return {found[0] for text in texts for found in _MARK.findall(text)}


def typed_html(text: str, find_image: FindImage) -> str:
    """Return a typed text as HTML.

    Raises:
        TypedError: an image is not kept.
        FormulaError: a formula cannot be read.
    """
    return clean_html("".join(_block(is_table, lines, find_image) for is_table, lines in _blocks(text)))


def html_typed(text: str) -> str | None:
    """Return HTML as an author would have typed it, None where it holds what cannot be typed so."""
    typed = _TABLE.sub(_table_typed, with_tex(text))
    typed = _IMAGE.sub(lambda found: image_mark(found[1], found[2] or ""), typed).replace("<br>", "\n")
    if _TAG.search(typed):
        return None
    typed = html.unescape(typed).removesuffix("\n")
    known = {found[1][:MARK_LENGTH]: found[1] for found in _IMAGE.finditer(text)}
    # Only what reads back as the same may be shown as typed: an edit elsewhere must not change it unseen.
    return typed if typed_html(typed, known.get) == text else None


def dropped_tags(before: str, after: str) -> list[str]:
    """Return the names of the tags that cleaning took out of HTML, for telling the author."""
    kept = {name.lower() for name in _TAG.findall(after)}
    return sorted({name.lower() for name in _TAG.findall(before)} - kept)


def _blocks(text: str) -> Iterator[tuple[bool, list[str]]]:
    """Yield the lines of each table, and the lines between them."""
    whole = TYPED_FORMULA.sub(lambda found: " ".join(found[0].split()), text.replace("\r\n", "\n"))
    runs = [list(group) for _has_tabs, group in groupby(whole.split("\n"), key=lambda line: "\t" in line)]
    for is_table, group in groupby(runs, key=_is_table):
        if is_table:
            yield from ((True, run) for run in group)
        else:
            yield False, [line for run in group for line in run]


def _is_table(lines: list[str]) -> bool:
    """Tell a table from text that is only indented by tabs: two lines or more, and a cell beside another."""
    return len(lines) > 1 and "\t" in lines[0] and any("\t" in line.strip() for line in lines)


def _block(is_table: bool, lines: list[str], find_image: FindImage) -> str:  # noqa: FBT001 -- one pair, as _blocks gives it
    if not is_table:
        return "<br>".join(_inline(line, find_image) for line in lines) or "<br>"
    rows = [[_inline(cell.strip(), find_image) for cell in line.split("\t")] for line in lines]
    width = max(map(len, rows))
    head, *body = [row + [""] * (width - len(row)) for row in rows]
    heading = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    below = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in body)
    return f"<table><thead><tr>{heading}</tr></thead><tbody>{below}</tbody></table>"


def _inline(text: str, find_image: FindImage) -> str:
    def shown(found: re.Match[str]) -> str:
        sha256 = find_image(found[1])
        if sha256 is None:
            raise TypedError(f"找不到图片 {found[1]}，请重新插入。")
        words = f' alt="{found[2]}"' if found[2] else ""
        return f'<img src="image:{sha256}"{words}>'

    return with_formulas(_MARK.sub(shown, html.escape(text, quote=False)))


def _table_typed(found: re.Match[str]) -> str:
    rows = [found[1], *_ROW.findall(found[2])]
    lines = "\n".join("\t".join(cell for _kind, cell in _CELL.findall(row)) for row in rows)
    before = "" if found.start() == 0 or found.string[: found.start()].endswith(("<br>", "</table>")) else "\n"
    after = "\n" if found.end() < len(found.string) else ""
    return f"{before}{lines}{after}"
