"""Naming people in a form: as one types them, by staff number or name."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, User

_BETWEEN = re.compile(r"[\s,，、;；]+")
_FAULTS_SHOWN = 10
#: A picture of a whole office's names is pasted at most.
_LONGEST = 100_000


class PeopleField(forms.CharField):
    """People of one office, typed as staff numbers or names, parted by blanks, commas or lines."""

    def __init__(self, office: Office, **kwargs: Any) -> None:
        self.office = office
        defaults: dict[str, Any] = {
            "required": False,
            "max_length": _LONGEST,
            "widget": forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
            "help_text": gettext_lazy("工号或姓名，用空格、顿号或换行隔开"),
        }
        super().__init__(**{**defaults, **kwargs})

    def clean(self, value: Any) -> Any:
        """Return each person once, in the order typed."""
        words = list(filter(None, _BETWEEN.split(super().clean(value))))
        known = _known(self.office) if words else {}
        faults = [fault for word in words if (fault := _fault(word, known.get(word.casefold(), [])))]
        if faults:
            raise ValidationError(faults[:_FAULTS_SHOWN])
        found = [known[word.casefold()][0] for word in words]
        return list({person.pk: person for person in found}.values())


def typed(people: Any) -> str:
    """Return people as one would type them, by the number that is nobody else's."""
    return "、".join(person.username for person in people)


def _known(office: Office) -> dict[str, list[User]]:
    known: dict[str, list[User]] = {}
    for person in User.objects.filter(office=office, is_active=True):
        for word in {person.username.casefold(), person.name.casefold()}:
            known.setdefault(word, []).append(person)
    return known


def _fault(word: str, found: list[User]) -> str:
    if not found:
        return _("没有工号或姓名是“%(word)s”的在职人员") % {"word": word[:40]}
    if len(found) > 1:
        numbers = "、".join(person.username for person in found[:5])
        return _("有几个人叫“%(word)s”，请填工号：%(numbers)s") % {"word": word[:40], "numbers": numbers}
    return ""
