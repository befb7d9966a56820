"""Check what is written of bulletins and commentaries."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PersonField
from accounts.models import Office
from appraisal.enums import BulletinKind, BulletinPeriod
from appraisal.models import Bulletin, span_told
from appraisal.selectors.bulletins import meetings_of, records_to_comment
from learning.models import Record

_LONGEST = 5_000
_MONTHS_OFFERED = 24


class BulletinDraftForm(forms.Form):
    """What is drafted, for which month or quarter."""

    kind = forms.ChoiceField(label=_("种类"), choices=BulletinKind.choices)
    period = forms.ChoiceField(label=_("按"), choices=BulletinPeriod.choices)
    month = forms.DateField(label=_("月份"), input_formats=["%Y-%m"], help_text=_("按季度的，选这个季度里的任何一个月"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        months = [date(number // 12, number % 12 + 1, 1) for number in _months_back(today)]
        choices = [(f"{each:%Y-%m}", span_told(BulletinPeriod.MONTH, each)) for each in months]
        self.fields["month"].widget = forms.Select(choices=choices)


def _months_back(today: date) -> range:
    """Return this month and those before it as counted from the year 0."""
    this = today.year * 12 + today.month - 1
    return range(this, this - _MONTHS_OFFERED, -1)


class BulletinForm(forms.Form):
    """The words of a draft: its title, those of each section, which sections are left out."""

    title = forms.CharField(label=_("题目"), max_length=100)

    def __init__(self, *args: Any, bulletin: Bulletin, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sections = bulletin.sections
        self.fields["title"].initial = bulletin.title
        if bulletin.is_commentary:
            self.fields["meeting"] = forms.ModelChoiceField(
                meetings_of(bulletin),
                label=_("在哪次会上讲评"),
                required=False,
                initial=bulletin.meeting_id,
                empty_label=_("没有开会，或者没有记录"),
            )
        for section in self.sections:
            self.fields[f"text_{section.key}"] = forms.CharField(
                label=section.heading or _("开头的话"),
                required=False,
                max_length=_LONGEST,
                initial=section.words,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"out_{section.key}"] = forms.BooleanField(
                label=_("这一部分不印"), required=False, initial=section.is_left_out
            )

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields above the sections."""
        return [self[name] for name in ("title", "meeting") if name in self.fields]

    @property
    def parts(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each section with its two fields."""
        return [(each, self[f"text_{each.key}"], self[f"out_{each.key}"]) for each in self.sections]

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by section."""
        return {each.key: self.cleaned_data[f"text_{each.key}"] for each in self.sections}

    @property
    def left_out(self) -> list[str]:
        """Which sections are not printed."""
        return [each.key for each in self.sections if self.cleaned_data[f"out_{each.key}"]]


class IssueForm(forms.Form):
    """Why a corrected version goes out; the first needs no reason."""

    reason = forms.CharField(label=_("更正原因"), max_length=200, required=False)


class _RecordsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """Records to tick, each with whose it is."""

    def label_from_instance(self, record: Any) -> str:
        return f"{record.title}（{record.subject.name}，{record.get_kind_display()}）"


class CritiquesForm(forms.Form):
    """Which records a commentary speaks of, and who does."""

    def __init__(self, *args: Any, bulletin: Bulletin, office: Office, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["records"] = _RecordsField(
            records_to_comment(bulletin),
            to_field_name="uuid",
            label=_("讲评哪几篇"),
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["commentator"] = PersonField(office, label=_("由谁点评"), help_text=_("工号或姓名"))

    @property
    def records(self) -> list[Record]:
        """The records that were ticked."""
        return list(self.cleaned_data["records"])


class CritiqueForm(forms.Form):
    """A commentator's words."""

    strength = forms.CharField(
        label=_("长处"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    weakness = forms.CharField(
        label=_("不足"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
