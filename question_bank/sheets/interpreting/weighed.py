"""A draft while its words are weighed: what is left of it, and every doubt as a note on the field it concerns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from question_bank.content import Key
from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Note, Status
from question_bank.sheets.sources.source import PICTURE
from question_bank.sheets.words.answers import UnclearAnswer, literal_list, read_choice
from question_bank.sheets.words.folding import shape
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.marks import marks_in_cell
from question_bank.sheets.words.stems import take_choice, take_marks, take_ticks, take_type_tag

_LONGEST_LETTERS = 20
_ORDER_FREE = re.compile(r"[\[【［(（]\s?答案(?:不分|无|没有|不论)(?:先后)?(?:顺序|先后|次序)?\s?[\]】］)）]")
#: Marking never minds capitals.
_CASE_FREE = re.compile(r"[\[【［(（]\s?不?区分大小写\s?[\]】］)）]")
_CHOSEN = re.compile(
    r"(?:故|因此|所以|综上)[^。;]{0,8}选择?[:项]?\s{0,3}(?P<letters>[A-J](?:[、,]?[A-J]){0,9})[项。.]{0,2}\s{0,9}$"
)


class Answered(NamedTuple):
    """A stem freed of its answer, and the key."""

    stem: str
    key: Key | None


class Weighed:
    """One draft; whoever weighs it takes from its stem and answer what belongs elsewhere."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.options = draft.option_texts()
        self.notes = list(draft.notes)
        self.answer = self._without_pictures(self.field(Field.ANSWER))
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

    def field(self, field: Field) -> str:
        """Return what the sheet has for a field."""
        return self.draft.fields.get(field, "").strip()

    def note(self, field: str, status: Status, message: str, written: str = "") -> None:
        """Remark on a field."""
        self.notes.append(Note(field, status, message, written))

    def letters(self, answer: str) -> list[str] | None:
        """Return the options that an answer names; None where it names none, and why in `unclear`."""
        try:
            return read_choice(answer, self.options)
        except UnclearAnswer as unclear:
            self.unclear = str(unclear)
            return None

    def single_line(self, answer: str) -> str:
        """Choices and judgements are answered in one line; what follows belongs to something else."""
        first, _, rest = answer.partition("\n")
        if rest.strip() and literal_list(answer) is None:
            self.note("key", "doubtful", "答案后面还有别的文字，没有读入", answer)
            return first
        return answer

    def marks(self) -> int | None:
        """Return the question's own marks before those of its section."""
        own = self.field(Field.MARKS)
        if own and marks_in_cell(own) is None:
            self.note("marks", "doubtful", f"分值“{own[:20]}”看不懂", own)
        given: Sequence[int | None] = (marks_in_cell(own), self.stem_marks, self.draft.section.marks)
        return next((marks for marks in given if marks is not None), None)

    def _without_pictures(self, answer: str) -> str:
        """A picture beside a letter says nothing we could read; in a long answer it is missed and doubted later."""
        if PICTURE not in answer or len(answer) > _LONGEST_LETTERS:
            return answer
        self.note("key", "doubtful", "答案处有图片，图片没有读入", answer)
        return answer.replace(PICTURE, "").strip()

    def _take_chosen(self) -> None:
        """“……。故选A。” at the end of an explanation answers where nothing else does."""
        chosen = _CHOSEN.search(shape(self.field(Field.EXPLANATION)))
        if chosen and self.options and not self.answer and take_choice(self.stem, self.options)[1] is None:
            self.answer = chosen["letters"]
            self.note("key", "doubtful", f"没有写答案，按解析里的“{chosen.group().strip()[:20]}”读入，请核对")

    def _take_remarks(self) -> None:
        """“[答案无顺序]” may stand behind the stem or the answer."""
        for pattern in (_ORDER_FREE, _CASE_FREE):
            stem, in_stem = pattern.subn("", self.stem)
            answer, in_answer = pattern.subn("", self.answer)
            self.stem, self.answer = stem.strip(), answer.strip()
            self.is_order_free = self.is_order_free or (pattern is _ORDER_FREE and in_stem + in_answer > 0)
