"""Finding, adding, correcting and moving people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, PhoneField, UnitField
from accounts.models import Office, User, username_validator
from accounts.selectors import PersonState, today


class PeopleFilterForm(forms.Form):
    """What a list of people is narrowed to; it lives in the address."""

    q = forms.CharField(
        label=_("姓名或工号"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("在职")), *PersonState.choices])

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(office, required=False, empty_label=_("全部"))
        self.order_fields(["q", "unit", "state"])


class PersonEditForm(forms.Form):
    """A person's own facts."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    phone = PhoneField()
    is_newcomer = forms.BooleanField(label=_("新任干部"), required=False)


class PersonMoveForm(forms.Form):
    """A place from a day on."""

    position = forms.CharField(label=_("职务"), max_length=50, required=False)
    on = DayField(label=_("从哪天起"), initial=today)

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(office)
        self.order_fields(["unit", "position", "on"])


class MoveCancelForm(forms.Form):
    """The arranged move that is not to take place; only the last one can be called off."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        arranged = user.memberships.filter(from_date__gt=today(), to_date__isnull=True).select_related("unit")
        self.fields["arranged"] = forms.ModelChoiceField(arranged, widget=forms.HiddenInput)

    @property
    def is_asked(self) -> bool:
        """Whether it was sent at all: the page has another form beside it."""
        return bool(self.data.get("arranged"))


class PersonReturnForm(PersonMoveForm):
    """A place for someone who comes back."""

    on = DayField(label=_("回来日期"), initial=today)


class PersonAddForm(PersonMoveForm):
    """A new person in a place."""

    username = forms.CharField(
        label=_("工号"),
        max_length=40,
        validators=[username_validator],
        help_text=_("登录名，以后不能修改。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("姓名"), max_length=50)
    phone = PhoneField()
    is_newcomer = forms.BooleanField(label=_("新任干部"), required=False)

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(office, *args, **kwargs)
        self.order_fields(["username", "name", "unit", "position", "on", "phone", "is_newcomer"])

    def clean_username(self) -> str:
        """Refuse a number that is taken, however its letters are written."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("工号 %(username)s 已经有人使用。"), params={"username": username})
        return username


class LeaveForm(forms.Form):
    """The last day of someone who leaves."""

    on = DayField(label=_("最后一天"), initial=today)
