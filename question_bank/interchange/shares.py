"""What each option of a choice is worth, as Moodle has it, and which are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from question_bank.content import QuestionType

#: Five decimals, as Moodle writes a third.
_ROUNDING = 0.05


@dataclass(frozen=True, slots=True)
class Share:
    """An option's part of the mark in percent, where one is given; `is_marked` where it is named the right one."""

    percent: float | None
    is_marked: bool = False


def chosen_letters(
    shares: Sequence[Share], told: QuestionType | None, notes: list[str]
) -> tuple[QuestionType, list[int]]:
    """Return the type of a choice and the places of its right options; what cannot be kept goes to the notes."""
    marked = [place for place, share in enumerate(shares) if share.is_marked and share.percent in {None, 100}]
    worth = [place for place, share in enumerate(shares) if (share.percent or 0) > 0 or share.is_marked]
    if len(marked) == 1 and told not in {QuestionType.MULTIPLE_CHOICE, QuestionType.INDETERMINATE_CHOICE}:
        if len(worth) > 1:
            notes.append("部分得分的选项按错误选项带入")
        return QuestionType.SINGLE_CHOICE, marked
    total = sum(shares[place].percent or 0 for place in worth)
    if worth and not any(shares[place].is_marked for place in worth) and abs(total - 100) > _ROUNDING:
        notes.append(f"各正确选项的分数合计 {total:g}%，不是 100%")
    return _several(len(worth), told), worth


def written_share(count: int) -> str:
    """Return an equal part of a hundred as Moodle writes it."""
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")


def _several(count: int, told: QuestionType | None) -> QuestionType:
    if told is QuestionType.INDETERMINATE_CHOICE or count == 1:
        return QuestionType.INDETERMINATE_CHOICE
    return QuestionType.MULTIPLE_CHOICE
