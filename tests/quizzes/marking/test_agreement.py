from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.marking import NextStep, Settlement, block_means, quadratic_weighted_kappa, settle

PAIRS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=30)


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(1, 1), (2, 2), (3, 3)], 1),
        ([(1, 2), (2, 1)], -1),
        # By hand: observed 2; expected from {1: 2, 2: 1, 3: 1} and {1: 1, 2: 3} are 14; 1 - 4 * 2 / 14.
        ([(1, 1), (2, 2), (3, 2), (1, 2)], 3 / 7),
        # By hand: observed 1; expected from {0: 2, 1: 2} and {0: 3, 1: 1} are 8; 1 - 4 * 1 / 8.
        ([(0, 0), (0, 0), (1, 0), (1, 1)], 0.5),
        ([(2, 2), (2, 2)], None),
        ([], None),
    ],
)
def test_quadratic_weighted_kappa(pairs, kappa):
    assert quadratic_weighted_kappa(pairs) == (None if kappa is None else pytest.approx(kappa))


@given(PAIRS, st.integers(1, 100))
def test_kappa_is_symmetric_at_most_one_and_blind_to_the_unit(pairs, unit):
    kappa = quadratic_weighted_kappa(pairs)

    assert kappa is None or kappa <= 1
    assert quadratic_weighted_kappa([(other, one) for one, other in pairs]) == kappa
    assert quadratic_weighted_kappa([(one * unit, other * unit) for one, other in pairs]) == kappa


@pytest.mark.parametrize(
    ("marks", "means"),
    [([], []), ([300], [300]), ([100, 200, 300, 400], [100, 200, 300, 400]), (range(10), [0.5, 2.5, 4.5, 6.5, 8.5])],
)
def test_marks_are_averaged_block_by_block_in_their_order(marks, means):
    assert block_means(list(marks)) == means


@pytest.mark.parametrize(
    ("marks", "adjudicates", "settled"),
    [
        ([], False, Settlement(NextStep.MARKER)),
        ([300], False, Settlement(NextStep.MARKER)),
        ([300, 400], False, Settlement(NextStep.NOBODY, 350)),
        ([301, 400], False, Settlement(NextStep.NOBODY, 351)),
        ([300, 401], False, Settlement(NextStep.MARKER)),
        ([100, 500, 450], False, Settlement(NextStep.NOBODY, 475)),
        ([100, 500, 300], False, Settlement(NextStep.NOBODY, 400)),
        ([100, 500, 300], True, Settlement(NextStep.ADJUDICATOR)),
        ([100, 500, 420], True, Settlement(NextStep.NOBODY, 460)),
        ([100, 500, 300, 200], True, Settlement(NextStep.NOBODY, 200)),
    ],
)
def test_marks_are_settled_at_a_threshold_of_a_hundred(marks, adjudicates, settled):
    assert settle(marks, threshold=100, adjudicates=adjudicates) == settled
