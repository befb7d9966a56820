"""Figures changed in a scheme's file where they stand."""

from __future__ import annotations

import pytest

from learning.schemes.editing import changed_duties, duty_knobs, points_knobs, with_changes
from learning.schemes.fields import SchemeError
from learning.schemes.presets import PRESETS, preset_text
from learning.schemes.reading import read_scheme


@pytest.mark.parametrize("key", PRESETS)
def test_what_is_put_back_as_it_was_changes_nothing(key):
    text = preset_text(key)
    knobs = duty_knobs(text)
    figures = {knob.key: knob.figure for knob in knobs.values() if knob.figure is not None}
    periods = {knob.key: knob.period for knob in knobs.values() if knob.period}
    points = {knob.key: knob.figure for knob in points_knobs(text).values()}

    same = with_changes(text, figures=figures, periods=periods, points=points)
    assert changed_duties(read_scheme(text), read_scheme(same)) == []
    assert read_scheme(same).points == read_scheme(text).points


def test_changes_what_is_named_and_keeps_every_comment():
    text = preset_text("chuzhou")
    changed = with_changes(
        text, figures={"daily_hour": "30"}, periods={"big_visit": "half_year"}, points={"信息稿件": "5"}
    )

    pairs = changed_duties(read_scheme(text), read_scheme(changed))
    assert [becomes.key for _was, becomes in pairs] == ["daily_hour", "big_visit"]
    assert pairs[0][1].bounds.least == 30
    assert read_scheme(changed).points["classes"]["信息稿件"] == 5
    comments = [line for line in text.splitlines() if line.strip().startswith("#")]
    assert [line for line in changed.splitlines() if line.strip().startswith("#")] == comments


def test_nothing_is_unset_and_two_figures_are_from_to():
    text = preset_text("jinshi")
    between = next(knob.key for knob in duty_knobs(text).values() if knob.figure and "-" in knob.figure)
    changed = read_scheme(with_changes(text, figures={between: "2 到 3"}))

    assert (changed.requirement(between).bounds.least, changed.requirement(between).bounds.most) == (2, 3)
    assert read_scheme(with_changes(text, figures={between: ""})).requirement(between).bounds is None


def test_what_is_no_figure_is_refused_with_its_line():
    with pytest.raises(SchemeError, match=r"第 \d+ 行：“很多”不是数"):
        with_changes(preset_text("chuzhou"), figures={"daily_hour": "很多"})
