"""Files that people upload."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_BYTES = 20 * 1024 * 1024


class _ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Files chosen together or with their folder: at most 20 MB each and 60 MB in all."""

    MAX_BYTES_IN_ALL = 60 * 1024 * 1024

    def __init__(self, *, accept: str = "", is_folder: bool = False, **kwargs: Any) -> None:
        wanted = {"webkitdirectory": True} if is_folder else {"accept": accept}
        super().__init__(allow_empty_file=True, widget=_ManyFilesInput(attrs={**wanted, "multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Refuse what is too large before it is read."""
        chosen = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if not chosen:
            super().clean(None, initial)
        files: list[UploadedFile[bytes]] = [super(ManyFilesField, self).clean(file, initial) for file in chosen]
        for file in files:
            if (file.size or 0) > MAX_BYTES:
                raise ValidationError(_("“%(name)s”超过 20 MB，请拆开或删去图片后再上传。") % {"name": file.name})
        if sum(file.size or 0 for file in files) > self.MAX_BYTES_IN_ALL:
            raise ValidationError(_("加起来超过 60 MB，请分几次上传。"))
        return files


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
