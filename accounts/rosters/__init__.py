"""Reading a roster (人员名单) out of a workbook and saying what it would change. Pure: no Django, no database."""

from __future__ import annotations

from accounts.rosters.comparison import (
    CHOOSABLE,
    Change,
    ComparedRow,
    Known,
    RowState,
    compare,
    compared_from_json,
    compared_to_json,
    confirmed,
)
from accounts.rosters.parsing import Roster, UnreadableRosterError, parse_roster
from accounts.rosters.rows import COLUMNS, RosterRow, row_from_json, row_to_json
from accounts.rosters.template import roster_template

__all__ = [
    "CHOOSABLE",
    "COLUMNS",
    "Change",
    "ComparedRow",
    "Known",
    "Roster",
    "RosterRow",
    "RowState",
    "UnreadableRosterError",
    "compare",
    "compared_from_json",
    "compared_to_json",
    "confirmed",
    "parse_roster",
    "roster_template",
    "row_from_json",
    "row_to_json",
]
