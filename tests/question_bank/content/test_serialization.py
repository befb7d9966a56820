from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.content import ContentError, Option, QuestionContent, QuestionType, from_json, to_json
from tests.factories.content import make_choice

TEXTS = st.text(max_size=20)
CONTENTS = st.builds(
    QuestionContent,
    type=st.sampled_from(QuestionType),
    stem=TEXTS,
    options=st.lists(st.builds(Option, id=TEXTS, text=TEXTS), max_size=4).map(tuple),
    key=st.none() | st.booleans() | TEXTS | st.lists(TEXTS) | st.lists(st.lists(TEXTS)),
    explanation=TEXTS,
)


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
    ],
)
def test_from_json_names_the_field(change, message):
    with pytest.raises(ContentError) as caught:
        from_json({**to_json(make_choice("甲", "乙", key=["A"])), **change})

    assert str(caught.value) == message


def test_from_json_refuses_what_is_no_object():
    with pytest.raises(ContentError, match=r"^试题内容应为一组字段$"):
        from_json(["A"])
