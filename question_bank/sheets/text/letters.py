"""Letters that text recognition lost: four texts between the stem and the answer are four options."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Note
from question_bank.sheets.text.lines import Line, joined
from question_bank.sheets.words.answers import plain_letters
from question_bank.sheets.words.labels import Field, label_at_start, labels_within
from question_bank.sheets.words.markers import BLANK, LETTERS, option_at_start, spaced_options, strong_options

_OPTIONS = 4
_STEM_ENDS = tuple(":?)。.")
#: “是 B否”: the letter before 是 is gone, and nothing else can be meant.
_VERDICTS = re.compile(
    r"(?P<yes>是|对|正确|√)\s{0,9}[.、;,]?\s{0,9}B\s{0,3}[.、:)]?\s{0,9}(?P<no>否|不是|错|不对|错误|×)\s{0,9}"
)


def restore_letters(draft: Draft, lines: Sequence[Line]) -> None:
    """Give a question whose answer names an option it lacks its options by their order, and doubt them."""
    asked = _before_answer(lines)
    if not draft.options and _restore_verdicts(draft, asked):
        return
    answer = plain_letters(draft.fields.get(Field.ANSWER, ""))
    if not answer or set(answer) <= set(draft.options) or not set(answer) <= set(LETTERS[:_OPTIONS]):
        return
    for end, line in enumerate(asked[:-1]):
        options, lettered = _in_order(asked[end + 1 :])
        ended = line.shape.rstrip().endswith(_STEM_ENDS)
        if options and (ended or (lettered and BLANK.search(line.shape))):
            _restore(draft, asked[: end + 1], options)
            return


def _restore_verdicts(draft: Draft, asked: Sequence[Line]) -> bool:
    found = _VERDICTS.fullmatch(asked[-1].shape) if len(asked) > 1 else None
    if found is None:
        return False
    _restore(draft, asked[:-1], {"A": found["yes"], "B": found["no"]})
    return True


def _restore(draft: Draft, stem: Sequence[Line], options: dict[str, str]) -> None:
    draft.stem = joined([line.text for line in stem])
    draft.options = options
    kept = [note for note in draft.notes if note.field != "options"]
    draft.notes[:] = [*kept, Note("options", "doubtful", "有选项丢了字母，按先后次序补上，请核对")]


def _before_answer(lines: Sequence[Line]) -> list[Line]:
    """Return the lines before the answer, without those that are only a stray letter."""
    asked: list[Line] = []
    for line in lines:
        labels = [label for label in (label_at_start(line.shape), *labels_within(line.shape, 0)) if label]
        before = line.cut(0, labels[0].start) if labels else line
        if not before.blank and before.text.strip() not in LETTERS:
            asked.append(before)
        if labels:
            break
    return asked


def _in_order(lines: Sequence[Line]) -> tuple[dict[str, str], bool]:
    """Return four texts as options, and whether one of them kept its letter; none where they are more or fewer, or one
    bears another's letter.
    """
    pieces = [piece for line in lines for piece in _pieces(line)]
    if len(pieces) != _OPTIONS or any(own and own != letter for letter, (own, _) in zip(LETTERS, pieces, strict=False)):
        return {}, False
    # “流感 C”: the letter strayed behind its text.
    options = {
        letter: text.removesuffix(f" {letter}").rstrip() for letter, (_, text) in zip(LETTERS, pieces, strict=False)
    }
    return (options if all(options.values()) else {}), any(own for own, _ in pieces)


def _pieces(line: Line) -> Iterator[tuple[str, str]]:
    """Yield the texts of a line with the letters before them: “甲 C 丙D 丁” holds three."""
    first = option_at_start(line.shape)
    inner = [*strong_options(line.shape), *spaced_options(line.shape)]
    start = (first.letter, 0, first.end) if first else ("", 0, 0)
    rising = [start]
    for mark in sorted(inner, key=lambda mark: mark.start):
        if mark.start > rising[-1][2] and mark.letter > rising[-1][0] and mark.letter in LETTERS[1:_OPTIONS]:
            rising.append((mark.letter, mark.start, mark.end))
    for (letter, _, begin), (_, end, _) in pairwise([*rising, ("", len(line.text), 0)]):
        yield letter, line.text[begin:end].strip()
