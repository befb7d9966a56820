from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics import Bin, distribution


def labels(maximum, pass_mark, bins=10):
    return [bin_.label for bin_ in distribution([], maximum, pass_mark, bins)]


def test_scores_are_counted_in_their_bins():
    scores = [0, 950, 1000, 5950, 6000, 6950, 10000, 9000]

    counted = distribution(scores, maximum=10_000, pass_mark=6_000)

    assert [bin_.count for bin_ in counted] == [2, 1, 0, 0, 0, 1, 2, 0, 0, 2]
    assert counted[5:7] == [Bin(5000, 6000, "50–59", 1, passed=False), Bin(6000, 7000, "60–69", 2, passed=True)]


@pytest.mark.parametrize(
    ("maximum", "pass_mark", "expected"),
    [
        (10_000, None, "0–9 10–19 20–29 30–39 40–49 50–59 60–69 70–79 80–89 90–100"),
        (10_000, 6_500, "0–4 5–14 15–24 25–34 35–44 45–54 55–64 65–74 75–84 85–94 95–100"),
        (10_000, 10_000, "0–9 10–19 20–29 30–39 40–49 50–59 60–69 70–79 80–89 90–99 100"),
        (1_000, 600, "0 1 2 3 4 5 6 7 8 9–10"),
        (500, 300, "0–0.49 0.5–0.99 1–1.49 1.5–1.99 2–2.49 2.5–2.99 3–3.49 3.5–3.99 4–4.49 4.5–5"),
    ],
)
def test_labels(maximum, pass_mark, expected):
    assert labels(maximum, pass_mark) == expected.split()


def test_without_a_pass_mark_nobody_is_said_to_have_passed():
    assert {bin_.passed for bin_ in distribution([6000], 10_000, None)} == {None}


@given(st.data())
def test_every_score_is_counted_once_on_its_side_of_the_pass_mark(data):
    maximum = data.draw(st.integers(1, 20_000))
    pass_mark = data.draw(st.integers(0, maximum))
    scores = data.draw(st.lists(st.integers(0, maximum)))

    counted = distribution(scores, maximum, pass_mark, data.draw(st.integers(1, 20)))

    assert sum(bin_.count for bin_ in counted) == len(scores)
    assert sum(bin_.count for bin_ in counted if bin_.passed) == sum(score >= pass_mark for score in scores)
    assert (counted[0].lower, counted[-1].upper) == (0, maximum)
    assert [bin_.upper for bin_ in counted[:-1]] == [bin_.lower for bin_ in counted[1:]]


@pytest.mark.parametrize(
    ("scores", "maximum", "pass_mark"), [([10_001], 10_000, 6000), ([-1], 10_000, 6000), ([], 10_000, 10_001)]
)
def test_scores_beyond_the_scale_are_refused(scores, maximum, pass_mark):
    with pytest.raises(ValueError, match=r"^a score or the pass mark is not between 0 and 10000$"):
        distribution(scores, maximum, pass_mark)


@pytest.mark.parametrize(("maximum", "bins"), [(0, 10), (10_000, 0)])
def test_an_empty_scale_is_refused(maximum, bins):
    with pytest.raises(ValueError, match=r"^no \d+ bins for a maximum of \d+$"):
        distribution([], maximum, None, bins)
