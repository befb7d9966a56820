"""The forms of training classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PersonField, UnitField
from accounts.models import Unit, User
from accounts.selectors import today
from learning.completion import breach_name
from learning.forms.entries import day_field
from learning.forms.events import EventForm
from learning.forms.people import typed
from learning.models import TrainingClass
from learning.schemes.model import ClassAppraisal
from learning.selectors.classes import TraineeRow
from learning.selectors.events import units_to_plan_for
from learning.selectors.reviewing import noted_codes
from learning.services.classes import ClassPlan, Outcome
from quizzes.enums import ExamKind
from quizzes.models import Exam


class ClassForm(forms.Form):
    """What a class is, and what completing it takes; what is left empty asks nothing."""

    title = forms.CharField(label=_("名称"), max_length=100)
    place = forms.CharField(label=_("地点"), max_length=100)
    begins_on = day_field(_("开班"))
    ends_on = day_field(_("结业"))
    least_attendance = forms.IntegerField(
        label=_("至少出席百分之几"), min_value=1, max_value=100, required=False, help_text=_("不填就不设")
    )
    must_pass = forms.BooleanField(label=_("结业考试要及格"), required=False)
    least_notes = forms.IntegerField(label=_("至少几篇笔记"), min_value=1, max_value=99, required=False)
    barring = forms.MultipleChoiceField(
        label=_("有这些违纪不能结业"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        barred = self.initial.get("barring") or ()
        known = {**{code: breach_name(code) for code in barred}, **noted_codes(user.office, today())}
        self.fields["barring"].choices = list(known.items())  # type: ignore[attr-defined]
        unit = UnitField(user.office, label=_("主办单位"))
        allowed = list(units_to_plan_for(user).values_list("pk", flat=True))
        unit.queryset = Unit.objects.filter(pk__in=allowed).with_tree_fields()
        self.fields["unit"] = unit
        self.fields["monitor"] = PersonField(
            user.office,
            label=_("纪律记录人"),
            required=False,
            help_text=_("工号或姓名，例如班长；不填就只由组织的人记"),
        )
        self.fields["exam"] = forms.ModelChoiceField(
            Exam.objects.filter(office=user.office_id, kind=ExamKind.CLASS_EXAM),
            label=_("结业考试"),
            required=False,
            to_field_name="uuid",
            empty_label=_("没有"),
            help_text=_("先在“考务”里安排一场“培训班考试”"),
        )
        first = ["title", "unit", "place", "begins_on", "ends_on", "monitor", "exam"]
        self.order_fields([*first, "least_attendance", "must_pass", "least_notes", "barring"])

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and a pass where there is no exam."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("begins_on") and data.get("ends_on") and data["ends_on"] < data["begins_on"]:
            self.add_error("ends_on", _("结业不能早于开班。"))
        if data.get("must_pass") and not data.get("exam") and "exam" not in self.errors:
            self.add_error("exam", _("要求考试及格，请先选一场考试。"))
        return data

    def plan(self) -> ClassPlan:
        """Return what was filled in, as the services take it."""
        return ClassPlan(**{**self.cleaned_data, "barring": tuple(self.cleaned_data["barring"])})

    @classmethod
    def saved(cls, shown: TrainingClass) -> dict[str, Any]:
        """Return what is saved, by field."""
        names = ("title", "place", "begins_on", "ends_on", "least_attendance", "must_pass", "least_notes", "barring")
        return {name: getattr(shown, name) for name in names} | {
            "unit": shown.unit.uuid,
            "monitor": typed([shown.monitor] if shown.monitor else []),
            "exam": shown.exam.uuid if shown.exam else None,
        }


class SessionForm(EventForm):
    """A line of the timetable: an event with study-hours."""

    study_hours = forms.DecimalField(label=_("学时"), min_value=0, max_value=16, decimal_places=1, initial=2)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["subtype"].choices = [(name, name) for name in ("上课", "交流发言", "参观", "研讨", "其他")]  # type: ignore[attr-defined]


class BreachForm(forms.Form):
    """A breach of order, in which session."""

    code = forms.ChoiceField(label=_("违纪"))
    text = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, training_class: TrainingClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = noted_codes(training_class.office, today())
        self.fields["code"].choices = list(codes.items())  # type: ignore[attr-defined]
        sessions = training_class.sessions.select_related("event__record")
        self._events = {str(session.event.record.uuid): session.event for session in sessions}
        choices = [("", _("不在某一节")), *((key, str(event)) for key, event in self._events.items())]
        self.fields["event"] = forms.TypedChoiceField(
            label=_("哪节课"), choices=choices, required=False, coerce=self._events.get, empty_value=None
        )
        self.order_fields(["event", "code", "text"])


class GradeForm(forms.Form):
    """One view of a trainee, as the office's scheme appraises (三看)."""

    view = forms.ChoiceField(label=_("看哪一面"))
    grade = forms.ChoiceField(label=_("评价"))
    comment = forms.CharField(label=_("评语"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, appraisal: ClassAppraisal, training_class: TrainingClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        views = appraisal.views_when(is_closed=training_class.is_closed).values()
        self.fields["view"].choices = [(each.key, f"{each.label}（{each.looks_at}）") for each in views]  # type: ignore[attr-defined]
        self.fields["grade"].choices = list(appraisal.grades.items())  # type: ignore[attr-defined]


class OutcomesForm(forms.Form):
    """A decision on each trainee, filled in with what the rule proposes."""

    def __init__(self, rows: Sequence[TraineeRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = rows
        for row in rows:
            name = row.trainee.user.name
            self.fields[f"outcome-{row.trainee.pk}"] = forms.ChoiceField(
                choices=[("yes", _("结业")), ("no", _("不结业"))],
                initial="no" if row.objections else "yes",
                widget=forms.Select(attrs={"aria-label": f"{name} {_('决定')}"}),
            )
            self.fields[f"reason-{row.trainee.pk}"] = forms.CharField(
                max_length=200,
                required=False,
                widget=forms.TextInput(
                    attrs={"aria-label": f"{name} {_('理由')}", "placeholder": _("和建议不同时写理由")}
                ),
            )

    def lines(self) -> Iterator[tuple[TraineeRow, list[forms.BoundField]]]:
        """Yield each trainee with the fields."""
        for row in self._rows:
            yield row, [self[f"{name}-{row.trainee.pk}"] for name in ("outcome", "reason")]

    def outcomes(self) -> dict[int, Outcome]:
        """Return what was decided, by the trainee's key."""
        data = self.cleaned_data
        keys = [row.trainee.pk for row in self._rows]
        return {key: Outcome(data[f"outcome-{key}"] == "yes", data[f"reason-{key}"]) for key in keys}
