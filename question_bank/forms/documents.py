"""Uploading, correcting and confirming policy documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from question_bank.forms.files import UploadField
from question_bank.models import DocumentVersion, Provision
from question_bank.provision_trees import INTERCHANGEABLE_KINDS
from question_bank.provisions import ProvisionKind
from question_bank.provisions.tree import HEADING_KINDS
from question_bank.services import VersionFacts


class DocumentUploadForm(forms.Form):
    """A policy document: a file, or its words pasted."""

    file = UploadField(
        label=_("政策文件"),
        accept=".docx,.doc,.pdf,.txt,.md",
        required=False,
        help_text=_(
            "Word（.docx、.doc）、文字版 PDF、纯文本（.txt）或 Markdown（.md），不超过 20 MB。扫描件读不出文字。"
        ),
    )
    text = forms.CharField(
        label=_("或者粘贴全文"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("从网页或文档里连同标题、题注一起复制过来。"),
    )

    def clean(self) -> dict[str, Any]:
        """Take one of the two."""
        given = self.cleaned_data
        # An upload that is refused is told about there.
        if "file" in given and (given["file"] is None) == (not given.get("text")):
            self.add_error("file", _("请选一个文件，或者粘贴全文，二者选一。"))
        return given

    def read(self) -> tuple[bytes, str]:
        """Return what was given, and what to call it."""
        file = self.cleaned_data["file"]
        if file is not None:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(), gettext("粘贴的文字.txt")


class FactsForm(forms.Form):
    """What a trainer confirms about a version; filled in with what was read. Doubts and a lacking date need a tick."""

    title = forms.CharField(label=_("标题"), max_length=200)
    number = forms.CharField(label=_("文号"), max_length=100, required=False)
    issuing_body = forms.CharField(label=_("发文机关"), max_length=200, required=False)
    adopted_on = DayField(label=_("通过或印发日期"), required=False)
    effective_on = DayField(label=_("施行日期"), required=False)
    is_undated = forms.BooleanField(label=_("文件未注明施行日期"), required=False)
    repealed_on = DayField(
        label=_("失效日期"), required=False, help_text=_("从这一天起不再适用；没有写明有效期的不填。")
    )
    basis = forms.CharField(label=_("制定依据"), max_length=500, required=False)
    interpreter = forms.CharField(label=_("解释机关"), max_length=200, required=False)
    repeals = forms.CharField(label=_("同时废止"), max_length=500, required=False)
    is_shared = forms.BooleanField(label=_("其他机关可以引用"), required=False)

    def __init__(self, version: DocumentVersion, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=asdict(VersionFacts.of(version)))
        if version.problems:
            self.fields["doubts_checked"] = forms.BooleanField(
                label=_("以上存疑之处已核对"),
                error_messages={"required": _("请核对存疑之处，再勾选这一项。")},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a text without a date of effect, unless the file gives none."""
        given = self.cleaned_data
        if "effective_on" in given and given["effective_on"] is None and not given["is_undated"]:
            self.add_error("effective_on", _("请填写施行日期；文件没有写的，勾选“文件未注明施行日期”。"))
        return given

    @property
    def facts(self) -> VersionFacts:
        """Return what was filled in, as the service takes it."""
        return VersionFacts(**{field.name: self.cleaned_data[field.name] for field in fields(VersionFacts)})


class ReadingForm(forms.Form):
    """What is looked for in a text; it lives in the address."""

    q = forms.CharField(
        label=_("在文中查找"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "search"})
    )

    @property
    def words(self) -> str:
        """Return the words, empty where none make sense."""
        self.is_valid()
        words: str = self.cleaned_data.get("q", "")
        return words


class ProvisionForm(forms.Form):
    """A correction of one provision."""

    number = forms.CharField(label=_("编号"), max_length=40, required=False)
    text = forms.CharField(label=_("文字"), required=False, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, provision: Provision, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"kind": provision.kind, "number": provision.number, "text": provision.text})
        self._kind = ProvisionKind(provision.kind)
        self.fields["text"].required = self._kind in HEADING_KINDS
        if self._kind in INTERCHANGEABLE_KINDS:
            choices = [(kind.value, kind.label) for kind in INTERCHANGEABLE_KINDS]
            self.fields["kind"] = forms.ChoiceField(label=_("层级"), choices=choices)
            self.order_fields(["kind", "number", "text"])
        if self._kind is ProvisionKind.PARAGRAPH:
            self.fields["number"].help_text = _("款不写编号，按次序算；改成章、节时请写“第三章”这样的编号。")

    @property
    def kind(self) -> ProvisionKind:
        """Return the kind chosen, or the one that cannot be changed."""
        return ProvisionKind(self.cleaned_data.get("kind") or self._kind)
