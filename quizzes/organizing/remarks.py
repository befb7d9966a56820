"""Requests to look at an answer again, as those who answer them see them: without names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from quizzes.corrections import corrections_of, keys_in_force, standing
from quizzes.enums import RemarkDecision
from quizzes.models import Exam, Mark, RemarkRequest, Result
from quizzes.organizing.corrections import KeyedQuestion, keyed_question
from quizzes.services.marking import is_marked_by_person
from quizzes.taking.papers import frozen_paper
from quizzes.taking.results import key_lines
from quizzes.taking.selectors import saved_answers
from quizzes.taking.sheet import SheetQuestion, answer_sheet, sheet_questions


def office_remarks(office: Office) -> QuerySet[RemarkRequest]:
    """Return an office's requests, those that wait first."""
    requests = RemarkRequest.objects.filter(attempt__exam__office=office)
    return requests.select_related(
        "attempt__exam", "attempt__candidate", "attempt__paper", "slot__paper", "answer__by", "result"
    ).order_by("answer__at", "pk")


def exam_remarks(exam: Exam) -> list[RemarkRequest]:
    """Return an exam's requests, those that wait first, each in the order of asking."""
    requests = office_remarks(exam.office).filter(attempt__exam=exam)
    return sorted(requests, key=lambda request: (hasattr(request, "answer"), request.pk))


@dataclass(frozen=True, slots=True)
class DoubtedAnswer:
    """The answer a request is about, with its key and what it earned."""

    asked: SheetQuestion
    keyed: KeyedQuestion
    key: list[str]
    earned: int | None
    #: What people gave, the newest last.
    given: list[Mark]


def doubted_answer(request: RemarkRequest) -> DoubtedAnswer:
    """Return the answer as its candidate saw the question."""
    attempt, slot = request.attempt, request.slot
    sheet = answer_sheet(frozen_paper(attempt.paper.uuid), attempt.display, saved_answers(attempt))
    asked = next(each for each in sheet_questions(sheet) if each.question.slot == slot.pk)
    corrected = standing(corrections_of(attempt.exam).filter(slot=slot).order_by("pk")).get(slot.pk)
    newest = Result.objects.filter(attempt=attempt).order_by("-revision").first()
    return DoubtedAnswer(
        asked=asked,
        keyed=keyed_question(slot, corrected),
        key=key_lines(asked, keys_in_force(slot, corrected)),
        earned=newest.slot_marks.get(str(slot.pk)) if newest else None,
        given=list(Mark.objects.filter(attempt=attempt, slot=slot).select_related("marker").order_by("pk")),
    )


class RemarkForm(forms.Form):
    """Why a candidate wants an answer looked at again."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea({"rows": 4}))


class RemarkDaysForm(forms.Form):
    """For how many days requests are taken."""

    days = forms.IntegerField(label=_("发布后几天内受理"), min_value=0, max_value=90)


class RemarkAnswerForm(forms.Form):
    """What a request comes to."""

    decision = forms.ChoiceField(label=_("答复"), choices=RemarkDecision.choices, widget=forms.RadioSelect)
    marks = forms.DecimalField(label=_("改成几分"), min_value=0, max_digits=6, decimal_places=2, required=False)
    reason = forms.CharField(label=_("理由（考生会看到）"), max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, request: RemarkRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_marked_by_person(request.slot):
            del self.fields["marks"]
            self.fields["decision"].choices = [  # type: ignore[attr-defined]
                choice for choice in RemarkDecision.choices if choice[0] != RemarkDecision.CHANGED
            ]

    @property
    def hundredths(self) -> int | None:
        """Return the marks as they are kept."""
        marks = self.cleaned_data.get("marks")
        return None if marks is None else int(marks * 100)
