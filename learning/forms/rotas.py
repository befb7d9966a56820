"""The forms of rotas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import UnitField
from accounts.models import Unit, User
from learning.forms.events import GuestsForm
from learning.models.rotas import Rota
from learning.selectors.events import units_to_plan_for


class RotaForm(GuestsForm):
    """Whose turns are drawn."""

    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("例如：2026 年周末组工讲堂"))
    seed = forms.CharField(
        label=_("抽签种子"), max_length=40, help_text=_("随便一个词或数，公开写在次序页上，谁都能照样再抽一遍")
    )
    directors_first = forms.BooleanField(label=_("部长先讲，其余抽签"), required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        unit = UnitField(user.office, label=_("哪个单位的轮讲"))
        unit.queryset = Unit.objects.filter(pk__in=list(units_to_plan_for(user).values_list("pk", flat=True)))
        unit.queryset = unit.queryset.with_tree_fields()
        self.fields["unit"] = unit
        for name, label in (("whole_unit", _("轮讲的单位")), ("cohort", _("轮讲的花名册")), ("people", _("轮讲的人"))):
            self.fields[name].label = label
        self.order_fields(["name", "unit", "whole_unit", "cohort", "people", "directors_first", "seed"])


class SwapForm(forms.Form):
    """Who changes places with whom, and why."""

    reason = forms.CharField(label=_("原因"), max_length=200, required=False)

    def __init__(self, rota: Rota, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = User.objects.filter(turns__in=rota.turns.filter(event=None)).order_by("turns__position")
        people = waiting.filter(turns__rota=rota)
        for name, label in (("first", _("谁")), ("second", _("和谁换"))):
            self.fields[name] = forms.ModelChoiceField(
                people, label=label, to_field_name="uuid", empty_label=_("请选择")
            )
        self.order_fields(["first", "second", "reason"])
