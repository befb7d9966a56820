"""The pages on which terms are granted, and on which an exam is moved, followed, resat and put away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import Role
from quizzes.enums import CandidateState, ExamState
from quizzes.models import Attempt, Candidate, ExamMessage
from quizzes.services import papers_assemble
from quizzes.taking.attempts import attempt_submit
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.quizzes import make_blueprint, make_published_exam
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def desk(office):
    return client_for(make_user(office, Role.ORGANIZER, name="何静"))


@pytest.fixture
def room(office):
    return client_for(make_user(office, Role.INVIGILATOR, name="王监考"))


@pytest.fixture
def exam(office):
    return make_exam(make_paper(office))


@pytest.fixture
def candidate(exam, office):
    return make_candidate(exam, make_user(office, name="程立新"))


def said(response):
    return [str(message) for message in response.context["messages"]]


def at(exam):
    return f"/organize/exams/{exam.uuid}/"


def page_of(candidate):
    return f"{at(candidate.exam)}candidates/{candidate.uuid}/"


class TestCandidate:
    def grant(self, desk, candidate, kind, **data):
        sent = {"kind": kind, "reason": "有证明", **data}
        return desk.post(f"{page_of(candidate)}grant/", sent, follow=True)

    def test_extra_time_is_granted_told_to_the_candidate_and_on_record(self, desk, candidate):
        response = self.grant(desk, candidate, "extra_time", minutes=30)
        assert said(response) == ["已记录，马上生效。"]
        assert "含加时 30 分钟" in response.content.decode()
        assert "何静" in response.content.decode()
        assert ExamMessage.objects.get().candidate == candidate

    def test_window_is_told_on_the_candidates_own_page(self, desk, candidate, client):
        self.grant(desk, candidate, "window", opens_at="2026-10-13T09:00", closes_at="2026-10-13T11:00")
        client.force_login(candidate.user)
        shown = client.get(f"/exams/{candidate.exam.uuid}/").content.decode()
        assert "10月13日 09:00" in shown
        assert "开始作答" not in shown

    def test_attempt_is_reopened(self, desk, candidate):
        attempt = make_attempt(candidate)
        attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
        self.grant(desk, candidate, "reopen", minutes=20)
        assert Attempt.objects.get().state == "open"

    def test_deferral_is_registered(self, desk, candidate):
        self.grant(desk, candidate, "state", to="deferred")
        candidate.refresh_from_db()
        assert candidate.state == CandidateState.DEFERRED

    def test_further_attempt_is_granted(self, desk, candidate):
        self.grant(desk, candidate, "extra_attempt")
        candidate.refresh_from_db()
        assert candidate.extra_attempts == 1

    @pytest.mark.parametrize(
        ("kind", "data", "told"),
        [
            ("extra_time", {"minutes": ""}, "extra_time_form"),
            ("window", {"opens_at": "明天"}, "window_form"),
            ("state", {"to": "absent"}, "state_form"),
        ],
    )
    def test_faults_are_shown_where_they_were_made(self, desk, candidate, kind, data, told):
        response = self.grant(desk, candidate, kind, **data)
        assert response.status_code == 422
        assert response.context[told].errors

    @pytest.mark.parametrize("kind", ["reopen", "nonsense"])
    def test_what_cannot_be_is_told(self, desk, candidate, kind):
        assert len(said(self.grant(desk, candidate, kind, minutes=5))) == 1

    def test_reason_is_asked_for(self, desk, candidate):
        response = desk.post(f"{page_of(candidate)}grant/", {"kind": "extra_time", "minutes": 5})
        assert response.context["extra_time_form"].errors["reason"]

    def test_of_another_office_is_not_found(self, desk):
        assert desk.get(page_of(make_candidate())).status_code == 404


class TestRoom:
    """What an invigilator, who is no organizer, may do."""

    def test_list_leads_to_the_exam(self, room, exam):
        assert f"/organize/exams/{exam.uuid}/watch/" in room.get("/watch/").content.decode()

    def test_watches_but_grants_nothing(self, room, exam, candidate):
        assert room.get(f"{at(exam)}watch/").status_code == 200
        shown = room.get(page_of(candidate)).content.decode()
        assert "另定考试时间" not in shown
        assert room.post(f"{page_of(candidate)}grant/", {}).status_code == 403
        assert room.post(f"{at(exam)}credit/", {}).status_code == 403
        assert room.get(at(exam)).status_code == 403

    def test_speaks_to_all_and_to_one(self, room, exam, candidate):
        room.post(f"{at(exam)}messages/", {"text": "还剩十分钟"})
        room.post(f"{at(exam)}messages/", {"text": "请到前排", "candidate": str(candidate.uuid)})
        assert list(ExamMessage.objects.values_list("text", "candidate")) == [
            ("还剩十分钟", None),
            ("请到前排", candidate.pk),
        ]

    def test_empty_message_is_not_sent(self, room, exam):
        assert said(room.post(f"{at(exam)}messages/", {"text": " "}, follow=True))[0].startswith("消息没有发")

    def test_decides_with_a_reason_that_the_candidate_sees_and_answers(self, room, candidate, client):
        attempt = make_attempt(candidate)
        attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
        sent = {"attempt": 1, "verdict": "warned", "reason": "看过监控"}
        room.post(f"{page_of(candidate)}decide/", sent)
        client.force_login(candidate.user)
        assert "看过监控" in client.get(f"/attempts/{attempt.uuid}/submitted/").content.decode()
        client.post(f"/attempts/{attempt.uuid}/statement/", {"text": "当时在接电话"})
        assert "当时在接电话" in room.get(page_of(candidate)).content.decode()

    def test_decision_without_a_reason_is_asked_again(self, room, candidate):
        make_attempt(candidate)
        response = room.post(f"{page_of(candidate)}decide/", {"attempt": 1, "verdict": "annulled"})
        assert (response.status_code, bool(response.context["decision_form"].errors["reason"])) == (422, True)


class TestOutage:
    def test_is_given_back_and_counted(self, desk, exam, candidate):
        make_attempt(candidate)
        make_candidate(exam)
        sent = {"minutes": 10, "since": "2026-10-12T11:50", "reason": "停电"}
        response = desk.post(f"{at(exam)}credit/", sent, follow=True)
        assert said(response) == ["已给 2 人补时 10 分钟；考生的页面一分钟内更新。"]
        assert "停电" in response.content.decode()

    @pytest.mark.parametrize("changes", [{"minutes": 0}, {"since": "2026-10-12T13:00"}, {"reason": ""}])
    def test_without_sense_is_told(self, desk, exam, candidate, changes):
        make_attempt(candidate)
        sent = {"minutes": 10, "since": "2026-10-12T11:50", "reason": "停电", **changes}
        assert len(said(desk.post(f"{at(exam)}credit/", sent, follow=True))) == 1
        assert not exam.time_credits.exists()


class TestLateComer:
    def test_is_added_by_staff_number(self, desk, exam, office):
        person = make_user(office)
        response = desk.post(
            f"{at(exam)}candidates/add/", {"username": person.username, "reason": "新调入"}, follow=True
        )
        assert "新调入" in response.content.decode()
        assert Candidate.objects.get().user == person

    def test_unknown_number_is_named(self, desk, exam):
        response = desk.post(f"{at(exam)}candidates/add/", {"username": "没有", "reason": "新"}, follow=True)
        assert "没有工号为“没有”的" in said(response)[0]


class TestCourse:
    def test_exam_is_moved(self, desk, office):
        exam = make_exam(make_paper(office), opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
        sent = {"opens_at": "2026-10-20T09:00", "closes_at": "2026-10-20T11:00", "reason": "场地冲突"}
        response = desk.post(f"{at(exam)}postpone/", sent, follow=True)
        assert said(response) == ["已改期，考生看到的时间已经更新。"]
        assert "场地冲突" in response.content.decode()

    @pytest.mark.parametrize("changes", [{"reason": ""}, {"closes_at": "2026-10-19T11:00"}])
    def test_move_without_sense_is_told(self, desk, office, changes):
        exam = make_exam(make_paper(office), opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
        sent = {"opens_at": "2026-10-20T09:00", "closes_at": "2026-10-20T11:00", "reason": "场地", **changes}
        desk.post(f"{at(exam)}postpone/", sent)
        exam.refresh_from_db()
        assert exam.opens_at == NOON + HOUR

    def test_next_quarter_resit_and_archive_are_a_button_each(self, desk, office):
        [paper] = papers_assemble(blueprint=make_blueprint(office), seed="s", now=NOON)
        exam = make_published_exam(office, 900)
        exam.papers.set([paper])
        for step, told in (("follow", "下一季度的草稿"), ("resit", "补考草稿"), ("archive", "已归档")):
            response = desk.post(f"{at(exam)}{step}/", follow=True)
            assert told in said(response)[0]
        exam.refresh_from_db()
        assert exam.state == ExamState.ARCHIVED

    def test_what_cannot_be_is_told(self, desk, exam):
        for step in ("resit", "archive"):
            assert len(said(desk.post(f"{at(exam)}{step}/", follow=True))) == 1
