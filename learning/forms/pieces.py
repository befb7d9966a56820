"""The forms of pieces: the author's, the reviewer's, and the organizer's for who sits on the bench."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PersonField, UnitField
from accounts.models import Office, User
from accounts.selectors import today
from learning.forms.entries import EntryForm, day_field
from learning.models import Record
from learning.selectors import RoleOnBench, flows, piece_classes
from learning.services import Entry, PieceText

_LONGEST_BODY = 50_000
_LONGEST_TERM = 60


class PieceForm(EntryForm):
    """A piece; an unfinished one may be saved, so only its title and class are required."""

    counted = True

    title = forms.CharField(label=_("题目"), max_length=200)
    piece_class = forms.ChoiceField(label=_("类别"))
    flow = forms.ChoiceField(label=_("审核流程"))
    meant_for = forms.CharField(
        label=_("拟投媒体"), max_length=100, required=False, help_text=_("例如微信公众号、组工信息；印在审批表上")
    )
    occurred_on = day_field(_("日期"))
    body = forms.CharField(
        label=_("正文"),
        max_length=_LONGEST_BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18, "data-count": "note-count"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        office, on = self.by.office, today()
        own, usual = piece_classes(office, on)
        classes = self.fields["piece_class"]
        assert isinstance(classes, forms.ChoiceField)  # noqa: S101 -- declared above
        kept = self.initial.get("piece_class")
        further = [kept] if kept and kept not in (*own, *usual) else []
        groups = [(_("本机关要求的"), own), (_("其他"), [*usual, *further])]
        classes.choices = [(label, [(each, each) for each in names]) for label, names in groups if names]
        ways = flows(office, on)
        flow = self.fields["flow"]
        assert isinstance(flow, forms.ChoiceField)  # noqa: S101 -- likewise
        flow.choices = [
            (key, f"{way.name}：{' → '.join(stage.label for stage in way.stages)}") for key, way in ways.items()
        ]
        if len(ways) == 1:
            self.fields["flow"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def entry(self, now: datetime) -> Entry:
        data = self.cleaned_data
        text = PieceText(
            title=data["title"].strip(),
            piece_class=data["piece_class"],
            flow=data["flow"],
            meant_for=data["meant_for"].strip(),
            body=data["body"],
            occurred_on=data["occurred_on"],
        )
        return text.entry(now)

    @classmethod
    def saved(cls, record: Record) -> dict[str, Any]:
        piece = record.piece
        return {
            "title": record.title,
            "piece_class": piece.piece_class,
            "flow": piece.flow,
            "meant_for": piece.meant_for,
            "occurred_on": record.occurred_on,
            "body": piece.body,
        }


class SeatForm(forms.Form):
    """A role of the reviews for a person, over a unit and all below it, from a day on."""

    def __init__(self, office: Office, bench: list[RoleOnBench], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(label=_("环节"), choices=[(each.role, each.label) for each in bench])
        self.fields["user"] = PersonField(office)
        self.fields["unit"] = UnitField(
            office, label=_("审哪里的稿件"), empty_label=None, help_text=_("包括它的全部下属单位。")
        )
        self.fields["on"] = day_field(_("从哪天起"), initial=today)


class TermsForm(forms.Form):
    """Within how many workdays each role should decide; empty: no term."""

    def __init__(self, bench: list[RoleOnBench], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in bench:
            self.fields[each.role] = forms.IntegerField(
                label=_("%(label)s，几个工作日内") % {"label": each.label},
                min_value=1,
                max_value=_LONGEST_TERM,
                required=False,
                initial=each.days,
            )


class DelegationForm(forms.Form):
    """Who decides in somebody's seats while they are away; only an organizer names another than oneself."""

    def __init__(self, user: User, *args: Any, for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        if for_others:
            self.fields["holder"] = PersonField(
                user.office, label=_("谁外出"), required=False, help_text=_("不填就是你自己")
            )
        self.fields["deputy"] = PersonField(user.office, label=_("由谁代审"), help_text=_("工号或姓名"))
        self.fields["first_day"] = day_field(_("从哪天"), initial=today)
        self.fields["last_day"] = day_field(_("到哪天"))
        self.fields["reason"] = forms.CharField(label=_("原因"), max_length=100, required=False)

    @property
    def holder(self) -> User:
        """Return who is away."""
        return self.cleaned_data.get("holder") or self._user
