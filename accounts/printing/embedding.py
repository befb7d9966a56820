"""Embeds in one PDF exactly the characters it shows, so that they print and can be searched and copied."""

from __future__ import annotations

import hashlib
import io
import itertools
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from fontTools.fontBuilder import FontBuilder
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from .fonts import FontStack, OutlineFont

# A PDF reader takes at most so many mappings in one block (Adobe Technical Note 5411, section 1.4.1).
MAPPINGS_PER_BLOCK = 100

# reportlab keeps its fonts in a table of the process, so one batch is drawn at a time.
_registry_lock = threading.Lock()


@dataclass(frozen=True)
class Typeface:
    """The embedded fonts of one PDF, seen as a single face."""

    font_names: Mapping[str, str]
    """Each character's registered font."""

    @property
    def main_font(self) -> str:
        return next(iter(self.font_names.values()))

    def runs(self, text: str) -> Iterator[tuple[str, str]]:
        """Split a line into (font, text) where the font changes."""
        for font_name, characters in itertools.groupby(text, self.font_names.__getitem__):
            yield font_name, "".join(characters)


@contextmanager
def embedded(stack: FontStack, texts: Iterable[str]) -> Iterator[Typeface]:
    """Make fonts that hold exactly these texts known to reportlab for the length of one drawing."""
    shares = stack.share_out(texts)
    with _registry_lock:
        fonts = [
            EmbeddedFont(f"jijikao-certificate-{number}", io.BytesIO(build_truetype(font, characters)))
            for number, (font, characters) in enumerate(shares.items())
        ]
        try:
            for font in fonts:
                pdfmetrics.registerFont(font)
            yield Typeface(
                {c: font.fontName for font, share in zip(fonts, shares.values(), strict=True) for c in share}
            )
        finally:
            for font in fonts:
                font.unregister()


def build_truetype(font: OutlineFont, characters: Iterable[str]) -> bytes:
    """Write a small TrueType font holding the characters; the same input gives the same bytes."""
    ordered = sorted({*characters, " "})  # reportlab expects every font to hold the space
    outlines = {f"u{ord(c):04X}": outline for c in ordered if (outline := font.outline(c))}
    outlines = {".notdef": font.notdef, **outlines}
    builder = FontBuilder(font.units_per_em, isTTF=True)
    builder.updateHead(created=0, modified=0)
    builder.setupGlyphOrder(list(outlines))
    builder.setupCharacterMap({ord(c): name for c in ordered if (name := f"u{ord(c):04X}") in outlines})
    builder.setupGlyf({name: outline.glyph for name, outline in outlines.items()}, calcGlyphBounds=False)
    builder.setupHorizontalMetrics(
        {name: (outline.advance, getattr(outline.glyph, "xMin", 0)) for name, outline in outlines.items()}
    )
    builder.setupHorizontalHeader(ascent=font.ascent, descent=font.descent)
    builder.setupOS2(sTypoAscender=font.ascent, sTypoDescender=font.descent)
    builder.setupNameTable({"psName": _unique_name(font, ordered)}, mac=False)
    builder.setupPost(keepGlyphNames=False)
    target = io.BytesIO()
    builder.save(target)
    return target.getvalue()


def _unique_name(font: OutlineFont, characters: Sequence[str]) -> str:
    """Name the font by its content: reportlab takes two fonts with one PostScript name for the same font."""
    stem = re.sub(r"[^A-Za-z0-9-]", "", font.postscript_name) or "Font"
    digest = hashlib.sha256(f"{font.postscript_name} {''.join(characters)}".encode()).hexdigest()
    return f"{stem[:40]}-{digest[:8]}"


class EmbeddedFont(TTFont):
    """A reportlab font whose text is found again by searching and copying, above U+FFFF too.

    reportlab writes such a character's code into the ToUnicode map as one hexadecimal number; readers expect
    UTF-16 and would take 𬭎 (U+2CB4E) for Ⲵ followed by something else.
    """

    def __init__(self, name: str, file: io.BytesIO) -> None:
        super().__init__(name, file, asciiReadable=False)

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 -- reportlab's name
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = f"{SUBSETN(number).decode()}+{self.face.name.decode()}"
            stream = cast("PDFStream", doc.idToObject[f"toUnicodeCMap:{name}"])
            stream.content = to_unicode_map(name, subset)


def to_unicode_map(name: str, code_points: Sequence[int]) -> str:
    """Write the PDF ToUnicode map of a font whose codes 0, 1, 2… stand for the given characters."""
    mappings = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(code_points)
        if point
    ]
    blocks = [mappings[start : start + MAPPINGS_PER_BLOCK] for start in range(0, len(mappings), MAPPINGS_PER_BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *itertools.chain.from_iterable([f"{len(block)} beginbfchar", *block, "endbfchar"] for block in blocks),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
