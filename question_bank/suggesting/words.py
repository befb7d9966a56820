"""What a question claims, in characters that can be compared with a provision's."""

from __future__ import annotations

import re

from question_bank.content import fold_width, split_at_blanks
from question_bank.provisions.numerals import format_numeral
from question_bank.suggesting.passages import Asked

_NOT_TEXT = re.compile(r"[^\w]|_")
_DIGITS = re.compile(r"\d{1,3}(?!\d)")
#: What asks for what does *not* hold: then the other options say what does.
_ASKS_FOR_WRONG = re.compile(r"不属于|不包括|不是|不正确|错误的|不符合|不应|除外|有误")
#: Words that ask and say nothing.
_ASKING = re.compile(
    r"(根据|依据|依照|按照)?《[^》]*》(的?(有关)?规定)?|(下列|以下|下面|关于)(哪(一|些|几)?[项个种]?|各?项)?"
    r"|哪(一|些|几)?[项个种]|(说法|表述|做法|理解|选项)|(不?正确|错误|有误)的(一项)?[是有]|不?(属于|包括|包含)"
    r"|什么|怎样|如何|多少|几[个种项天年次]|[吗呢]|(应当|应该|一般)?[有是为]?$"
)


def claim_of(asked: Asked) -> str:
    """Return what a question claims: the stem with the right words where it leaves a gap, without what only asks."""
    said = _standing_words(asked)
    parts = split_at_blanks(asked.stem)
    gaps = len(parts) - 1
    if gaps and len(said) == gaps:
        filled = "".join(part + word for part, word in zip(parts, [*said, ""], strict=True))
    else:
        filled = "".join([*parts, *said])
    return folded(_ASKING.sub("", filled))


def folded(text: str) -> str:
    """Return only what is said: no spaces, no marks, numbers as laws write them."""
    return _NOT_TEXT.sub("", _DIGITS.sub(lambda match: format_numeral(int(match[0])), fold_width(text)))


def said_of(asked: Asked) -> tuple[str, ...]:
    """Return the answers that a provision is expected to contain."""
    return tuple(word for answer in _standing_words(asked) if len(word := folded(answer)) > 1)


def grams_of(text: str) -> set[str]:
    """Return the pairs and triples of neighbouring characters."""
    pairs = {text[place : place + 2] for place in range(len(text) - 1)}
    return pairs | {text[place : place + 3] for place in range(len(text) - 2)}


def _standing_words(asked: Asked) -> tuple[str, ...]:
    if asked.options and _ASKS_FOR_WRONG.search(asked.stem):
        return tuple(option for option in asked.options if option not in asked.right)
    return asked.right
