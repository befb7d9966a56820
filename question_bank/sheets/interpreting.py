"""From a draft to a question: which type it is, and what its answer means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from question_bank.content import CHOICE_TYPES, WRITTEN_TYPES, Key, QuestionType, blank_count
from question_bank.sheets.checking import checked
from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Note, ParsedQuestion, Status
from question_bank.sheets.sources.source import PICTURE
from question_bank.sheets.words.answers import (
    UnclearAnswer,
    certain_judgement,
    is_judgement_pair,
    literal_list,
    read_blanks,
    read_choice,
    read_judgement,
)
from question_bank.sheets.words.difficulty import graded
from question_bank.sheets.words.folding import shape
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.marks import marks_in_cell
from question_bank.sheets.words.pairs import ITEM, item_number, read_order, read_pairs
from question_bank.sheets.words.points import marking_points
from question_bank.sheets.words.stems import (
    plain_blanks,
    take_blanks,
    take_choice,
    take_judgement,
    take_marks,
    take_round_blanks,
    take_ticks,
    take_type_tag,
)
from question_bank.sheets.words.types import NamedType, named_type

_LONGEST_LETTERS = 20
_ORDER_FREE = re.compile(r"[\[【［(（]\s?答案(?:不分|无|没有|不论)(?:先后)?(?:顺序|先后|次序)?\s?[\]】］)）]")
#: Marking never minds capitals.
_CASE_FREE = re.compile(r"[\[【［(（]\s?不?区分大小写\s?[\]】］)）]")
_FEWEST_ITEMS = 2
_CHOSEN = re.compile(
    r"(?:故|因此|所以|综上)[^。;]{0,8}选择?[:项]?\s{0,3}(?P<letters>[A-J](?:[、,]?[A-J]){0,9})[项。.]{0,2}\s{0,9}$"
)
_ORDER_SLOT = re.compile(r"\(\s?(?P<order>[A-J①-⑩][A-J①-⑩→,、\-\s]{1,40})\s?\)")


def interpret(draft: Draft, hint: NamedType | None = None) -> ParsedQuestion:
    """Return the question a draft describes; `hint`, the type in the file's name, counts where the sheet gives none."""
    return _Interpreter(draft, hint).question()


def _part(draft: Draft) -> ParsedQuestion:
    """Return a question about a case; that it is answered in words needs no saying there."""
    part = interpret(draft)
    if part.options and part.type is None:
        return part
    kept = tuple(note for note in part.notes if note.field != "type")
    return checked(replace(part, type=part.type or QuestionType.SHORT_ANSWER, notes=kept))


def _items_of(stem: str) -> tuple[str, tuple[str, ...]]:
    """Return the stem before its list “①签收 ②登记”, and the items of that list."""
    marks = list(ITEM.finditer(shape(stem)))
    if [item_number(match) for match in marks] != list(range(1, len(marks) + 1)) or len(marks) < _FEWEST_ITEMS:
        return stem, ()
    ends = [*(match.start() for match in marks[1:]), len(stem)]
    items = [stem[match.end() : end].strip(" \n\t;；,，、。") for match, end in zip(marks, ends, strict=True)]
    return stem[: marks[0].start()].strip(), tuple(items)


def _order_in_bracket(stem: str) -> tuple[str, str]:
    """Return the stem with “（ BAC ）” emptied, and what stood in it."""
    matches = list(_ORDER_SLOT.finditer(shape(stem)))
    if len(matches) != 1:
        return stem, ""
    match = matches[0]
    return f"{stem[: match.start()]}（　）{stem[match.end() :]}", match["order"]


class _Answered(NamedTuple):
    """A stem freed of its answer, and the key."""

    stem: str
    key: Key | None


class _Interpreter:
    """Weighs one draft; every doubt becomes a note on the field it concerns."""

    def __init__(self, draft: Draft, hint: NamedType | None) -> None:
        self.draft = draft
        self.hint = hint
        self.options = draft.option_texts()
        self.notes = list(draft.notes)
        self.answer = self._without_pictures(self._field(Field.ANSWER))
        stem, self.stem_tag = take_type_tag(draft.stem.strip())
        self.stem, self.stem_marks = take_marks(stem)
        self.is_order_free = False
        self._take_remarks()
        self.options, ticked = take_ticks(self.options)
        if ticked and not self.answer:
            self.answer = ticked
        self.concluded = list(draft.concluded)
        self._take_chosen()
        self.slot = draft.slot.strip("()（） ")
        self.unclear = ""

    def question(self) -> ParsedQuestion:
        """Return the parsed and checked question."""
        type_ = self._type()
        answered = self._answered(type_)
        if type_ is QuestionType.TRUE_FALSE and is_judgement_pair(self.options):
            self.options = ()
        points = marking_points(answered.key) if type_ in WRITTEN_TYPES and isinstance(answered.key, str) else ()
        return checked(
            ParsedQuestion(
                type=type_,
                stem=answered.stem,
                options=self.options,
                key=answered.key,
                explanation=self._field(Field.EXPLANATION),
                first_line=self.draft.first_line,
                last_line=self.draft.last_line,
                location=self.draft.location,
                topic=self._field(Field.TOPIC) or self.draft.section.topic,
                citation=self._field(Field.CITATION),
                marks=self._marks(),
                difficulty=graded(self._field(Field.DIFFICULTY)),
                notes=tuple(self.notes),
                targets=self.draft.target_texts() if type_ is QuestionType.MATCHING else (),
                parts=tuple(_part(part) for part in self.draft.parts),
                marking_points=points,
                is_order_free=self.is_order_free and type_ is QuestionType.FILL_IN_THE_BLANK,
                concluded=tuple(dict.fromkeys(self.concluded)),
            )
        )

    def _field(self, field: Field) -> str:
        return self.draft.fields.get(field, "").strip()

    def _without_pictures(self, answer: str) -> str:
        """A picture beside a letter says nothing we could read; in a long answer it is missed and doubted later."""
        if PICTURE not in answer or len(answer) > _LONGEST_LETTERS:
            return answer
        self._note("key", "doubtful", "答案处有图片，图片没有读入", answer)
        return answer.replace(PICTURE, "").strip()

    def _take_chosen(self) -> None:
        """“……。故选A。” at the end of an explanation answers where nothing else does."""
        chosen = _CHOSEN.search(shape(self._field(Field.EXPLANATION)))
        if chosen and self.options and not self.answer and take_choice(self.stem, self.options)[1] is None:
            self.answer = chosen["letters"]
            self._note("key", "doubtful", f"没有写答案，按解析里的“{chosen.group().strip()[:20]}”读入，请核对")

    def _take_remarks(self) -> None:
        """“[答案无顺序]” may stand behind the stem or the answer."""
        for pattern in (_ORDER_FREE, _CASE_FREE):
            stem, in_stem = pattern.subn("", self.stem)
            answer, in_answer = pattern.subn("", self.answer)
            self.stem, self.answer = stem.strip(), answer.strip()
            self.is_order_free = self.is_order_free or (pattern is _ORDER_FREE and in_stem + in_answer > 0)

    def _note(self, field: str, status: Status, message: str, written: str = "") -> None:
        self.notes.append(Note(field, status, message, written))

    def _type(self) -> QuestionType | None:
        """Return the declared type if there is one; 选择 and no name at all are settled by options and answer."""
        declared = self._declared()
        if declared is None:
            self.concluded.append("type")
            return self._hinted(self._inferred())
        if declared.is_concluded and self.options:
            self.concluded.append("type")
            return self._hinted(self._inferred())
        if declared.is_concluded:
            self._note("type", "doubtful", f"“{declared.label}”按简答题读入", declared.word)
        if not declared.candidates:
            self._note("type", "faulty", f"暂不支持{declared.label}", declared.word)
            return None
        if len(declared.candidates) == 1:
            return next(iter(declared.candidates))
        self.concluded.append("type")
        return self._settled(declared, self._inferred())

    def _settled(self, declared: NamedType, inferred: QuestionType | None) -> QuestionType | None:
        """Settle 选择, which is common usage for the heading of a section; a question's own word is to be precise."""
        if inferred is QuestionType.TRUE_FALSE:
            return inferred
        if inferred is None or inferred not in declared.candidates:
            self._note("type", "faulty", "看不出是单选还是多选", declared.word)
            return None
        if declared is not self.draft.section.type:
            message = f"题型只写了“{declared.word}”，按{inferred.label}题读入，请写明单选或多选"
            self._note("type", "doubtful", message, declared.word)
        return inferred

    def _declared(self) -> NamedType | None:
        """The nearest word counts: the question's own tag or column before the section's heading."""
        word = self._field(Field.TYPE)
        own = named_type(word)
        if own is None and word and not word.isascii():
            # A word that names no type we know is a type we cannot hold; a code such as 2 says nothing.
            own = NamedType(word, frozenset())
        return self.draft.tag or self.stem_tag or own or self.draft.section.type

    def _hinted(self, inferred: QuestionType | None) -> QuestionType | None:
        """Let the file's name decide between kinds of choice, and where the question itself shows too little."""
        hinted = next(iter(self.hint.candidates)) if self.hint and len(self.hint.candidates) == 1 else None
        if inferred is QuestionType.TRUE_FALSE or (inferred in CHOICE_TYPES and hinted not in CHOICE_TYPES):
            return inferred
        if hinted is None and inferred is not None and inferred not in CHOICE_TYPES:
            self._note("type", "doubtful", f"没有写明题型，按{inferred.label}题读入")
        return hinted or inferred

    def _inferred(self) -> QuestionType | None:
        """Return the only type that options and answer fit, or None."""
        if is_judgement_pair(self.options):
            return QuestionType.TRUE_FALSE
        letters = self._letters(self.answer or take_choice(self.stem, self.options)[1] or self.slot)
        if letters:
            return QuestionType.SINGLE_CHOICE if len(letters) == 1 else QuestionType.MULTIPLE_CHOICE
        if self.options:
            if self.answer:
                self._note("key", "faulty", self.unclear)
            return None
        judged = self.answer or take_judgement(self.stem)[1] or self.slot
        if certain_judgement(judged) is not None:
            return QuestionType.TRUE_FALSE
        if not self.answer:
            return None
        return QuestionType.FILL_IN_THE_BLANK if blank_count(plain_blanks(self.stem)) else QuestionType.SHORT_ANSWER

    def _letters(self, answer: str) -> list[str] | None:
        try:
            return read_choice(answer, self.options)
        except UnclearAnswer as unclear:
            self.unclear = str(unclear)
            return None

    def _answered(self, type_: QuestionType | None) -> _Answered:
        readers = {
            **dict.fromkeys(CHOICE_TYPES, self._choice),
            QuestionType.TRUE_FALSE: self._judgement,
            QuestionType.FILL_IN_THE_BLANK: self._blanks,
            QuestionType.ORDERING: self._order,
            QuestionType.MATCHING: self._pairs,
            QuestionType.CASE: self._case,
        }
        try:
            return readers[type_]() if type_ in readers else self._in_words()
        except UnclearAnswer as unclear:
            self._note("key", "faulty", str(unclear), self.answer or self.slot)
            return _Answered(self.stem, None)

    def _in_words(self) -> _Answered:
        """Return a written answer; without a type, too, the answer as it stands, so that nothing is lost."""
        listed = literal_list(self.answer)
        return _Answered(self.stem, ("；".join(listed) if listed else self.answer) or None)

    def _choice(self) -> _Answered:
        """Return the letters; a bracket of the stem that holds them is emptied, so that no key stays in a stem."""
        self.stem, bracketed = take_choice(self.stem, self.options)
        answer = self._single_line(self.answer or bracketed or self.slot)
        key = read_choice(answer, self.options) if answer else None
        if self.answer and bracketed and self._letters(bracketed) != key:
            self._note("key", "doubtful", f"题干括号里的“{bracketed}”与答案“{self.answer}”不一致")
        return _Answered(self.stem, key)

    def _single_line(self, answer: str) -> str:
        """Choices and judgements are answered in one line; what follows belongs to something else."""
        first, _, rest = answer.partition("\n")
        if rest.strip() and literal_list(answer) is None:
            self._note("key", "doubtful", "答案后面还有别的文字，没有读入", answer)
            return first
        return answer

    def _judgement(self) -> _Answered:
        self.stem, bracketed = take_judgement(self.stem)
        answer = self._single_line(self.answer or bracketed or self.slot)
        key = read_judgement(answer, self.options, self.draft.section.judgements) if answer else None
        return _Answered(self.stem, key)

    def _blanks(self) -> _Answered:
        self.stem = plain_blanks(self.stem)
        if self.answer:
            return _Answered(self.stem, read_blanks(self.answer, blank_count(self.stem)))
        self.stem, standing = take_blanks(self.stem)
        if not standing:
            self.stem, standing = take_round_blanks(self.stem)
            if standing:
                self._note("key", "doubtful", "题干括号里的文字当作答案读入，请核对")
        return _Answered(self.stem, [[text] for text in standing] or self._blanks_from_options())

    def _order(self) -> _Answered:
        if not self.options:
            self.stem, self.options = _items_of(self.stem)
        stem, standing = _order_in_bracket(self.stem) if not self.answer else (self.stem, "")
        answer = self._single_line(self.answer or standing or self.slot)
        return _Answered(stem, read_order(answer, self.options) if answer else None)

    def _pairs(self) -> _Answered:
        answer = self._single_line(self.answer)
        counts = len(self.options), len(self.draft.target_texts())
        return _Answered(self.stem, read_pairs(answer, *counts) if answer else None)

    def _case(self) -> _Answered:
        """A case has no answer of its own; one that stands apart from its questions is shown, not lost."""
        if self.answer:
            self._note("key", "faulty", "答案没有分到各小题", self.answer)
        return _Answered(self.stem, None)

    def _blanks_from_options(self) -> list[list[str]] | None:
        """Some sheets write the answers to blanks in the option columns."""
        texts = [text for text in self.options if text]
        if not texts or len(texts) != blank_count(self.stem):
            return None
        self.options = ()
        self._note("key", "doubtful", "答案取自选项栏，请核对")
        return [[text] for text in texts]

    def _marks(self) -> int | None:
        """Return the question's own marks before those of its section."""
        own = self._field(Field.MARKS)
        if own and marks_in_cell(own) is None:
            self._note("marks", "doubtful", f"分值“{own[:20]}”看不懂", own)
        given: Sequence[int | None] = (marks_in_cell(own), self.stem_marks, self.draft.section.marks)
        return next((marks for marks in given if marks is not None), None)
