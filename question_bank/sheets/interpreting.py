"""From a draft to a question: which type it is, and what its answer means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from question_bank.content import CHOICE_TYPES, Key, QuestionType, blank_count
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
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.marks import marks_in_cell
from question_bank.sheets.words.stems import (
    plain_blanks,
    take_blanks,
    take_choice,
    take_judgement,
    take_marks,
    take_type_tag,
)
from question_bank.sheets.words.types import NamedType, named_type

_LONGEST_LETTERS = 20


def interpret(draft: Draft, hint: NamedType | None = None) -> ParsedQuestion:
    """Return the question a draft describes; `hint`, the type in the file's name, counts where the sheet gives none."""
    return _Interpreter(draft, hint).question()


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
        self.slot = draft.slot.strip("()（） ")
        self.unclear = ""

    def question(self) -> ParsedQuestion:
        """Return the parsed and checked question."""
        type_ = self._type()
        answered = self._answered(type_)
        if type_ is QuestionType.TRUE_FALSE and is_judgement_pair(self.options):
            self.options = ()
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

    def _note(self, field: str, status: Status, message: str, written: str = "") -> None:
        self.notes.append(Note(field, status, message, written))

    def _type(self) -> QuestionType | None:
        """Return the declared type if there is one; 选择 and no name at all are settled by options and answer."""
        declared = self._declared()
        if declared is None:
            return self._hinted(self._inferred())
        if not declared.candidates:
            self._note("type", "faulty", f"暂不支持{declared.label}", declared.word)
            return None
        if len(declared.candidates) == 1:
            return next(iter(declared.candidates))
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
        try:
            if type_ in CHOICE_TYPES:
                return self._choice()
            if type_ is QuestionType.TRUE_FALSE:
                return self._judgement()
            if type_ is QuestionType.FILL_IN_THE_BLANK:
                return self._blanks()
        except UnclearAnswer as unclear:
            self._note("key", "faulty", str(unclear), self.answer or self.slot)
            return _Answered(self.stem, None)
        # A short answer; and without a type the answer as it stands, so that nothing the sheet says is lost.
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
        return _Answered(self.stem, [[text] for text in standing] or self._blanks_from_options())

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
