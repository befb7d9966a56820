"""What a question asks, as one text to compare."""

from __future__ import annotations

import re
from collections.abc import Iterable

from question_bank.content import fold_width, split_at_blanks

_NOT_TEXT = re.compile(r"[\W_]+")


def asked_words(stem: str, options: Iterable[str]) -> str:
    """Return stem and options without spaces and marks; the order of the options says nothing."""
    return "|".join([_bare("".join(split_at_blanks(stem))), *sorted(map(_bare, options))])


def _bare(text: str) -> str:
    return _NOT_TEXT.sub("", fold_width(text)).lower()
