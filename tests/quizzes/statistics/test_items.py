from __future__ import annotations

import pytest

from quizzes.marking import parse_points
from quizzes.statistics import ItemStatistics, item_statistics, summary
from tests.quizzes.statistics.gold import needs_gold, read


def test_item_statistics():
    marks = [[200, 0, 100], [200, 100, 0], [0, 100, 0], [200, 0, 100], [0, 0, 0]]

    assert item_statistics(marks, [200, 100, 100]) == [
        ItemStatistics(5, 0.6, pytest.approx(0.6123724357), is_small=False),
        ItemStatistics(5, 0.4, pytest.approx(-0.3611575593), is_small=False),
        ItemStatistics(5, 0.4, pytest.approx(0.3202563076), is_small=False),
    ]


def test_an_item_all_got_right_tells_nobody_apart():
    marks = [[100, 0], [100, 50], [100, 100], [100, 0]]

    assert item_statistics(marks, [100, 100])[0] == ItemStatistics(4, 1.0, None, is_small=True)


def test_item_statistics_of_nobody_say_nothing():
    assert item_statistics([], [100, 200]) == [ItemStatistics(0, None, None, is_small=True)] * 2


def test_rows_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match=r"zip\(\) argument 2 is shorter"):
        item_statistics([[100, 0], [100]], [100, 100])


@needs_gold
def test_item_statistics_agree_with_the_r_package_ctt():
    """Its table: 100 people, 20 items; itemMean and pBis, the item left out of the total."""
    marks = [[int(mark) for mark in row.values()] for row in read("r/CTTdata_scored.csv")]
    expected = read("r/CTT_itemAnalysis.csv")

    found = item_statistics(marks, [1] * 20)

    assert [item.facility for item in found] == pytest.approx([float(row["itemMean"]) for row in expected])
    assert [item.discrimination for item in found] == pytest.approx([float(row["pBis"]) for row in expected], rel=1e-12)


@needs_gold
def test_item_statistics_agree_with_moodle_for_items_of_unequal_marks():
    """Its table: 22 attempts, 20 items of 0, 1 or 8 marks; facility and discrimination index in percent."""
    attempts = {}
    for row in read("moodle/mdl_question_states.csv"):
        marks = attempts.setdefault(row["attempt"], {})
        marks[int(row["slot"])] = (parse_points(row["mark"]), parse_points(row["maxmark"]))
    slots = [slot for slot, (_, maximum) in sorted(attempts["1"].items()) if maximum]
    expected = {int(row["slot"]): row for row in read("moodle/mdl_question_states_expected.csv")}

    found = item_statistics(
        [[marks[slot][0] for slot in slots] for marks in attempts.values()],
        [attempts["1"][slot][1] for slot in slots],
    )

    assert len(slots) == 17
    for slot, item in zip(slots, found, strict=True):
        row = expected[slot]
        assert item.facility * 100 == pytest.approx(float(row["facility_pct"]), abs=1e-6)
        if row["discriminationindex"]:
            assert item.discrimination * 100 == pytest.approx(float(row["discriminationindex"]), abs=1e-6)
        else:
            assert item.discrimination is None


@needs_gold
def test_summary_agrees_with_moodle():
    """Its table: 25 attempts at a quiz of 7 marks; thirds of a mark are rounded to a hundredth here."""
    expected = {row["stat"]: float(row["value"]) for row in read("moodle/quizstats00_expected.csv")}

    found = summary([round(float(row["summarks"]) * 100) for row in read("moodle/results00.csv")])

    assert found.count == expected["allattemptscount"]
    assert found.median / 100 == pytest.approx(expected["median"])
    assert found.mean / 100 == pytest.approx(expected["allattemptsavg"], abs=1e-3)
    assert found.deviation / 100 == pytest.approx(expected["standarddeviation"], abs=1e-3)
