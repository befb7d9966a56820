"""Fields that several forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Unit, User

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


class PersonField(forms.CharField):
    """A person in office, named by staff number, or by a name that nobody else has."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})

    def __init__(self, office: Office, **kwargs: Any) -> None:
        super().__init__(**{"label": _("工号或姓名"), "max_length": 50, **kwargs})
        self.office = office

    def clean(self, value: Any) -> Any:
        """Return the person, or nobody where none is asked for."""
        meant = super().clean(value)
        if not meant:
            return None
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
