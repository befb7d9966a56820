from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.content import (
    ContentError,
    MarkingPoint,
    Markup,
    Option,
    Part,
    QuestionContent,
    QuestionType,
    from_json,
    to_json,
)
from tests.factories.content import make_case, make_choice

TEXTS = st.text(max_size=20)
OPTIONS = st.lists(st.builds(Option, id=TEXTS, text=TEXTS), max_size=4).map(tuple)
WEIGHTS = st.integers(1, 1000)


def contents(parts):
    return st.builds(
        QuestionContent,
        type=st.sampled_from(QuestionType),
        stem=TEXTS,
        options=OPTIONS,
        key=st.none()
        | st.booleans()
        | TEXTS
        | st.lists(TEXTS)
        | st.lists(st.lists(TEXTS))
        | st.dictionaries(TEXTS, TEXTS),
        explanation=TEXTS,
        targets=OPTIONS,
        parts=parts,
        marking_points=st.lists(st.builds(MarkingPoint, text=TEXTS, weight=WEIGHTS), max_size=3).map(tuple),
        is_order_free=st.booleans(),
        markup=st.sampled_from(Markup),
    )


PARTS = st.lists(st.builds(Part, content=contents(st.just(())), weight=WEIGHTS), max_size=2).map(tuple)
CONTENTS = contents(PARTS)


@given(CONTENTS)
def test_nothing_is_lost_on_the_way_through_json(content):
    assert from_json(json.loads(json.dumps(to_json(content)))) == content


def test_to_json_uses_the_words_of_the_contract():
    assert to_json(make_choice("甲", "乙", key=["A"], stem="题")) == {
        "type": "single_choice",
        "stem": "题",
        "options": [{"id": "A", "text": "甲"}, {"id": "B", "text": "乙"}],
        "key": ["A"],
        "explanation": "",
    }


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "essay?"}, "题型（type）不认识：essay?"),
        ({"type": None}, "题型（type）应为文字"),
        ({"stem": 3}, "题干（stem）应为文字"),
        ({"options": "甲"}, "选项（options）应为一个列表"),
        ({"options": [{"id": "A"}]}, "第 1 个选项应有 id 和 text 两个字段"),
        ({"options": [{"id": 1, "text": "甲"}]}, "第 1 个选项的编号（id）应为文字"),
        ({"key": 7}, "答案（key）的形式不认识"),
        ({"key": [["A"], "B"]}, "答案（key）的形式不认识"),
        ({"stern": "题"}, "试题内容有不认识的字段：stern"),
        ({"targets": 1}, "右栏（targets）应为一个列表"),
        ({"parts": [{"content": {"type": "case"}}]}, "第 1 小题：题干（stem）应为文字"),
        ({"parts": [{"text": "题"}]}, "第 1 小题应有 content 和 weight 两个字段"),
        ({"marking_points": [{"text": "点", "weight": 0}]}, "第 1 个评分要点的分量（weight）应为 1 到 1000 的整数"),
        ({"is_order_free": "是"}, "不分先后（is_order_free）应为是或否"),
        ({"markup": "latex"}, "文字格式（markup）不认识：latex"),
    ],
)
def test_from_json_names_the_field(change, message):
    with pytest.raises(ContentError) as caught:
        from_json({**to_json(make_choice("甲", "乙", key=["A"])), **change})

    assert str(caught.value) == message


def test_from_json_refuses_what_is_no_object():
    with pytest.raises(ContentError, match=r"^试题内容应为一组字段$"):
        from_json(["A"])


def test_to_json_tells_what_only_some_types_have_where_there_is_any():
    part = make_choice("甲", "乙", key=["A"], markup=Markup.HTML)

    assert to_json(make_case(part)) == {
        "type": "case",
        "stem": "某局未经三审发布通报。",
        "options": [],
        "key": None,
        "explanation": "",
        "parts": [{"content": {**to_json(part), "markup": "html"}, "weight": 1}],
    }
