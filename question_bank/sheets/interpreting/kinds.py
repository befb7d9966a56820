"""Which type a question is: as its own word, its section or the file's name says, else by options and answer."""

from __future__ import annotations

from question_bank.content import CHOICE_TYPES, QuestionType, blank_count
from question_bank.sheets.interpreting.weighed import Weighed
from question_bank.sheets.words.answers import certain_judgement, is_judgement_pair
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.stems import plain_blanks, take_choice, take_judgement
from question_bank.sheets.words.types import NamedType, named_type


def type_of(weighed: Weighed, hint: NamedType | None) -> QuestionType | None:
    """Return the declared type if there is one; 选择 and no name at all are settled by options and answer."""
    declared = _declared(weighed)
    if declared is None:
        weighed.concluded.append("type")
        return _hinted(weighed, hint, _inferred(weighed))
    if declared.is_concluded and weighed.options:
        weighed.concluded.append("type")
        return _hinted(weighed, hint, _inferred(weighed))
    if declared.is_concluded:
        weighed.note("type", "doubtful", f"“{declared.label}”按简答题读入", declared.word)
    if not declared.candidates:
        weighed.note("type", "faulty", f"暂不支持{declared.label}", declared.word)
        return None
    if len(declared.candidates) == 1:
        return next(iter(declared.candidates))
    weighed.concluded.append("type")
    return _settled(weighed, declared, _inferred(weighed))


def _settled(weighed: Weighed, declared: NamedType, inferred: QuestionType | None) -> QuestionType | None:
    """Settle 选择, which is common usage for the heading of a section; a question's own word is to be precise."""
    if inferred is QuestionType.TRUE_FALSE:
        return inferred
    if inferred is None or inferred not in declared.candidates:
        weighed.note("type", "faulty", "看不出是单选还是多选", declared.word)
        return None
    if declared is not weighed.draft.section.type:
        message = f"题型只写了“{declared.word}”，按{inferred.label}题读入，请写明单选或多选"
        weighed.note("type", "doubtful", message, declared.word)
    return inferred


def _declared(weighed: Weighed) -> NamedType | None:
    """The nearest word counts: the question's own tag or column before the section's heading."""
    word = weighed.field(Field.TYPE)
    own = named_type(word)
    if own is None and word and not word.isascii():
        # A word that names no type we know is a type we cannot hold; a code such as 2 says nothing.
        own = NamedType(word, frozenset())
    return weighed.draft.tag or weighed.stem_tag or own or weighed.draft.section.type


def _hinted(weighed: Weighed, hint: NamedType | None, inferred: QuestionType | None) -> QuestionType | None:
    """Let the file's name decide between kinds of choice, and where the question itself shows too little."""
    hinted = next(iter(hint.candidates)) if hint and len(hint.candidates) == 1 else None
    if inferred is QuestionType.TRUE_FALSE or (inferred in CHOICE_TYPES and hinted not in CHOICE_TYPES):
        return inferred
    if hinted is None and inferred is not None and inferred not in CHOICE_TYPES:
        weighed.note("type", "doubtful", f"没有写明题型，按{inferred.label}题读入")
    return hinted or inferred


def _inferred(weighed: Weighed) -> QuestionType | None:
    """Return the only type that options and answer fit, or None."""
    if is_judgement_pair(weighed.options):
        return QuestionType.TRUE_FALSE
    letters = weighed.letters(weighed.answer or take_choice(weighed.stem, weighed.options)[1] or weighed.slot)
    if letters:
        return QuestionType.SINGLE_CHOICE if len(letters) == 1 else QuestionType.MULTIPLE_CHOICE
    if weighed.options:
        if weighed.answer:
            weighed.note("key", "faulty", weighed.unclear)
        return None
    judged = weighed.answer or take_judgement(weighed.stem)[1] or weighed.slot
    if certain_judgement(judged) is not None:
        return QuestionType.TRUE_FALSE
    if not weighed.answer:
        return None
    return QuestionType.FILL_IN_THE_BLANK if blank_count(plain_blanks(weighed.stem)) else QuestionType.SHORT_ANSWER
