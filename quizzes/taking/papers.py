"""Frozen papers and their keys, kept in the process.

Neither ever changes, so what was read once is right for ever. They are kept under the paper's uuid, apart from each
other: what serves a paper to a candidate has no way to the key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from question_bank.content import (
    CHOICE_TYPES,
    WRITTEN_TYPES,
    Markup,
    Option,
    QuestionType,
    blank_count,
    markup_to_json,
    options_refer_to_each_other,
)
from quizzes.assembly import DisplaySlot, FrozenRow, display_order, draw_from, stock_from_json
from quizzes.marking import (
    Answer,
    AnswerSpace,
    BadAnswer,
    ScoringRule,
    describe,
    is_empty,
    normalize_answer,
)
from quizzes.models import Paper
from quizzes.taking.errors import UnfitAnswerError, UnknownQuestionError

#: A section's questions in the order in which one candidate sees them, each with the order of its options.
Display = list[list[tuple[str, list[str]]]]


@dataclass(frozen=True, slots=True)
class Stimulus:
    """The material that the parts of a case share; `id` tells the cases of a paper apart."""

    id: str
    text: str
    markup: Markup


@dataclass(frozen=True, slots=True)
class Question:
    """What a candidate may know of a slot. `id` is what the API calls it: the slot's key as text."""

    id: str
    slot: int
    type: QuestionType
    stem: str
    options: Mapping[str, str]
    #: What the options of a matching question are joined to.
    targets: Mapping[str, str]
    blanks: int
    markup: Markup
    stimulus: Stimulus | None
    #: In hundredths.
    marks: int
    #: As the paper's JSON writes them.
    public_marks: Any
    #: What this type earns by the frozen rule, in words.
    scoring: str

    @property
    def is_choice(self) -> bool:
        return self.type in CHOICE_TYPES

    @property
    def is_written(self) -> bool:
        return self.type in WRITTEN_TYPES

    @property
    def space(self) -> AnswerSpace:
        """What an answer can be made of."""
        return AnswerSpace(self.type, tuple(self.options), tuple(self.targets), self.blanks)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper, in the paper's own order."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class FrozenPaper:
    """A paper as candidates may see it; `questions` by id, those of a whole stock where each draws their own."""

    pk: int
    title: str
    total_marks: int
    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    stock: tuple[FrozenRow, ...] = ()

    def drawn(self, seed: int) -> tuple[Section, ...]:
        """Return the sections with the questions that one candidate is asked, in the paper's own order."""
        if not self.stock:
            return self.sections
        numbers = draw_from(self.stock, seed)
        mine = {id_ for number, id_ in enumerate(self.questions, start=1) if number in numbers}
        return tuple(
            Section(section.title, tuple(question for question in section.questions if question.id in mine))
            for section in self.sections
        )

    def normalize(self, answers: Mapping[str, object]) -> dict[int, Answer]:
        """Return answers by slot in the one form in which they are kept, None for an empty one.

        Raises:
            UnknownQuestionError: a question is not on this paper.
            UnfitAnswerError: an answer cannot be one to its question.
        """
        return {self.question(id_).slot: self._normal(id_, raw) for id_, raw in answers.items()}

    def question(self, id_: str) -> Question:
        """Return the question of that id.

        Raises:
            UnknownQuestionError: it is not on this paper.
        """
        try:
            return self.questions[id_]
        except (KeyError, TypeError):
            raise UnknownQuestionError(str(id_)) from None

    def _normal(self, id_: str, raw: object) -> Answer:
        question = self.questions[id_]
        try:
            answer = normalize_answer(question.space, raw)
        except BadAnswer as error:
            raise UnfitAnswerError(id_, str(error)) from None
        return None if is_empty(answer) else answer


@lru_cache(maxsize=128)
def frozen_paper(uuid: UUID) -> FrozenPaper:
    """Return a paper without its key; the slots stand in the order of the content's questions."""
    paper = Paper.objects.only("title", "total_marks", "content", "stock").get(uuid=uuid)
    slots = iter(paper.slots.order_by("number").values_list("pk", "marks", "scoring_rule"))
    sections = tuple(
        Section(section["title"], tuple(shown_question(asked, *next(slots)) for asked in section["questions"]))
        for section in paper.content["sections"]
    )
    questions = {question.id: question for section in sections for question in section.questions}
    return FrozenPaper(paper.pk, paper.title, paper.total_marks, sections, questions, stock_from_json(paper.stock))


def display_draw(paper: FrozenPaper, *, seed: int, shuffle_questions: bool, shuffle_options: bool) -> Display:
    """Return what one candidate is asked of a paper, in the order in which they will see it."""
    sections = [[_display_slot(question) for question in section.questions] for section in paper.drawn(seed)]
    shown = display_order(seed, sections, shuffle_questions=shuffle_questions, shuffle_options=shuffle_options)
    return [[(str(slot.id), list(slot.option_ids)) for slot in slots] for slots in shown]


def slots_shown(display: Display) -> list[int]:
    """Return the slots of a display, in its order."""
    return [int(id_) for section in display for id_, _options in section]


@lru_cache(maxsize=256)
def paper_json(uuid: UUID, display: str) -> bytes:
    """Return the contract's JSON of a paper in the order of a display, itself given as JSON text.

    Only what is named here leaves the server.
    """
    paper = frozen_paper(uuid)
    sections = [
        {
            "title": section.title,
            "questions": [_public(paper.questions[id_], option_ids) for id_, option_ids in shown],
        }
        for section, shown in zip(paper.sections, json.loads(display), strict=True)
    ]
    return json.dumps({"sections": sections}, ensure_ascii=False, separators=(",", ":")).encode()


def _public(question: Question, shown: Sequence[str]) -> dict[str, object]:
    """Return a question; `shown` is the order of its options, of its targets where it has some."""
    option_ids, target_ids = (list(question.options), shown) if question.targets else (shown, [])
    public: dict[str, object] = {
        "id": question.id,
        "type": question.type.value,
        "stem": question.stem,
        "options": [{"id": id_, "text": question.options[id_]} for id_ in option_ids],
        "marks": question.public_marks,
        **markup_to_json(question.markup),
    }
    if target_ids:
        public["targets"] = [{"id": id_, "text": question.targets[id_]} for id_ in target_ids]
    if question.blanks:
        public["blanks"] = question.blanks
    if stimulus := question.stimulus:
        public["stimulus"] = {"id": stimulus.id, "text": stimulus.text, **markup_to_json(stimulus.markup)}
    return public


def shown_question(asked: Mapping[str, Any], slot: int, marks: int, rule: object) -> Question:
    """Return what a candidate may know of a slot, from the paper's JSON and what stands beside it."""
    type_ = QuestionType(asked["type"])
    return Question(
        id=str(slot),
        slot=slot,
        type=type_,
        stem=asked["stem"],
        options={option["id"]: option["text"] for option in asked.get("options", ())},
        targets={target["id"]: target["text"] for target in asked.get("targets", ())},
        blanks=blank_count(asked["stem"]) if type_ is QuestionType.FILL_IN_THE_BLANK else 0,
        markup=Markup(asked.get("markup", Markup.PLAIN)),
        stimulus=_stimulus(asked.get("stimulus")),
        marks=marks,
        public_marks=asked["marks"],
        scoring=describe(ScoringRule.from_json(rule), type_),
    )


def _stimulus(given: Mapping[str, str] | None) -> Stimulus | None:
    return Stimulus(given["id"], given["text"], Markup(given.get("markup", Markup.PLAIN))) if given else None


def _display_slot(question: Question) -> DisplaySlot:
    options = [Option(id_, text) for id_, text in question.options.items()]
    return DisplaySlot(
        id=question.id,
        option_ids=tuple(question.targets or question.options),
        type=question.type,
        keep_options=question.is_choice and options_refer_to_each_other(options),
        case=question.stimulus.id if question.stimulus else "",
    )
