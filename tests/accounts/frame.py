"""What every page costs before its own work begins."""

from __future__ import annotations

#: The session, the person, and the roles that door and masthead share; the masthead's unit counts with the page.
FRAME_QUERIES = 3
