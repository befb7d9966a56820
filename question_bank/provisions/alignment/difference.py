"""Which words of two texts differ, in pieces that a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from question_bank.provisions.folding import fold_letters
from question_bank.provisions.numerals import NUMERAL_CHARACTERS

#: 第四十三条, （三）, a number, a Latin word: changed as a whole. All else is compared character by character.
_TOKEN = re.compile(
    rf"\s*(?:[（(][{NUMERAL_CHARACTERS}]+[）)]|第[{NUMERAL_CHARACTERS}]+[编章节条款项]|[{NUMERAL_CHARACTERS}]+|[A-Za-z]+|.)"
    r"(?:\s+\Z)?",
    re.DOTALL,
)
#: So little that stayed between two changes reads better as changed with them.
_SHORTEST_KEPT = 2
_PUNCTUATION = frozenset("，。；：、（）《》“”,.;:()\n")
#: Beyond this the texts are shown as wholly different rather than making the reader wait.
_LONGEST_COMPARED = 20_000

_Opcode = tuple[bool, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text that is, or is not, in the other one too."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class TextDifference:
    """The old text with what was taken out marked, and the new one with what was put in."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TrackedPiece:
    """Some of two texts read as one: taken out, put in, or neither."""

    text: str
    is_removed: bool = False
    is_added: bool = False


def text_difference(old: str, new: str) -> TextDifference:
    """Compare two texts word by word; white space and look-alike characters make no difference."""
    compared = _compared(old, new)
    return TextDifference(
        _pieces((before, changed) for changed, before, _after in compared),
        _pieces((after, changed) for changed, _before, after in compared),
    )


def tracked_text(old: str, new: str) -> list[TrackedPiece]:
    """Return two texts as one, as word processors track changes: what was taken out stands before what came instead."""
    pieces = []
    for changed, before, after in _compared(old, new):
        if changed and before:
            pieces.append(TrackedPiece(before, is_removed=True))
        if after:
            pieces.append(TrackedPiece(after, is_added=changed))
    return pieces


def _compared(old: str, new: str) -> list[tuple[bool, str, str]]:
    """Return the parts of two texts in their order: whether they differ, the old words, the new ones."""
    if max(len(old), len(new)) > _LONGEST_COMPARED:
        return [(old != new, old, new)]
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, list(map(fold_letters, left)), list(map(fold_letters, right)), autojunk=False)
    opcodes = [(kind != "equal", *places) for kind, *places in matcher.get_opcodes()]
    smoothed = _smoothed(opcodes, left)  # type: ignore[arg-type]  # four places each
    return [
        (changed, "".join(left[old_from:old_to]), "".join(right[new_from:new_to]))
        for changed, old_from, old_to, new_from, new_to in smoothed
    ]


def _smoothed(opcodes: Sequence[_Opcode], left: Sequence[str]) -> list[_Opcode]:
    """Let a word or two that stayed between larger changes go with them; what punctuation parts stays parted."""
    smoothed = []
    for place, (changed, *places) in enumerate(opcodes):
        kept = "".join(left[places[0] : places[1]])
        around = opcodes[max(0, place - 1) : place + 2]
        is_between = 0 < place < len(opcodes) - 1 and len(kept) <= _SHORTEST_KEPT
        is_small = min(_size(opcode) for opcode in around if opcode[0] or changed) > len(kept) if is_between else False
        smoothed.append((changed or (is_small and not _PUNCTUATION.intersection(kept)), *places))
    return smoothed  # type: ignore[return-value]  # four places each


def _size(opcode: _Opcode) -> int:
    _changed, old_from, old_to, new_from, new_to = opcode
    return max(old_to - old_from, new_to - new_from)


def _pieces(parts: Iterable[tuple[str, bool]]) -> tuple[Piece, ...]:
    """Join neighbours of one kind and drop what is empty."""
    pieces: list[Piece] = []
    for text, is_changed in parts:
        if pieces and pieces[-1].is_changed == is_changed:
            pieces[-1] = Piece(pieces[-1].text + text, is_changed)
        elif text:
            pieces.append(Piece(text, is_changed))
    return tuple(pieces)
