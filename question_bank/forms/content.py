"""The letters that a question's options have on the page, whatever their ids."""

from __future__ import annotations

from string import ascii_uppercase

from question_bank.content import CHOICE_TYPES, Key, QuestionContent, is_texts


def lettered_key(content: QuestionContent) -> Key | None:
    """Return a key by the letters the options have on a form, whatever their ids.

    What a matching question joins is numbered on the left and lettered on the right.
    """
    letters = dict(zip((option.id for option in content.options), ascii_uppercase, strict=False))
    if isinstance(content.key, dict):
        numbers = {option.id: str(number) for number, option in enumerate(content.options, start=1)}
        right = dict(zip((target.id for target in content.targets), ascii_uppercase, strict=False))
        return {numbers[left]: right[target] for left, target in content.key.items() if left in numbers}
    if content.options and is_texts(content.key):
        key = [letters[id_] for id_ in content.key]
        return sorted(key) if content.type in CHOICE_TYPES else key
    return content.key
