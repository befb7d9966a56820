"""Check what organizers send of answers typed in from paper."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quizzes.typed.workbook import MAX_BYTES

_XLSX = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TypedFileForm(forms.Form):
    """A workbook."""

    file = forms.FileField(
        label=_("填好的录入表（.xlsx）"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput({"accept": _XLSX}),
        help_text=_("不超过 10 MB。先预览，确认后才录入。"),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("文件超过 10 MB。"))
        return file


class TypedChosenForm(forms.Form):
    """The upload that is shown or confirmed."""

    upload = forms.UUIDField()
