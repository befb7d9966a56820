"""A question's content as far as it tells what it rests on."""

from __future__ import annotations

from question_bank.content import CHOICE_TYPES, QuestionContent, is_texts
from question_bank.suggesting.passages import Asked


def asked_of(content: QuestionContent, citation: str = "") -> Asked:
    """Return what is asked, what is right in words, and what the explanation adds; a case with all its parts."""
    parts = [asked_of(part.content) for part in content.parts]
    return Asked(
        stem="".join([content.stem, *(part.stem for part in parts)]),
        options=tuple(option.text for option in content.options),
        right=(*_right(content), *(word for part in parts for word in part.right)),
        explanation=content.explanation,
        citation=citation,
    )


def _right(content: QuestionContent) -> tuple[str, ...]:
    key = content.key
    if content.type in CHOICE_TYPES and is_texts(key):
        return tuple(option.text for option in content.options if option.id in key)
    if isinstance(key, str):
        return (key,)
    if isinstance(key, list) and not is_texts(key):
        return tuple(accepted[0] for accepted in key if accepted)
    if isinstance(key, list | dict):
        return tuple(option.text for option in content.options)
    return ()
