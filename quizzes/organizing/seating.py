"""Read rooms and seats as the organizer of an exam on site sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from quizzes.enums import ADMITTED
from quizzes.models import Candidate, Exam, ExamRoom, Seat
from quizzes.seating import Sitter, neighbours_of_one_unit
from quizzes.selectors import in_order_of_units


@dataclass(frozen=True, slots=True)
class RoomSeats:
    """A room with who sits in it, in the order of the seats."""

    room: ExamRoom
    seats: Sequence[Seat]

    @property
    def free(self) -> int:
        return self.room.capacity - len(self.seats)


def rooms_with_seats(exam: Exam) -> list[RoomSeats]:
    """Return an exam's rooms and who sits where, in three queries."""
    seats = Seat.objects.select_related("candidate__user", "candidate__unit").order_by("number")
    rooms = exam.rooms.prefetch_related(Prefetch("seats", seats, to_attr="taken")).order_by("position", "pk")
    return [RoomSeats(room, room.taken) for room in rooms]


def without_seat(exam: Exam) -> list[Candidate]:
    """Return who is to come and sits nowhere yet."""
    people = exam.candidates.filter(state__in=ADMITTED, seat=None).select_related("user", "unit")
    return in_order_of_units(exam.office, people)


def neighbours_together(rooms: Sequence[RoomSeats]) -> int:
    """Count the neighbouring seats whose people are of one unit."""
    return neighbours_of_one_unit(
        [[Sitter(str(seat.pk), seat.candidate.unit_id) for seat in shown.seats] for shown in rooms]
    )


def rooms_as_lines(exam: Exam) -> str:
    """Return the rooms as they are typed."""
    rows = exam.rooms.order_by("position", "pk").values_list("name", "place", "capacity")
    return "\n".join(" ".join(str(part) for part in row if part != "") for row in rows)
