"""Text PDFs: the lines on their pages, without what stands at the top or foot of every page."""

from __future__ import annotations

import re
from collections import Counter

from question_bank.provisions.pdf import PdfLines, read_pdf_lines
from question_bank.provisions.problems import UnreadableDocument
from question_bank.sheets.report import Problem, UnreadableSheet
from question_bank.sheets.sources.source import Source, SourceBuilder
from question_bank.sheets.words.folding import clean
from question_bank.sheets.words.labels import label_at_start
from question_bank.sheets.words.markers import option_at_start

_DIGITS = re.compile(r"\d{1,9}")
#: A header is on every page or on every other one; one that came twice may be a question's words.
_FEWEST_REPEATS = 3


def read_pdf(data: bytes, name: str = "") -> Source:
    """Return the lines of all pages; a scanned PDF is refused."""
    try:
        read = read_pdf_lines(data)
    except UnreadableDocument as error:
        raise UnreadableSheet(str(error)) from error
    builder = SourceBuilder()
    repeated = _repeated(read)
    for number, line in enumerate(read.lines, start=1):
        if number not in read.at_edges or _mask(line) not in repeated:
            builder.add_line(line)
    builder.problems += [Problem("全文", f"“{text}”在每页页边出现，按页眉页脚略去") for text in repeated.values()]
    return builder.build("pdf", name=name)


def _repeated(read: PdfLines) -> dict[str, str]:
    """Return what stands at the edge of page after page, equal but for digits: each mask with its first text."""
    edges = [read.lines[number - 1] for number in sorted(read.at_edges)]
    counts = Counter(map(_mask, edges))
    first: dict[str, str] = {}
    for line in edges:
        mask = _mask(line)
        if counts[mask] >= _FEWEST_REPEATS and not _is_structure(line):
            first.setdefault(mask, line.strip()[:40])
    return first


def _mask(line: str) -> str:
    return _DIGITS.sub("0", "".join(line.split()))


def _is_structure(line: str) -> bool:
    cleaned = clean(line)
    return option_at_start(cleaned) is not None or label_at_start(cleaned) is not None
