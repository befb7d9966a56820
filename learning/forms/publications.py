"""The forms of the publication register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.selectors import today
from learning.forms.entries import day_field
from learning.schemes.model import LEVELS
from learning.services.publications import PublicationText
from question_bank.image_files import MAX_BYTES


class PublicationForm(forms.Form):
    """Where a piece came out, with the proof."""

    outlet = forms.CharField(label=_("媒体"), max_length=100, help_text=_("与制度方案里的写法一样，例如微信公众号"))
    level = forms.ChoiceField(label=_("级别"), choices=[(level, level) for level in LEVELS])
    published_on = day_field(_("发表日期"), initial=today)
    link = forms.URLField(label=_("网址"), required=False, assume_scheme="https")
    image = forms.FileField(
        label=_("报样或截图"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
        help_text=_("图片，2 MB 以内；网址和图片至少有一样"),
    )

    def clean_image(self) -> Any:
        file = self.cleaned_data["image"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(_("图片超过 2 MB，请缩小后再上传。"))
        return file

    def text(self) -> PublicationText:
        """Return what was filled in, as the services take it."""
        data = self.cleaned_data
        return PublicationText(
            outlet=data["outlet"].strip(),
            level=data["level"],
            published_on=data["published_on"],
            link=data["link"],
            image=data["image"].read() if data["image"] else b"",
        )


class PublicationDecisionForm(forms.Form):
    """An organizer's word on an entry of the register."""

    decision = forms.ChoiceField(choices=[("confirm", _("核实")), ("refuse", _("不予登记"))])
    reason = forms.CharField(max_length=200, required=False)


class MonthForm(forms.Form):
    """Of which month, or of the quarter that a day lies in."""

    month = forms.DateField(input_formats=["%Y-%m"], required=False)
    to = forms.ChoiceField(choices=[("pdf", "PDF"), ("docx", "Word")], required=False)
