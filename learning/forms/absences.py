"""The form of leave and exemptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.forms.entries import day_field
from learning.schemes.model import Requirement


class AbsenceForm(forms.Form):
    """Days on which somebody owes nothing, of all duties or of one."""

    from_date = day_field(_("从"))
    until_date = day_field(_("到"))
    requirement = forms.ChoiceField(label=_("免哪一条"), required=False)
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("如：产假、脱产培训、驻村"))

    def __init__(self, *args: Any, duties: Sequence[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("所有要求"))] + [(each.key, each.name) for each in duties if not each.same_as]
        self.fields["requirement"].choices = choices  # type: ignore[attr-defined]
