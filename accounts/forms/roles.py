"""Granting and ending roles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.forms.fields import DayField, PersonField, UnitField
from accounts.models import Office
from accounts.selectors import today


def _yesterday() -> date:
    return today() - timedelta(days=1)


class RoleGrantForm(forms.Form):
    """A role for a person over a unit and all below it, from a day on."""

    role = forms.ChoiceField(
        label=_("角色"),
        choices=[choice for choice in Role.choices if choice[0] != Role.CADRE],
        help_text=_("学员人人都是，不用授予。"),
    )
    on = DayField(label=_("从哪天起"), initial=today)

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = PersonField(office)
        self.fields["unit"] = UnitField(
            office, label=_("范围"), empty_label=None, help_text=_("包括它的全部下属单位。")
        )
        self.order_fields(["user", "role", "unit", "on"])


class RoleEndForm(forms.Form):
    """The last day of a role."""

    last_day = DayField(
        label=_("最后一天"), initial=_yesterday, help_text=_("填昨天，立即失效；填今天，今晚 24 时失效。")
    )
