from __future__ import annotations

import pytest

from question_bank.enums import QuestionState
from question_bank.states import MOVES, Step, moves_from


def test_every_state_but_approval_can_be_left_and_reached():
    reached = {move.to for move in MOVES.values()} | {QuestionState.NEEDS_REVIEW}

    assert set(MOVES) == set(Step)
    assert reached - {None} == set(QuestionState)
    assert {state for move in MOVES.values() for state in move.sources} == set(QuestionState)


@pytest.mark.parametrize("state", QuestionState)
def test_nobody_lets_their_own_words_into_the_draws(state):
    assert QuestionState.APPROVED not in {move.to for move in moves_from(state, own=True)}


def test_a_move_without_its_reason_says_so():
    assert {move.step: str(move.needs_reason) for move in MOVES.values() if move.needs_reason} == {
        Step.RETURN: "退回时请写明原因。",
        Step.RETIRE: "停用时请写明原因。",
    }
