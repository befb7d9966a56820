"""Write rooms and seats; every act is logged in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from quizzes.enums import ADMITTED, ExamState, SeatOrder
from quizzes.models import Candidate, Exam, ExamRoom, Seat, Seating, SeatingLog
from quizzes.seating import Order, RoomLine, Sitter, allot
from quizzes.selectors import in_order_of_units

#: What the four digits of a serial hold.
MOST_CANDIDATES = 9999


class CannotSeatError(Exception):
    """Rooms or seats were not changed; the message says why."""


def rooms_set(*, exam: Exam, rooms: Sequence[RoomLine], by: User, now: datetime) -> None:
    """Make these the exam's rooms, in this order; a room keeps its people by its name.

    Raises:
        CannotSeatError: people sit where there would be no seat.
    """
    with transaction.atomic():
        locked = _locked(exam)
        wanted = {room.name: room for room in rooms}
        reasons = list(_who_would_lose_a_seat(locked, wanted))
        if reasons:
            raise CannotSeatError("".join(reasons))
        _rooms_write(locked, rooms)
        _log(locked, by, now, _("考场改为：%(rooms)s") % {"rooms": _rooms_in_words(rooms)})


def seats_allot(
    *, exam: Exam, rooms: Sequence[RoomLine], order: SeatOrder, seed: str, by: User, now: datetime
) -> Seating:
    """Deal all who are to come into these rooms, with new admission numbers; what was allotted before is gone.

    Raises:
        CannotSeatError: too few seats, too many people, or somebody has begun.
    """
    with transaction.atomic():
        locked = _locked(exam)
        if locked.attempts.exists():
            raise CannotSeatError(_("已经有人开始作答，不能重新编排；可以逐人调整座位。"))
        candidates = _to_seat(locked)
        _refuse_unless_enough(len(candidates), rooms)
        Seat.objects.filter(candidate__exam=locked).delete()
        written = _rooms_write(locked, rooms)
        seating = _seating(locked, order=order, seed=seed, by=by, now=now)
        seated = _deal(candidates, written, seating)
        told = {"rooms": len(written), "people": len(seated), "order": SeatOrder(order).label, "seed": seed}
        _log(locked, by, now, _("编排座位：%(rooms)d 个考场，%(people)d 人，%(order)s，种子 %(seed)s") % told)
    return seating


def seat_move(*, candidate: Candidate, room: ExamRoom, number: int | None, by: User, now: datetime) -> Seat:
    """Put one person elsewhere, on the first free seat where none is named; who sits there takes the other's place.

    A newcomer gets the next admission number; everybody else keeps theirs.

    Raises:
        CannotSeatError: no seats were allotted yet, no such seat, none free, or no place to swap.
    """
    with transaction.atomic():
        locked = _locked(candidate.exam)
        seating = Seating.objects.select_for_update().filter(exam=locked).first()
        if seating is None:
            raise CannotSeatError(_("还没有编排座位。"))
        number = _free_number(room) if number is None else number
        if not 1 <= number <= room.capacity:
            raise CannotSeatError(
                _("“%(room)s”只有 1 到 %(capacity)d 号。") % {"room": room, "capacity": room.capacity}
            )
        mine = Seat.objects.select_related("room").filter(candidate=candidate).first()
        there = Seat.objects.select_related("candidate__user").filter(room=room, number=number).first()
        if there is not None and there.candidate_id != candidate.pk:
            _make_room(there, mine, locked, by, now)
        return _sit(candidate, mine, seating, room, number, by, now)


def seats_needed(exam: Exam) -> int:
    """Return how many people are to be seated."""
    return exam.candidates.filter(state__in=ADMITTED).count()


def _locked(exam: Exam) -> Exam:
    locked = Exam.objects.select_for_update(of=("self",)).select_related("office").get(pk=exam.pk)
    if locked.state == ExamState.DRAFT:
        raise CannotSeatError(_("考试还没有发布给考生，先发布，再排考场。"))
    if locked.state != ExamState.SCHEDULED:
        raise CannotSeatError(_("成绩已经发布，考场和座位不再改。"))
    return locked


def _to_seat(exam: Exam) -> list[Candidate]:
    people = exam.candidates.filter(state__in=ADMITTED).select_related("user")
    return in_order_of_units(exam.office, people)


def _refuse_unless_enough(people: int, rooms: Sequence[RoomLine]) -> None:
    seats = sum(room.capacity for room in rooms)
    if people > seats:
        told = {"people": people, "rooms": len(rooms), "seats": seats, "lacking": people - seats}
        raise CannotSeatError(
            _("应考 %(people)d 人，%(rooms)d 个考场共 %(seats)d 个座位，还差 %(lacking)d 个座位。") % told
        )
    if people > MOST_CANDIDATES:
        raise CannotSeatError(_("一场考试最多给 %(most)d 人编座位。") % {"most": MOST_CANDIDATES})
    if not people:
        raise CannotSeatError(_("没有要编座位的考生。"))


def _who_would_lose_a_seat(exam: Exam, wanted: dict[str, RoomLine]) -> Iterator[str]:
    for room in exam.rooms.annotate(highest=Max("seats__number")).filter(highest__isnull=False):
        line = wanted.get(room.name)
        if line is None:
            yield _("“%(room)s”里已经排了人，不能去掉；要换考场请重新编排。") % {"room": room}
        elif line.capacity < room.highest:
            yield _("“%(room)s”已经排到 %(highest)d 号，座位数不能改成 %(capacity)d。") % {
                "room": room,
                "highest": room.highest,
                "capacity": line.capacity,
            }


def _rooms_write(exam: Exam, rooms: Sequence[RoomLine]) -> list[ExamRoom]:
    exam.rooms.exclude(name__in=[room.name for room in rooms]).delete()
    return [
        ExamRoom.objects.update_or_create(
            exam=exam,
            name=room.name,
            defaults={"place": room.place, "capacity": room.capacity, "position": position},
        )[0]
        for position, room in enumerate(rooms, start=1)
    ]


def _seating(exam: Exam, *, order: SeatOrder, seed: str, by: User, now: datetime) -> Seating:
    """Return the exam's row; it keeps its batch for good, so that two exams never share a number."""
    year = timezone.localdate(exam.opens_at).year
    seating = Seating.objects.filter(exam=exam).first() or Seating(
        exam=exam, office=exam.office, year=year, batch=_next_batch(exam, year)
    )
    seating.order, seating.seed, seating.last_serial = order, seed, 0
    seating.allotted_by, seating.allotted_at = by, now
    seating.save()
    return seating


def _next_batch(exam: Exam, year: int) -> int:
    # The office's row is locked, so that two exams seated at once do not take one batch.
    type(exam.office).objects.select_for_update().get(pk=exam.office_id)
    taken = Seating.objects.filter(office=exam.office_id, year=year).aggregate(last=Max("batch"))["last"]
    return (taken or 0) + 1


def _deal(candidates: Sequence[Candidate], rooms: Sequence[ExamRoom], seating: Seating) -> list[Seat]:
    by_key = {candidate.user.username: candidate for candidate in candidates}
    dealt = allot(
        [Sitter(key, candidate.unit_id) for key, candidate in by_key.items()],
        [room.capacity for room in rooms],
        order=Order(seating.order),
        seed=seating.seed,
    )
    seats = [
        Seat(candidate=by_key[sitter.key], office=seating.office, room=room, number=number)
        for room, sitters in zip(rooms, dealt, strict=True)
        for number, sitter in enumerate(sitters, start=1)
    ]
    for seat in seats:
        seat.admission_number = _next_admission_number(seating)
    seating.save(update_fields=["last_serial"])
    return Seat.objects.bulk_create(seats)


def _next_admission_number(seating: Seating) -> str:
    """Return year, batch and four digits of a serial: exactly four, so that no two batches can meet."""
    if seating.last_serial >= MOST_CANDIDATES:
        raise CannotSeatError(_("一场考试最多给 %(most)d 人编座位。") % {"most": MOST_CANDIDATES})
    seating.last_serial += 1
    return f"{seating.year}{seating.batch:02d}{seating.last_serial:04d}"


def _free_number(room: ExamRoom) -> int:
    taken = set(room.seats.values_list("number", flat=True))
    free = next((number for number in range(1, room.capacity + 1) if number not in taken), None)
    if free is None:
        raise CannotSeatError(_("“%(room)s”坐满了；写明座位号可以和那里的人对换。") % {"room": room})
    return free


def _make_room(there: Seat, mine: Seat | None, exam: Exam, by: User, now: datetime) -> None:
    """Send who sits there to the mover's seat; the mover's own row steps aside first, as a seat has one person."""
    if mine is None:
        raise CannotSeatError(
            _("%(seat)s 号已坐着%(name)s。") % {"seat": there.number, "name": there.candidate.user.name}
        )
    room, number = mine.room, mine.number
    mine.number = 0
    mine.save(update_fields=["number"])
    there.room, there.number = room, number
    there.save(update_fields=["room", "number"])
    _log(exam, by, now, _("%(name)s 换到 %(seat)s 号") % {"name": there.candidate.user.name, "seat": there})


def _sit(
    candidate: Candidate, mine: Seat | None, seating: Seating, room: ExamRoom, number: int, by: User, now: datetime
) -> Seat:
    if mine is None:
        mine = Seat(candidate=candidate, office=seating.office, admission_number=_next_admission_number(seating))
        seating.save(update_fields=["last_serial"])
    mine.room, mine.number = room, number
    mine.save()
    _log(seating.exam, by, now, _("%(name)s 坐到 %(seat)s 号") % {"name": candidate.user.name, "seat": mine})
    return mine


def _rooms_in_words(rooms: Sequence[RoomLine]) -> str:
    return "、".join(
        _("%(name)s（%(place)s%(seats)d 座）")
        % {"name": room.name, "place": f"{room.place} " if room.place else "", "seats": room.capacity}
        for room in rooms
    )


def _log(exam: Exam, by: User, now: datetime, what: str) -> None:
    SeatingLog.objects.create(exam=exam, by=by, at=now, what=what)
