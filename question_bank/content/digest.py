"""Fingerprints that tell whether two questions are the same."""

from __future__ import annotations

import hashlib
import json

from question_bank.content.blanks import BLANK, split_at_blanks
from question_bank.content.folding import fold_spaces, fold_width
from question_bank.content.markup import plain_text
from question_bank.content.question import CHOICE_TYPES, Key, QuestionContent
from question_bank.content.serialization import extras_to_json


def content_digest(content: QuestionContent) -> str:
    """Fingerprint everything, white space folded: equal means there is nothing to update."""
    return _sha256(
        {
            "type": content.type.value,
            "stem": fold_spaces(content.stem),
            "options": [[option.id, fold_spaces(option.text)] for option in content.options],
            "key": _folded_key(content),
            "explanation": fold_spaces(content.explanation),
            **extras_to_json(content),
        }
    )


def asked_digest(content: QuestionContent) -> str:
    """Fingerprint what is asked, whatever its type, order of options, key and explanation.

    Two questions that agree here must not meet in one paper, least of all when their keys differ.
    """
    return _sha256(_asked(content))


def _asked(content: QuestionContent) -> dict[str, object]:
    """Return stem and options in any order, and where there are any, what they are joined to and the case's parts."""

    def folded(text: str) -> str:
        return fold_spaces(fold_width(plain_text(text, content.markup)))

    asked: dict[str, object] = {
        "stem": folded(BLANK.join(split_at_blanks(content.stem))),
        "options": sorted(folded(option.text) for option in content.options),
    }
    if content.targets:
        asked["targets"] = sorted(folded(target.text) for target in content.targets)
    if content.parts:
        asked["parts"] = [_asked(part.content) for part in content.parts]
    return asked


def _folded_key(content: QuestionContent) -> object:
    if content.type in CHOICE_TYPES and isinstance(content.key, list):
        return sorted(map(str, content.key))
    return _folded_texts(content.key)


def _folded_texts(value: Key | str | None) -> object:
    if isinstance(value, str):
        return fold_spaces(value)
    if isinstance(value, list):
        return [_folded_texts(part) for part in value]
    return value


def _sha256(value: object) -> str:
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
