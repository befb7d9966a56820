from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from question_bank.content import Markup, content_images
from question_bank.interchange import InterchangeError, InterchangeQuestion, read_json, write_json
from tests.factories.content import make_choice
from tests.question_bank.interchange.strategies import PIXEL, questions


def as_document(question: InterchangeQuestion) -> dict:
    return json.loads(write_json([question]).data)


@given(questions())
@settings(max_examples=60, deadline=None)
def test_write_json_loses_nothing(question):
    (back,) = read_json(write_json([question]).data).questions

    assert (back.topics, back.tags, back.difficulty) == (question.topics, question.tags, question.difficulty)
    assert (back.citations, back.identifier) == (question.citations, question.identifier)
    assert back.images.keys() == set(content_images(question.content))
    if question.content.markup is Markup.PLAIN and not question.content.parts:
        assert back.content == question.content


def test_read_json_tells_a_faulty_question_and_reads_the_rest():
    document = as_document(InterchangeQuestion(make_choice("甲", "乙", key=["A"])))
    document["questions"].insert(0, {"content": {"type": "riddle", "stem": "谜"}})

    intake = read_json(json.dumps(document).encode())

    assert len(intake.questions) == 1
    assert [(item.kind, item.where, item.why) for item in intake.unread] == [
        ("question", "第 1 题", "题型（type）不认识：riddle")
    ]


def test_read_json_cleans_html_that_another_hand_wrote():
    content = make_choice("甲", "乙", key=["A"], stem="<b>问</b>", markup=Markup.HTML)
    document = as_document(InterchangeQuestion(content))
    document["questions"][0]["content"]["stem"] = "<b onclick='x()'>问</b><script>y()</script>"

    (question,) = read_json(json.dumps(document).encode()).questions

    assert question.content.stem == "<b>问</b>"


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"format": "other"},
        {"questions": {}},
        {"images": {"0" * 64: {"data": "iVBORw0KGgo=", "media_type": "image/png"}}},
    ],
)
def test_read_json_refuses_whole(change):
    document = as_document(InterchangeQuestion(make_choice("甲", "乙", key=["A"]), images={"x": PIXEL}))

    with pytest.raises(InterchangeError):
        read_json(json.dumps({**document, **change}).encode())
