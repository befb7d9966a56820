"""Uploading and confirming rosters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.models import RosterImport
from accounts.rosters import RowState
from accounts.rosters.parsing import MAX_BYTES
from accounts.selectors import today

STATE_LABELS = {
    RowState.DOUBTFUL: _("存疑"),
    RowState.FAULTY: _("有问题"),
    RowState.NEW: _("新增"),
    RowState.MOVED: _("调动"),
    RowState.CHANGED: _("有变化"),
    RowState.UNCHANGED: _("无变化"),
    RowState.LEFT_OUT: _("没有勾选"),
}


class RosterUploadForm(forms.Form):
    """A workbook."""

    file = forms.FileField(
        label=_("Excel 工作簿（.xlsx）"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        help_text=_("不超过 5 MB、20,000 行。"),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(_("文件超过 5 MB。"))
        return file


class RosterFilterForm(forms.Form):
    """Which rows of a preview are shown; it lives in the address."""

    state = forms.ChoiceField(required=False, choices=[("", _("全部")), *STATE_LABELS.items()])


class RosterCommitForm(forms.Form):
    """From which day the places of the roster hold, and which of the rows on this page are ticked."""

    on = DayField(label=_("任职从哪天起"), initial=today, help_text=_("新增和调动的人员，从这一天起算在新单位。"))
    keep = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, roster_import: RosterImport, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(row["number"], row["number"]) for row in roster_import.rows]
        for name in ("shown", "take"):
            # Written by the page's own table.
            self.fields[name] = forms.TypedMultipleChoiceField(coerce=int, choices=numbers, required=False)
