"""A question's words made ready for templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from question_bank.content import (
    CHOICE_TYPES,
    Key,
    MarkingPoint,
    Markup,
    QuestionContent,
    QuestionType,
    blank_count,
    is_texts,
    widened_slots,
)
from question_bank.forms.content import lettered_key
from question_bank.forms.rows import SurenessMark, sureness_marks
from question_bank.keys import key_text
from question_bank.selectors import RuleFigures, SourceSpan
from question_bank.sheets import ParsedQuestion, part_shares


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option under the letter it has here, or the number on the left of a matching question."""

    letter: str
    text: str
    is_right: bool = False
    #: The letter of what a matching question joins it to.
    joined: str = ""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A question about a case's material, with its share of the marks."""

    number: int
    shown: ShownQuestion
    weight: int


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question for its author and reviewer; only templates for them show `is_right`, `answer` and `explanation`."""

    type: QuestionType | None
    stem: str
    options: Sequence[ShownOption]
    blanks: range
    answer: str
    explanation: str
    control: str
    markup: Markup = Markup.PLAIN
    targets: Sequence[ShownOption] = ()
    parts: Sequence[ShownPart] = ()
    points: Sequence[MarkingPoint] = ()
    #: By field, where the reading of a sheet is not sure.
    marks: Mapping[str, SurenessMark] = field(default_factory=dict)

    @property
    def type_label(self) -> str:
        """The word on screen."""
        return self.type.label if self.type else "题型不明"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A filled cell under its column's letter."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a sheet; a worksheet's row is told cell by cell."""

    number: int
    text: str
    cells: Sequence[ShownCell]
    is_hit: bool


def show_lines(spans: Iterable[SourceSpan], file_format: str) -> list[ShownLine]:
    """Return the lines of a sheet; in a text a tab is only a gap, in a workbook it parts two cells."""
    has_rows = file_format in {"xlsx", "csv"}
    return [
        ShownLine(span.number, span.text, _cells(span.text) if has_rows and "\t" in span.text else (), span.is_hit)
        for span in spans
    ]


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """Some words of a provision, and whether the question came from them."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class ShownBar:
    """A part of a bar a hundred wide."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """What became of a rule's drafts, with a bar of those decided."""

    figures: RuleFigures
    bars: Sequence[ShownBar]


def show_figures(all_figures: Iterable[RuleFigures]) -> list[ShownFigures]:
    """Return each rule's figures with how its bar is parted: taken as it stood, taken edited, not taken."""
    return [ShownFigures(figures, _bars(figures)) for figures in all_figures]


def _bars(figures: RuleFigures) -> list[ShownBar]:
    parts = (("as-is", figures.as_is), ("edited", figures.edited), ("rejected", figures.rejected))
    bars, counted = [], 0
    for kind, count in parts:
        x, end = (round(100 * edge / figures.decided) if figures.decided else 0 for edge in (counted, counted + count))
        if end > x:
            bars.append(ShownBar(kind, x, end - x))
        counted += count
    return bars


def show_marked(text: str, start: int, end: int) -> list[list[ShownPiece]]:
    """Return a provision line by line, the words from start to end marked."""
    lines = []
    place = 0
    for line in text.split("\n"):
        first, last = (min(max(edge - place, 0), len(line)) for edge in (start, end))
        pieces = (
            ShownPiece(line[:first], is_marked=False),
            ShownPiece(line[first:last], is_marked=True),
            ShownPiece(line[last:], is_marked=False),
        )
        lines.append([piece for piece in pieces if piece.text])
        place += len(line) + 1
    return lines


def show_content(content: QuestionContent) -> ShownQuestion:
    """Return a stored question."""
    key = lettered_key(content)
    texts = [option.text for option in content.options]
    shown = _show(content.type, content.stem, texts, key, content.explanation)
    parts = enumerate(content.parts, start=1)
    return replace(
        shown,
        answer=_with_order(shown.answer, is_free=content.is_order_free),
        markup=content.markup,
        targets=_lettered(target.text for target in content.targets),
        parts=[ShownPart(number, show_content(part.content), part.weight) for number, part in parts],
        points=content.marking_points,
    )


def show_parsed(parsed: ParsedQuestion) -> ShownQuestion:
    """Return a question as it was read from a sheet, whatever is still wrong with it."""
    shown = _show(parsed.type, widened_slots(parsed.stem), parsed.options, parsed.key, parsed.explanation)
    parts = enumerate(zip(parsed.parts, part_shares(parsed.parts), strict=True), start=1)
    return replace(
        shown,
        answer=_with_order(shown.answer, is_free=parsed.is_order_free),
        targets=_lettered(parsed.targets),
        parts=[ShownPart(number, show_parsed(part), share) for number, (part, share) in parts],
        points=parsed.marking_points,
        marks=sureness_marks(parsed),
    )


def _with_order(answer: str, *, is_free: bool) -> str:
    return answer + (_("（各空不分先后）") if is_free else "")


def _show(
    question_type: QuestionType | None, stem: str, options: Sequence[str], key: Key | None, explanation: str
) -> ShownQuestion:
    blanks = blank_count(stem) if question_type is QuestionType.FILL_IN_THE_BLANK else 0
    return ShownQuestion(
        type=question_type,
        stem=stem,
        options=_options(question_type, options, key),
        blanks=range(1, blanks + 1),
        answer=_answer(question_type, key),
        explanation=explanation,
        control="radio" if question_type is QuestionType.SINGLE_CHOICE else "checkbox",
    )


def _options(question_type: QuestionType | None, texts: Sequence[str], key: Key | None) -> list[ShownOption]:
    if isinstance(key, dict) or question_type is QuestionType.MATCHING:
        joined = key if isinstance(key, dict) else {}
        return [
            ShownOption(str(number), text, joined=joined.get(str(number), ""))
            for number, text in enumerate(texts, start=1)
        ]
    right = set(key) if question_type in CHOICE_TYPES and is_texts(key) else set()
    return [replace(option, is_right=option.letter in right) for option in _lettered(texts)]


def _lettered(texts: Iterable[str]) -> list[ShownOption]:
    return [ShownOption(letter, text) for letter, text in zip(ascii_uppercase, texts, strict=False)]


def _cells(row: str) -> list[ShownCell]:
    cells = enumerate(row.split("\t"), start=1)
    return [ShownCell(get_column_letter(number), text) for number, text in cells if text.strip()]


def _answer(question_type: QuestionType | None, key: Key | None) -> str:
    """Return a key to be read, not typed: a blank's wordings as a person would say them."""
    if isinstance(key, dict):
        return "　".join(f"{left} — {right}" for left, right in key.items())
    if question_type is QuestionType.ORDERING and is_texts(key):
        return " → ".join(key)
    if isinstance(key, list) and not is_texts(key):
        return "\n".join(_(" 或 ").join(accepted) for accepted in key)
    return key_text(key)
