"""What candidates see of published results."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import Role
from quizzes.models import ResultRelease
from quizzes.release import Release, Standing, release_of, standing
from quizzes.services import CannotPublishError, release_change
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.quizzes import make_answered_result, make_published_exam, make_result, publish
from tests.factories.taking import CANARY, NOON, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db

NOTHING = {"answers": False, "keys": False, "explanations": False, "provisions": False, "mean": False}
RIGHT = (["x"], ["w", "y"], ["w"], True, ["忠诚", "担当"], "本人的回答")
#: What each choice brings to the page, and nothing else does.
TOLD = {
    "answers": "本人的回答",
    "keys": f"编审、复审、终审{CANARY}",
    "explanations": f"解析{CANARY}",
    "provisions": f"条文全文{CANARY}",
}


def shown_to(candidate):
    return client_for(candidate.user).get(f"/results/{candidate.uuid}/").content.decode()


@pytest.fixture
def candidate():
    candidate = make_candidate(make_exam())
    make_answered_result(candidate, *RIGHT, written=300)
    return candidate


def test_everything_but_the_ranking_is_shown_unless_it_is_chosen_otherwise(candidate):
    publish(candidate.exam)

    page = shown_to(candidate)

    assert [words in page for words in TOLD.values()] == [True] * 4
    assert (release_of(candidate.exam), "名次" in page) == (Release(), False)


def test_the_score_alone_tells_no_question(candidate):
    publish(candidate.exam, release=Release(**NOTHING))

    page = shown_to(candidate)

    assert [words for words in (*TOLD.values(), CANARY, "简述三审制度", "正确答案", "失分的") if words in page] == []
    assert ("14 分，及格" in page, "只公布得分" in page) == (True, True)


@pytest.mark.parametrize("choice", TOLD)
def test_each_choice_shows_what_it_says(candidate, choice):
    publish(candidate.exam, release=Release(**NOTHING | {choice: True}))

    page = shown_to(candidate)

    assert [name for name, words in TOLD.items() if words in page] == [choice]
    assert ("你的选择" in page, "2 / 2 分" in page) == (choice == "answers", choice == "answers")
    assert ("正确答案" in page, "wrong" in page) == (choice == "keys", False)


def test_whoever_looks_after_a_complaint_sees_all(candidate):
    publish(candidate.exam, release=Release(**NOTHING))
    desk = client_for(make_user(candidate.exam.office, Role.ORGANIZER))

    page = desk.get(f"/organize/exams/{candidate.exam.uuid}/results/{candidate.uuid}/").content.decode()

    assert [words in page for words in TOLD.values()] == [True] * 4


class TestStanding:
    @pytest.mark.parametrize(("totals", "expected"), [((1000,) * 4, None), ((1000,) * 5, Standing(5, 1000, None))])
    def test_the_mean_of_a_small_group_is_not_told(self, totals, expected):
        exam = make_published_exam(None, *totals)

        assert standing(exam, 1000, Release()) == expected

    def test_a_place_is_told_only_where_it_was_chosen(self):
        exam = make_published_exam(None, 500, 900, 900, 1200, 1700)

        found = [standing(exam, total, Release(ranking=True, mean=False)) for total in (1700, 900, 500)]

        assert found == [Standing(5, None, rank) for rank in (1, 3, 5)]
        assert standing(exam, 900, Release(mean=False)) is None

    def test_counts_the_attempt_that_counts_and_only_what_is_wholly_marked(self):
        exam = make_exam(attempt_limit=2)
        for _person in range(5):
            candidate = make_candidate(exam)
            make_result(candidate, total=500)
            make_result(candidate, total=700, number=2)
        make_result(make_candidate(exam), total=2000, is_complete=False)

        assert standing(exam, 700, Release()) == Standing(5, 700, None)

    def test_stands_on_the_own_page(self):
        exam = make_published_exam(None, 500, 900, 900, 1200, 1700)
        release_change(exam=exam, release=Release(ranking=True), by=exam.created_by, now=NOON)

        page = shown_to(exam.candidates.order_by("pk")[3])

        assert "<dt>全体平均</dt><dd>10.4</dd>" in page
        assert "<dt>名次</dt><dd>2 / 5</dd>" in page


class TestChange:
    def test_newest_choice_counts_and_the_earlier_stays(self, candidate):
        exam = publish(candidate.exam, release=Release(**NOTHING))

        release_change(exam=exam, release=Release(mean=False), by=exam.created_by, now=NOON)

        assert release_of(exam) == Release(mean=False)
        assert [row.keys for row in ResultRelease.objects.order_by("pk")] == [False, True]

    def test_nothing_is_chosen_for_what_is_not_published(self, candidate):
        with pytest.raises(CannotPublishError, match="成绩还没有发布"):
            release_change(exam=candidate.exam, release=Release(), by=candidate.user, now=NOON)

    def test_keys_stay_closed_while_the_paper_is_asked_elsewhere(self, candidate):
        exam = publish(candidate.exam, release=Release(**NOTHING))
        resit = make_exam(exam.papers.get(), closes_at=NOON + timedelta(days=3))

        for choice in TOLD:
            with pytest.raises(CannotPublishError, match="还用在没有结束的考试"):
                release_change(exam=exam, release=Release(**NOTHING | {choice: True}), by=exam.created_by, now=NOON)
        release_change(exam=exam, release=Release(**NOTHING | {"mean": True}), by=exam.created_by, now=NOON)
        release_change(exam=exam, release=Release(), by=exam.created_by, now=resit.closes_at)

        assert [row.keys for row in ResultRelease.objects.order_by("pk")] == [False, False, True]

    def test_boxes_of_the_page_are_what_is_published(self, time_machine):
        time_machine.move_to(NOON + timedelta(days=1), tick=False)
        exam = make_exam(make_paper())
        make_result(make_candidate(exam))
        desk = client_for(make_user(exam.office, Role.ORGANIZER))

        desk.post(f"/organize/exams/{exam.uuid}/publish/", {"answers": "on"})
        published = release_of(exam)
        page = desk.post(f"/organize/exams/{exam.uuid}/release/", {"keys": "on", "ranking": "on"}, follow=True)

        assert published == Release(**NOTHING | {"answers": True})
        assert release_of(exam) == Release(**NOTHING | {"keys": True, "ranking": True})
        assert "考生现在看到得分，以及：正确答案、自己的名次。" in page.content.decode()
