"""What an item's figures give reason to look at."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quizzes.statistics.groups import Choice
from quizzes.statistics.items import ItemStatistics
from quizzes.statistics.summary import FEW

#: From here on nearly everybody has it right, and below that few do.
EASY, HARD = 0.95, 0.2
#: Below this an item tells the stronger from the weaker badly (R. L. Ebel, Essentials of Educational Measurement).
WEAK = 0.2
#: In errors of r = 0, 1 / sqrt(n): what one in twenty items that tell nothing falls short of zero by chance.
_CHANCE = 1.645


class FlagKind(StrEnum):
    """Reasons to look at an item, the most pressing first."""

    KEY_IN_DOUBT = "key_in_doubt"
    NEGATIVE = "negative"
    HARD = "hard"
    EASY = "easy"
    WEAK = "weak"
    UNCHOSEN = "unchosen"
    FEW = "few"


#: What a wrong key or a misleading question looks like; the others are for the author's next revision.
URGENT = frozenset({FlagKind.KEY_IN_DOUBT, FlagKind.NEGATIVE})


@dataclass(frozen=True, slots=True)
class Flag:
    """A reason; `answers` are those it speaks of."""

    kind: FlagKind
    answers: tuple[Hashable, ...] = ()


def item_flags(
    figures: ItemStatistics,
    *,
    answers: Sequence[Choice] = (),
    right: Collection[Hashable] = (),
    options: Sequence[Choice] = (),
) -> list[Flag]:
    """Return the reasons to look at an item, the most pressing first.

    `answers` counts whole answers, the empty one left out, and `right` are those that earned all marks; `options`
    counts each option of a choice. Below `FEW` people nothing is said but that they are few: a third of them is a
    handful, and one person turns it.
    """
    if figures.count < FEW:
        return [Flag(FlagKind.FEW)]
    return [*_about_the_key(answers, right), *_about_the_figures(figures), *_about_options(options)]


def _about_the_key(answers: Sequence[Choice], right: Collection[Hashable]) -> Iterator[Flag]:
    """The upper group gives one wrong answer more often than the right one: the key may be wrong or lack an answer."""
    top = sum(choice.by_group[-1] for choice in answers if choice.answer in right)
    wrong = [choice for choice in answers if choice.answer not in right and choice.by_group[-1] > top]
    if wrong:
        yield Flag(FlagKind.KEY_IN_DOUBT, (max(wrong, key=lambda choice: choice.by_group[-1]).answer,))


def _about_the_figures(figures: ItemStatistics) -> Iterator[Flag]:
    facility, discrimination = figures.facility or 0.0, figures.discrimination
    is_negative = discrimination is not None and discrimination * math.sqrt(figures.count) < -_CHANCE
    if is_negative:
        yield Flag(FlagKind.NEGATIVE)
    if facility >= EASY:
        yield Flag(FlagKind.EASY)
    elif facility <= HARD:
        yield Flag(FlagKind.HARD)
    elif discrimination is not None and discrimination < WEAK and not is_negative:
        yield Flag(FlagKind.WEAK)


def _about_options(options: Sequence[Choice]) -> Iterator[Flag]:
    unchosen = tuple(choice.answer for choice in options if not choice.total)
    if unchosen:
        yield Flag(FlagKind.UNCHOSEN, unchosen)
