"""Who a visitor of the demo can be."""

from __future__ import annotations

#: Nobody's secret: everybody in the demo office signs in with it.
PASSWORD = "Yunlan-2026"  # noqa: S105 -- shown on the screen of whoever loads the demo

CADRE = "YL024"
AUTHOR = "YL020"
APPROVER = "YL036"
ORGANIZER = "YL007"
REVIEWER = "YL031"
DIRECTOR = "YL001"
DEPUTY = "YL002"

#: Left as they are for the visitor: they have not begun this quarter's test.
PLAYED_BY_VISITORS = frozenset({CADRE, AUTHOR, APPROVER, ORGANIZER, REVIEWER, DIRECTOR})
