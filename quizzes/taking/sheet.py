"""The answer sheet as the exam page shows it: sections, questions and options in one candidate's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from string import ascii_uppercase

from django.utils.translation import gettext as _

from question_bank.content import QuestionType
from quizzes.marking import Answer, is_empty
from quizzes.taking.forms import field_name
from quizzes.taking.papers import Display, FrozenPaper, Question

_SEVERAL = frozenset({QuestionType.MULTIPLE_CHOICE, QuestionType.INDETERMINATE_CHOICE})


@dataclass(frozen=True, slots=True)
class SheetOption:
    """An option with the letter it has on this candidate's screen."""

    value: str
    letter: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SheetPair:
    """A line of a matching question: an option, numbered, and which target it has been joined to."""

    value: str
    number: int
    text: str
    targets: Sequence[SheetOption]

    @property
    def chosen(self) -> SheetOption | None:
        """The target it is joined to."""
        return next((target for target in self.targets if target.is_chosen), None)


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A place in an ordering question, and which option has been put there."""

    number: int
    options: Sequence[SheetOption]


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """A question with its answer.

    `options` also for true/false; `blanks` with what is filled in; `pairs` of a matching, `places` of an ordering.
    The material of a case is shown where its first part stands: `opens_case`.
    """

    question: Question
    number: int
    options: Sequence[SheetOption]
    blanks: Sequence[str]
    pairs: Sequence[SheetPair]
    places: Sequence[SheetPlace]
    text: str | None
    is_answered: bool
    opens_case: bool = False

    @property
    def name(self) -> str:
        """The name of its controls."""
        return field_name(self.question)

    @property
    def control(self) -> str:
        """The kind of control an option has."""
        return "checkbox" if self.question.type in _SEVERAL else "radio"


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A part of the sheet with its scoring in words."""

    title: str
    worth: str
    scoring: Sequence[str]
    questions: Sequence[SheetQuestion]


def answer_sheet(paper: FrozenPaper, display: Display, answers: Mapping[int, Answer]) -> list[SheetSection]:
    """Return the sheet as one candidate sees it, numbered from top to bottom."""
    numbers = count(1)
    return [
        _section(
            section.title,
            _cases_opened([_asked(paper.questions[id_], ids, answers, next(numbers)) for id_, ids in shown]),
        )
        for section, shown in zip(paper.sections, display, strict=True)
    ]


def sheet_questions(sheet: Sequence[SheetSection]) -> list[SheetQuestion]:
    """Return the questions of all sections."""
    return [question for section in sheet for question in section.questions]


def _section(title: str, questions: Sequence[SheetQuestion]) -> SheetSection:
    return SheetSection(
        title=title,
        worth=_worth(questions),
        scoring=list(dict.fromkeys(asked.question.scoring for asked in questions)),
        questions=questions,
    )


def _cases_opened(questions: Iterable[SheetQuestion]) -> list[SheetQuestion]:
    """Mark the first part of each case: its material is shown once, above it."""
    opened: set[str] = set()
    marked = []
    for asked in questions:
        stimulus = asked.question.stimulus
        opens = stimulus is not None and stimulus.id not in opened
        if stimulus is not None:
            opened.add(stimulus.id)
        marked.append(replace(asked, opens_case=opens))
    return marked


def _worth(questions: Sequence[SheetQuestion]) -> str:
    marks = [asked.question.marks for asked in questions]
    if len(set(marks)) == 1:
        return _("共 %(count)d 题，每题 %(marks)s 分") % {"count": len(marks), "marks": f"{marks[0] / 100:g}"}
    return _("共 %(count)d 题，%(marks)s 分") % {"count": len(marks), "marks": f"{sum(marks) / 100:g}"}


def _asked(question: Question, option_ids: Sequence[str], answers: Mapping[int, Answer], number: int) -> SheetQuestion:
    answer = answers.get(question.slot)
    return SheetQuestion(
        question=question,
        number=number,
        options=list(_options(question, option_ids, answer)),
        blanks=_blanks(question, answer),
        pairs=_pairs(question, option_ids, answer),
        places=_places(question, option_ids, answer),
        text=_text(question, answer),
        is_answered=not is_empty(answer),
    )


def _options(question: Question, option_ids: Sequence[str], answer: Answer) -> Iterator[SheetOption]:
    if question.type is QuestionType.TRUE_FALSE:
        yield SheetOption("true", "", _("正确"), answer is True)
        yield SheetOption("false", "", _("错误"), answer is False)
        return
    chosen = answer if isinstance(answer, list) and question.is_choice else []
    texts = question.targets or question.options
    for letter, id_ in zip(ascii_uppercase, option_ids, strict=False):
        yield SheetOption(id_, letter, texts[id_], id_ in chosen)


def _blanks(question: Question, answer: Answer) -> list[str]:
    return answer if isinstance(answer, list) and question.blanks else [""] * question.blanks


def _pairs(question: Question, target_ids: Sequence[str], answer: Answer) -> list[SheetPair]:
    if question.type is not QuestionType.MATCHING:
        return []
    joined = answer if isinstance(answer, dict) else {}
    return [
        SheetPair(id_, number, text, _lettered(question.targets, target_ids, joined.get(id_)))
        for number, (id_, text) in enumerate(question.options.items(), start=1)
    ]


def _places(question: Question, option_ids: Sequence[str], answer: Answer) -> list[SheetPlace]:
    if question.type is not QuestionType.ORDERING:
        return []
    ordered = dict(enumerate(answer)) if isinstance(answer, list) else {}
    return [
        SheetPlace(place + 1, _lettered(question.options, option_ids, ordered.get(place)))
        for place in range(len(option_ids))
    ]


def _lettered(texts: Mapping[str, str], ids: Sequence[str], chosen: str | None) -> list[SheetOption]:
    lettered = zip(ascii_uppercase, ids, strict=False)
    return [SheetOption(id_, letter, texts[id_], id_ == chosen) for letter, id_ in lettered]


def _text(question: Question, answer: Answer) -> str | None:
    if not question.is_written:
        return None
    return answer if isinstance(answer, str) else ""
