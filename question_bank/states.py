"""The life of a question as data: every move there is, from where to where, and what it asks of whoever makes it.

Services take a move only where this table allows it, and pages offer what it allows; to change a question's life is to
change this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from question_bank.enums import AWAITING_REVIEW, QuestionState


class Step(StrEnum):
    """What a trainer can do with a question."""

    SUBMIT = "submit"
    APPROVE = "approve"
    CONFIRM = "confirm"
    RETURN = "return"
    RETIRE = "retire"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Move:
    """One way from state to state; `to` is None where it leads back to what was before."""

    step: Step
    label: Promise
    sources: frozenset[QuestionState]
    to: QuestionState | None
    #: The sentence that refuses a move without a reason; None where none is asked for.
    needs_reason: Promise | None = None
    #: Two pairs of eyes: not for whoever wrote the current words.
    by_another: bool = False
    #: Asks that the words rest on a provision, or that it is said that they need none.
    needs_authority: bool = False


MOVES: dict[Step, Move] = {
    move.step: move
    for move in (
        Move(Step.SUBMIT, _("送审"), frozenset({QuestionState.DRAFT}), QuestionState.IN_REVIEW),
        Move(
            Step.APPROVE,
            _("批准入库"),
            AWAITING_REVIEW,
            QuestionState.APPROVED,
            by_another=True,
            needs_authority=True,
        ),
        Move(Step.CONFIRM, _("仍然正确"), frozenset({QuestionState.NEEDS_REVIEW}), None),
        Move(
            Step.RETURN,
            _("退回"),
            AWAITING_REVIEW,
            QuestionState.DRAFT,
            needs_reason=_("退回时请写明原因。"),
        ),
        Move(
            Step.RETIRE,
            _("停用"),
            frozenset(set(QuestionState) - {QuestionState.RETIRED}),
            QuestionState.RETIRED,
            needs_reason=_("停用时请写明原因。"),
        ),
        Move(Step.REOPEN, _("恢复为草稿"), frozenset({QuestionState.RETIRED}), QuestionState.DRAFT),
    )
}


def moves_from(state: QuestionState, *, own: bool) -> list[Move]:
    """Return the moves that a trainer may make with a question in this state, the words being `own` or another's."""
    return [move for move in MOVES.values() if state in move.sources and not (own and move.by_another)]
