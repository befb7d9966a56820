"""Exchanging questions with other systems."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from question_bank.forms.files import UploadField
from question_bank.interchange import BY_KEY, FORMATS, Format
from question_bank.models import QuestionBank


class ExportForm(forms.Form):
    """Which format to write; it lives in the address, beside the filter of the list."""

    format = forms.ChoiceField(
        label=_("格式"),
        choices=[(format_.key, f"{format_.label} — {format_.use}") for format_ in FORMATS],
        widget=forms.RadioSelect,
    )

    @property
    def chosen(self) -> Format | None:
        """Return the format chosen, if any."""
        return BY_KEY[self.cleaned_data["format"]] if self.is_valid() else None


class ExchangeUploadForm(forms.Form):
    """A file of another system, and the bank it is for where there are several."""

    file = UploadField(
        label=_("文件"),
        accept=".zip,.xml,.txt,.gift,.json,.xlsx",
        help_text=_("QTI 试题包（.zip）或单题、Moodle XML、GIFT、Aiken、本系统的 JSON 和 Excel 试题表，不超过 20 MB。"),
    )

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        banks = QuestionBank.objects.filter(office=office)
        if banks.count() > 1:
            self.fields["bank"] = forms.ModelChoiceField(
                label=_("导入到"), queryset=banks, to_field_name="uuid", empty_label=None
            )
