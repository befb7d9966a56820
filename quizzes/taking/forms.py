"""Answers as a plain form sends them."""

from __future__ import annotations

from typing import cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict

from question_bank.content import QuestionType
from quizzes.taking.papers import FrozenPaper, Question
from quizzes.taking.saving import MAX_SEQ

_VERDICTS = {"true": True, "false": False}


def field_name(question: Question) -> str:
    """Return the name of a question's controls."""
    return f"q-{question.id}"


class AnswerSheetForm(forms.Form):
    """The whole answer sheet. `seq` is one more than the page knew, so that an old tab overwrites nothing newer."""

    seq = forms.IntegerField(validators=[MinValueValidator(1), MaxValueValidator(MAX_SEQ)])

    def answers(self, paper: FrozenPaper) -> dict[str, object]:
        """Return an answer for every question of the paper by its id, in the API's shapes."""
        return {id_: _answer(question, self._given(question)) for id_, question in paper.questions.items()}

    def _given(self, question: Question) -> list[str]:
        return cast("QueryDict", self.data).getlist(field_name(question))


def _answer(question: Question, given: list[str]) -> object:
    if not given:
        return None
    if question.is_choice or question.type is QuestionType.FILL_IN_THE_BLANK:
        return given
    if question.type is QuestionType.TRUE_FALSE:
        return _VERDICTS.get(given[-1])
    return given[-1]
