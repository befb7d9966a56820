"""The pages of rooms and seats, for organizers and for those who sit there."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from quizzes.models import Seat
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.taking import NOON, make_candidate, make_exam

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def exam():
    return make_exam()


@pytest.fixture
def candidate(exam):
    return make_candidate(exam, make_user(exam.office, name="欧阳明", username="YL001"))


@pytest.fixture
def desk(exam):
    return client_for(make_user(exam.office, Role.ORGANIZER))


def address(exam):
    return f"/organize/exams/{exam.uuid}/rooms/"


def test_rooms_are_typed_and_people_seated_in_one_step(desk, exam, candidate):
    page = desk.post(address(exam), {"rooms": "第1考场 三楼会议室 30", "then": "allot"}, follow=True).content.decode()

    assert "1 个考场，1 人有座位" in page
    assert Seat.objects.get(candidate=candidate).admission_number in page


def test_lines_that_cannot_be_read_are_named_and_kept(desk, exam, candidate):
    response = desk.post(address(exam), {"rooms": "第1考场 三楼会议室", "then": "allot"})

    assert response.status_code == 422
    assert "第 1 行：写成“名称 地点 座位数”" in response.content.decode()
    assert "第1考场 三楼会议室</textarea>" in response.content.decode()


def test_lack_of_seats_is_told_at_the_field(desk, exam, candidate):
    make_candidate(exam)

    response = desk.post(address(exam), {"rooms": "小间 1", "then": "allot"})

    assert response.status_code == 422
    assert "还差 1 个座位" in response.content.decode()


def test_one_person_is_moved_by_staff_number(desk, exam, candidate):
    desk.post(address(exam), {"rooms": "第1考场 30\n第2考场 30", "then": "allot"})

    room = exam.rooms.get(name="第2考场")
    desk.post(f"{address(exam)}move/", {"person": "yl001", "room": room.pk, "number": 9})

    assert str(Seat.objects.get(candidate=candidate)) == "第2考场 09"


def test_candidate_sees_where_to_sit(desk, exam, candidate):
    desk.post(address(exam), {"rooms": "第1考场 三楼会议室 30", "then": "allot"})
    own = client_for(candidate.user)

    start, listed = own.get(f"/exams/{exam.uuid}/").content.decode(), own.get("/exams/").content.decode()

    assert "2026010001" in start
    assert "第1考场 三楼会议室 01 号" in listed


@pytest.mark.parametrize("people", [1, 3])
def test_page_of_rooms_asks_as_often_for_few_as_for_many(desk, exam, people, django_assert_num_queries):
    for _number in range(people):
        make_candidate(exam)
    desk.post(address(exam), {"rooms": "第1考场 30\n第2考场 30", "then": "allot"})

    with django_assert_num_queries(15):
        desk.get(address(exam))
