"""What a question says, as plain data: no Django, no database.

Parsers produce it, question versions store it, papers freeze it and marking compares answers with it.
"""

from question_bank.content.blanks import BLANK, blank_count, split_at_blanks, widened_slots
from question_bank.content.checks import MAX_OPTIONS, check_content, options_refer_to_each_other
from question_bank.content.digest import asked_digest, content_digest
from question_bank.content.folding import fold_spaces, fold_width
from question_bank.content.question import CHOICE_TYPES, DIFFICULTIES, Key, Option, QuestionContent, QuestionType
from question_bank.content.serialization import ContentError, from_json, is_texts, to_json

__all__ = [
    "BLANK",
    "CHOICE_TYPES",
    "DIFFICULTIES",
    "MAX_OPTIONS",
    "ContentError",
    "Key",
    "Option",
    "QuestionContent",
    "QuestionType",
    "asked_digest",
    "blank_count",
    "check_content",
    "content_digest",
    "fold_spaces",
    "fold_width",
    "from_json",
    "is_texts",
    "options_refer_to_each_other",
    "split_at_blanks",
    "to_json",
    "widened_slots",
]
