"""The order in which one candidate sees a paper."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from question_bank.content import QuestionType


@dataclass(frozen=True, slots=True)
class DisplaySlot:
    """A slot with its options in the paper's order; `keep_options` where they refer to one another (以上都对).

    What a matching question moves are its targets. Slots of one `case` stay together, in order.
    """

    id: int | str
    option_ids: tuple[str, ...] = ()
    type: QuestionType = QuestionType.SINGLE_CHOICE
    keep_options: bool = False
    case: str = ""


def display_order(
    seed: int,
    sections: Sequence[Sequence[DisplaySlot]],
    *,
    shuffle_questions: bool,
    shuffle_options: bool,
) -> tuple[tuple[DisplaySlot, ...], ...]:
    """Return the sections as one candidate sees them: questions move within their section, options by their id.

    Reproducible from the seed: Python guarantees the sequence of `random()` for a seed across its versions, which it
    does not for `shuffle()`. Each question and option draws its number whether it is used or not, so that switching
    one kind of shuffling on or off leaves the other as it was. Correct and incorrect keep their order.
    """
    rng = random.Random(f"display:{seed}")  # noqa: S311 -- an order on screen, not a secret
    shown = []
    for slots in sections:
        drawn = [(rng.random(), _with_options_drawn(slot, rng, shuffle=shuffle_options)) for slot in slots]
        if shuffle_questions:
            first = {slot.case: place for place, slot in reversed(drawn)}
            drawn.sort(key=lambda pair: first[pair[1].case] if pair[1].case else pair[0])
        shown.append(tuple(slot for _, slot in drawn))
    return tuple(shown)


def _with_options_drawn(slot: DisplaySlot, rng: random.Random, *, shuffle: bool) -> DisplaySlot:
    drawn = sorted((rng.random(), id_) for id_ in slot.option_ids)
    if not shuffle or slot.keep_options or slot.type is QuestionType.TRUE_FALSE:
        return slot
    return replace(slot, option_ids=tuple(id_ for _, id_ in drawn))
