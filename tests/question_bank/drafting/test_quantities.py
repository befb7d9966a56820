from __future__ import annotations

import pytest

from question_bank.drafting.quantities import alternatives, quantities


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("试用期为一年", ["一年"]),
        ("不少于五个工作日", ["五个工作日"]),
        ("合同期限为一年至五年", ["一年至五年"]),
        ("处一倍以上五倍以下的罚款", ["一倍以上五倍以下"]),
        ("副站长不超过四人", ["四人"]),
        ("必须有三分之二以上成员到会", ["三分之二"]),
        ("正确率不得低于百分之六十", ["百分之六十"]),
        ("每讲时间为四十分钟，撰写不少于八百字", ["四十分钟", "八百字"]),
        ("由二人以上进行", []),
        ("记三等功，第一年", []),
        ("每年考核", []),
        ("判处十年有期徒刑", []),
        ("2021年5月1日施行", []),
        ("连续超过十五天，或者一年内累计超过三十天", ["十五天", "三十天"]),
    ],
)
def test_quantities(words, found):
    assert [quantity.text for quantity in quantities(words)] == found


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("为六个月", ["九个月", "三个月", "十二个月"]),
        ("为3年", ["4年", "2年", "5年"]),
        ("须有三分之二", ["二分之一", "四分之三", "三分之一"]),
        ("为百分之六十", ["百分之五十", "百分之七十", "百分之四十"]),
        ("为一年至五年", ["一年至四年", "一年至八年", "一年至三年"]),
    ],
)
def test_alternatives_are_near_and_written_alike(words, others):
    (quantity,) = quantities(words)

    assert list(alternatives(quantity, (), ""))[:3] == others


def test_two_is_written_as_the_document_writes_it():
    (quantity,) = quantities("为三个月")

    assert "两个月" in alternatives(quantity, (), "")
    assert "二个月" in alternatives(quantity, (), "不得超过二个月")
