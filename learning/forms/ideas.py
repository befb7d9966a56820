"""The forms of ideas and of panels."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import UnitField
from accounts.models import Office
from learning.characters import count_characters
from learning.enums import Adoption, DutyGrade, IdeaType, RecordKind
from learning.forms.entries import EntryForm, day_field
from learning.forms.people import PeopleField
from learning.models import Idea, Panel, Record
from learning.panels import Criterion
from learning.services import Entry
from learning.services.panels import HIGHEST, LOWEST

_LINE = re.compile(r"^(?P<name>.+?)[\s:：]+(?P<weight>[1-9]\d{0,2})$")


class IdeaForm(EntryForm):
    """A suggestion or a project."""

    counted = True

    type = forms.ChoiceField(label=gettext_lazy("哪一类"), choices=IdeaType.choices)
    title = forms.CharField(label=gettext_lazy("题目"), max_length=200)
    occurred_on = day_field(gettext_lazy("日期"))
    body = forms.CharField(
        label=gettext_lazy("内容"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "data-count": "note-count"}),
        help_text=gettext_lazy("现在怎样、想怎样改、有什么好处"),
    )

    def entry(self, now: datetime) -> Entry:
        data = self.cleaned_data
        return Entry(
            kind=RecordKind.IDEA,
            title=data["title"],
            occurred_on=data["occurred_on"],
            detail=Idea(type=data["type"], body=data["body"]),
            characters=count_characters(data["body"]),
            attributes={"type": data["type"]},
        )

    @classmethod
    def saved(cls, record: Record) -> dict[str, Any]:
        return {
            "type": record.idea.type,
            "title": record.title,
            "occurred_on": record.occurred_on,
            "body": record.idea.body,
        }


class IdeaDecisionForm(forms.Form):
    """Whether an idea is taken up, where it went, who guides it."""

    adoption = forms.ChoiceField(label=gettext_lazy("采纳情况"), choices=Adoption.choices)
    where = forms.CharField(label=gettext_lazy("用在哪里"), max_length=200, required=False)
    reason = forms.CharField(
        label=gettext_lazy("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, office: Office, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["guided_by"] = UnitField(
            office, label=_("指导股室"), required=False, help_text=_("创新项目由哪个股室每月了解、每季上门指导")
        )


class CriteriaField(forms.CharField):
    """What raters look at, typed a line each: the name, then its weight."""

    def __init__(self, **options: Any) -> None:
        defaults: dict[str, Any] = {
            "label": gettext_lazy("评分项和权重"),
            "max_length": 1000,
            "widget": forms.Textarea(attrs={"rows": 4}),
            "help_text": _("一行一项，名称后面写权重（整数）；每项 %(lowest)d 到 %(highest)d 分")
            % {"lowest": LOWEST, "highest": HIGHEST},
        }
        super().__init__(**{**defaults, **options})

    def clean(self, value: Any) -> Any:
        """Return each line as a criterion."""
        found = []
        for number, line in enumerate(super().clean(value).splitlines(), 1):
            if not line.strip():
                continue
            match = _LINE.match(line.strip())
            if match is None:
                raise forms.ValidationError(
                    _("第 %(number)d 行要写成“名称 权重”，权重是 1 到 999 的整数。") % {"number": number}
                )
            found.append(Criterion(match["name"][:50], int(match["weight"])))
        return found


class PanelForm(forms.Form):
    """Who rates, and what they look at."""

    def __init__(self, *args: Any, record: Record, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["raters"] = PeopleField(record.office, label=_("评议人"), required=True)
        if record.kind == RecordKind.IDEA:
            self.fields["criteria"] = CriteriaField(initial="建树 1\n创意 1\n实效 1\n价值 1")


class RatingForm(forms.Form):
    """One rater's word: a grade, or points for each criterion."""

    def __init__(self, *args: Any, panel: Panel, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = []
        for number, criterion in enumerate(panel.criteria):
            name = f"score_{number}"
            self.names.append(name)
            self.fields[name] = forms.IntegerField(
                label=criterion.name,
                min_value=LOWEST,
                max_value=HIGHEST,
                help_text=_("%(lowest)d 到 %(highest)d 分") % {"lowest": LOWEST, "highest": HIGHEST},
            )
        if not self.names:
            self.fields["grade"] = forms.ChoiceField(
                label=_("等次"), choices=DutyGrade.choices, widget=forms.RadioSelect
            )
        self.fields["comment"] = forms.CharField(
            label=_("意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
        )

    @property
    def scores(self) -> list[int]:
        """Return the points in the order of the criteria."""
        return [self.cleaned_data[name] for name in self.names]
