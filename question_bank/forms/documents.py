"""Uploading, correcting and confirming policy documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from question_bank.forms.files import UploadField
from question_bank.models import Provision
from question_bank.provision_trees import INTERCHANGEABLE_KINDS
from question_bank.provisions import ProvisionKind
from question_bank.services import VersionFacts


class DocumentUploadForm(forms.Form):
    """A policy document."""

    file = UploadField(
        label=_("政策文件"),
        accept=".docx,.txt,.md",
        help_text=_("Word（.docx）、纯文本（.txt）或 Markdown（.md），不超过 20 MB。"),
    )


class FactsForm(forms.Form):
    """What a trainer confirms about a version; filled in with what was read."""

    title = forms.CharField(label=_("标题"), max_length=200)
    number = forms.CharField(label=_("文号"), max_length=100, required=False)
    issuing_body = forms.CharField(label=_("发文机关"), max_length=200, required=False)
    adopted_on = DayField(label=_("通过或印发日期"), required=False)
    effective_on = DayField(label=_("施行日期"), required=False)
    is_shared = forms.BooleanField(label=_("其他机关可以引用"), required=False)

    @property
    def facts(self) -> VersionFacts:
        """Return what was filled in, as the service takes it."""
        return VersionFacts(**self.cleaned_data)


class ProvisionForm(forms.Form):
    """A correction of one provision."""

    number = forms.CharField(label=_("编号"), max_length=40, required=False)
    text = forms.CharField(label=_("文字"), required=False, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, provision: Provision, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"kind": provision.kind, "number": provision.number, "text": provision.text})
        self._kind = ProvisionKind(provision.kind)
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
