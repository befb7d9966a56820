"""Uploading question sheets and going through their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from question_bank.enums import RowStanding, WordKind
from question_bank.forms.files import ManyFilesField
from question_bank.models import QuestionBank, SheetImport

#: Of suggestions so sure nearly all are right.
_SURE = 95


_ACCEPTED = ".xlsx,.xls,.docx,.doc,.wps,.et,.odt,.ods,.pdf,.rtf,.txt,.csv,.json,.htm,.html,.mht,.zip"


class SheetUploadForm(forms.Form):
    """Question sheets, one or many, and the bank they are for where there are several."""

    file = ManyFilesField(
        label=_("试题文件"),
        accept=_ACCEPTED,
        required=False,
        help_text=_("Excel、Word、PDF、纯文本、CSV 都可以，可以一次选几个，也可以是一个 zip。每个不超过 20 MB。"),
    )
    folder = ManyFilesField(
        label=_("或者整个文件夹"),
        is_folder=True,
        required=False,
        help_text=_("答案另写一份的，会自动和试题配对。"),
    )
    #: The files' places in their folder, a line each; browsers do not send them of themselves.
    paths = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        banks = QuestionBank.objects.filter(office=office)
        if banks.count() > 1:
            self.fields["bank"] = forms.ModelChoiceField(
                label=_("导入到"), queryset=banks, to_field_name="uuid", empty_label=None
            )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one file."""
        cleaned = super().clean() or {}
        if not self.errors and not self.chosen:
            self.add_error("file", _("请选择文件。"))
        return cleaned

    @property
    def chosen(self) -> list[tuple[str, UploadedFile[bytes]]]:
        """Return the files with their names, those of a folder with their places in it."""
        folder = self.cleaned_data.get("folder") or []
        paths = self.cleaned_data.get("paths", "").splitlines()
        named = paths if len(paths) == len(folder) else [str(file.name) for file in folder]
        single = [(str(file.name), file) for file in self.cleaned_data.get("file") or []]
        return [*single, *zip(named, folder, strict=True)]


class PasteForm(forms.Form):
    """Questions as somebody copied them from anywhere."""

    text = forms.CharField(
        label=_("试题"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text=_("从 Word、网页里复制过来就行：题干带题号，选项以“A．”“B．”开头，答案写在括号里或者另起一行。"),
    )
    step = forms.ChoiceField(choices=[("preview", ""), ("keep", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        banks = QuestionBank.objects.filter(office=office)
        if banks.count() > 1:
            self.fields["bank"] = forms.ModelChoiceField(
                label=_("导入到"), queryset=banks, to_field_name="uuid", empty_label=None
            )


class PairForm(forms.Form):
    """Which files of a batch hold the answers to another."""

    def __init__(self, sheet_import: SheetImport, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        siblings = SheetImport.objects.filter(bank=sheet_import.bank_id, batch=sheet_import.batch_id)
        self.fields["answers"] = forms.ModelMultipleChoiceField(
            queryset=siblings.filter(batch__isnull=False), to_field_name="uuid", required=False
        )

    @property
    def answers(self) -> list[SheetImport]:
        """Return the files ticked."""
        return list(self.cleaned_data["answers"])


#: What a column or a label may mean, in the words of the sheets package.
_MEANINGS = [
    ("stem", _("题干")),
    ("type", _("题型")),
    ("options", _("选项（几项在一格）")),
    *((letter, _("选项 %(letter)s") % {"letter": letter}) for letter in "ABCDEFGH"),
    ("answer", _("答案")),
    ("explanation", _("解析")),
    ("topic", _("知识点")),
    ("citation", _("依据")),
    ("difficulty", _("难度")),
    ("marks", _("分值")),
    ("ignored", _("不用管它")),
]


class WordForm(forms.Form):
    """What one heading or label of the office's own means."""

    kind = forms.ChoiceField(label=_("用在"), choices=WordKind.choices)
    word = forms.CharField(label=_("文件里的写法"), max_length=20)
    meaning = forms.ChoiceField(label=_("意思是"), choices=_MEANINGS)


class WordsForm(forms.Form):
    """What the words of a sheet that nobody knew mean; those left open stay unknown."""

    def __init__(self, unknown: Mapping[str, list[str]], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self._words: dict[str, tuple[WordKind, str]] = {}
        for kind in WordKind:
            for place, word in enumerate(unknown.get(kind.value, [])):
                name = f"{kind.value}_{place}"
                self._words[name] = (kind, word)
                label = _("%(kind)s“%(word)s”") % {"kind": kind.label, "word": word}
                choices = [("", _("还不知道")), *_MEANINGS]
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)

    def meanings(self, kind: WordKind) -> dict[str, str]:
        """Return what has been explained."""
        return {
            word: self.cleaned_data[name]
            for name, (found, word) in self._words.items()
            if found == kind and self.cleaned_data.get(name)
        }


class DeskForm(forms.Form):
    """Which rows the desk shows and which of them is open; it lives in the address."""

    status = forms.ChoiceField(required=False, choices=[("", ""), *RowStanding.choices])
    row = forms.IntegerField(required=False, min_value=1)
    problem = forms.CharField(required=False, max_length=300)

    @property
    def problem_asked(self) -> str:
        """Return the kind of problem that the rows are narrowed to."""
        self.is_valid()
        asked: str = self.cleaned_data.get("problem", "")
        return asked

    @property
    def standing(self) -> RowStanding | None:
        """Return what the rows are narrowed to."""
        self.is_valid()
        chosen = self.cleaned_data.get("status")
        return RowStanding(chosen) if chosen else None

    @property
    def number(self) -> int | None:
        """Return the row asked for."""
        self.is_valid()
        return self.cleaned_data.get("row")


class ThresholdForm(forms.Form):
    """How sure a suggestion must be to be taken unseen."""

    at_least = forms.IntegerField(min_value=50, max_value=100)

    @property
    def sure(self) -> int:
        """Return what is asked for; what is not understood asks for much."""
        return self.cleaned_data["at_least"] if self.is_valid() else _SURE


class MergeForm(forms.Form):
    """Which of two questions stays."""

    keep = forms.UUIDField()


class BankChoiceForm(forms.Form):
    """Which of an office's banks a page is about; it lives in the address."""

    bank = forms.UUIDField(required=False)

    def __init__(self, office: Office, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.banks = list(QuestionBank.objects.filter(office=office).select_related("office").order_by("pk"))

    @property
    def chosen(self) -> QuestionBank | None:
        """Return the bank asked for, else the first; none where the office has none."""
        asked = self.cleaned_data.get("bank") if self.is_valid() else None
        first = self.banks[0] if self.banks else None
        return next((bank for bank in self.banks if bank.uuid == asked), first)
