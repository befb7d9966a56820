"""The form of a time of study."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.characters import count_characters
from learning.enums import RecordKind, SessionMode
from learning.forms.entries import EntryForm, day_field
from learning.models import Record, Session
from learning.services import Entry

#: Nobody studies longer than this on a day and does anything else.
LONGEST_MINUTES = 600


class SessionForm(EntryForm):
    """A time of study entered afterwards, or taken over from the clock of the page."""

    FIELDS = ("组工业务", "法律法规", "理论政策", "其他")

    occurred_on = day_field(_("日期"))
    minutes = forms.IntegerField(label=_("多少分钟"), min_value=1, max_value=LONGEST_MINUTES)
    mode = forms.ChoiceField(label=_("方式"), choices=SessionMode.choices)
    field = forms.ChoiceField(label=_("内容"), choices=[(name, name) for name in FIELDS])
    gist = forms.CharField(
        label=_("学了什么"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一两句收获。只开着页面不算学习，写下收获才算"),
    )

    def entry(self, now: datetime) -> Entry:
        data = self.cleaned_data
        return Entry(
            kind=RecordKind.SESSION,
            title=_("%(field)s学习") % {"field": data["field"]},
            occurred_on=data["occurred_on"],
            detail=Session(mode=data["mode"], field=data["field"], gist=data["gist"]),
            minutes=data["minutes"],
            characters=count_characters(data["gist"]),
            attributes={"mode": data["mode"], "field": data["field"]},
        )

    @classmethod
    def saved(cls, record: Record) -> dict[str, Any]:
        session = record.session
        return {
            "occurred_on": record.occurred_on,
            "minutes": record.minutes,
            "mode": session.mode,
            "field": session.field,
            "gist": session.gist,
        }
