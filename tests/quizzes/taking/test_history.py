"""One's own results over the quarters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from question_bank.models import Topic
from quizzes.release import Release
from quizzes.taking.history import past_exams, topic_scores
from quizzes.taking.history_chart import history_chart
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.quizzes import make_answered_result, make_result, publish
from tests.factories.taking import NOON, SIX_TYPES, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db

#: Four questions with a right answer each.
FOUR = [SIX_TYPES[0], SIX_TYPES[1], SIX_TYPES[2], SIX_TYPES[3]]
RIGHT = (["x"], ["w", "y"], ["w"], True)


@pytest.fixture
def user():
    return make_user(make_office())


def quarter(user, number, *, total):
    then = NOON - timedelta(days=90 * (4 - number))
    exam = make_exam(make_paper(user.office), now=then, quarter=number, title=f"第{number}季度")
    make_result(make_candidate(exam, user), total=total)
    return exam


def topics_of(paper, *names):
    """Give the questions of a paper a topic each, in their order."""
    for slot, name in zip(paper.slots.order_by("number"), names, strict=True):
        question = slot.question_version.question
        question.topics.add(Topic.objects.get_or_create(bank=question.bank, name=name)[0])


def test_published_exams_stand_side_by_side_oldest_first(user):
    for number, total in ((2, 500), (1, 1500)):
        publish(quarter(user, number, total=total))
    quarter(user, 3, total=2000)

    past = past_exams(user)
    chart = history_chart(past)

    assert [(each.exam.title, each.share, each.pass_share) for each in past] == [
        ("第1季度", 0.75, 0.3),
        ("第2季度", 0.25, 0.3),
    ]
    assert [(dot.label, dot.score, dot.is_pass) for dot in chart.dots] == [
        ("26.1季", "75%", True),
        ("26.2季", "25%", False),
    ]
    assert chart.dots[0].x < chart.dots[1].x
    assert chart.dots[0].y < chart.dots[0].pass_y == chart.dots[1].pass_y < chart.dots[1].y


def test_a_single_exam_stands_in_the_middle(user):
    publish(quarter(user, 1, total=1000))

    (dot,) = history_chart(past_exams(user)).dots

    assert dot.x == 210


def test_topics_go_from_weak_to_strong_and_small_ones_last(user):
    exam = make_exam(make_paper(user.office, FOUR))
    topics_of(exam.papers.get(), "强", "弱", "弱", "弱")
    again = make_exam(make_paper(user.office, FOUR))
    topics_of(again.papers.get(), "少", "强", "强", "少")
    make_answered_result(make_candidate(exam, user), ["x"], ["x"], ["w"], None)
    make_answered_result(make_candidate(again, user), *RIGHT)
    for each in (exam, again):
        publish(each)

    found = topic_scores(past_exams(user))

    assert [(score.name, score.count, score.earned, score.maximum, score.is_few) for score in found] == [
        ("弱", 3, 300, 700, False),
        ("强", 3, 800, 800, False),
        ("少", 2, 300, 300, True),
    ]


def test_an_exam_whose_questions_are_not_shown_tells_nothing_of_topics(user):
    exam = make_exam(make_paper(user.office, FOUR))
    topics_of(exam.papers.get(), *["弱"] * 4)
    make_answered_result(make_candidate(exam, user), *RIGHT)
    publish(exam, release=Release(answers=False))

    past = past_exams(user)

    assert (len(past), topic_scores(past)) == (1, [])


def test_page_shows_ones_own_alone(user):
    publish(quarter(user, 1, total=1500))
    other = quarter(user, 2, total=0)
    make_result(make_candidate(other), total=900)
    stranger = make_user(user.office)

    own, empty = (client_for(who).get("/exams/history/").content.decode() for who in (user, stranger))

    assert ("第1季度" in own, "第2季度" in own, "15 / 20" in own) == (True, False, True)
    assert ("还没有发布过的成绩" in empty, "第1季度" in empty) == (True, False)
