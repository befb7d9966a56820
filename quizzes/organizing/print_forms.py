"""Check which print is asked for, and as what."""

from __future__ import annotations

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PrintKind(TextChoices):
    """What an exam puts on paper."""

    SIGN_IN = "sign_in", _("签到表")
    CARDS = "cards", _("准考证")
    DOORS = "doors", _("考场门贴")
    SCORES = "scores", _("成绩汇总表")


class PrintFormat(TextChoices):
    """Into what a print is made."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word"


class FormatForm(forms.Form):
    """PDF where nothing else is asked for."""

    to = forms.ChoiceField(choices=PrintFormat.choices, required=False)

    def clean_to(self) -> PrintFormat:
        """Take PDF where nothing is named."""
        return PrintFormat(self.cleaned_data["to"] or PrintFormat.PDF)


class ExamPrintForm(FormatForm):
    """One print of an exam; the sign-in list where none is named."""

    what = forms.ChoiceField(choices=PrintKind.choices, required=False)
    by_unit = forms.BooleanField(required=False)
    places = forms.BooleanField(required=False)

    def clean_what(self) -> PrintKind:
        """Take the sign-in list where nothing is named."""
        return PrintKind(self.cleaned_data["what"] or PrintKind.SIGN_IN)


class PaperPrintKind(TextChoices):
    """What a paper puts on paper."""

    COPY = "copy", _("试卷")
    ANSWER_SHEET = "sheet", _("答题卡")
    KEY = "key", _("参考答案")


class PaperPrintForm(FormatForm):
    """One print of a paper; the candidate's copy where none is named."""

    what = forms.ChoiceField(choices=PaperPrintKind.choices, required=False)
    no_seal = forms.BooleanField(required=False)

    def clean_what(self) -> PaperPrintKind:
        """Take the candidate's copy where nothing is named: it holds no key."""
        return PaperPrintKind(self.cleaned_data["what"] or PaperPrintKind.COPY)
