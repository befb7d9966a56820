"""What every page costs before its own work begins."""

from __future__ import annotations

#: The session, the person, and the masthead's roles and unit.
FRAME_QUERIES = 3
