"""Cases: a material with questions about it, in the layouts in which they are typed; and questions of two columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from question_bank.content import QuestionType
from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Note
from question_bank.sheets.text.blocks import Block, holds_answer
from question_bank.sheets.text.closing_key import KeyGroup, attach_key
from question_bank.sheets.text.lines import Line, joined
from question_bank.sheets.text.matching import matching_draft
from question_bank.sheets.words.headings import Section
from question_bank.sheets.words.labels import Field, label_at_start
from question_bank.sheets.words.markers import number_at_start
from question_bank.sheets.words.pairs import ITEM, item_number
from question_bank.sheets.words.types import NamedType

_CASE = NamedType("案例", frozenset({QuestionType.CASE}))
_ESSAY = NamedType("论述", frozenset({QuestionType.ESSAY}))
_NUMERAL = r"(?:[一二三四五六七八九十]{1,2}|\d{1,2})"
_TITLE = re.compile(
    rf"\A\s{{0,9}}[\[(]?\s?(?:案例|材料|资料|情景|背景材料|案情)\s?{_NUMERAL}?\s?(?:[\])]\s?:?|:|(?=\s|$))\s{{0,9}}"
)
_ANNOUNCED = re.compile(
    r"(?:阅读|根据|依据|结合|请).{0,20}(?:材料|案例|资料|情况|背景).{0,20}(?:回答|完成|作答).{0,6}?"
    r"(?P<first>\d{1,3})\s?[-~—–至到、]\s?(?:第\s?)?(?P<last>\d{1,3})\s?(?:小?题|问)"
)
_ASKED = re.compile(
    rf"\A\s{{0,9}}(?:问题|小题|第|问)\s?(?P<number>{_NUMERAL})\s?(?:小?[题问])?\s?(?:[:、.]|\s)\s{{0,9}}"
)
_ASKED_ONCE = re.compile(r"\A\s{0,9}(?:问题?|请问|请回答|请分析|思考题|要求|试分析)\s?:\s{0,9}")
_CHINESE = "一二三四五六七八九十"


def is_case(named: NamedType | None) -> bool:
    """Say whether a type's name means a case and nothing else."""
    return named is not None and named.candidates == {QuestionType.CASE}


def case_title(line: Line) -> Line | None:
    """Return what stands after “案例一：” at the start of a line; None for any other line."""
    match = _TITLE.match(line.shape)
    return line.cut(match.end()) if match else None


def announced_case(line: Line) -> Block | None:
    """“阅读下列材料，回答1—3题。” begins a case whose questions are those numbers."""
    match = _ANNOUNCED.search(line.shape)
    if match is None or int(match["last"]) < int(match["first"]) or len(line.text) > 120:
        return None
    return Block([line], tag=_CASE, asked_numbers=range(int(match["first"]), int(match["last"]) + 1))


def block_draft(block: Block) -> Draft:
    """Return the question a block describes, read in the manner of its type."""
    named = block.tag or block.section.type
    if block.asked_numbers is not None:
        return _announced_draft(block)
    if is_case(named):
        return _case_draft(block)
    if named is not None and named.candidates == {QuestionType.MATCHING}:
        return matching_draft(block)
    return block.draft()


def _announced_draft(block: Block) -> Draft:
    # What announces the questions is not part of the material, unless it is all there is.
    lines = [line for line in block.lines if not line.blank]
    material = [*([] if len(lines) > 1 else lines[:1]), *lines[1:]]
    draft = _framed(block, material)
    draft.parts = [block_draft(child) for child in block.children]
    if draft.parts:
        draft.last_line = draft.parts[-1].last_line
    return draft


def _case_draft(block: Block) -> Draft:
    lines = [line for line in block.lines if not line.blank]
    starts = _part_starts(lines)
    if not starts:
        return _whole(block)
    material = lines[: starts[0][0]]
    if material and (once := _ASKED_ONCE.match(material[-1].shape)) and once.end() == len(material[-1].shape):
        # “问题：” on a line of its own only leads over.
        material.pop()
    draft = _framed(block, material)
    bodies, key = _bodies(lines, starts)
    draft.parts = [_part(number, body, block) for number, body in bodies]
    if key is not None:
        # In the key （1） counts as 1. does.
        group = KeyGroup(key[0].number, lines=[_plainly_numbered(line) for line in key], file=" ")
        for problem in attach_key([group], draft.parts):
            draft.notes.append(Note("key", "faulty", problem.message))
    draft.last_line = (lines or block.lines)[-1].number
    return draft


def _framed(block: Block, material: Sequence[Line]) -> Draft:
    first = block.lines[0].number
    texts = [title.text if (title := case_title(line)) is not None else line.text for line in material]
    return Draft(
        location=f"第 {first} 行",
        first_line=first,
        last_line=material[-1].number if material else first,
        number=block.number,
        section=replace(block.section, type=_CASE),
        tag=_CASE,
        stem=joined([text for text in texts if text]),
    )


def _whole(block: Block) -> Draft:
    """A text with an answer and no question of its own to be seen is asked as a whole; the trainer is told."""
    draft = block.draft()
    draft.tag = _ESSAY
    draft.notes.append(Note("type", "doubtful", "没有看出小题，整段按论述题读入", "案例分析"))
    return draft


def _part_starts(lines: Sequence[Line]) -> list[tuple[int, int, int]]:
    """Return for each question its line, its number and where its text begins: of the marks that count from 1 upward
    before any answer, those that come first.
    """
    by_kind: dict[str, list[tuple[int, int, int]]] = {}
    answered = False
    for index, line in enumerate(lines):
        for kind, number, end in _marks(line):
            found = by_kind.setdefault(kind, [])
            if number == len(found) + 1 and (found or not answered):
                found.append((index, number, end))
        answered = answered or holds_answer(line)
    counted = [found for found in by_kind.values() if found]
    # A list in the material counts as well; its items do not ask.
    asking = [found for found in counted if len(found) > 1 or _asks(lines[found[0][0]])]
    return min(asking, key=lambda found: (not _asks(lines[found[0][0]]), found[0][0]), default=[])


def _asks(line: Line) -> bool:
    return any(sign in line.shape for sign in "?？") or bool(
        re.search(r"请|试|简述|分析|指出|说明|如何|什么|哪|是否|为何|谈谈|\(\s*\)|_{2,}", line.shape)
    )


def _marks(line: Line) -> list[tuple[str, int, int]]:
    found = []
    if match := _ASKED.match(line.shape):
        numeral = match["number"]
        number = int(numeral) if numeral.isdecimal() else _CHINESE.find(numeral) + 1
        found.append(("asked", number, match.end()))
    elif match := _ASKED_ONCE.match(line.shape):
        found.append(("once", 1, match.end()))
    elif (mark := number_at_start(line.shape)) is not None and mark.number is not None and not mark.weak:
        found.append(("plain", mark.number, mark.end))
    elif match := ITEM.match(line.shape):
        kind = next(name for name, text in match.groupdict().items() if text)
        found.append((kind, item_number(match), match.end()))
    return found


_Bodies = list[tuple[int, list[Line]]]


def _bodies(lines: Sequence[Line], starts: Sequence[tuple[int, int, int]]) -> tuple[_Bodies, list[Line] | None]:
    """Return the lines of each question, and those of a key to all of them where that follows the last."""
    places = [*(index for index, _, _ in starts), len(lines)]
    bodies: _Bodies = []
    for (index, number, end), following in zip(starts, places[1:], strict=True):
        bodies.append((number, [lines[index].cut(end), *lines[index + 1 : following]]))
    if len(bodies) < 2 or any(holds_answer(line) for _, body in bodies[:-1] for line in body):
        return bodies, None
    last = bodies[-1][1]
    for position, line in enumerate(last):
        label = label_at_start(line.shape)
        if label is not None and label.field is Field.ANSWER:
            value = line.cut(label.end)
            key = [*([] if value.blank else [value]), *last[position + 1 :]]
            if key and _item(key[0]) == 1:
                bodies[-1] = (bodies[-1][0], last[:position])
                return bodies, key
    return bodies, None


def _item(line: Line) -> int | None:
    marks = _marks(line)
    return marks[0][1] if marks else None


def _plainly_numbered(line: Line) -> Line:
    marks = _marks(line)
    return Line.of(line.number, f"{marks[0][1]}.{line.text[marks[0][2] :]}") if marks else line


def _part(number: int, body: Sequence[Line], case: Block) -> Draft:
    tag = number_at_start(body[0].shape)
    named = tag.tag if tag is not None and tag.number is None else None
    first = body[0].cut(tag.end) if tag is not None and named is not None else body[0]
    block = Block([first, *body[1:]], Section(judgements=case.section.judgements), number, tag=named, width=case.width)
    return block_draft(block)
