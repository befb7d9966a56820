from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.provisions.alignment import text_difference, tracked_text


def marked(old, new):
    difference = text_difference(old, new)
    taken_out = "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in difference.old)
    put_in = "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in difference.new)
    return taken_out, put_in


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "留置时间不得超过三个月。",
            "留置时间不得超过三个月。",
            ("留置时间不得超过三个月。", "留置时间不得超过三个月。"),
        ),
        ("应当及时解除。", "应当及时解除或者变更。", ("应当及时解除。", "应当及时解除[或者变更]。")),
        ("依照第四十三条办理。", "依照第四十七条办理。", ("依照[第四十三条]办理。", "依照[第四十七条]办理。")),
        ("不少于十二小时。", "不少于二十小时。", ("不少于[十二]小时。", "不少于[二十]小时。")),
        (
            "（一）甲；\n（二）其他。",
            "（一）甲；\n（二）乙；\n（三）其他。",
            ("（一）甲；\n（二）其他。", "（一）甲；\n（二）[乙；\n（三）]其他。"),
        ),
        ("", "新增的话。", ("", "[新增的话。]")),
    ],
)
def test_words_are_marked_whole(old, new, shown):
    assert marked(old, new) == shown


def test_a_word_left_between_two_changes_goes_with_them():
    assert marked("由甲乙丙丁的戊己庚辛办理。", "由子丑寅卯的辰巳午未办理。") == (
        "由[甲乙丙丁的戊己庚辛]办理。",
        "由[子丑寅卯的辰巳午未]办理。",
    )


def test_what_only_looks_different_is_not_marked():
    assert marked("满60分，⼈人合格。", "满６０分， 人人合格。") == ("满60分，⼈人合格。", "满６０分， 人人合格。")


def test_very_long_texts_are_shown_as_wholly_different():
    assert marked("甲" * 30_000, "乙") == (f"[{'甲' * 30_000}]", "[乙]")


@given(st.text("一二，。文字 \n", max_size=40), st.text("一二，。文字 \n", max_size=40))
def test_tracked_changes_hold_both_texts(old, new):
    pieces = tracked_text(old, new)

    assert "".join(piece.text for piece in pieces if not piece.is_removed) == new
    kept = "".join(piece.text for piece in pieces if not piece.is_added)
    assert "".join(kept.split()) == "".join(old.split())


def test_tracked_changes_read_in_order():
    pieces = tracked_text("每月见面一次。", "每季度见面一次以上。")

    assert [(piece.text, piece.is_removed, piece.is_added) for piece in pieces] == [
        ("每", False, False),
        ("月", True, False),
        ("季度", False, True),
        ("见面一次", False, False),
        ("以上", False, True),
        ("。", False, False),
    ]
