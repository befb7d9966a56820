"""Question drafts from policy text: passages in, drafts out, each with its source span, its rule and a reason.

Every draft, whatever made it, passes one validation: its key stands word for word in the cited text, and no
distractor does.
"""

from __future__ import annotations

from question_bank.drafting.asking import REPLY_SCHEMA, Prompt, Reply, UnclearReplyError, prompt_for, read_reply
from question_bank.drafting.draft import Draft, Rule
from question_bank.drafting.drafter import draft_questions
from question_bank.drafting.passages import Passage, PolicyText, SourceProvision, policy_text_of
from question_bank.drafting.report import to_report
from question_bank.drafting.validation import Asked, draft_problems

__all__ = [
    "REPLY_SCHEMA",
    "Asked",
    "Draft",
    "Passage",
    "PolicyText",
    "Prompt",
    "Reply",
    "Rule",
    "SourceProvision",
    "UnclearReplyError",
    "draft_problems",
    "draft_questions",
    "policy_text_of",
    "prompt_for",
    "read_reply",
    "to_report",
]
