"""Drafts as the contract's JSON tells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from question_bank.drafting.draft import Draft
from question_bank.drafting.passages import PolicyText


def to_report(policy: PolicyText, drafts: Sequence[Draft]) -> dict[str, Any]:
    """Return the drafts with where each stands, and how many each rule made."""
    passages = {passage.path: passage for passage in policy.passages}
    counts = Counter(draft.rule.value for draft in drafts)
    return {
        "document": policy.name,
        "counts": dict(sorted(counts.items())),
        "drafts": [
            {
                "rule": draft.rule.value,
                "type": draft.content.type.value,
                "stem": draft.content.stem,
                "options": [option.text for option in draft.content.options],
                "key": draft.content.key,
                "explanation": draft.content.explanation,
                "path": draft.path,
                "label": passages[draft.path].label,
                "start": draft.start,
                "end": draft.end,
                "quoted": passages[draft.path].text[draft.start : draft.end],
                "reason": draft.reason,
            }
            for draft in drafts
        ],
    }
