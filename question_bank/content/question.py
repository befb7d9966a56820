"""The words every room uses for a question's type, options and key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class QuestionType(StrEnum):
    """The types of question; the values are the contract's words in JSON."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    INDETERMINATE_CHOICE = "indeterminate_choice"
    TRUE_FALSE = "true_false"
    FILL_IN_THE_BLANK = "fill_in_the_blank"
    SHORT_ANSWER = "short_answer"
    ESSAY = "essay"
    MATCHING = "matching"
    ORDERING = "ordering"
    CASE = "case"

    @property
    def label(self) -> str:
        """The word on screen and in sheets."""
        return _LABELS[self]


_LABELS = {
    QuestionType.SINGLE_CHOICE: "单选",
    QuestionType.MULTIPLE_CHOICE: "多选",
    QuestionType.INDETERMINATE_CHOICE: "不定项",
    QuestionType.TRUE_FALSE: "判断",
    QuestionType.FILL_IN_THE_BLANK: "填空",
    QuestionType.SHORT_ANSWER: "简答",
    QuestionType.ESSAY: "论述",
    QuestionType.MATCHING: "匹配",
    QuestionType.ORDERING: "排序",
    QuestionType.CASE: "案例",
}

CHOICE_TYPES = frozenset({QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE, QuestionType.INDETERMINATE_CHOICE})
#: Answered in one's own words and marked by a person.
WRITTEN_TYPES = frozenset({QuestionType.SHORT_ANSWER, QuestionType.ESSAY})
#: Shown with a list of options, whatever is done with them.
OPTION_TYPES = CHOICE_TYPES | {QuestionType.MATCHING, QuestionType.ORDERING}
#: What a case may ask: anything but another case.
PART_TYPES = frozenset(set(QuestionType) - {QuestionType.CASE})

#: 易、中、难 are the only grades there are, lest every sheet bring its own.
DIFFICULTIES = ("易", "中", "难")

#: Choices: the ids of the right options. Ordering: all option ids in the right order. Matching: option id to target id.
#: True/false: a bool. Blanks: for each blank the accepted strings. Written answers: a model answer.
#: A case has none of its own.
Key = list[str] | bool | list[list[str]] | dict[str, str] | str


class Markup(StrEnum):
    """How stem, options and explanation are written."""

    PLAIN = "plain"
    #: The small set of tags that `content.markup` lets through: tables, images, formulas.
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Option:
    """One option; its id is opaque and stays with it however the options are shuffled."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class MarkingPoint:
    """What a marker looks for in a written answer; `weight` is its share beside the other points'."""

    text: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A question about a case's material; `weight` is its share of the case's marks beside the other parts'."""

    content: QuestionContent
    weight: int = 1


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """All that is asked and what is right; `key` is None where a source gives none.

    Options and targets stand in the order in which they are shown, so that neither gives the answer to an ordering or
    a matching question away. The stem of a case is its material.
    """

    type: QuestionType
    stem: str
    options: tuple[Option, ...] = ()
    key: Key | None = None
    explanation: str = ""
    #: What the options of a matching question are joined to; there may be more of them.
    targets: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    marking_points: tuple[MarkingPoint, ...] = ()
    #: The blanks may be filled in any order, as in “两个维护是____和____”.
    is_order_free: bool = False
    markup: Markup = Markup.PLAIN
