"""Check what is written of awards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.enums import AwardSort
from appraisal.models import Award, Nominee
from appraisal.selectors.awards import Eligible, Standing
from appraisal.services.awards import Verdict
from learning.forms.ideas import CriteriaField
from learning.forms.people import PeopleField
from learning.services.panels import HIGHEST, LOWEST


class AwardForm(forms.Form):
    """Which award, of which year, for what."""

    name = forms.CharField(label=gettext_lazy("奖项"), max_length=50)
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=2200)
    sort = forms.ChoiceField(label=gettext_lazy("评什么"), choices=AwardSort.choices)
    quota = forms.IntegerField(
        label=gettext_lazy("名额"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=gettext_lazy("出处没有写的留空（未设定），系统就不提建议"),
    )
    takes_own = forms.BooleanField(label=gettext_lazy("可以自己申报"), required=False)

    def __init__(self, *args: Any, names: Sequence[str], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].initial = today.year
        if names:
            self.fields["name"].help_text = _("方案里写的：%(names)s") % {"names": "、".join(names)}
            self.fields["name"].initial = names[0]


class NominationForm(forms.Form):
    """Who is nominated for what they did."""

    def __init__(self, *args: Any, offered: Sequence[Eligible], **options: Any) -> None:
        super().__init__(*args, **options)
        self._offered = {each.key: each for each in offered}
        choices = [(key, f"{each.title}（{each.person.name}）") for key, each in self._offered.items()]
        self.fields["chosen"] = forms.MultipleChoiceField(
            label=_("选参评的"), choices=choices, widget=forms.CheckboxSelectMultiple
        )

    @property
    def chosen(self) -> list[Eligible]:
        """What was ticked."""
        return [self._offered[key] for key in self.cleaned_data["chosen"]]


class PeopleForm(forms.Form):
    """Who is nominated for their whole year."""

    def __init__(self, *args: Any, award: Award, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"] = PeopleField(award.office, label=_("参评的人"), required=True)


class JuryForm(forms.Form):
    """Who judges, and by what."""

    def __init__(self, *args: Any, award: Award, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["jurors"] = PeopleField(award.office, label=_("评委"), required=True)
        self.fields["criteria"] = CriteriaField(initial="内容 2\n质量 2\n效果 1")


class JudgingForm(forms.Form):
    """A juror's points for each nominee by each criterion."""

    def __init__(self, *args: Any, award: Award, nominees: Sequence[Nominee], **options: Any) -> None:
        super().__init__(*args, **options)
        self._nominees, self._count = nominees, len(award.criteria)
        for nominee in nominees:
            for place, criterion in enumerate(award.criteria):
                self.fields[f"score_{nominee.pk}_{place}"] = forms.IntegerField(
                    label=criterion.name, min_value=LOWEST, max_value=HIGHEST
                )

    @property
    def rows(self) -> list[tuple[Nominee, list[forms.BoundField]]]:
        """Each nominee with their fields."""
        return [
            (nominee, [self[f"score_{nominee.pk}_{place}"] for place in range(self._count)])
            for nominee in self._nominees
        ]

    @property
    def scores(self) -> Mapping[int, list[int]]:
        """The points by the nominee's key, in the order of the criteria."""
        return {
            nominee.pk: [self.cleaned_data[f"score_{nominee.pk}_{place}"] for place in range(self._count)]
            for nominee in self._nominees
        }


class AwardDecisionForm(forms.Form):
    """Who wins, as what, and why."""

    def __init__(self, *args: Any, standings: Sequence[Standing], **options: Any) -> None:
        super().__init__(*args, **options)
        self._standings = standings
        for row in standings:
            key = row.nominee.pk
            self.fields[f"won_{key}"] = forms.BooleanField(label=_("获奖"), required=False, initial=row.is_proposed)
            self.fields[f"grade_{key}"] = forms.CharField(label=_("等次"), max_length=20, required=False)
            self.fields[f"reason_{key}"] = forms.CharField(label=_("理由"), max_length=200, required=False)

    @property
    def rows(self) -> list[tuple[Standing, list[forms.BoundField]]]:
        """Each nominee's standing with their fields."""
        return [
            (row, [self[f"{name}_{row.nominee.pk}"] for name in ("won", "grade", "reason")]) for row in self._standings
        ]

    @property
    def verdicts(self) -> Mapping[int, Verdict]:
        """What was decided, by the nominee's key."""
        data = self.cleaned_data
        return {
            key: Verdict(data[f"won_{key}"], data[f"grade_{key}"], data[f"reason_{key}"])
            for key in (row.nominee.pk for row in self._standings)
        }
