"""Granting and ending roles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.forms.fields import DayField, UnitField
from accounts.models import Office, User
from accounts.selectors import today


def _yesterday() -> date:
    return today() - timedelta(days=1)


class RoleGrantForm(forms.Form):
    """A role for a person over a unit and all below it, from a day on."""

    user = forms.CharField(
        label=_("工号或姓名"),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=_("角色"),
        choices=[choice for choice in Role.choices if choice[0] != Role.CADRE],
        help_text=_("学员人人都是，不用授予。"),
    )
    on = DayField(label=_("从哪天起"), initial=today)

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        self.fields["unit"] = UnitField(
            office, label=_("范围"), empty_label=None, help_text=_("包括它的全部下属单位。")
        )
        self.order_fields(["user", "role", "unit", "on"])

    def clean_user(self) -> User:
        """Return the person in office whose number this is, or whose name nobody else has."""
        meant = self.cleaned_data["user"]
        people = User.objects.filter(office=self.office, is_active=True)
        found = list(people.filter(username__iexact=meant)) or list(people.filter(name=meant))
        if not found:
            raise ValidationError(_("没有工号或姓名为“%(meant)s”的在职人员。"), params={"meant": meant})
        if len(found) > 1:
            numbers = "、".join(user.username for user in found)
            raise ValidationError(
                _("有 %(count)d 人叫“%(meant)s”，请填工号：%(numbers)s。"),
                params={"count": len(found), "meant": meant, "numbers": numbers},
            )
        return found[0]


class RoleEndForm(forms.Form):
    """The last day of a role."""

    last_day = DayField(
        label=_("最后一天"), initial=_yesterday, help_text=_("填昨天，立即失效；填今天，今晚 24 时失效。")
    )
