"""Rooms and seats of an exam on site."""

from __future__ import annotations

import pytest

from quizzes.enums import CandidateState, ExamState, SeatOrder
from quizzes.models import Seat, Seating, SeatingLog
from quizzes.seating import RoomLine
from quizzes.services import exam_withdraw
from quizzes.services.seating import CannotSeatError, rooms_set, seat_move, seats_allot
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db

ROOMS = [RoomLine("第1考场", "三楼", 2), RoomLine("第2考场", "四楼", 3)]


@pytest.fixture
def exam():
    exam = make_exam()
    for _number in range(3):
        make_candidate(exam)
    make_candidate(exam, state=CandidateState.EXCUSED)
    return exam


def allot(exam, rooms=ROOMS, **changes):
    given = {"order": SeatOrder.BY_UNIT, "seed": "7", "by": exam.created_by, "now": NOON, **changes}
    return seats_allot(exam=exam, rooms=rooms, **given)


def seats(exam):
    rows = Seat.objects.filter(candidate__exam=exam).order_by("room__position", "number")
    return [(str(seat), seat.admission_number) for seat in rows]


def test_rooms_fill_in_order_and_who_is_excused_gets_no_seat(exam):
    allot(exam)

    assert seats(exam) == [("第1考场 01", "2026010001"), ("第1考场 02", "2026010002"), ("第2考场 01", "2026010003")]


def test_second_exam_of_the_year_has_its_own_numbers(exam):
    other = make_exam(make_paper(exam.office), title="补考")
    make_candidate(other)
    allot(exam)

    allot(other)

    assert seats(other) == [("第1考场 01", "2026020001")]


def test_too_few_seats_are_told_in_figures(exam):
    with pytest.raises(CannotSeatError, match="应考 3 人，1 个考场共 2 个座位，还差 1 个座位"):
        allot(exam, ROOMS[:1])

    assert not exam.rooms.exists()


def test_allotting_again_takes_the_place_of_what_was(exam):
    allot(exam)

    allot(exam, [RoomLine("礼堂", "", 10)], order=SeatOrder.RANDOM)

    assert [seat for seat, _number in seats(exam)] == ["礼堂 01", "礼堂 02", "礼堂 03"]
    assert Seating.objects.get(exam=exam).batch == 1
    assert SeatingLog.objects.filter(exam=exam).count() == 2


def test_nothing_is_allotted_again_once_somebody_has_begun(exam):
    allot(exam)
    make_attempt(exam.candidates.first())

    with pytest.raises(CannotSeatError, match="已经有人开始作答"):
        allot(exam)


@pytest.mark.parametrize("state", [ExamState.DRAFT, ExamState.PUBLISHED])
def test_only_an_announced_exam_is_seated(exam, state):
    type(exam).objects.filter(pk=exam.pk).update(state=state)

    with pytest.raises(CannotSeatError):
        allot(exam)


def test_rooms_may_grow_but_not_from_under_people(exam):
    allot(exam)
    rooms_set(exam=exam, rooms=[*ROOMS, RoomLine("备用", "", 5)], by=exam.created_by, now=NOON)

    with pytest.raises(CannotSeatError, match="“第1考场”已经排到 2 号，座位数不能改成 1。“第2考场”里已经排了人"):
        rooms_set(exam=exam, rooms=[RoomLine("第1考场", "三楼", 1)], by=exam.created_by, now=NOON)

    assert list(exam.rooms.order_by("position").values_list("name", flat=True)) == ["第1考场", "第2考场", "备用"]


def test_moved_person_keeps_the_number_and_takes_the_first_free_seat(exam):
    allot(exam)
    candidate, room = exam.candidates.get(seat__admission_number="2026010001"), exam.rooms.get(name="第2考场")

    seat_move(candidate=candidate, room=room, number=None, by=exam.created_by, now=NOON)

    assert seats(exam) == [("第1考场 02", "2026010002"), ("第2考场 01", "2026010003"), ("第2考场 02", "2026010001")]


def test_two_people_swap(exam):
    allot(exam)
    candidate, room = exam.candidates.get(seat__admission_number="2026010001"), exam.rooms.get(name="第2考场")

    seat_move(candidate=candidate, room=room, number=1, by=exam.created_by, now=NOON)

    assert seats(exam) == [("第1考场 01", "2026010003"), ("第1考场 02", "2026010002"), ("第2考场 01", "2026010001")]
    log = exam.seating_log.values_list("what", flat=True)[:2]
    assert {text.rpartition(" ")[0].split()[-1] for text in log} == {"01"}


def test_newcomer_gets_the_next_number_but_nobodys_seat(exam):
    allot(exam)
    late, room = make_candidate(exam), exam.rooms.get(name="第1考场")

    with pytest.raises(CannotSeatError, match="坐满了"):
        seat_move(candidate=late, room=room, number=None, by=exam.created_by, now=NOON)
    with pytest.raises(CannotSeatError, match="已坐着"):
        seat_move(candidate=late, room=room, number=1, by=exam.created_by, now=NOON)
    seat_move(candidate=late, room=exam.rooms.get(name="第2考场"), number=3, by=exam.created_by, now=NOON)

    assert seats(exam)[-1] == ("第2考场 03", "2026010004")


def test_exam_taken_back_leaves_rooms_without_people(exam):
    allot(exam)

    exam_withdraw(exam=exam, by=exam.created_by, now=NOON, reason="改期")

    assert seats(exam) == []
    assert exam.rooms.count() == 2
