"""Naming and ordering units."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UnitNameForm(forms.Form):
    """A unit's name; a slash would read as two levels in a roster."""

    name = forms.RegexField(
        r"^[^/／\\＼>＞]+$",
        label=_("单位名称"),
        max_length=100,
        strip=True,
        error_messages={"invalid": _("名称里不能有斜线和大于号，它们用来分隔上下级。")},
    )


class UnitShiftForm(forms.Form):
    """One place up or down."""

    direction = forms.ChoiceField(choices=[("up", _("上移")), ("down", _("下移"))])
