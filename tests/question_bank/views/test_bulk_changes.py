"""What is done to many questions at once beside submitting and approving."""

from __future__ import annotations

import pytest
from django.urls import reverse

from question_bank.enums import QuestionState
from question_bank.models import Question
from tests.factories.question_bank import make_bank, make_content, make_question

URL = "question_bank:questions_bulk"


def change(client, questions, **sent):
    data = {"step": "change", "question": [str(question.uuid) for question in questions], **sent}
    return client.post(reverse(URL), data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_the_page_says_what_will_happen_to_how_many(desk, client_for):
    questions = [make_question(desk.bank, state=state) for state in (QuestionState.IN_REVIEW, QuestionState.RETIRED)]
    sent = {"step": "change", "question": [str(question.uuid) for question in questions]}

    page = client_for(desk.author).get(reverse(URL), sent).content.decode()

    assert "要对这 2 题做什么？" in page
    assert "退回（其中 1 题在审核，其余不动）" in page
    assert "停用（1 题，停用后不再抽题）" in page


@pytest.mark.parametrize(
    ("sent", "names"),
    [
        ({"change": "topic_add", "topic": "基本职责"}, [["基本职责"], ["基本职责"]]),
        ({"change": "topic_remove", "topic": "基本职责"}, [[], []]),
    ],
)
def test_topics_are_added_and_taken_off(desk, client_for, sent, names):
    questions = [make_question(desk.bank, topics=("基本职责",)), make_question(make_bank(desk.office))]

    response = change(client_for(desk.author), questions, **sent)

    assert [[topic.name for topic in question.topics.all()] for question in questions] == names
    assert said(response) == ["改了 1 题。1 题本来就是这样，或者不在这一步，没有动。"]


def test_tags_and_difficulty_make_no_version(desk, client_for):
    questions = [make_question(desk.bank), make_question(desk.bank, difficulty="难")]
    client = client_for(desk.author)

    change(client, questions, change="tag_add", tag="易错")
    tagged = [[tag.name for tag in question.tags.all()] for question in questions]
    change(client, questions[:1], change="tag_remove", tag="易错")
    response = change(client, questions, change="difficulty", difficulty="难")

    assert (tagged, list(questions[0].tags.all())) == ([["易错"], ["易错"]], [])
    assert list(Question.objects.values_list("difficulty", "state", "versions__number")) == [("难", "approved", 1)] * 2
    assert said(response)[-1].startswith("改了 1 题。")


def test_questions_move_with_their_topics_but_for_what_the_other_bank_asks(desk, client_for):
    other = make_bank(desk.office)
    make_question(other, content=make_content(stem="同样的题（　　）"))
    twin = make_question(desk.bank, content=make_content(stem="同样的题（　　）"))
    moving = make_question(desk.bank, topics=("基本职责",))

    change(client_for(desk.author), [twin, moving], change="move", bank=str(other.uuid))

    twin.refresh_from_db()
    moving.refresh_from_db()
    assert (twin.bank, moving.bank) == (desk.bank, other)
    assert [(topic.name, topic.bank) for topic in moving.topics.all()] == [("基本职责", other)]


@pytest.mark.parametrize(("step", "state"), [("return", "draft"), ("retire", "retired")])
def test_returning_and_retiring_many_needs_a_reason(desk, client_for, step, state):
    question = make_question(desk.bank, state=QuestionState.IN_REVIEW)
    client = client_for(desk.reviewer)

    refused = change(client, [question], change=step)
    change(client, [question], change=step, comment="依据废止")

    question.refresh_from_db()
    assert refused.context["form"].errors == {"comment": ["这一项要填。"]}
    assert (question.state, question.reviews.get().comment) == (state, "依据废止")


def test_nobody_changes_another_offices_questions(desk, client_for):
    question = make_question(desk.bank)

    response = change(client_for(desk.stranger), [question], change="difficulty", difficulty="易")

    question.refresh_from_db()
    assert (question.difficulty, said(response)) == ("", ["请先勾选试题，再按“送审所选”或“批准所选”。"])


def test_too_many_at_once_are_refused(desk, client_for, monkeypatch):
    monkeypatch.setattr("question_bank.views.bulk._MOST", 1)
    questions = [make_question(desk.bank) for _ in range(2)]

    response = change(client_for(desk.author), questions, change="difficulty", difficulty="易")

    assert said(response) == ["一次最多处理 1 题，请先缩小范围。"]
