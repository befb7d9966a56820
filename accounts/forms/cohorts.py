"""Making and changing cohorts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import CohortKind
from accounts.forms.fields import UnitField
from accounts.models import Office, User

_BETWEEN = re.compile(r"[\s,，、;；]+")
_MOST = 20_000
_FAULTS_SHOWN = 20


class CohortForm(forms.Form):
    """A name, and either a unit or a pasted list of staff numbers."""

    name = forms.CharField(label=_("名称"), max_length=100)
    kind = forms.ChoiceField(
        label=_("怎样确定名单"),
        choices=[(CohortKind.UNIT, _("一个单位及其下属，人员随调动更新")), (CohortKind.LIST, _("一份固定名单"))],
        widget=forms.RadioSelect,
        initial=CohortKind.UNIT,
    )
    usernames = forms.CharField(
        label=_("名单"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("选“一份固定名单”时填写：粘贴工号，每行一个，也可以用空格、逗号、顿号隔开；工号后面可以带姓名。"),
    )

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        self.fields["unit"] = UnitField(
            office, required=False, empty_label=_("请选择"), help_text=_("选“一个单位及其下属”时填写。")
        )
        self.order_fields(["name", "kind", "unit", "usernames"])

    def clean(self) -> dict[str, Any]:
        """Keep what the chosen kind needs and drop the rest."""
        data: dict[str, Any] = super().clean() or {}
        data["people"] = []
        if data.get("kind") == CohortKind.UNIT and data.get("unit") is None and "unit" not in self.errors:
            self.add_error("unit", _("请选择单位。"))
        if data.get("kind") == CohortKind.LIST:
            data["unit"] = None
            if "usernames" not in self.errors:
                self._clean_list(data)
        return data

    def composition(self) -> dict[str, Any]:
        """Return what a cohort is made of, as the services take it."""
        return {name: self.cleaned_data[name] for name in ("name", "unit", "people")}

    def _clean_list(self, data: dict[str, Any]) -> None:
        people, faults = self._people(data.get("usernames", ""))
        if faults:
            more = (
                [_("另有 %(count)d 处。") % {"count": len(faults) - _FAULTS_SHOWN}]
                if len(faults) > _FAULTS_SHOWN
                else []
            )
            self.add_error("usernames", [ValidationError(fault) for fault in [*faults[:_FAULTS_SHOWN], *more]])
        elif not people:
            self.add_error("usernames", _("请粘贴至少一个工号。"))
        data["people"] = people

    def _people(self, text: str) -> tuple[list[User], list[str]]:
        """Return the people the lines name, each once, and what names nobody."""
        known = {user.username.casefold(): user for user in User.objects.filter(office=self.office, is_active=True)}
        people: dict[int, User] = {}
        faults = []
        for number, line in enumerate(text.splitlines(), start=1):
            names: set[str] = set()
            for word in filter(None, _BETWEEN.split(line)):
                user = known.get(word.casefold())
                if user is not None:
                    people[user.pk] = user
                    names.add(user.name)
                elif word not in names:
                    faults.append(
                        _("第 %(line)d 行：没有工号为“%(word)s”的在职人员") % {"line": number, "word": word[:40]}
                    )
        return list(people.values()), faults
