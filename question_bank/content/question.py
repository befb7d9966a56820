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
}

CHOICE_TYPES = frozenset({QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE, QuestionType.INDETERMINATE_CHOICE})

#: 易、中、难 are the only grades there are, lest every sheet bring its own.
DIFFICULTIES = ("易", "中", "难")

#: Choices: option ids. True/false: a bool. Blanks: for each blank the accepted strings. Short answer: a model answer.
Key = list[str] | bool | list[list[str]] | str


@dataclass(frozen=True, slots=True)
class Option:
    """One option; its id is opaque and stays with it however the options are shuffled."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """All that is asked and what is right; `key` is None where a source gives none."""

    type: QuestionType
    stem: str
    options: tuple[Option, ...] = ()
    key: Key | None = None
    explanation: str = ""
