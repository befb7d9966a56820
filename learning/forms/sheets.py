"""The forms of sheets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Cohort, Office
from learning.enums import SheetKind
from learning.forms.entries import day_field
from learning.models import Sheet
from learning.selectors.sheets import options_of
from learning.services.sheets import SheetText

_MOST_ITEMS = 50


class SheetForm(forms.Form):
    """A sheet to be handed out."""

    kind = forms.ChoiceField(label=gettext_lazy("哪一种"), choices=SheetKind.choices)
    title = forms.CharField(label=gettext_lazy("题目"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("正文"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    items = forms.CharField(
        label=gettext_lazy("各项"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("对照检查和测评用，一行一项；承诺和报告不填"),
    )
    closes_on = day_field(gettext_lazy("最后一天"))

    def __init__(self, *args: Any, office: Office, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["handed_to"] = forms.ModelChoiceField(
            Cohort.objects.filter(office=office), label=_("谁填（花名册）"), empty_label=_("请选择")
        )
        self.order_fields(["kind", "title", "text", "items", "handed_to", "closes_on"])

    def clean_items(self) -> list[str]:
        """Return each line as an item."""
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        if len(lines) > _MOST_ITEMS:
            raise forms.ValidationError(_("最多 %(most)d 项。") % {"most": _MOST_ITEMS})
        return lines

    def sheet_text(self) -> SheetText:
        """Return what was filled in, as the service takes it."""
        data = self.cleaned_data
        return SheetText(
            kind=SheetKind(data["kind"]),
            title=data["title"],
            text=data["text"],
            items=data["items"],
            handed_to=data["handed_to"],
            closes_on=data["closes_on"],
        )


class FillForm(forms.Form):
    """What a sheet asks for: a choice for each item, and a name under all but a survey."""

    def __init__(self, *args: Any, sheet: Sheet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = []
        for number, item in enumerate(sheet.items):
            name = f"item_{number}"
            self.names.append(name)
            choices = [(option, option) for option in options_of(sheet)]
            self.fields[name] = forms.ChoiceField(label=item, choices=choices, widget=forms.RadioSelect)
        if sheet.kind != SheetKind.SURVEY:
            self.fields["words"] = forms.CharField(
                label=_("需要说明或报告的事项"),
                max_length=5000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("只有你自己和部长看得到"),
            )
            self.fields["signature"] = forms.CharField(
                label=_("签名"), max_length=50, help_text=_("写自己的姓名，日期由系统记")
            )

    @property
    def choices(self) -> list[str]:
        """Return what was chosen, item by item."""
        return [self.cleaned_data[name] for name in self.names]
