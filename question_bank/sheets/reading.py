"""Read a sheet: open the file, let the fittest layout read it, weigh every draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from question_bank.sheets.absence import absence
from question_bank.sheets.checking import checked
from question_bank.sheets.drafts import Draft, Reading
from question_bank.sheets.formats import answers_by_format
from question_bank.sheets.grades import without_foreign_grades
from question_bank.sheets.interpreting import interpret
from question_bank.sheets.layouts import Layout, best_layout, known_layouts
from question_bank.sheets.markdown import without_markdown
from question_bank.sheets.report import Note, ParsedQuestion, Problem, SheetReport
from question_bank.sheets.sources import Source, open_source
from question_bank.sheets.text.closing_key import KeyGroup, attach_key
from question_bank.sheets.text.repeated import RepeatedAnswers, attach_repeated
from question_bank.sheets.underlined import answers_between_lines
from question_bank.sheets.vocabulary import Mappings, translated, unknown_headings, unknown_labels
from question_bank.sheets.words.folding import squeezed
from question_bank.sheets.words.types import named_type


def read_sheet(data: bytes, name: str = "", *, mappings: Mappings | None = None) -> SheetReport:
    """Return every question of a sheet; the file's name is used only for the question type it may mention.

    `mappings` tells what an office means by column headings and labels of its own.

    Raises:
        UnreadableSheet: the file cannot be read as a sheet; the message says what to do.
    """
    return read_source(open_source(data, name), mappings)


def read_source(
    source: Source,
    mappings: Mappings | None = None,
    keys: Sequence[KeyGroup] = (),
    repeated: Sequence[RepeatedAnswers] = (),
) -> SheetReport:
    """Return every question of a file that was opened; `keys` and `repeated` are answers that stand in other files."""
    ours, layout, reading = _collected(source, mappings)
    unpaired = attach_key(keys, reading.drafts)
    for answers in repeated:
        unpaired += attach_repeated(answers, reading.drafts)
    unpaired += answers_by_format(reading.drafts, ours)
    unpaired += answers_between_lines(reading.drafts)
    hint = named_type(source.name) if source.name else None
    graded, unclear = without_foreign_grades([interpret(draft, hint) for draft in reading.drafts])
    questions = _with_repeats(graded)
    problems = [*source.problems, *reading.problems, *unpaired, *unclear]
    nothing = absence(ours, questions)
    if nothing:
        problems.append(Problem("全文", nothing))
    return SheetReport(
        format=source.format,
        encoding=source.encoding,
        layout=layout.name if layout else "",
        lines=source.lines,
        questions=tuple(questions),
        problems=tuple(problems),
        absence=nothing,
        unknown_headings=unknown_headings(ours),
        unknown_labels=unknown_labels(ours),
    )


def collected(source: Source, mappings: Mappings | None = None) -> tuple[Draft, ...]:
    """Return what a file that was opened holds, before its words are weighed."""
    return _collected(source, mappings)[2].drafts


def _collected(source: Source, mappings: Mappings | None) -> tuple[Source, Layout | None, Reading]:
    ours = without_markdown(translated(source, mappings or Mappings()))
    layout = best_layout(ours)
    return ours, layout, layout.read(ours) if layout else Reading(())


def make_ready() -> None:
    """Load the layouts, for a process that forks readers."""
    known_layouts()


def _with_repeats(questions: list[ParsedQuestion]) -> list[ParsedQuestion]:
    """Mark a question that the sheet already asked, in the same words and with the same options."""
    first: dict[tuple[object, ...], str] = {}
    marked = []
    for question in questions:
        identity = (question.type, squeezed(question.stem), *sorted(map(squeezed, question.options)))
        if question.stem and identity in first:
            note = Note("stem", "doubtful", f"与{first[identity]}的试题重复")
            question = checked(replace(question, notes=(*question.notes, note)))  # noqa: PLW2901 -- the marked one
        first.setdefault(identity, question.location)
        marked.append(question)
    return marked
