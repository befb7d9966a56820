"""Matching questions: a numbered and a lettered column, side by side or one below the other."""

from __future__ import annotations

from itertools import zip_longest

from question_bank.sheets.drafts import Draft
from question_bank.sheets.text.blocks import Block
from question_bank.sheets.text.lines import Line, joined
from question_bank.sheets.words.labels import label_at_start
from question_bank.sheets.words.markers import LETTERS, option_at_start, spaced_options, strong_options
from question_bank.sheets.words.pairs import ITEM, item_number


def matching_draft(block: Block) -> Draft:
    """Return the left column as options, the right one as targets; the rest is read as in any question."""
    lines = [line for line in block.lines if not line.blank] or block.lines[:1]
    labelled = next((i for i, line in enumerate(lines) if i and label_at_start(line.shape)), len(lines))
    draft = Block(
        [lines[0], *lines[labelled:]], block.section, block.number, block.tag, block.slot, block.width
    ).draft()
    draft.options.clear()
    stem: list[str] = []
    for line in lines[:labelled]:
        stem += _read(line, draft)
    draft.stem = joined([text for text in stem if text]) or draft.stem
    draft.last_line = lines[-1].number
    return draft


def _read(line: Line, draft: Draft) -> list[str]:
    """Take the items of a line into the columns, and return what stands before the first."""
    marks = sorted(
        [
            *((match.start(), match.end(), item_number(match), "") for match in ITEM.finditer(line.shape)),
            *((mark.start, mark.end, 0, mark.letter) for mark in strong_options(line.shape)),
            *((mark.start, mark.end, 0, mark.letter) for mark in spaced_options(line.shape)),
            *((mark.start, mark.end, 0, mark.letter) for mark in (option_at_start(line.shape),) if mark),
        ]
    )
    kept: list[tuple[int, int, int, str]] = []
    for mark in marks:
        follows_blank = mark[0] == 0 or line.shape[mark[0] - 1].isspace()
        if follows_blank and (not kept or mark[0] >= kept[-1][1]) and _comes_next(draft, kept, mark):
            kept.append(mark)
    for (_, end, number, letter), following in zip_longest(kept, kept[1:]):
        text = line.text[end : following[0] if following else None].strip()
        if letter:
            draft.targets[letter] = text
        else:
            draft.options[LETTERS[number - 1]] = text
    return [line.text[: kept[0][0]].strip() if kept else line.text]


def _comes_next(draft: Draft, kept: list[tuple[int, int, int, str]], mark: tuple[int, int, int, str]) -> bool:
    """Say whether a mark goes on with its column; numbers and letters elsewhere are text."""
    _, _, number, letter = mark
    if letter:
        return LETTERS.index(letter) == len(draft.targets) + sum(bool(other[3]) for other in kept)
    return number == len(draft.options) + sum(not other[3] for other in kept) + 1 <= len(LETTERS)
