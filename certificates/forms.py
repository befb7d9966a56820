"""Check what organizers and verifiers type."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.print_fonts import UNPRINTABLE
from certificates.codes import read_code
from certificates.models import CertificateTemplate
from certificates.printing import specimen_pdf
from certificates.words import PLACEHOLDERS, fill


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """The words an office prints."""

    class Meta:
        model = CertificateTemplate
        fields = ("title", "body", "issuing_body", "number_prefix")
        help_texts = {
            "body": _("可用 {exam} 考试名称、{score} 得分、{total} 满分；每行一段"),
            "number_prefix": _("编号写作：字头〔年份〕序号"),
        }
        widgets = {"body": forms.Textarea(attrs={"rows": 5})}

    def clean_body(self) -> str:
        """Refuse a placeholder nobody will fill, and a brace that would be printed."""
        body: str = self.cleaned_data["body"]
        unknown = [name for name in re.findall(r"\{([^{}]*)\}", body) if name not in PLACEHOLDERS]
        if unknown:
            raise forms.ValidationError(_("正文里的 {%(name)s} 不认识。") % {"name": unknown[0]})
        if re.search(r"[{}]", fill(body, dict.fromkeys(PLACEHOLDERS, ""))):
            raise forms.ValidationError(_("正文里的花括号没有成对：每个 { 后面要有 }，例如 {score}。"))
        return body

    def clean(self) -> dict[str, Any]:
        """Refuse what no page holds or no font draws, before the first certificate shows it."""
        super().clean()
        if not self.errors:
            try:
                specimen_pdf(CertificateTemplate(**self.cleaned_data))
            except UNPRINTABLE as error:
                raise forms.ValidationError(str(error)) from error
        return self.cleaned_data


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    reason = forms.CharField(label=_("撤销原因"), max_length=200, help_text=_("查验页面只显示已撤销，不显示原因"))


class VerifyForm(forms.Form):
    """A code typed from paper."""

    code = forms.CharField(
        label=_("查验码"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"})
    )

    def clean_code(self) -> str:
        """Return the code as it is printed; a slip of the pen shows here, before anything is looked up."""
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("这不是查验码，请对照纸面再输入一次：共 17 位字母和数字。"))
        return code
