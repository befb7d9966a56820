"""A GIFT file as its grammar has it, before it means any question of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["moodle", "html", "markdown", "plain"]
Kind = Literal["Category", "Description", "Essay", "TF", "MC", "Short", "Numerical", "Matching"]

#: How a question shows where the answer goes when text follows it.
EMBEDDED = "_____"


@dataclass(frozen=True, slots=True)
class GiftText:
    """A text and how it is written."""

    text: str
    format: Format


@dataclass(frozen=True, slots=True)
class GiftNumber:
    """A number with what is still right around it, as “1822:5” or “1817..1827” or alone."""

    kind: Literal["simple", "range", "high-low"]
    number: float
    other: float | None = None


@dataclass(frozen=True, slots=True)
class GiftChoice:
    """One answer: `=` or `~`, its share in percent where one is given, its text or number, its feedback."""

    is_correct: bool
    weight: float | None
    text: GiftText | GiftNumber
    feedback: GiftText | None


@dataclass(frozen=True, slots=True)
class GiftPair:
    """A line of a matching question."""

    left: GiftText
    right: str


@dataclass(frozen=True, slots=True)
class GiftItem:
    """One entry of a file, from the comment above it to the blank line below."""

    kind: Kind
    line: int
    title: str | None = None
    identifier: str | None = None
    tags: tuple[str, ...] | None = None
    stem: GiftText | None = None
    has_embedded_answers: bool = False
    feedback: GiftText | None = None
    is_true: bool = False
    true_feedback: GiftText | None = None
    false_feedback: GiftText | None = None
    choices: tuple[GiftChoice, ...] = ()
    #: A numerical answer that stands alone, `{#1822:5}`.
    number: GiftNumber | None = None
    pairs: tuple[GiftPair, ...] = ()


@dataclass(frozen=True, slots=True)
class GiftFault:
    """An entry that is not GIFT."""

    line: int
    why: str
