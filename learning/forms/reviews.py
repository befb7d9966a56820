"""The form of a reviewer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.enums import Verdict
from learning.forms.notebooks import MOST_CHARACTERS


class ReviewForm(forms.Form):
    """A reviewer's decision."""

    verdict = forms.ChoiceField(label=_("意见"), choices=Verdict.choices)
    #: Of a note with photos: how many handwritten characters there are.
    handwriting = forms.IntegerField(required=False, min_value=0, max_value=MOST_CHARACTERS)
    comment = forms.CharField(
        label=_("评语"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("作者看得到；退回时必须写明原因"),
    )
