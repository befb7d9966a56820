"""The forms of pairings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import PersonField
from learning.characters import count_characters
from learning.enums import CounterpartKind, PairingType, RecordKind
from learning.forms.entries import EntryForm, day_field
from learning.models import NO_END, Pairing, Record
from learning.services import Entry

#: Where the other side is a person of the office, who must be named.
_PERSONAL = {PairingType.MENTORING}
_HOW = ("上门", "电话", "座谈", "一起工作", "其他")


class PairingForm(EntryForm):
    """A pairing: of what kind, with whom, from when to when."""

    type = forms.ChoiceField(label=gettext_lazy("哪一种"), choices=PairingType.choices)
    counterpart_kind = forms.ChoiceField(
        label=gettext_lazy("对方是"),
        choices=[("", gettext_lazy("本机关的人")), *CounterpartKind.choices],
        required=False,
        help_text=gettext_lazy("联系点要选是哪一类：乡镇、机关、企业各算一类"),
    )
    counterpart_name = forms.CharField(
        label=gettext_lazy("对方的名称"), max_length=100, required=False, help_text=gettext_lazy("单位名称或者户主姓名")
    )
    role = forms.CharField(
        label=gettext_lazy("我是"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("例如导师、学员、指导员、宣传员、服务员、信息员"),
    )
    occurred_on = day_field(gettext_lazy("从哪天起"))
    last_day = day_field(gettext_lazy("到哪天"), required=False)
    plan = forms.CharField(
        label=gettext_lazy("打算做什么"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["counterpart"] = PersonField(
            self.by.office,
            label=_("对方是本机关的人：工号或姓名"),
            required=False,
            help_text=_("填了的由对方确认；不填的由所在单位的审核人确认"),
        )
        self.order_fields(["type", "counterpart", "counterpart_kind", "counterpart_name"])

    def clean(self) -> dict[str, Any]:
        """Ask for the other side as its type has it."""
        given = self.cleaned_data
        person = given.get("counterpart")
        if person == self.by:
            self.add_error("counterpart", _("对方不能是自己。"))
        if given.get("type") in _PERSONAL and not person and "counterpart" not in self.errors:
            self.add_error("counterpart", _("帮带结对要填对方的工号或姓名。"))
        if given.get("type") == PairingType.CONTACT_POINT and not given.get("counterpart_kind"):
            self.add_error("counterpart_kind", _("联系点要选是哪一类。"))
        if not person and not given.get("counterpart_name", "").strip():
            self.add_error("counterpart_name", _("请填对方的名称。"))
        first, last = given.get("occurred_on"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("结束的日期不能早于开始的日期。"))
        return given

    def entry(self, now: datetime) -> Entry:
        data = self.cleaned_data
        person = data["counterpart"]
        name = person.name if person else data["counterpart_name"].strip()
        attributes = {"type": data["type"], "counterpart": data["counterpart_kind"]}
        return Entry(
            kind=RecordKind.PAIRING,
            title=_("%(type)s：%(name)s") % {"type": PairingType(data["type"]).label, "name": name},
            occurred_on=data["occurred_on"],
            lasts_until=data["last_day"] or NO_END,
            counterpart=person,
            detail=Pairing(
                type=data["type"],
                role=data["role"].strip(),
                counterpart_kind=data["counterpart_kind"],
                counterpart_name=name,
                plan=data["plan"],
            ),
            characters=count_characters(data["plan"]),
            # Who is mentored owes a mentor as well as the mentor a pupil.
            attributes=attributes | ({"both": "yes"} if person else {}),
        )

    @classmethod
    def saved(cls, record: Record) -> dict[str, Any]:
        pairing = record.pairing
        return {
            "type": pairing.type,
            "counterpart": record.counterpart.username if record.counterpart else "",
            "counterpart_kind": pairing.counterpart_kind,
            "counterpart_name": "" if record.counterpart else pairing.counterpart_name,
            "role": pairing.role,
            "occurred_on": record.occurred_on,
            "last_day": None if record.lasts_until == NO_END else record.lasts_until,
            "plan": pairing.plan,
        }


def _not_to_come(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(_("这一天还没有到。"))


class ContactForm(forms.Form):
    """A contact that has been."""

    on = day_field(gettext_lazy("日期"), validators=[_not_to_come])
    how = forms.ChoiceField(label=gettext_lazy("方式"), choices=[(how, how) for how in _HOW])
    what = forms.CharField(label=gettext_lazy("做了什么"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class PairingEndForm(forms.Form):
    """The last day of a pairing."""

    last_day = day_field(gettext_lazy("最后一天"))
