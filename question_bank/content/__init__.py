"""What a question says, as plain data: no Django, no database.

Parsers produce it, question versions store it, papers freeze it and marking compares answers with it.
"""

from question_bank.content.blanks import BLANK, blank_count, split_at_blanks, widened_slots
from question_bank.content.checks import MAX_OPTIONS, check_content, options_refer_to_each_other
from question_bank.content.digest import asked_digest, content_digest
from question_bank.content.folding import fold_spaces, fold_width
from question_bank.content.markup import clean_html, image_names, plain_text
from question_bank.content.question import (
    CHOICE_TYPES,
    DIFFICULTIES,
    OPTION_TYPES,
    PART_TYPES,
    WRITTEN_TYPES,
    Key,
    MarkingPoint,
    Markup,
    Option,
    Part,
    QuestionContent,
    QuestionType,
)
from question_bank.content.serialization import ContentError, extras_to_json, from_json, is_texts, to_json

__all__ = [
    "BLANK",
    "CHOICE_TYPES",
    "DIFFICULTIES",
    "MAX_OPTIONS",
    "OPTION_TYPES",
    "PART_TYPES",
    "WRITTEN_TYPES",
    "ContentError",
    "Key",
    "MarkingPoint",
    "Markup",
    "Option",
    "Part",
    "QuestionContent",
    "QuestionType",
    "asked_digest",
    "blank_count",
    "check_content",
    "clean_html",
    "content_digest",
    "extras_to_json",
    "fold_spaces",
    "fold_width",
    "from_json",
    "image_names",
    "is_texts",
    "options_refer_to_each_other",
    "plain_text",
    "split_at_blanks",
    "to_json",
    "widened_slots",
]
