"""Small files made in memory, with invented questions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook

_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/>'
    "</Relationships>"
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def workbook(sheets: Mapping[str, Iterable[Sequence[object]]], *, formats: Mapping[str, str] | None = None) -> bytes:
    """A workbook with the given rows under each title; `formats` gives cells of the first sheet a number format."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for address, number_format in (formats or {}).items():
        book.worksheets[0][address].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def word(body: str, *, numbering: str = "", styles: str = "") -> bytes:
    """A Word document with this XML in its body."""
    entries = {
        "_rels/.rels": _RELATIONSHIPS.format(target="word/document.xml"),
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
    }
    if numbering:
        entries["word/numbering.xml"] = f"<w:numbering {_W}>{numbering}</w:numbering>"
    if styles:
        entries["word/styles.xml"] = f"<w:styles {_W}>{styles}</w:styles>"
    return archive(entries)


def paragraphs(*texts: str) -> str:
    """Plain paragraphs as WordprocessingML."""
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


def relationships(target: str) -> str:
    """The relationships of a package whose document is `target`."""
    return _RELATIONSHIPS.format(target=target)
