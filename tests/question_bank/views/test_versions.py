"""Two versions of a question, and a question as a candidate sees it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from question_bank.content import QuestionType
from question_bank.rendering import marked_lines
from question_bank.services import citation_add, question_revise
from tests.factories.question_bank import make_content, make_provision, make_question, make_version
from tests.factories.taking import NOON
from tests.question_bank.views.test_writing import typed


def revised(desk, **changes):
    first = {"stem": "笔记不少于（　　）篇。", "options": ("半", "一"), "key": ["A"]}
    question = make_question(desk.bank, content=make_content(**first))
    content = make_content(**{**first, **changes})
    question_revise(question=question, content=content, by=desk.reviewer, now=NOON, reason="条文改了")
    question.refresh_from_db()
    return question


def compared(client, question, **wanted):
    response = client.get(reverse("question_bank:question_compare", args=[question.uuid]), wanted)
    return response.context["texts"], response.content.decode()


def test_question_compare_marks_the_words_that_changed(desk, client_for):
    question = revised(desk, stem="每季度笔记不少于（　　）篇。", options=("半", "一", "两"), key=["C"])

    texts, page = compared(client_for(desk.organizer), question)

    assert [text.label for text in texts if text.is_changed] == ["题干", "选项 C", "答案"]
    assert "<ins>每季度</ins>笔记不少于" in page
    assert "<del>A</del>" in page
    assert "从第 1 版到第 2 版，改了 3 处" in page


def test_question_compare_takes_any_two_and_tells_of_citations(desk, client_for):
    question = revised(desk, explanation="改了解析")
    provision = make_provision(make_version(desk.office))
    citation_add(question_version=question.current_version, provision=provision, by=desk.author, now=NOON)

    texts, _page = compared(client_for(desk.author), question)
    same, page = compared(client_for(desk.author), question, old="2", new="2")

    assert [text.label for text in texts if text.is_changed] == ["解析", "依据"]
    assert [text.is_changed for text in same] == [False] * len(same)
    assert "第 2 版和第 2 版的文字相同" in page


@pytest.mark.parametrize(
    ("quoted", "lines"),
    [
        ("每篇不少于八百字", ["每季度一篇，<mark>每篇不少于八百字</mark>。", "&lt;审核&gt;"]),
        ("一篇， 每篇", ["每季度<mark>一篇，每篇</mark>不少于八百字。", "&lt;审核&gt;"]),
        ("字。<审", ["每季度一篇，每篇不少于八百<mark>字。</mark>", "<mark>&lt;审</mark>核&gt;"]),
        ("没有的话", ["每季度一篇，每篇不少于八百字。", "&lt;审核&gt;"]),
        ("", ["每季度一篇，每篇不少于八百字。", "&lt;审核&gt;"]),
    ],
)
def test_what_is_quoted_is_marked_in_its_provision(quoted, lines):
    assert marked_lines("每季度一篇，每篇不少于八百字。\n<审核>", quoted) == lines


@pytest.mark.parametrize("kind", QuestionType)
def test_question_preview_shows_every_type_as_the_exam_page_does(desk, client_for, kind):
    question = make_question(desk.bank, type=kind)

    response = client_for(desk.author).get(reverse("quizzes:question_preview", args=[question.uuid]))

    page = response.content.decode()
    assert page.count('<fieldset class="q"') == (2 if kind == QuestionType.CASE else 1)
    assert ("见《办法》第二条" in page, "没有经过三审" in page, "checked" in page) == (False, False, False)
    assert (response["X-Frame-Options"], "frame-ancestors 'self'" in response["Content-Security-Policy"]) == (
        "SAMEORIGIN",
        True,
    )


def test_draft_preview_shows_what_is_written_however_faulty(desk, client_for):
    sent = typed("multiple_choice", answer="", stem="写到一半\\(x^2\\)")

    response = client_for(desk.author).post(reverse("quizzes:draft_preview"), sent)

    page = response.content.decode()
    assert (response.status_code, page.count('type="checkbox"')) == (200, 3)
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in page


def test_draft_preview_of_a_case_without_parts_shows_its_material(desk, client_for):
    response = client_for(desk.author).post(reverse("quizzes:draft_preview"), {"type": "case", "stem": "某局的材料"})

    assert "某局的材料" in response.content.decode()


def test_question_page_frames_the_preview(desk, client_for):
    question = make_question(desk.bank)

    response = client_for(desk.author).get(question.get_absolute_url())

    url = reverse("quizzes:question_preview", args=[question.uuid])
    assert f'<iframe class="phone" src="{url}"' in response.content.decode()
    assert "frame-src 'self'" in response["Content-Security-Policy"]
