"""Reads rooms as lines: name, place, number of seats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SEATS = re.compile(r"^(?P<count>\d{1,4})\s*[座个人位席]*$")
_BETWEEN = re.compile(r"[\s,，;；|、]+")
LONGEST_NAME, LONGEST_PLACE, MOST_SEATS, MOST_ROOMS = 30, 60, 2000, 200


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room as typed."""

    name: str
    place: str
    capacity: int


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong with a line, counted from 1."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.message}"


def read_rooms(text: str) -> tuple[list[RoomLine], list[LineError]]:
    """Return the rooms in the order typed, and what could not be read; empty lines mean nothing."""
    rooms: list[RoomLine] = []
    errors: list[LineError] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part for part in _BETWEEN.split(line.strip()) if part]
        problems = list(_problems(parts, rooms))
        if problems:
            errors += [LineError(number, problem) for problem in problems]
        else:
            rooms.append(RoomLine(parts[0], " ".join(parts[1:-1]), _seats(parts[-1])))
    if not rooms and not errors:
        errors.append(LineError(1, "至少写一个考场。"))
    return rooms, errors


def _problems(parts: list[str], before: list[RoomLine]) -> Iterator[str]:
    if len(parts) < 2 or not _SEATS.match(parts[-1]):
        yield "写成“名称 地点 座位数”，例如“第1考场 三楼会议室 30”。"
        return
    if not 1 <= _seats(parts[-1]) <= MOST_SEATS:
        yield f"座位数应在 1 到 {MOST_SEATS} 之间。"
    if len(parts[0]) > LONGEST_NAME:
        yield f"名称不超过 {LONGEST_NAME} 字。"
    if len(" ".join(parts[1:-1])) > LONGEST_PLACE:
        yield f"地点不超过 {LONGEST_PLACE} 字。"
    if parts[0] in {room.name for room in before}:
        yield f"“{parts[0]}”写了两次。"
    if len(before) == MOST_ROOMS:
        yield f"考场不超过 {MOST_ROOMS} 个。"


def _seats(text: str) -> int:
    match = _SEATS.match(text)
    return int(match["count"]) if match else 0
