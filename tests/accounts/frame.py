"""What every page costs before its own work begins."""

from __future__ import annotations

#: The session and the person; the roles, asked for once a request, and the masthead's unit count with the page.
FRAME_QUERIES = 2
