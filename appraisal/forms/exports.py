"""Check what an export is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appraisal.enums import ExportFormat, UnitPoints


class ExportForm(forms.Form):
    """For which appraisal, of which year, and how units' points are counted for people."""

    channel = forms.ChoiceField(label=_("用于"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2200)
    unit_points = forms.ChoiceField(
        label=_("单位积分怎样计入个人"),
        choices=UnitPoints.choices,
        initial=UnitPoints.UNSET,
        help_text=_("出处没有写，由你们定；选了什么写在导出的说明里"),
    )
    share = forms.IntegerField(
        label=_("比例（%）"), min_value=1, max_value=100, required=False, help_text=_("选“按比例”的才填")
    )
    to = forms.ChoiceField(label=_("格式"), choices=ExportFormat.choices)

    def __init__(self, *args: Any, channels: Sequence[str], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["channel"].choices = [(each, each) for each in channels]  # type: ignore[attr-defined]  # a choice field
        self.fields["year"].initial = today.year

    def clean(self) -> dict[str, Any]:
        """See that a share is named where one is chosen."""
        data = super().clean() or {}
        if data.get("unit_points") == UnitPoints.SHARE and not data.get("share") and "share" not in self.errors:
            self.add_error("share", _("选了“按比例”，请填比例。"))
        return data
