from __future__ import annotations

import pytest

from question_bank.sheets.words.folding import clean, shape, squeezed


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("⼟地部⻔的⼯作⼈员", "土地部门的工作人员"),
        ("⻓期⻅习，⺠主⻘年", "长期见习，民主青年"),
        ("Ａ．１９４９年　（一）", "A．1949年 （一）"),
        ("零\u200b宽\ufeff字\u00ad符", "零宽字符"),
        ("回车_x000D_", "回车"),
        ("\uf0fc 甲 \uf06c", "✓ 甲"),
    ],
)
def test_clean_gives_what_the_reader_sees(seen, meant):
    assert clean(seen) == meant


def test_clean_keeps_punctuation_that_means_something():
    assert clean("（一）①：“甲”、乙；") == "（一）①：“甲”、乙；"


def test_shape_folds_punctuation_and_look_alike_letters_place_by_place():
    text = "【答案】：А（√）✔❌＿＿．"

    assert shape(text) == "[答案]:A(√)√×__."
    assert len(shape(text)) == len(text)


def test_squeezed_ignores_blanks_and_case():
    assert squeezed(" Option　A ") == "optiona"
