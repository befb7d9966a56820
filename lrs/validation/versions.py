"""The two versions of the standard that are spoken here."""

from __future__ import annotations

import re
from enum import Enum

_PATCH = re.compile(r"(1\.0|2\.0)(\.(0|[1-9]\d*))?")


class Version(Enum):
    """A version by its latest patch, which is what replies carry."""

    V1 = "1.0.3"
    V2 = "2.0.0"

    @classmethod
    def of(cls, text: str) -> Version | None:
        """Return the version a header or a statement names; any patch of 1.0 or 2.0 is understood."""
        match = _PATCH.fullmatch(text)
        if match is None:
            return None
        return cls.V1 if match[1] == "1.0" else cls.V2
