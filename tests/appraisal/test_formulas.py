"""Formulas: what evidence earns, and how a formula is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.rules import (
    Award,
    Band,
    ExamBands,
    ExamEvidence,
    FormulaError,
    NoteBase,
    NoteEvidence,
    Rate,
    Tariff,
    TariffEvidence,
    award,
    describe,
    from_json,
    rising_bands,
    show,
    to_json,
)

BANDS = ExamBands((Band(60, 500), Band(90, 1000), Band(80, 800)))

points = st.integers(0, 100_000)
bands = st.dictionaries(st.integers(0, 100), points, min_size=1, max_size=6).map(
    lambda levels: ExamBands(tuple(Band(at_least, earned) for at_least, earned in levels.items()))
)
notes = st.builds(NoteBase, points, st.integers(0, 100_000))
tariffs = st.builds(
    lambda worth, takes: Tariff(tuple(Rate(word, word, each) for word, each in worth.items()), takes=takes),
    st.dictionaries(st.text(min_size=1, max_size=10), st.none() | points, max_size=6),
    st.booleans(),
)
CLASSES = Tariff((Rate("调研", "调研", 500), Rate("动态信息", "动态信息", None), Rate("经验材料", "经验材料", 0)))
DEDUCTIONS = Tariff((Rate("review_problem", "审核中出现问题", 150),), takes=True)
scores = st.integers(1, 30_000).flatmap(
    lambda maximum: st.builds(ExamEvidence, st.just("季季考"), st.integers(0, maximum), st.just(maximum))
)


@pytest.mark.parametrize(
    ("total", "earned"),
    [(10_000, 1000), (9_000, 1000), (8_999, 800), (8_000, 800), (7_999, 500), (6_000, 500), (5_999, None), (0, None)],
)
def test_exam_earns_the_highest_band_it_reaches(total, earned):
    given_ = award(BANDS, ExamEvidence("季季考", total, 10_000))

    assert (given_ and given_.points) == earned


def test_share_is_never_rounded_into_a_band():
    just_below = ExamEvidence("季季考", 1_799, 3_000)

    assert award(BANDS, just_below) is None


def test_award_says_why():
    assert award(BANDS, ExamEvidence("第四季度季季考", 8_650, 10_000)) == Award(
        800, "第四季度季季考得 86.5 分（满分 100），达到 80% 档"
    )
    assert award(NoteBase(200, 300), NoteEvidence("读《论语》", 812)) == Award(200, "读《论语》，812 字，审核通过")


@pytest.mark.parametrize(("word", "earned"), [("调研", 500), ("动态信息", None), ("经验材料", None), ("征文", None)])
def test_tariff_earns_what_is_set_for_the_word_and_nothing_where_it_is_not(word, earned):
    given_ = award(CLASSES, TariffEvidence("一篇稿件", word, "审核通过"))

    assert (given_ and given_.points) == earned


def test_deduction_takes_points_and_says_for_what():
    assert award(DEDUCTIONS, TariffEvidence("一篇稿件", "review_problem", "编审时指出")) == Award(
        -150, "一篇稿件：审核中出现问题，编审时指出"
    )


def test_sentence_of_a_tariff_fits_a_line_of_the_ledger():
    earned = award(CLASSES, TariffEvidence("长" * 200, "调研", "《某报》发表" * 10))

    assert len(earned.explanation) < 300


def test_tariff_says_what_is_not_set():
    assert describe(CLASSES) == ["调研：5 分", "经验材料：0 分", "未设定，不计分：动态信息"]
    assert describe(DEDUCTIONS) == ["审核中出现问题：扣 1.5 分"]


@given(tariffs)
def test_stored_tariff_is_read_back_equal(tariff):
    assert from_json(to_json(tariff)) == tariff


@given(tariffs, st.text(max_size=10))
def test_tariff_never_gives_where_it_takes(tariff, word):
    earned = award(tariff, TariffEvidence("稿件", word, "审核通过"))

    assert earned is None or (earned.points < 0) is tariff.takes


@pytest.mark.parametrize(("characters", "earned"), [(300, 200), (301, 200), (299, None), (0, None)])
def test_note_earns_from_its_least_length_on(characters, earned):
    given_ = award(NoteBase(200, 300), NoteEvidence("笔记", characters))

    assert (given_ and given_.points) == earned


@pytest.mark.parametrize(
    ("formula", "evidence"),
    [
        (BANDS, NoteEvidence("笔记", 1)),
        (NoteBase(1, 1), ExamEvidence("季季考", 1, 1)),
        (CLASSES, NoteEvidence("笔记", 1)),
    ],
)
def test_formula_refuses_evidence_it_is_not_made_for(formula, evidence):
    with pytest.raises(FormulaError, match="不能用于"):
        award(formula, evidence)


@given(bands, scores)
def test_award_is_the_points_of_the_highest_reached_band(formula, evidence):
    reached = [band for band in formula.bands if evidence.total * 100 >= band.at_least * evidence.maximum]
    expected = max(reached, key=lambda band: band.at_least).points if reached else None

    earned = award(formula, evidence)

    assert (earned.points if earned else None) == expected


@given(st.sampled_from([BANDS]), scores, st.integers(0, 30_000))
def test_a_better_score_never_earns_less(formula, evidence, more):
    better = ExamEvidence(evidence.title, min(evidence.total + more, evidence.maximum), evidence.maximum)
    earned, earned_better = (award(formula, each) for each in (evidence, better))

    assert (earned_better.points if earned_better else 0) >= (earned.points if earned else 0)


@given(bands, st.randoms())
def test_order_of_the_bands_does_not_matter(formula, random):
    shuffled = list(formula.bands)
    random.shuffle(shuffled)

    assert to_json(ExamBands(tuple(shuffled))) == to_json(formula)
    assert describe(ExamBands(tuple(shuffled))) == describe(formula)


@given(st.one_of(bands, notes))
def test_stored_formula_is_read_back_equal(formula):
    assert to_json(from_json(to_json(formula))) == to_json(formula)


@given(st.one_of(bands, notes))
def test_description_has_a_sentence_for_each_way_to_earn(formula):
    sentences = describe(formula)

    assert len(sentences) == (len(formula.bands) if isinstance(formula, ExamBands) else 1)
    assert all("分" in sentence for sentence in sentences)


def test_description_begins_at_the_top():
    assert describe(BANDS) == ["得分率 90% 及以上：10 分", "得分率 80% 及以上：8 分", "得分率 60% 及以上：5 分"]
    assert describe(NoteBase(250, 800)) == ["审核通过、不少于 800 字：2.5 分"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": "exam_bands", "bands": []}, "至少要有一档。"),
        (
            {"kind": "exam_bands", "bands": [{"at_least": 60, "points": 1}, {"at_least": 60, "points": 2}]},
            "两档的得分率相同。",
        ),
        ({"kind": "exam_bands", "bands": [{"at_least": 101, "points": 1}]}, "得分率 101% 应在 0 到 100 之间。"),
        ({"kind": "exam_bands", "bands": [{"at_least": -1, "points": 1}]}, "得分率 -1% 应在 0 到 100 之间。"),
        ({"kind": "exam_bands", "bands": [{"at_least": 60, "points": -1}]}, "积分不能是负数。"),
        ({"kind": "note_base", "points": -1, "minimum_characters": 0}, "积分和字数不能是负数。"),
        ({"kind": "note_base", "points": 1, "minimum_characters": -1}, "积分和字数不能是负数。"),
        (
            {"kind": "tariff", "takes": False, "rates": [{"word": "a", "name": "甲", "points": 1}] * 2},
            "同一类写了两次。",
        ),
        (
            {"kind": "tariff", "takes": True, "rates": [{"word": "a", "name": "甲", "points": -1}]},
            "积分不能是负数。",
        ),
        ({"kind": "lottery"}, "没有这种计分办法：lottery"),
        ({}, "没有这种计分办法：None"),
    ],
)
def test_formula_without_sense_is_refused(data, message):
    with pytest.raises(FormulaError) as refusal:
        from_json(data)

    assert str(refusal.value) == message


def test_new_bands_must_rise_with_the_score():
    assert rising_bands(reversed(BANDS.bands)) == ExamBands(tuple(reversed(BANDS.bands)))


@pytest.mark.parametrize(
    ("high", "message"),
    [
        (500, "得分率 90% 档得 5 分，应当多于 60% 档的 8 分。"),
        (800, "得分率 90% 档得 8 分，应当多于 60% 档的 8 分。"),
    ],
)
def test_a_higher_band_that_earns_no_more_is_refused_but_still_read(high, message):
    bands = (Band(60, 800), Band(90, high))

    with pytest.raises(FormulaError) as refusal:
        rising_bands(bands)

    assert str(refusal.value) == message
    assert from_json(to_json(ExamBands(bands))) == ExamBands(bands[::-1])


@pytest.mark.parametrize(
    ("hundredths", "shown"),
    [(0, "0"), (100, "1"), (250, "2.5"), (1000, "10"), (1, "0.01"), (-500, "-5"), (105, "1.05")],
)
def test_points_are_shown_without_idle_zeros(hundredths, shown):
    assert show(hundredths) == shown
