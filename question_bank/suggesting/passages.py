"""What goes in and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Passage:
    """A provision that may be cited: `text` with all below it, in the document whose title and text are named."""

    key: int
    version: int
    title: str
    path: str
    text: str

    @property
    def group(self) -> tuple[int, str]:
        """Return the article it belongs to."""
        return self.version, self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as far as it tells what it rests on; `right` and `options` in words, not in letters."""

    stem: str
    options: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    explanation: str = ""
    citation: str = ""


class Reason(StrEnum):
    """Why a provision is suggested."""

    NAMED = "named"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A provision with the confidence that it is the one, in per cent."""

    key: int
    confidence: int
    reason: Reason
