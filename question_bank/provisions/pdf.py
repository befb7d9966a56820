"""A text PDF as the lines on its pages; a scanned one, which only pictures its text, is refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from question_bank.provisions.problems import UnreadableDocument

MAX_PAGES = 2_000
#: A page of nothing but a number or a stamp has fewer; a page of 公文 about 600.
_LEAST_CHARACTERS_A_PAGE = 20
#: Fonts without a map to Unicode come out as private or replacement characters.
_LARGEST_GARBLED_SHARE = 0.1
#: A first line stands two characters in; centred titles and signatures far more.
_LEAST_INDENT, _LARGEST_INDENT = 1.2, 3.2
_INDENT = "\u3000\u3000"
_LINE_ENDS = frozenset("\r\n")
#: PDFium puts this where a line ends in a hyphen that only the line break made.
_SOFT_HYPHEN = "\ufffe"
_UNREADABLE_PASSWORD = 4

#: A page number and a header, or a header of two lines.
_EDGE_LINES = 2

# PDFium may be used by one thread at a time.
_pdfium = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A line as it stands on the page: where its first visible character begins, and how large that is."""

    text: str
    left: float
    size: float


@dataclass(frozen=True, slots=True)
class PdfLines:
    """The lines of all pages, and the numbers, from 1, of those at the top and foot of a page."""

    lines: tuple[str, ...]
    at_edges: frozenset[int]


def read_pdf_lines(data: bytes) -> PdfLines:
    """Return the lines of all pages; where only its place shows that a paragraph begins, blanks are put before it."""
    with _pdfium:
        pages = _read_pages(data)
    written = [sum(len(line.text.strip()) for line in page) for page in pages]
    if sum(written) < _LEAST_CHARACTERS_A_PAGE * max(1, len(pages)):
        raise UnreadableDocument(
            "这份 PDF 里没有文字，应是扫描件或图片。请导入文字版，或用 WPS 等软件识别成 Word 文档、核对后再导入。"
        )
    _refuse_garbled("".join(line.text for page in pages for line in page))
    lines: list[str] = []
    at_edges: set[int] = set()
    for page in pages:
        numbers = range(len(lines) + 1, len(lines) + len(page) + 1)
        visible = [number for number, line in zip(numbers, page, strict=True) if line.text.strip()]
        at_edges.update(visible[:_EDGE_LINES], visible[-_EDGE_LINES:])
        lines.extend(_indented(page))
    return PdfLines(tuple(lines), frozenset(at_edges))


def _read_pages(data: bytes) -> list[list[_Drawn]]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _UNREADABLE_PASSWORD:
            raise UnreadableDocument("这份 PDF 设有打开密码，请取消密码后再导入。") from error
        raise UnreadableDocument("这份 PDF 已损坏，读不出内容，请重新保存后再导入。") from error
    with closing(pdf):
        if len(pdf) > MAX_PAGES:
            raise UnreadableDocument(f"这份 PDF 超过 {MAX_PAGES} 页，请拆分后再导入。")
        return [_read_page(pdf, number) for number in range(len(pdf))]


def _read_page(pdf: pypdfium2.PdfDocument, number: int) -> list[_Drawn]:
    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:
        return []
    with closing(page), closing(page.get_textpage()) as text:
        return list(_lines(text))


def _lines(page: pypdfium2.PdfTextPage) -> Iterator[_Drawn]:
    line: list[str] = []
    first: int | None = None
    for index in range(page.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(page, index))
        if character in _LINE_ENDS:
            if line:
                yield _drawn(page, line, first)
            line, first = [], None
        elif character not in {"\x00", _SOFT_HYPHEN}:
            if first is None and not character.isspace():
                first = index
            line.append(character)
    if line:
        yield _drawn(page, line, first)


def _drawn(page: pypdfium2.PdfTextPage, line: Sequence[str], first: int | None) -> _Drawn:
    if first is None:
        return _Drawn("".join(line), 0.0, 0.0)
    left = page.get_charbox(first, loose=True)[0]
    return _Drawn("".join(line), left, raw.FPDFText_GetFontSize(page, first))


def _indented(page: Sequence[_Drawn]) -> Iterator[str]:
    """Put two blanks before lines that begin two characters further in than the text does."""
    margin = _margin(page)
    for line in page:
        shift = (line.left - margin) / line.size if line.size else 0.0
        is_first_line = not line.text[:1].isspace() and _LEAST_INDENT <= shift <= _LARGEST_INDENT
        yield _INDENT + line.text if is_first_line else line.text


def _margin(page: Sequence[_Drawn]) -> float:
    """Return where lines begin that are not set in: the leftmost place where several do."""
    lefts = sorted(line.left for line in page if line.size)
    near = (left for left, following in pairwise(lefts) if following - left < 1)
    return next(near, lefts[0] if lefts else 0.0)


def _refuse_garbled(text: str) -> None:
    visible = [character for character in text if not character.isspace()]
    garbled = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in visible)
    if garbled > len(visible) * _LARGEST_GARBLED_SHARE:
        raise UnreadableDocument("这份 PDF 的字体没有对照表，取出来的是乱码。请导入原来的 Word 文档或文字版。")
