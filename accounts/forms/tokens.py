"""Making tokens for programs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope
from accounts.forms.fields import DayField
from accounts.models import User
from accounts.selectors import scopes_open_to, today


def _in_three_months() -> date:
    return today() + timedelta(days=90)


class TokenForm(forms.Form):
    """A name, a last day and what the program may do, of what its owner may."""

    name = forms.CharField(
        label=_("名称"),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("写明给哪个程序用，如“干部信息系统”。"),
    )
    scopes = forms.MultipleChoiceField(
        label=_("权限"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只选这个程序用得着的。令牌不会超出你自己的角色；角色结束，权限随之失效。"),
    )
    last_day = DayField(label=_("最后一天"), initial=_in_three_months, help_text=_("最长一年，到期重新生成。"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(scope.value, f"{scope.label}（{scope.value}）") for scope in scopes_open_to(user)]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]

    def clean_scopes(self) -> list[Scope]:
        """Return the scopes themselves."""
        return [Scope(value) for value in self.cleaned_data["scopes"]]
