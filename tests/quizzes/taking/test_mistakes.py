"""The mistake book and practice."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from quizzes.corrections import CorrectionKind
from quizzes.models import PracticeAnswer
from quizzes.release import Release
from quizzes.services import question_correct
from quizzes.taking.mistakes import grouped, mistakes_of, next_to_practise
from quizzes.taking.practice import practice_answer
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.quizzes import make_answered_result, publish
from tests.factories.taking import CANARY, NOON, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db

RIGHT = (["x"], ["w", "y"], ["w"], True, ["忠诚", "干净"], "编审")
#: The first and the fifth question are wrong.
WRONG = (["w"], ["w", "y"], ["w"], True, ["忠诚", "担当"], "编审")


@pytest.fixture
def user():
    return make_user(make_office())


def sat(user, answers=WRONG, *, paper=None, release=None, written=700, **fields):
    """Return the candidate of a published exam."""
    candidate = make_candidate(make_exam(paper or make_paper(user.office), **fields), user)
    make_answered_result(candidate, *answers, written=written)
    publish(candidate.exam, release=release)
    return candidate


def numbers(mistakes):
    return [each.slot.number for each in mistakes]


def practise(candidate, number, answer):
    slot = candidate.exam.papers.get().slots.get(number=number)
    return practice_answer(user=candidate.user, exam=candidate.exam, slot=slot, answer=answer, now=NOON)


class TestBook:
    def test_holds_what_lost_marks(self, user):
        sat(user, written=300)

        found = mistakes_of(user)

        assert [(each.slot.number, each.earned, each.authority) for each in found] == [
            (1, 0, "《办法》 第三条"),
            (5, 200, "《办法》 第三条"),
            (6, 300, "《办法》 第三条"),
        ]

    def test_holds_nothing_of_what_is_not_published_or_not_shown(self, user):
        unpublished = make_candidate(make_exam(make_paper(user.office)), user)
        make_answered_result(unpublished, *WRONG)
        sat(user, release=Release(keys=False))
        sat(user, release=Release(answers=False))
        sat(make_user(user.office))

        assert mistakes_of(user) == []

    def test_the_last_go_counts(self, user):
        paper = make_paper(user.office)
        sat(user, paper=paper, now=NOON - timedelta(days=90), title="第三季度", quarter=3)
        sat(user, (["y"], *RIGHT[1:]), paper=paper, title="第四季度")

        assert [(each.slot.number, each.exam.title) for each in mistakes_of(user)] == [(1, "第四季度")]

    def test_two_right_answers_in_a_row_are_mastery(self, user):
        candidate = sat(user)
        for answer in (["x"], ["w"], ["x"]):
            practise(candidate, 1, answer)
        before = [each.is_mastered for each in mistakes_of(user)]

        practise(candidate, 1, ["x"])

        assert (before, [each.is_mastered for each in mistakes_of(user)]) == ([False, False], [True, False])

    def test_is_laid_out_by_exam_provision_and_topic(self, user):
        candidate = sat(user, title="季季考")
        question = candidate.exam.papers.get().slots.get(number=5).question_version.question
        question.topics.create(bank=question.bank, name="职责")
        found = mistakes_of(user)

        groups = {
            by: [(group.title, numbers(group.mistakes)) for group in grouped(found, by)] for by in ("", "provision")
        }

        assert groups == {"": [("季季考", [1, 5])], "provision": [("《办法》 第三条", [1, 5])]}
        assert [(group.title, numbers(group.mistakes)) for group in grouped(found, "topic")] == [
            ("没有知识点", [1]),
            ("职责", [5]),
        ]

    def test_practice_goes_round_what_is_not_mastered(self, user):
        candidate = sat(user, ([], ["w", "y"], ["w"], False, ["忠诚", "担当"], "编审"), written=0)
        for _time in range(2):
            practise(candidate, 4, True)

        found = mistakes_of(user)

        order = [next_to_practise(found), *(next_to_practise(found, found[place].slot) for place in (0, 2))]
        assert numbers(found) == [1, 4, 5, 6]
        assert numbers(order) == [1, 5, 1]


class TestPractice:
    def address(self, candidate, number):
        slot = candidate.exam.papers.get().slots.get(number=number)
        return f"/results/{candidate.uuid}/practice/{slot.pk}/", f"q-{slot.pk}"

    def test_asks_without_the_key_and_tells_it_after_the_answer(self, user):
        candidate = sat(user)
        page, name = self.address(candidate, 5)
        desk = client_for(user)

        asked = desk.get(page).content.decode()
        told = desk.post(page, {name: ["忠诚", "干净"]}, follow=True).content.decode()

        assert (CANARY in asked, "忠诚" in asked) == (False, False)
        assert ("答对了" in told, f"解析{CANARY}" in told, f"条文全文{CANARY}" in told) == (True, True, True)
        assert [(each.answer, each.is_right) for each in PracticeAnswer.objects.all()] == [(["忠诚", "干净"], True)]

    def test_options_stand_as_they_were_asked(self, user):
        candidate = sat(user)
        page, name = self.address(candidate, 1)
        desk = client_for(user)
        for _time in range(3):
            asked = re.findall(r"([ABC])．(\S+?)<", desk.get(page).content.decode())
            told = re.findall(r"([ABC])．(\S+?)<", desk.post(page, {name: "w"}, follow=True).content.decode())

            assert told[:3] == asked
        assert [each.is_right for each in PracticeAnswer.objects.all()] == [False] * 3

    def test_nothing_is_no_answer(self, user):
        candidate = sat(user)
        page, _name = self.address(candidate, 1)

        told = client_for(user).post(page, follow=True).content.decode()

        assert ("还没有作答。" in told, PracticeAnswer.objects.count()) == (True, 0)

    def test_is_marked_by_what_counts_as_right_today(self, user):
        candidate = sat(user)
        slot = candidate.exam.papers.get().slots.get(number=1)
        question_correct(
            exam=candidate.exam,
            slot=slot,
            kind=CorrectionKind.REKEY,
            keys=[["y"]],
            reason="答案录错",
            by=candidate.exam.created_by,
            now=NOON + timedelta(days=1),
        )

        assert [practise(candidate, 1, [id_]).is_right for id_ in ("x", "y")] == [False, True]

    def test_what_only_a_person_could_mark_is_compared(self, user):
        candidate = sat(user, written=100)
        page, name = self.address(candidate, 6)

        told = client_for(user).post(page, {name: "三审"}, follow=True).content.decode()

        assert ("对照答案看一看" in told, "编审、复审、终审" in told) == (True, True)
        assert PracticeAnswer.objects.get().is_right is None

    @pytest.mark.parametrize("release", [Release(keys=False), Release(answers=False), None])
    def test_keys_that_are_closed_are_not_practised(self, user, release):
        candidate = make_candidate(make_exam(make_paper(user.office)), user)
        make_answered_result(candidate, *WRONG)
        if release:
            publish(candidate.exam, release=release)
        page, name = self.address(candidate, 1)
        desk = client_for(user)

        answers = [desk.get(page), desk.post(page, {name: "x"})]

        assert ([answer.status_code for answer in answers], PracticeAnswer.objects.count()) == ([404, 404], 0)

    def test_what_the_release_leaves_out_is_not_told_here_either(self, user):
        candidate = sat(user, release=Release(explanations=False, provisions=False))
        page, name = self.address(candidate, 1)

        told = client_for(user).post(page, {name: "w"}, follow=True).content.decode()

        assert ("正确答案" in told, CANARY in told) == (True, False)

    def test_nobody_sees_anothers_try(self, user):
        candidate, other = sat(user), sat(make_user(user.office))
        page, _name = self.address(candidate, 1)
        theirs = practise(other, 1, ["w"])

        assert client_for(user).get(f"{page}?tried={theirs.uuid}").status_code == 404

    def test_the_book_leads_to_practice(self, user):
        candidate = sat(user)
        desk = client_for(user)

        book = desk.get("/exams/mistakes/").content.decode()

        assert self.address(candidate, 1)[0] in book
        assert (CANARY in book, "开始练习" in book) == (False, True)
