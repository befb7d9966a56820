"""Our own sheet, exactly: the columns of the import template, and further ones where a question needs them.

`table_of` and `read_table` know the cells; `write_workbook` and `read_workbook` put them into an .xlsx. What people
typed freely is for `question_bank.sheets` to understand; here a cell means what it says, or its row is told as faulty.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from string import ascii_uppercase
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from accounts.archives import HostileArchiveError, archive_check
from question_bank.content import (
    OPTION_TYPES,
    Key,
    Markup,
    Place,
    QuestionContent,
    QuestionType,
    check_content,
    is_texts,
    placed_problems,
)
from question_bank.interchange.archives import zipped
from question_bank.interchange.guidance import points_from, points_text
from question_bank.interchange.images import carried_images, image_name, media_type, without_images
from question_bank.interchange.settling import lettered_options, one_line, settled
from question_bank.interchange.shape import (
    Export,
    Intake,
    InterchangeError,
    InterchangeQuestion,
    LossLedger,
    Unread,
)
from question_bank.interchange.tagging import CaseFolder, citation_from
from question_bank.sheets.template import COLUMNS

FORMAT = "xlsx"
#: What a cell of Excel holds.
MAX_CELL = 32_767
_MAX_ROWS = 20_000
_CHUNK = 30_000
_SHEET, _IMAGE_SHEET = "试题", "图片"
_OPTION, _TARGET = "选项", "右栏"
_POINTS, _PART, _ORDER_FREE, _TAGS, _MARKUP, _IDENTIFIER = "评分要点", "小题", "不分先后", "标签", "文字格式", "编号"
_FURTHER = (_POINTS, _PART, _ORDER_FREE, _TAGS, _MARKUP, _IDENTIFIER)
_NEEDED = ("题型", "题干", "答案")
_TYPES = {type_.label: type_ for type_ in QuestionType}
_YES, _TRUE, _FALSE = "是", "对", "错"
_SPECIAL = re.compile(r"[\\；;/／]")
_PAIR = re.compile(r"([A-Z])-([A-Z])")
_ESCAPABLE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)

#: In which column somebody finds what is wrong.
_PLACES = {
    Place.STEM: "题干",
    Place.ORDER_FREE: _ORDER_FREE,
    Place.OPTIONS: _OPTION,
    Place.TARGETS: _TARGET,
    Place.PARTS: _PART,
    Place.MARKING_POINTS: _POINTS,
    Place.KEY: "答案",
}

Row = dict[str, str]


class _FaultyRow(Exception):
    """A row that is no question; the message says in which columns, and why."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        super().__init__("；".join(f"“{column}”列：{problem}" for column, problem in faults))


@dataclass(slots=True)
class Table:
    """Headings, and cells by heading."""

    headings: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def cells(self) -> list[list[str]]:
        """Return the rows as lists in the order of the headings."""
        return [[row.get(heading, "") for heading in self.headings] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headings, and cells in their order, as somebody's file has them, with the images kept beside."""

    headings: list[str]
    rows: list[list[str]]
    images: dict[str, bytes]


def write_workbook(questions: Sequence[InterchangeQuestion]) -> Export:
    """Return the questions as a workbook, the same bytes each time."""
    ledger = LossLedger()
    table, images = _table(questions, ledger)
    workbook = Workbook()
    workbook.properties.creator = ""
    workbook.properties.created = workbook.properties.modified = _LONG_AGO
    sheet = workbook.worksheets[0]
    sheet.title = _SHEET
    _fill(sheet, [table.headings, *table.cells()])
    _dress(sheet, table.headings)
    if images:
        _fill_images(workbook.create_sheet(_IMAGE_SHEET), images)
    out = io.BytesIO()
    workbook.save(out)
    return Export(_timeless(out.getvalue()), ledger.report)


def read_workbook(data: bytes) -> Intake:
    """Return the questions of a workbook that holds the template's columns; a faulty row is told with its number.

    Raises:
        InterchangeError: it is no such workbook.
    """
    sheet = sheet_of(data)
    return read_table(sheet.headings, sheet.rows, sheet.images)


def sheet_of(data: bytes) -> Sheet:
    """Return the rows of a workbook that holds the template's columns.

    Raises:
        InterchangeError: it is no such workbook.
    """
    sheets = _sheets(data)
    rows = sheets.get(_SHEET) or next(iter(sheets.values()), [])
    if not rows:
        raise InterchangeError("工作簿里没有内容。")
    _refuse_without_needed(rows[0])
    return Sheet(rows[0], rows[1:], _images(sheets.get(_IMAGE_SHEET, [])))


def read_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], images: Mapping[str, bytes] | None = None, *, first: int = 2
) -> Intake:
    """Return the questions of a table with the template's headings; `first` is the number of its first row.

    A row that is wrong stays out and is told, and with it the rest of its case; all others come in.

    Raises:
        InterchangeError: a heading is missing.
    """
    _refuse_without_needed(headings)
    names = [heading.strip() for heading in headings]
    folder, unread = CaseFolder(), []
    numbered = ((number, dict(zip(names, cells, strict=False))) for number, cells in enumerate(rows, start=first))
    for group in _groups(numbered):
        read, faults = _group_read(group, images or {})
        unread += faults
        for question, weight in read:
            folder.add(question, weight)
    return Intake(FORMAT, folder.questions, tuple(unread))


def table_of(questions: Sequence[InterchangeQuestion]) -> Table:
    """Return the questions as a table; what cannot be written is left out."""
    return _table(questions, LossLedger())[0]


def holds_template(headings: Sequence[str]) -> bool:
    """Tell the template by its headings."""
    return set(_NEEDED) <= {heading.strip() for heading in headings}


def _refuse_without_needed(headings: Sequence[str]) -> None:
    names = {heading.strip() for heading in headings}
    if missing := [heading for heading in _NEEDED if heading not in names]:
        raise InterchangeError(f"不是试题模板的表格：缺少“{'”“'.join(missing)}”列。")


def _table(questions: Sequence[InterchangeQuestion], ledger: LossLedger) -> tuple[Table, dict[str, bytes]]:
    table, images = Table(), {}
    for question in ledger.each(questions):
        shown = _shown(question, ledger)
        rows = _rows(shown)
        if check_content(shown.content):
            ledger.lose("试题不完整，未导出", is_whole=True)
        elif any(len(_cell(text)) > MAX_CELL for row in rows for text in row.values()):
            ledger.lose("文字太长，Excel 的单元格写不下，未导出", is_whole=True)
        else:
            table.rows += rows
            images.update(shown.images)
    table.headings = _headings(table.rows)
    return table, images


def _shown(question: InterchangeQuestion, ledger: LossLedger) -> InterchangeQuestion:
    images = carried_images(question)
    content, lost = without_images(question.content, images)
    if lost:
        ledger.lose("图片：题库里没有这个文件")
    if any(citation.quoted for citation in question.citations):
        ledger.lose("依据的引文")
    return replace(question, content=settled(content), images=images)


def _rows(question: InterchangeQuestion) -> list[Row]:
    content = question.content
    whole = {
        **_content_cells(content),
        "依据": _listed(map(str, question.citations)),
        "知识点": _listed(question.topics),
        "难度": one_line(question.difficulty),
        _TAGS: _listed(question.tags),
        _IDENTIFIER: one_line(question.identifier),
    }
    return [whole, *({**_content_cells(part.content), _PART: str(part.weight)} for part in content.parts)]


def _content_cells(content: QuestionContent) -> Row:
    return {
        "题型": content.type.label,
        "题干": content.stem,
        **{f"{_OPTION}{option.id}": option.text for option in content.options},
        **{f"{_TARGET}{target.id}": target.text for target in content.targets},
        "答案": _answer(content.key),
        "解析": content.explanation,
        _POINTS: points_text(content),
        _ORDER_FREE: _YES if content.is_order_free else "",
        _MARKUP: "HTML" if content.markup is Markup.HTML else "",
    }


def _listed(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, map(one_line, texts))))


def _answer(key: Key | None) -> str:
    match key:
        case None:
            return ""
        case bool(verdict):
            return _TRUE if verdict else _FALSE
        case str(text):
            return text
        case dict(pairs):
            return " ".join(f"{left}-{right}" for left, right in pairs.items())
        case _ if is_texts(key):
            return "".join(key)
        case _:
            return "；".join("/".join(_SPECIAL.sub(r"\\\g<0>", text) for text in accepted) for accepted in key)


def _headings(rows: list[Row]) -> list[str]:
    """Return the template's headings with those that these rows need besides."""
    filled = {heading for row in rows for heading, text in row.items() if text}
    letters = [letter for letter in ascii_uppercase if f"{_OPTION}{letter}" not in COLUMNS]
    options = [f"{_OPTION}{letter}" for letter in letters if f"{_OPTION}{letter}" in filled]
    targets = [f"{_TARGET}{letter}" for letter in ascii_uppercase if f"{_TARGET}{letter}" in filled]
    headings = list(COLUMNS)
    place = headings.index("答案")
    headings[place:place] = [*options, *targets]
    return [*headings, *(heading for heading in _FURTHER if heading in filled)]


def _cell(text: str) -> str:
    """Return a text as the file holds it: Excel reads _x000D_ as a character, and openpyxl drops x005F_."""
    while "x005F_" in text:
        text = text.replace("x005F_", "")
    return _ESCAPABLE.sub("_x005F_", text)


def _fill(sheet: Worksheet, rows: Iterable[Sequence[str]]) -> None:
    for number, cells in enumerate(rows, start=1):
        for column, text in enumerate(cells, start=1):
            if text:
                cell = sheet.cell(row=number, column=column, value=_cell(text))
                # Whatever it begins with, it is a text and no formula.
                cell.data_type = "s"


def _dress(sheet: Worksheet, headings: list[str]) -> None:
    for column, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = COLUMNS.get(heading, 18)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"


def _fill_images(sheet: Worksheet, images: dict[str, bytes]) -> None:
    """Keep images on a hidden sheet as text, for a cell can hold no file."""
    sheet.sheet_state = "hidden"
    rows = [["名称", "数据"]]
    for name, data in sorted(images.items()):
        text = base64.b64encode(data).decode()
        rows += [[name, text[place : place + _CHUNK]] for place in range(0, len(text), _CHUNK)]
    _fill(sheet, rows)


def _timeless(data: bytes) -> bytes:
    """Return the workbook without the moment at which it was saved."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    name = "docProps/core.xml"
    files[name] = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", files[name])
    return zipped(files)


def _sheets(data: bytes) -> dict[str, list[list[str]]]:
    try:
        archive_check(data)
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return {sheet.title: _sheet_rows(sheet) for sheet in workbook.worksheets}
    except HostileArchiveError as error:
        raise InterchangeError(str(error)) from error
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise InterchangeError("不是完好的 .xlsx 工作簿。") from error


def _sheet_rows(sheet: Any) -> list[list[str]]:
    cells = sheet.iter_rows(max_row=_MAX_ROWS + 1, max_col=200, values_only=True)
    rows = [["" if value is None else str(value) for value in row] for row in cells]
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > _MAX_ROWS:
        raise InterchangeError(f"表格超过 {_MAX_ROWS} 行，请拆成几份。")
    return rows


def _images(rows: list[list[str]]) -> dict[str, bytes]:
    texts: dict[str, list[str]] = {}
    for row in rows[1:]:
        texts.setdefault(row[0], []).append(row[1] if len(row) > 1 else "")
    images = {}
    for name, chunks in texts.items():
        try:
            data = base64.b64decode("".join(chunks), validate=True)
        except (binascii.Error, ValueError):
            continue
        if image_name(data) == name and media_type(data):
            images[name] = data
    return images


def _groups(numbered: Iterable[tuple[int, Row]]) -> list[dict[int, Row]]:
    """Return the rows by number, a case's parts together with it."""
    groups: list[dict[int, Row]] = []
    for number, row in numbered:
        if not any(cell.strip() for cell in row.values()):
            continue
        if row.get(_PART, "").strip() and groups and _may_have_parts(next(iter(groups[-1].values()))):
            groups[-1][number] = row
        else:
            groups.append({number: row})
    return groups


def _may_have_parts(row: Row) -> bool:
    return _type_of(row) in {QuestionType.CASE, None}


def _group_read(
    group: dict[int, Row], images: Mapping[str, bytes]
) -> tuple[list[tuple[InterchangeQuestion, int | None]], list[Unread]]:
    """Return the questions of some rows, or what is wrong: a case that lacks a part would ask something else."""
    read, faults = [], {}
    for number, row in group.items():
        try:
            question = _question(row, images, f"第 {number} 行", is_alone=len(group) == 1)
            read.append((question, _weight(row)))
        except _FaultyRow as fault:
            faults[number] = str(fault)
    if not faults:
        return read, []
    others = f"同一道案例题的第 {'、'.join(map(str, faults))} 行有错，整题没有读入"
    return [], [Unread("row", f"第 {number} 行", faults.get(number, others)) for number in group]


def _question(row: Row, images: Mapping[str, bytes], where: str, *, is_alone: bool) -> InterchangeQuestion:
    content = settled(_content(row))
    shown, lost = without_images(content, images)
    if problems := _problems(shown, is_alone=is_alone):
        raise _FaultyRow(*problems)
    question = InterchangeQuestion(
        content=shown,
        topics=_lines_of(row, "知识点"),
        tags=_lines_of(row, _TAGS),
        difficulty=row.get("难度", "").strip(),
        citations=tuple(map(citation_from, _lines_of(row, "依据"))),
        identifier=row.get(_IDENTIFIER, "").strip(),
        images=dict(images),
        where=where,
        notes=("有图片没有带入（不在文件里）",) if lost else (),
    )
    return replace(question, images=carried_images(question))


def _problems(content: QuestionContent, *, is_alone: bool) -> list[tuple[str, str]]:
    """Return what is wrong with a row, by column; a case's parts stand in the rows below it, if there are any."""
    problems = placed_problems(content)
    return [(_PLACES[place], problem) for place, problem in problems if is_alone or place is not Place.PARTS]


def _content(row: Row) -> QuestionContent:
    type_ = _type_of(row)
    if type_ is None:
        raise _FaultyRow(("题型", f"“{row.get('题型', '').strip()[:20]}”不认识，应为{'、'.join(_TYPES)}之一"))
    return QuestionContent(
        type_,
        row.get("题干", ""),
        lettered_options(_column_texts(row, _OPTION)) if type_ in OPTION_TYPES else (),
        _READERS[type_](row.get("答案", "").strip()),
        row.get("解析", ""),
        targets=lettered_options(_column_texts(row, _TARGET)),
        marking_points=points_from(row.get(_POINTS, "")),
        is_order_free=row.get(_ORDER_FREE, "").strip() == _YES,
        markup=Markup.HTML if row.get(_MARKUP, "").strip().upper() == "HTML" else Markup.PLAIN,
    )


def _type_of(row: Row) -> QuestionType | None:
    return _TYPES.get(row.get("题型", "").strip().removesuffix("题"))


def _column_texts(row: Row, word: str) -> list[str]:
    texts = [row.get(f"{word}{letter}", "") for letter in ascii_uppercase]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def _lines_of(row: Row, heading: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, row.get(heading, "").split("\n"))))


def _weight(row: Row) -> int | None:
    """Return a part's weight; None for a question that stands for itself."""
    text = row.get(_PART, "").strip()
    if not text:
        return None
    if not text.isdigit() or not 1 <= int(text) <= 1000:
        raise _FaultyRow((_PART, f"小题的分量“{text[:20]}”应为 1 到 1000 的整数"))
    return int(text)


def _letters(text: str) -> Key | None:
    letters = re.sub(r"[\s,，、]", "", text).upper()
    return list(letters) or None


def _verdict(text: str) -> Key | None:
    if text not in {_TRUE, _FALSE, ""}:
        raise _FaultyRow(("答案", f"判断题的答案“{text[:20]}”应为“{_TRUE}”或“{_FALSE}”"))
    return text == _TRUE if text else None


def _blanks(text: str) -> Key | None:
    return [_split(part, "/／") for part in _split(text, "；;", is_escaped=True)] if text else None


def _split(text: str, signs: str, *, is_escaped: bool = False) -> list[str]:
    """Part a text at signs without a backslash before them; `is_escaped` where a further splitting unescapes."""
    parts = [""]
    characters = iter(text)
    for character in characters:
        if character == "\\":
            following = next(characters, "")
            parts[-1] += f"\\{following}" if is_escaped else following
        elif character in signs:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _pairs(text: str) -> Key | None:
    pairs = {found[1]: found[2] for found in _PAIR.finditer(text)}
    if _PAIR.sub("", text).strip(" ,，；;、"):
        raise _FaultyRow(("答案", f"匹配题的答案“{text[:20]}”应写成 A-B C-D"))
    return pairs or None


def _text(text: str) -> Key | None:
    return text or None


def _none(text: str) -> Key | None:
    if text:
        raise _FaultyRow(("答案", "案例题的答案应写在各小题的行里"))
    return None


_READERS: dict[QuestionType, Callable[[str], Key | None]] = {
    QuestionType.SINGLE_CHOICE: _letters,
    QuestionType.MULTIPLE_CHOICE: _letters,
    QuestionType.INDETERMINATE_CHOICE: _letters,
    QuestionType.TRUE_FALSE: _verdict,
    QuestionType.FILL_IN_THE_BLANK: _blanks,
    QuestionType.SHORT_ANSWER: _text,
    QuestionType.ESSAY: _text,
    QuestionType.MATCHING: _pairs,
    QuestionType.ORDERING: _letters,
    QuestionType.CASE: _none,
}
