"""From a draft to a question: which type it is (`kinds`), and what its answer means, type by type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from question_bank.content import CHOICE_TYPES, WRITTEN_TYPES, QuestionType
from question_bank.sheets.checking import checked
from question_bank.sheets.drafts import Draft
from question_bank.sheets.interpreting.blanks import blanks
from question_bank.sheets.interpreting.choices import choice, judgement
from question_bank.sheets.interpreting.kinds import type_of
from question_bank.sheets.interpreting.orders import order, pairs
from question_bank.sheets.interpreting.weighed import Answered, Weighed
from question_bank.sheets.interpreting.written import case, in_words
from question_bank.sheets.report import ParsedQuestion
from question_bank.sheets.words.answers import UnclearAnswer, is_judgement_pair
from question_bank.sheets.words.difficulty import graded
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.points import marking_points
from question_bank.sheets.words.types import NamedType

__all__ = ["interpret"]

_READERS: Mapping[QuestionType | None, Callable[[Weighed], Answered]] = {
    **dict.fromkeys(CHOICE_TYPES, choice),
    QuestionType.TRUE_FALSE: judgement,
    QuestionType.FILL_IN_THE_BLANK: blanks,
    QuestionType.ORDERING: order,
    QuestionType.MATCHING: pairs,
    QuestionType.CASE: case,
}


def interpret(draft: Draft, hint: NamedType | None = None) -> ParsedQuestion:
    """Return the question a draft describes; `hint`, the type in the file's name, counts where the sheet gives none."""
    weighed = Weighed(draft)
    type_ = type_of(weighed, hint)
    answered = _answered(weighed, type_)
    if type_ is QuestionType.TRUE_FALSE and is_judgement_pair(weighed.options):
        weighed.options = ()
    points = marking_points(answered.key) if type_ in WRITTEN_TYPES and isinstance(answered.key, str) else ()
    return checked(
        ParsedQuestion(
            type=type_,
            stem=answered.stem,
            options=weighed.options,
            key=answered.key,
            explanation=weighed.field(Field.EXPLANATION),
            first_line=weighed.draft.first_line,
            last_line=weighed.draft.last_line,
            location=weighed.draft.location,
            topic=weighed.field(Field.TOPIC) or weighed.draft.section.topic,
            citation=weighed.field(Field.CITATION),
            marks=weighed.marks(),
            difficulty=graded(weighed.field(Field.DIFFICULTY)),
            notes=tuple(weighed.notes),
            targets=weighed.draft.target_texts() if type_ is QuestionType.MATCHING else (),
            parts=tuple(_part(part) for part in weighed.draft.parts),
            marking_points=points,
            is_order_free=weighed.is_order_free and type_ is QuestionType.FILL_IN_THE_BLANK,
            concluded=tuple(dict.fromkeys(weighed.concluded)),
        )
    )


def _answered(weighed: Weighed, type_: QuestionType | None) -> Answered:
    try:
        return _READERS.get(type_, in_words)(weighed)
    except UnclearAnswer as unclear:
        weighed.note("key", "faulty", str(unclear), weighed.answer or weighed.slot)
        return Answered(weighed.stem, None)


def _part(draft: Draft) -> ParsedQuestion:
    """Return a question about a case; that it is answered in words needs no saying there."""
    part = interpret(draft)
    if part.options and part.type is None:
        return part
    kept = tuple(note for note in part.notes if note.field != "type")
    return checked(replace(part, type=part.type or QuestionType.SHORT_ANSWER, notes=kept))
