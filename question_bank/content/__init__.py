"""What a question says, as plain data: no Django, no database.

Parsers produce it, question versions store it, papers freeze it and marking compares answers with it.
"""

from question_bank.content.blanks import BLANK, blank_count, split_at_blanks, widened_slots
from question_bank.content.checks import MAX_OPTIONS, Place, check_content, options_refer_to_each_other, placed_problems
from question_bank.content.digest import asked_digest, content_digest
from question_bank.content.folding import fold_spaces, fold_width
from question_bank.content.formulas import FormulaError, with_formulas, with_tex
from question_bank.content.markup import (
    clean_html,
    content_images,
    content_texts,
    image_names,
    plain_text,
    with_addresses,
)
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
from question_bank.content.searching import search_text, search_words
from question_bank.content.serialization import (
    ContentError,
    extras_to_json,
    from_json,
    is_texts,
    markup_to_json,
    options_to_json,
    to_json,
)
from question_bank.content.typed import (
    MARK_LENGTH,
    TypedError,
    dropped_tags,
    html_typed,
    image_mark,
    is_rich,
    marked_images,
    typed_html,
)

__all__ = [
    "BLANK",
    "CHOICE_TYPES",
    "DIFFICULTIES",
    "MARK_LENGTH",
    "MAX_OPTIONS",
    "OPTION_TYPES",
    "PART_TYPES",
    "WRITTEN_TYPES",
    "ContentError",
    "FormulaError",
    "Key",
    "MarkingPoint",
    "Markup",
    "Option",
    "Part",
    "Place",
    "QuestionContent",
    "QuestionType",
    "TypedError",
    "asked_digest",
    "blank_count",
    "check_content",
    "clean_html",
    "content_digest",
    "content_images",
    "content_texts",
    "dropped_tags",
    "extras_to_json",
    "fold_spaces",
    "fold_width",
    "from_json",
    "html_typed",
    "image_mark",
    "image_names",
    "is_rich",
    "is_texts",
    "marked_images",
    "markup_to_json",
    "options_refer_to_each_other",
    "options_to_json",
    "placed_problems",
    "plain_text",
    "search_text",
    "search_words",
    "split_at_blanks",
    "to_json",
    "typed_html",
    "widened_slots",
    "with_addresses",
    "with_formulas",
    "with_tex",
]
