"""What every kind of file becomes: displayed lines, some of which are rows of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from question_bank.sheets.report import Problem, SourceLine, UnreadableSheet

#: Stands in the text where the sheet shows a picture, which is not taken over.
PICTURE = "〔图片〕"

MAX_ROWS = 20_000
MAX_COLUMNS = 64
MAX_CELL = 20_000
MAX_LINES = 100_000
MAX_LINE = 200_000


#: The ways in which a text can stand out, those first that are least often mere ornament.
STANDING_OUT = ("highlight", "colour", "underline", "bold")
#: What stands between two texts that stand out.
APART = "\x00"

#: For each way the texts that stand out so, with `APART` between them.
Emphasis = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row: its cells as displayed, and the number of the line that shows it."""

    line: int
    location: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that belong together; the title is a worksheet's name, or empty."""

    title: str
    rows: tuple[Row, ...]

    @property
    def place(self) -> str:
        """Where the table is, for messages about all of it."""
        return f"工作表“{self.title}”" if self.title else self.rows[0].location


@dataclass(frozen=True, slots=True)
class Source:
    """A file opened: its lines, the tables among them, and what could not be shown."""

    format: str
    encoding: str
    name: str
    lines: tuple[SourceLine, ...]
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()
    #: By line: what stands out there, and how.
    emphasis: Mapping[int, Emphasis] = field(default_factory=dict)

    @property
    def prose(self) -> tuple[SourceLine, ...]:
        """The lines that are not rows of a table."""
        rows = {row.line for table in self.tables for row in table.rows}
        return tuple(line for line in self.lines if line.number not in rows)


@dataclass(slots=True)
class SourceBuilder:
    """Collects lines and tables in the order of the file and keeps them within bounds."""

    lines: list[SourceLine] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    emphasis: dict[int, Emphasis] = field(default_factory=dict)
    _rows: int = 0

    def add_line(self, text: str) -> int:
        """Append one displayed line and return its number."""
        if len(self.lines) >= MAX_LINES:
            raise UnreadableSheet(f"文件超过 {MAX_LINES} 行，请拆成几份再导入。")
        if len(text) > MAX_LINE:
            raise UnreadableSheet(f"文件里有一行超过 {MAX_LINE} 字，不像是试题，请检查后再导入。")
        self.lines.append(SourceLine(len(self.lines) + 1, text))
        return len(self.lines)

    def add_text(self, text: str, emphasis: Emphasis | None = None) -> None:
        """Append each line of a text."""
        for line in text.split("\n"):
            number = self.add_line(line)
            if emphasis:
                self.emphasis[number] = emphasis

    def add_table(self, title: str, rows: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Append the rows, each with its location; a table one cell wide is text that somebody pasted into it."""
        filled = [(location, _trimmed(cells)) for location, cells in rows if any(cell.strip() for cell in cells)]
        self._check(title, [cells for _, cells in filled])
        if all(sum(bool(cell.strip()) for cell in cells) <= 1 for _, cells in filled):
            for _, cells in filled:
                self.add_text("\n".join(cell for cell in cells if cell.strip()))
            return
        self.tables.append(
            Table(title, tuple(Row(self.add_line(_row_text(cells)), location, cells) for location, cells in filled))
        )

    def build(self, format_: str, *, encoding: str = "", name: str = "") -> Source:
        """Return the finished source; a file without any text is refused."""
        if not any(line.text.strip() for line in self.lines):
            raise UnreadableSheet("文件里没有文字，没有可以读入的试题。")
        return Source(
            format_, encoding, name, tuple(self.lines), tuple(self.tables), tuple(self.problems), self.emphasis
        )

    def _check(self, title: str, rows: Sequence[tuple[str, ...]]) -> None:
        where = f"工作表“{title}”" if title else "表格"
        self._rows += len(rows)
        if self._rows > MAX_ROWS:
            raise UnreadableSheet(f"{where}超过 {MAX_ROWS} 行，请拆成几份再导入。")
        if any(any(cell.strip() for cell in cells[MAX_COLUMNS:]) for cells in rows):
            raise UnreadableSheet(f"{where}超过 {MAX_COLUMNS} 列，请删去多余的列再导入。")
        if any(len(cell) > MAX_CELL for cells in rows for cell in cells):
            raise UnreadableSheet(f"{where}有一格超过 {MAX_CELL} 字，请检查后再导入。")


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells up to the last one that is filled."""
    last = max(position for position, cell in enumerate(cells) if cell.strip())
    return tuple(cells[: last + 1])


def _row_text(cells: Sequence[str]) -> str:
    return "\t".join(" ".join(cell.split("\n")).replace("\t", " ") for cell in cells)
