"""Check what organizers write about points."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appraisal import rules
from appraisal.enums import Source
from appraisal.models import PointsRuleVersion

_BANDS = 4


class YearForm(forms.Form):
    """Which year a page shows."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2200, required=False)


class _VersionForm(forms.Form):
    """What every new version of a rule needs."""

    effective_from = forms.DateField(
        label=_("自哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    basis = forms.CharField(
        label=_("出处"),
        max_length=200,
        help_text=_("例如：《…办法》第三十一条"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    formula: rules.Formula

    @property
    def band_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields that a page shows as a table: each band's share and what it earns."""
        return []

    @property
    def rate_rows(self) -> list[forms.BoundField]:
        """The fields that a page shows as a tariff: what each word is worth."""
        return []

    @property
    def single_fields(self) -> list[forms.BoundField]:
        """The fields that stand on their own."""
        in_table = {field.name for row in [*self.band_rows, self.rate_rows] for field in row}
        return [field for field in self if field.name not in in_table]


class NoteRuleForm(_VersionForm):
    """A new version of a rule for notes."""

    points = forms.DecimalField(label=_("每篇积分"), min_value=0, max_value=1000, decimal_places=2)
    minimum_characters = forms.IntegerField(label=_("不少于多少字"), min_value=0, max_value=100_000)

    field_order = ("points", "minimum_characters", "effective_from", "basis")

    def clean(self) -> dict[str, Any]:
        """Make the formula."""
        data = super().clean() or {}
        if not self.errors:
            self.formula = rules.NoteBase(_hundredths(data["points"]), data["minimum_characters"])
        return data

    @staticmethod
    def initial_of(version: PointsRuleVersion) -> dict[str, Any]:
        """Return what stands now."""
        formula = version.formula
        return {"points": Decimal(formula["points"]) / 100, "minimum_characters": formula["minimum_characters"]}


class ExamRuleForm(_VersionForm):
    """A new version of a rule for exams: up to four bands, empty ones left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, _BANDS + 1):
            self.fields[f"at_least_{number}"] = forms.IntegerField(
                label=_("第 %(number)d 档的得分率（%%）不低于") % {"number": number},
                min_value=0,
                max_value=100,
                required=number == 1,
            )
            self.fields[f"points_{number}"] = forms.DecimalField(
                label=_("第 %(number)d 档的积分") % {"number": number},
                min_value=0,
                max_value=1000,
                decimal_places=2,
                required=number == 1,
            )
        self.order_fields([f"{name}_{number}" for number in range(1, _BANDS + 1) for name in ("at_least", "points")])

    @property
    def band_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each band's two fields."""
        return [(self[f"at_least_{number}"], self[f"points_{number}"]) for number in range(1, _BANDS + 1)]

    def clean(self) -> dict[str, Any]:
        """Make the formula; a band needs both its numbers."""
        data = super().clean() or {}
        bands = []
        for number in range(1, _BANDS + 1):
            at_least, points = data.get(f"at_least_{number}"), data.get(f"points_{number}")
            if (at_least is None) != (points is None):
                self.add_error(f"points_{number}", _("第 %(number)d 档要么两项都填，要么都不填。") % {"number": number})
            elif at_least is not None and points is not None:
                bands.append(rules.Band(at_least, _hundredths(points)))
        if not self.errors:
            try:
                self.formula = rules.rising_bands(bands)
            except rules.FormulaError as error:
                self.add_error(None, str(error))
        return data

    @staticmethod
    def initial_of(version: PointsRuleVersion) -> dict[str, Any]:
        """Return what stands now."""
        initial: dict[str, Any] = {}
        for number, band in enumerate(version.formula["bands"], start=1):
            initial[f"at_least_{number}"] = band["at_least"]
            initial[f"points_{number}"] = Decimal(band["points"]) / 100
        return initial


class TariffRuleForm(_VersionForm):
    """A new version of a tariff: what each word is worth; an empty one is 未设定."""

    def __init__(self, *args: Any, words: Mapping[str, str], takes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words, self._takes = words, takes
        for word, name in words.items():
            self.fields[_rate_field(word)] = forms.DecimalField(
                label=name, min_value=0, max_value=1000, decimal_places=2, required=False
            )

    @property
    def rate_rows(self) -> list[forms.BoundField]:
        """Each word's field."""
        return [self[_rate_field(word)] for word in self._words]

    @property
    def takes(self) -> bool:
        """Whether it takes points."""
        return self._takes

    def clean(self) -> dict[str, Any]:
        """Make the formula."""
        data = super().clean() or {}
        if not self.errors:
            typed = {word: data[_rate_field(word)] for word in self._words}
            self.formula = rules.Tariff(
                tuple(
                    rules.Rate(word, name, None if typed[word] is None else _hundredths(typed[word]))
                    for word, name in self._words.items()
                ),
                takes=self._takes,
            )
        return data

    @staticmethod
    def initial_of(version: PointsRuleVersion) -> dict[str, Any]:
        """Return what stands now."""
        rates = version.formula["rates"]
        return {_rate_field(row["word"]): Decimal(row["points"]) / 100 for row in rates if row["points"] is not None}


class NewRuleForm(forms.Form):
    """What an office makes a further rule for."""

    source = forms.ChoiceField(label=_("为什么计分"), choices=Source.choices)


class ReverseForm(forms.Form):
    """Why a line of the ledger is taken back."""

    reason = forms.CharField(label=_("为什么冲销"), max_length=200, help_text=_("本人看得到。"))


def _rate_field(word: str) -> str:
    return f"points_of_{word}"


def _hundredths(points: Decimal) -> int:
    return int(points * 100)
