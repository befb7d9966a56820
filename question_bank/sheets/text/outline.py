"""The outline of running text: sections and, in each, the blocks of its questions.

A layout says where a block begins; everything else about headings, chapters and leftovers is the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from question_bank.sheets.drafts import Reading
from question_bank.sheets.report import Problem
from question_bank.sheets.sources import Source
from question_bank.sheets.text.blocks import Block
from question_bank.sheets.text.closing_key import attach_key, split_key
from question_bank.sheets.text.lines import Line, readable_lines, wrap_width
from question_bank.sheets.words.headings import Section, chapter_heading, part_heading, section_heading
from question_bank.sheets.words.markers import BLANK, number_at_start

#: Called for each line of text with its index and the block that is open in this section; a new block if one begins.
BlockStart = Callable[[int, "Block | None"], "Block | None"]

_LONGEST_TITLE = 40
_INSTRUCTION = re.compile(
    r"本大?题|每小?题|下列各?题|请(?:将|把|在|从|选)|注意事项|说明|满分|考试时间|答题|题干|选出|涂黑"
)


def read_outline(source: Source, starts: Callable[[Sequence[Line]], BlockStart]) -> Reading:
    """The drafts of a text whose blocks begin where `starts` says."""
    lines, problems = readable_lines(source.prose)
    body, key = split_key(lines)
    outline = _Outline(body, starts(body))
    drafts = [block.draft() for block in outline.blocks]
    return Reading(tuple(drafts), (*problems, *outline.problems, *attach_key(key, drafts)))


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
        for index, line in enumerate(lines):
            self._place(index, line)
        self._close_section()

    def _place(self, index: int, line: Line) -> None:
        if line.blank:
            self._append(line)
        elif (section := section_heading(line.text)) is not None:
            self._close_section()
            self.section = replace(section, topic=self.section.topic)
        elif (topic := self._topic(index)) is not None:
            self._close_section()
            self.section = replace(self.section, topic=topic)
        elif (block := self.begins(index, self.block)) is not None:
            block.section, block.width = self.section, self.width
            self.blocks.append(block)
            self.block = block
        else:
            self._append(line)

    def _append(self, line: Line) -> None:
        if self.block is not None:
            self.block.append(line)
        elif not line.blank:
            self.unclaimed.append(line)

    def _topic(self, index: int) -> str | None:
        """The topic that a line opens, if it is a chapter's or a part's title and no rest of a sentence."""
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
        elif any(not _is_title(line) for line in self.unclaimed):
            first, last = self.unclaimed[0].number, self.unclaimed[-1].number
            where = f"第 {first} 行" if first == last else f"第 {first}–{last} 行"
            self.problems.append(Problem(where, f"没有认出是哪道题：{self.unclaimed[0].text[:40]}"))
        self.unclaimed = []
        self.block = None


def _is_title(line: Line) -> bool:
    """A title or an instruction, which no one misses."""
    if _INSTRUCTION.search(line.shape):
        return True
    return len(line.text) <= _LONGEST_TITLE and line.shape[-1] not in "。？?" and not BLANK.search(line.shape)
