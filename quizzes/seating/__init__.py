"""Who sits where: rooms as typed lines, people dealt into seats; knows neither Django nor the database."""

from __future__ import annotations

from quizzes.seating.allotting import Order, Sitter, allot, neighbours_of_one_unit
from quizzes.seating.lines import LineError, RoomLine, read_rooms

__all__ = ["LineError", "Order", "RoomLine", "Sitter", "allot", "neighbours_of_one_unit", "read_rooms"]
