"""Fields that several forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Unit

_INDENT = "\u3000"


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """A unit of one office, picked from its tree; addresses and forms name it by its public id."""

    def __init__(self, office: Office, **kwargs: Any) -> None:
        units = Unit.objects.filter(office=office).with_tree_fields()
        defaults = {"label": _("单位"), "empty_label": _("请选择")}
        super().__init__(queryset=units, to_field_name="uuid", **{**defaults, **kwargs})

    def label_from_instance(self, unit: Any) -> str:
        """Show how deep it lies."""
        return f"{_INDENT * unit.tree_depth}{unit.name}"


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PhoneField(forms.CharField):
    """A telephone number as people write it."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})
    default_validators = [
        RegexValidator(r"^\+?[0-9][0-9 -]{4,18}$", _("手机号应是 11 位数字；座机可以带区号、空格、横线。"))
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("手机"), "max_length": 20, "required": False, **kwargs})
