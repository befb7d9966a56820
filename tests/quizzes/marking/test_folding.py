from __future__ import annotations

import time

import pytest

from quizzes.marking import Fold, folder


@pytest.mark.parametrize(
    ("fold", "one", "other"),
    [
        (Fold.WIDTH, "ＷＴＯ（１）", "WTO(1)"),
        (Fold.SPACES, " 实事 求是\u3000", "实事求是"),
        (Fold.CASE, "Gdp", "GDP"),
        (Fold.MARKS, "《中国共产党章程》。", "中国共产党章程"),
        (Fold.MARKS, "“两个维护”", "两个维护"),
        (Fold.NUMERALS, "二十大", "20大"),
        (Fold.NUMERALS, "二〇二一年", "2021年"),
        (Fold.NUMERALS, "第一百零三条", "第103条"),
        (Fold.NUMERALS, "百分之三点五", "3.5%"),
        (Fold.NUMERALS, "三分之二", "2/3"),
        (Fold.NUMERALS, "一万五千", "1.5万"),
        (Fold.NUMERALS, "10,000", "一万"),
        (Fold.NUMERALS, "两年", "二年"),
        (Fold.NUMERALS, "十五", "15"),
        (Fold.NUMERALS, "二〇二四", "2024"),
        (Fold.NUMERALS, "二0二四年", "二○二四年"),
        (Fold.NUMERALS, "百分之八十", "80%"),
        (Fold.NUMERALS, "千分之五", "5‰"),
        (Fold.NUMERALS, "零点五", "0.5"),
    ],
)
def test_each_fold_makes_its_own_difference_disappear(fold, one, other):
    with_it, without_it = folder([fold]), folder(set(Fold) - {fold})

    assert with_it(one) == with_it(other)
    assert without_it(one) != without_it(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一五计划", "十五计划"),
        ("三年", "二年"),
        ("3.5", "35"),
        ("一百六", "106"),
        ("党委", "党组"),
        ("应当", "可以"),
        ("1/3", "13"),
        ("千分之五", "百分之五"),
        ("二十", "20%"),
    ],
)
def test_different_answers_stay_different(one, other):
    fold = folder(set(Fold))

    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["千方百计", "十四五", "万众一心", "三五九"])
def test_words_with_numerals_in_them_equal_themselves_alone(text):
    fold = folder(set(Fold))

    assert fold(f" {text}。") == fold(text)
    assert fold(text) != fold(text[:-1])


@pytest.mark.parametrize("text", ["9" * 20_000, "。" * 19_999 + "条", "九" * 20_000, "9," * 10_000, "百分之" * 6_000])
def test_a_hostile_answer_is_folded_in_time(text):
    fold = folder(set(Fold))
    began = time.process_time()

    fold(text)

    assert time.process_time() - began < 5
