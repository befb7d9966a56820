"""Orders and pairs: what comes first, and what belongs to what."""

from __future__ import annotations

import re

from question_bank.sheets.interpreting.weighed import Answered, Weighed
from question_bank.sheets.words.folding import shape
from question_bank.sheets.words.pairs import ITEM, item_number, read_order, read_pairs

_FEWEST_ITEMS = 2
_ORDER_SLOT = re.compile(r"\(\s?(?P<order>[A-J①-⑩][A-J①-⑩→,、\-\s]{1,40})\s?\)")


def order(weighed: Weighed) -> Answered:
    """Return the order of the options, which may stand as a list in the stem."""
    if not weighed.options:
        weighed.stem, weighed.options = _items_of(weighed.stem)
    stem, standing = _order_in_bracket(weighed.stem) if not weighed.answer else (weighed.stem, "")
    answer = weighed.single_line(weighed.answer or standing or weighed.slot)
    return Answered(stem, read_order(answer, weighed.options) if answer else None)


def pairs(weighed: Weighed) -> Answered:
    """Return what the left column is joined to."""
    answer = weighed.single_line(weighed.answer)
    counts = len(weighed.options), len(weighed.draft.target_texts())
    return Answered(weighed.stem, read_pairs(answer, *counts) if answer else None)


def _items_of(stem: str) -> tuple[str, tuple[str, ...]]:
    """Return the stem before its list “①签收 ②登记”, and the items of that list."""
    marks = list(ITEM.finditer(shape(stem)))
    if [item_number(match) for match in marks] != list(range(1, len(marks) + 1)) or len(marks) < _FEWEST_ITEMS:
        return stem, ()
    ends = [*(match.start() for match in marks[1:]), len(stem)]
    items = [stem[match.end() : end].strip(" \n\t;；,，、。") for match, end in zip(marks, ends, strict=True)]
    return stem[: marks[0].start()].strip(), tuple(items)


def _order_in_bracket(stem: str) -> tuple[str, str]:
    """Return the stem with “（ BAC ）” emptied, and what stood in it."""
    matches = list(_ORDER_SLOT.finditer(shape(stem)))
    if len(matches) != 1:
        return stem, ""
    match = matches[0]
    return f"{stem[: match.start()]}（　）{stem[match.end() :]}", match["order"]
