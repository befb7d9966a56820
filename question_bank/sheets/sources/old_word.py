"""Word 97–2003 documents (.doc, .wps): paragraphs and, where cells end instead, the rows of tables."""

from __future__ import annotations

from question_bank.old_word import CELL, PAGE, PARAGRAPH, OldWordError, OldWordLocked, old_word_text
from question_bank.sheets.report import ForeignFile, Problem, UnreadableSheet
from question_bank.sheets.sources.source import MAX_COLUMNS, PICTURE, Source, SourceBuilder

_REMARK = "旧版 Word 文件（.doc）里自动编号、文本框和字体格式读不出来；核对时如有缺漏，请另存为 .docx 再导入"


def read_old_word(data: bytes, name: str = "") -> Source:
    """Return the document's paragraphs and tables in order; the trainer is told what was lost."""
    try:
        text = old_word_text(data, PICTURE)
    except OldWordLocked as error:
        raise UnreadableSheet(str(error)) from error
    except OldWordError as error:
        raise ForeignFile(str(error)) from error
    builder = SourceBuilder()
    _fill(builder, text)
    builder.problems.append(Problem("全文", _REMARK))
    return builder.build("doc", name=name)


def _fill(builder: SourceBuilder, text: str) -> None:
    """Hand over paragraphs and, where cells end instead, the rows of tables."""
    cells: list[str] = []
    *ended, rest = text.split(CELL)
    for segment in ended:
        words = segment
        if PARAGRAPH in segment and not (cells and cells[-1].strip()):
            # Nothing tells a cell of several paragraphs from prose before a table; after an ended row it is prose.
            prose, _, words = segment.rpartition(PARAGRAPH)
            _add_cells(builder, cells)
            cells = []
            builder.add_text(_lines(prose))
        cells.append(_lines(words))
    _add_cells(builder, cells)
    builder.add_text(_lines(rest).rstrip("\n"))


def _lines(text: str) -> str:
    return text.replace(PARAGRAPH, "\n").replace(PAGE, "\n")


def _add_cells(builder: SourceBuilder, cells: list[str]) -> None:
    """Add a table; each row ends with an empty cell of its own, which shows how wide the rows are."""
    if not cells:
        return
    for width in range(1, MAX_COLUMNS + 1):
        if len(cells) % (width + 1) == 0 and not any(cell.strip() for cell in cells[width :: width + 1]):
            number = len(builder.tables) + 1
            rows = [cells[start : start + width] for start in range(0, len(cells), width + 1)]
            builder.add_table("", [(f"表格 {number} 第 {index} 行", row) for index, row in enumerate(rows, start=1)])
            return
    builder.add_text("\n".join(cell for cell in cells if cell.strip()))
