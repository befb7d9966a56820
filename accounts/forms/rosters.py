"""Uploading and confirming rosters."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.rosters import RowState
from accounts.rosters.parsing import MAX_BYTES
from accounts.selectors import today

STATE_LABELS = {
    RowState.FAULTY: _("有问题"),
    RowState.NEW: _("新增"),
    RowState.MOVED: _("调动"),
    RowState.CHANGED: _("有变化"),
    RowState.UNCHANGED: _("无变化"),
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
    """From which day the places of the roster hold."""

    on = DayField(label=_("任职从哪天起"), initial=today, help_text=_("新增和调动的人员，从这一天起算在新单位。"))
