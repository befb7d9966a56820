"""The forms of a handwritten note."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

#: More than anybody writes by hand into one note.
MOST_CHARACTERS = 200_000


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos at once, as a phone offers them; what each is, its bytes say."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_ManyFiles(attrs={"accept": "image/*", "multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Return the files, each of them checked for having a name and being no empty one."""
        single = super().clean
        return [single(each, initial) for each in data or [None]]


class PhotosForm(forms.Form):
    """Photos of handwritten pages, in their order."""

    photos = PhotosField(label=_("手写笔记的照片"), help_text=_("可以一次选多张，按页码先后选；也可以直接拍照"))


class HandwritingForm(forms.Form):
    """How many characters were written by hand."""

    characters = forms.IntegerField(
        label=_("手写多少字"), min_value=0, max_value=MOST_CHARACTERS, help_text=_("不计空白；审核的人会核对")
    )
