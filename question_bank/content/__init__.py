"""What a question says, as plain data: no Django, no database.

Parsers produce it, question versions store it, papers freeze it and marking compares answers with it.
"""

from question_bank.content.question import CHOICE_TYPES, Key, Option, QuestionContent, QuestionType

__all__ = ["CHOICE_TYPES", "Key", "Option", "QuestionContent", "QuestionType"]
