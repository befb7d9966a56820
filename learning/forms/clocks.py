"""The form that stops a clock."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.forms.sessions import LONGEST_MINUTES


class StopForm(forms.Form):
    """How long somebody studied, where the clock ran too long to be believed."""

    minutes = forms.IntegerField(
        label=_("实际学了多少分钟"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
