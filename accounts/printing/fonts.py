"""Fonts from which every character of a Chinese name can be printed.

reportlab embeds TrueType outlines only, while the free Song face that holds every name character (Noto Serif SC)
has PostScript outlines. They are converted here, character by character, when a batch first needs them, and kept
for the life of the process. Measured on one core: 0.2 s and 45 MB to open the font, 1 to 2 ms a new character (0.4 s
for the names of 500 people), against 60 s and 13 MB on disk for converting the whole font beforehand. So there is
no set-up step and no generated file to go stale, no character is left out to save time, and an office uses its own
face (OTF, TTF, TTC, variable) by naming its path.
"""

from __future__ import annotations

import functools
import io
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.tables._g_l_y_f import Glyph

# OS/2 fsType bits by which a foundry forbids what embedding a subset does: 1 restricted licence, 8 no subsetting,
# 9 bitmaps only (OpenType specification, OS/2 table).
EMBEDDING_FORBIDDEN = 1 << 1 | 1 << 8 | 1 << 9
REGULAR_WEIGHT = 400


class UnusableFontError(Exception):
    """A configured font cannot be read or may not be embedded."""


class MissingCharactersError(Exception):
    """No configured font can draw these characters."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = list(characters)
        super().__init__(f"现有字体缺少以下字符，无法打印：{'、'.join(map(describe_character, characters))}")


def describe_character(character: str) -> str:
    """Name a character so that it can be found even where the screen's own font lacks it."""
    shown = character if character.isprintable() else "不可见字符"
    return f"{shown}（U+{ord(character):04X}）"


@dataclass(frozen=True)
class Outline:
    """A character's TrueType shape and advance width, in font units."""

    glyph: Glyph
    advance: int


class OutlineFont:
    """One face of a font file, its shapes converted to TrueType when first asked for."""

    def __init__(self, source: str) -> None:
        self._font = _open_face(source)
        self._glyph_names: Mapping[int, str] = self._font.getBestCmap()
        # A variable font stands at its thinnest weight unless told otherwise.
        weight = {"wght": REGULAR_WEIGHT} if "fvar" in self._font else None
        self._glyphs = self._font.getGlyphSet(location=weight)
        self._notdef_name: str = self._font.getGlyphOrder()[0]
        self._outlines: dict[str, Outline | None] = {}
        self.postscript_name: str = self._font["name"].getDebugName(6) or ""
        self.units_per_em: int = self._font["head"].unitsPerEm
        self.ascent: int = self._font["hhea"].ascent
        self.descent: int = self._font["hhea"].descent
        self.notdef = self._draw(self._notdef_name)

    def outline(self, character: str) -> Outline | None:
        """Return the shape, or None where the font would draw a box or nothing at all."""
        if character not in self._outlines:
            self._outlines[character] = self._convert(character)
        return self._outlines[character]

    def _convert(self, character: str) -> Outline | None:
        name = self._glyph_names.get(ord(character), self._notdef_name)
        if name == self._notdef_name:
            return None
        outline = self._draw(name)
        blank = outline.glyph.numberOfContours == 0
        return None if blank and not character.isspace() else outline

    def _draw(self, glyph_name: str) -> Outline:
        source = self._glyphs[glyph_name]
        target = TTGlyphPen(None)
        # TrueType contours run the other way round than PostScript ones; 1/1000 em is a hair on a printed page.
        quadratic = Cu2QuPen(target, self.units_per_em / 1000, reverse_direction="glyf" not in self._font)
        source.draw(DecomposingFilterPen(quadratic, self._glyphs))
        glyph = target.glyph()
        glyph.recalcBounds(None)
        return Outline(glyph, round(source.width))


class FontStack:
    """Fonts in order of preference; each character is drawn by the first one that has it.

    May be kept for the life of the process and shared by threads.
    """

    def __init__(self, sources: Sequence[str | Path] = ()) -> None:
        """Take font paths, `path#index` for one face of a collection; without any, the packaged Noto Serif SC."""
        self._fonts = [OutlineFont(str(source)) for source in sources or (pylopdf_fonts_zh_cn.serif_path(),)]
        self._lock = threading.Lock()
        self._owner = functools.cache(self._find_owner)
        self._advance = functools.cache(self._find_advance)

    def missing_characters(self, texts: Iterable[str]) -> list[str]:
        """Return, in order of appearance, the characters that no font can draw."""
        return [character for character in dict.fromkeys("".join(texts)) if self._owner(character) is None]

    def width(self, text: str, size: float) -> float:
        """Measure a line; a missing character counts as a square, for it is refused when the text is embedded."""
        return size * sum(map(self._advance, text))

    def share_out(self, texts: Iterable[str]) -> dict[OutlineFont, list[str]]:
        """Give each character to the font that will draw it, or refuse by naming those that none can."""
        shares: dict[OutlineFont, list[str]] = {}
        missing = []
        for character in dict.fromkeys("".join(texts)):
            if font := self._owner(character):
                shares.setdefault(font, []).append(character)
            else:
                missing.append(character)
        if missing:
            raise MissingCharactersError(missing)
        return shares

    def _find_owner(self, character: str) -> OutlineFont | None:
        with self._lock:  # fontTools loads its tables on first use
            return next((font for font in self._fonts if font.outline(character)), None)

    def _find_advance(self, character: str) -> float:
        font = self._owner(character)
        outline = font.outline(character) if font else None
        return outline.advance / font.units_per_em if font and outline else 1


def _open_face(source: str) -> TTFont:
    path, index = _split_source(source)
    try:
        # Read whole: a file left open would share its read position with every forked worker.
        font = TTFont(io.BytesIO(path.read_bytes()), fontNumber=index, lazy=True)
    except OSError as error:
        raise UnusableFontError(f"字体文件无法读取：{source}（{error.strerror}）") from error
    except TTLibError as error:
        raise UnusableFontError(f"不是可用的字体文件，或其中没有这个序号的字体：{source}") from error
    if font.getBestCmap() is None:
        raise UnusableFontError(f"字体没有 Unicode 字符表，无法使用：{source}")
    if "OS/2" in font and font["OS/2"].fsType & EMBEDDING_FORBIDDEN:
        raise UnusableFontError(f"字体的授权不允许嵌入文档，请换用其他字体：{source}")
    return font


def _split_source(source: str) -> tuple[Path, int]:
    path, mark, index = source.rpartition("#")
    return (Path(path), int(index)) if mark and index.isdecimal() else (Path(source), 0)
