"""The outline of running text: sections and, in each, the blocks of its questions.

A layout says where a block begins; everything else about headings, chapters and leftovers is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from question_bank.sheets.drafts import Reading
from question_bank.sheets.report import Problem, SourceLine
from question_bank.sheets.sources import Source
from question_bank.sheets.text.blocks import Block
from question_bank.sheets.text.cases import announced_case, block_draft, case_title, is_case
from question_bank.sheets.text.closing_key import attach_key, split_key
from question_bank.sheets.text.lines import Line, is_title, readable_lines, wrap_width
from question_bank.sheets.words.headings import Section, chapter_heading, part_heading, section_heading
from question_bank.sheets.words.markers import number_at_start

#: Called for each line of text with its index and the block that is open in this section; a new block if one begins.
BlockStart = Callable[[int, "Block | None"], "Block | None"]


def read_outline(source: Source, starts: Callable[[Sequence[Line]], BlockStart]) -> Reading:
    """Return the drafts of a text whose blocks begin where `starts` says."""
    lines, problems = readable_lines(_running(source))
    body, key = split_key(lines)
    outline = _Outline(body, starts(body))
    drafts = [block_draft(block) for block in outline.blocks]
    unpaired = attach_key(key, [asked for draft in drafts for asked in (draft.parts or [draft])])
    return Reading(tuple(drafts), (*_worksheets(source), *problems, *outline.problems, *unpaired))


def _running(source: Source) -> Iterator[SourceLine]:
    """Yield the prose and the tables set into it, such as a table of answers; worksheets stand for themselves."""
    apart = {row.line for table in source.tables if table.title for row in table.rows}
    return (line for line in source.lines if line.number not in apart)


def _worksheets(source: Source) -> Iterator[Problem]:
    for table in source.tables:
        if table.title:
            yield Problem(table.place, "这张表没有读入：其余的内容是文字，请分开导入")


class _Outline:
    """Parts the lines into blocks."""

    def __init__(self, lines: Sequence[Line], begins: BlockStart) -> None:
        self.lines = lines
        self.begins = begins
        self.width = wrap_width(lines)
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.section = Section()
        self.block: Block | None = None
        self.unclaimed: list[Line] = []
        self.announced: Block | None = None
        self.cases_are_numbered = False
        for index, line in enumerate(lines):
            self._place(index, line)
        self._close_section()

    def _place(self, index: int, line: Line) -> None:
        if line.blank:
            self._append(line)
        elif (section := section_heading(line.text)) is not None:
            self._close_section()
            self.section = replace(section, topic="" if self._ends_part(line) else self.section.topic)
        elif (topic := self._topic(index)) is not None:
            self._close_section()
            self.section = replace(self.section, topic=topic)
        elif (block := self._begun(index)) is not None:
            self._open(block)
        else:
            self._append(line)

    def _begun(self, index: int) -> Block | None:
        """Return the block that this line begins: a case where one is announced, else what the layout says."""
        line = self.lines[index]
        if (announced := announced_case(line)) is not None:
            self.announced = announced
            return announced
        if not is_case(self.section.type):
            return self.begins(index, self.block)
        if (title := case_title(line)) is not None:
            return Block([title])
        if self.block is None:
            # Numbers count the cases where the first of them has one, else they count questions about a case.
            first = self.begins(index, None)
            self.cases_are_numbered = first is not None and first.number is not None
            return first or Block([line])
        # （1） counts the questions about a case, never the cases.
        return self.begins(index, self.block) if self.cases_are_numbered and number_at_start(line.shape) else None

    def _open(self, block: Block) -> None:
        block.section, block.width = self.section, self.width
        case = self.announced
        if case is not None and block is not case and case.asked_numbers and block.number in case.asked_numbers:
            case.children.append(block)
        else:
            self.announced = case if block is case else None
            self.blocks.append(block)
        self.block = block

    def _ends_part(self, line: Line) -> bool:
        """“一、单选题” does not stand under “四、公文管理”: the one counts on from or beside the other."""
        return part_heading(line.text) is not None and part_heading(self.section.topic) is not None

    def _append(self, line: Line) -> None:
        if self.block is not None:
            self.block.append(line)
        elif not line.blank:
            self.unclaimed.append(line)

    def _topic(self, index: int) -> str | None:
        """Return the topic that a line opens, if it is a chapter's or a part's title and no rest of a sentence."""
        following = next((line for line in self.lines[index + 1 : index + 4] if not line.blank), None)
        number = number_at_start(following.shape) if following else None
        if (chapter := chapter_heading(self.lines[index].text)) is not None:
            apart = self.block is None or self.lines[index - 1].blank
            opens = number is not None or (following is not None and section_heading(following.text) is not None)
            return chapter if apart or opens else None
        # An item of a list in an answer looks the same; only questions begin anew at 1.
        return part_heading(self.lines[index].text) if number is not None and number.number == 1 else None

    def _close_section(self) -> None:
        """Lines before a section's first question instruct; where no question followed, they are the question."""
        if self.unclaimed and self.block is None and self.section.type is not None:
            self.blocks.append(Block(self.unclaimed, self.section, width=self.width))
        elif any(not is_title(line) for line in self.unclaimed):
            first, last = self.unclaimed[0].number, self.unclaimed[-1].number
            where = f"第 {first} 行" if first == last else f"第 {first}–{last} 行"
            self.problems.append(Problem(where, f"没有认出是哪道题：{self.unclaimed[0].text[:40]}"))
        self.unclaimed = []
        self.block = None
