"""Files that people upload."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_BYTES = 20 * 1024 * 1024


class UploadField(forms.FileField):
    """A file of at most 20 MB; what is in it is for the readers to judge."""

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] | None = super().clean(data, initial)
        if file and (file.size or 0) > MAX_BYTES:
            raise ValidationError(_("文件超过 20 MB，请拆开或删去图片后再上传。"))
        return file


class ImageForm(forms.Form):
    """One image for a question; what it is, its bytes say."""

    image = UploadField(label=gettext_lazy("图片"), accept="image/png,image/jpeg,image/gif,image/webp")
