from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.provisions import fold_text, text_hash
from question_bank.provisions.folding import repair_text

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    folded = fold_text(text)

    assert fold_text(folded) == folded


@given(
    st.text(alphabet=st.characters(codec="gb18030"), max_size=30),
    st.sampled_from(" \t\n\u3000\u00a0\u200b\ufeff\u2060"),
)
def test_blanks_and_invisible_characters_do_not_count(text, blank):
    spaced = blank.join(text)

    # A mark that combines with the letter before it stays with it only when nothing stands between.
    if not any(unicodedata.combining(character) for character in text):
        assert fold_text(spaced) == fold_text(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_full_width_and_half_width_are_equal(text):
    assert fold_text(text.translate(_WIDE)) == fold_text(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)))
def test_ideographs_stay_as_they_are(text):
    assert fold_text(text) == text


def test_every_radical_folds_to_an_ideograph():
    radicals = [chr(code) for code in (*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6))]

    names = {unicodedata.name(fold_text(radical)).partition("-")[0] for radical in radicals}

    assert names == {"CJK UNIFIED IDEOGRAPH"}


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("⼯⼈员⾏使⻓期职责的部⻔", "工人员行使长期职责的部门"),
        ("⻅⻆⺠⻝⻢⻘⻛⻩", "见角民食马青风黄"),
        ("（一）人员,可以", "(一)人员，可以"),
        ("“三个代表”", '"三个代表"'),
        ("组通字〔2014〕28号", "组通字[2014]28号"),
        ("二○一四年", "二〇一四年"),
        ("总　则", "总则"),
        ("１２．５％", "12.5%"),
        ("北京—上海", "北京－上海"),
    ],
)
def test_look_alikes_are_equal(seen, meant):
    assert text_hash(seen) == text_hash(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("应当", "不应当"),
        ("三年", "五年"),
        ("。", "，"),
        ("Abc", "abc"),
        ("《条例》", "条例"),
        ("人", "入"),
        ("一", "1"),
    ],
)
def test_different_words_stay_different(one, other):
    assert text_hash(one) != text_hash(other)


def test_text_hash_is_sha256_of_the_folded_text():
    assert text_hash(" 第　一条\n") == hashlib.sha256("第一条".encode()).hexdigest()


def test_repair_text_keeps_width_blanks_and_punctuation():
    assert repair_text("⼈　员\u200b，１２（A）") == "人　员，１２（A）"
