"""Answers as a plain form sends them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from question_bank.content import QuestionType
from quizzes.taking.papers import Question
from quizzes.taking.saving import MAX_SEQ

_VERDICTS = {"true": True, "false": False}


def field_name(question: Question) -> str:
    """Return the name of a question's controls."""
    return f"q-{question.id}"


def pair_name(name: str, option: str) -> str:
    """Return the name of the control that joins one option of a matching question."""
    return f"{name}-{option}"


class AnswerSheetForm(forms.Form):
    """The whole answer sheet. `seq` is one more than the page knew, so that an old tab overwrites nothing newer."""

    seq = forms.IntegerField(validators=[MinValueValidator(1), MaxValueValidator(MAX_SEQ)])

    def answers(self, questions: Iterable[Question]) -> dict[str, object]:
        """Return an answer for every question that was on the page by its id, in the API's shapes."""
        return {question.id: self._answer(question) for question in questions}

    def _answer(self, question: Question) -> object:
        data, name = cast("QueryDict", self.data), field_name(question)
        if question.type is QuestionType.MATCHING:
            return {id_: target for id_ in question.options if (target := data.get(pair_name(name, id_)))}
        return _answer(question, data.getlist(name))


def _answer(question: Question, given: list[str]) -> object:
    if not given:
        return None
    if question.type is QuestionType.ORDERING:
        # A place left open closes up, and an option that was put twice keeps its first place.
        return list(dict.fromkeys(filter(None, given)))
    if question.is_choice or question.type is QuestionType.FILL_IN_THE_BLANK:
        return given
    if question.type is QuestionType.TRUE_FALSE:
        return _VERDICTS.get(given[-1])
    return given[-1]


class MistakesForm(forms.Form):
    """How the mistake book is laid out."""

    by = forms.ChoiceField(required=False, choices=[("", ""), ("provision", ""), ("topic", "")])


class PracticeStepForm(forms.Form):
    """Which question was just practised, so that another follows."""

    after = forms.UUIDField()


class PracticeScopeForm(forms.Form):
    """Which provision of the document is practised, if not all of it."""

    provision = forms.UUIDField()


class PracticeQuestionForm(forms.Form):
    """Which question of a bank is answered."""

    question = forms.UUIDField(widget=forms.HiddenInput)


class TriedForm(forms.Form):
    """Which try at a question is looked at."""

    tried = forms.UUIDField()


class StatementForm(forms.Form):
    """What a candidate says about what was noticed."""

    text = forms.CharField(label=_("我的说明"), max_length=1000, widget=forms.Textarea({"rows": 3}))
