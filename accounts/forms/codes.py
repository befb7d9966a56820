"""Choosing for whom first-use codes are made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import UnitField
from accounts.models import Cohort, Office, User


class CodesScopeForm(forms.Form):
    """Among whom to choose; it lives in the address."""

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(office, required=False, empty_label=_("全部"))
        self.fields["cohort"] = forms.ModelChoiceField(
            Cohort.objects.filter(office=office),
            label=_("花名册"),
            required=False,
            to_field_name="uuid",
            empty_label=_("全部"),
        )


class ResetForm(forms.Form):
    """When the page was drawn: a form sent twice must not end the code of the first time, already on paper."""

    as_of = forms.DateTimeField(widget=forms.HiddenInput)


class CodesForm(ResetForm):
    """The people chosen, and how their codes are wanted."""

    output = forms.ChoiceField(choices=[("print", _("打印")), ("xlsx", _("导出 Excel"))])

    def __init__(self, people: QuerySet[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = forms.ModelMultipleChoiceField(
            people,
            to_field_name="uuid",
            error_messages={
                "required": _("请至少选一人。"),
                "invalid_choice": _("有人已经设置了密码，或已不在名单里，请重新选择。"),
            },
        )
