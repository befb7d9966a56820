"""From likeness to a confidence that means something."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a claim and an article are; all but the flags between 0 and 1."""

    #: Of the claim's weight, what the article holds, and by how much that is more than the next article holds.
    share: float
    lead: float
    #: How alike the claim and the stretch of the article most like it are.
    ratio: float
    #: The same as `share`, of how the claim begins: law and claim may say the same of different people.
    subject: float
    #: Of the right answers, those that stand in the article; a half where there is none.
    said: float
    #: The document is spoken of, or another that is not here.
    is_spoken: bool
    is_strange: bool


#: Fitted by `python -m benchmarks.suggesting --fit` to questions whose provision is known.
_CONSTANT = -4.5
_WEIGHTS = {"share": 1.9, "lead": 3.0, "ratio": 3.5, "subject": 2.0, "said": 1.7, "is_spoken": 0.9}
_STRANGE = 20
_HIGHEST = 96


def confidence(likeness: Likeness) -> int:
    """Return the chance in per cent that the article is the right one, never quite sure."""
    score = _CONSTANT + sum(weight * getattr(likeness, name) for name, weight in _WEIGHTS.items())
    certain = min(_HIGHEST, round(100 / (1 + exp(-score))))
    return min(certain, _STRANGE) if likeness.is_strange else certain
