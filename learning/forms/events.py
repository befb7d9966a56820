"""The forms of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PersonField, UnitField
from accounts.models import Cohort, Unit, User
from accounts.selectors import cohort_people, people_in_units, unit_and_below
from learning.attendance import SUBTYPES, Attended, Part, Said
from learning.forms.entries import day_field
from learning.forms.people import PeopleField, typed
from learning.models import Attendance, Event
from learning.schemes.workdays import chinese_workdays
from learning.selectors.events import units_to_plan_for
from learning.selectors.rotas import rotas_of
from learning.series import series_days
from learning.services.events import Entered, EventPlan
from question_bank.forms.files import UploadField


class _TimeField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class EventForm(forms.Form):
    """What an event is; where and when, and who speaks."""

    subtype = forms.ChoiceField(label=_("类型"), choices=[(name, name) for name in SUBTYPES])
    title = forms.CharField(label=_("主题"), max_length=200)
    place = forms.CharField(label=_("地点"), max_length=100)
    day = day_field(_("日期"))
    begins = _TimeField(label=_("开始"))
    ends = _TimeField(label=_("结束"))
    outside_speakers = forms.CharField(
        label=_("外请主讲人"), max_length=200, required=False, help_text=_("姓名和单位，例如：周教授（省委党校）")
    )
    tolerance = forms.IntegerField(
        label=_("宽限几分钟"), min_value=0, max_value=120, initial=5, help_text=_("开始后这么久以内签到不算迟到")
    )
    is_open = forms.BooleanField(label=_("名单外的人也可以签到"), required=False)

    def __init__(self, user: User, *args: Any, event: Event | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = UnitField(user.office, label=_("哪个单位的活动"))
        allowed = set(units_to_plan_for(user).values_list("pk", flat=True))
        if event is not None:
            # Who chairs it may change it without being over its unit.
            allowed.add(event.record.unit_id)
        unit.queryset = Unit.objects.filter(pk__in=allowed).with_tree_fields()
        self.fields["unit"] = unit
        self.fields["chair"] = PersonField(user.office, label=_("主持人"), required=False, help_text=_("工号或姓名"))
        self.fields["speakers"] = PeopleField(user.office, label=_("主讲人"))
        self.order_fields(
            ["subtype", "title", "unit", "place", "day", "begins", "ends", "chair", "speakers", "outside_speakers"]
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", _("结束要晚于开始。"))
        return data

    def plan(self) -> EventPlan:
        """Return what was filled in, as the services take it."""
        data = self.cleaned_data
        names = ("title", "subtype", "place", "unit", "chair", "outside_speakers", "tolerance", "is_open")
        return EventPlan(
            begins_at=_moment(data["day"], data["begins"]),
            ends_at=_moment(data["day"], data["ends"]),
            **{name: data[name] for name in names},
        )

    @classmethod
    def saved(cls, event: Event) -> dict[str, Any]:
        """Return what is saved, by field."""
        begins, ends = timezone.localtime(event.begins_at), timezone.localtime(event.ends_at)
        speaking = event.attendances.filter(part=Part.SPEAKER).select_related("user")
        return {
            "subtype": event.subtype,
            "title": event.record.title,
            "unit": event.record.unit.uuid,
            "place": event.place,
            "day": begins.date(),
            "begins": begins.time(),
            "ends": ends.time(),
            "chair": typed([event.chair] if event.chair else []),
            "speakers": typed(row.user for row in speaking),
            "outside_speakers": event.outside_speakers,
            "tolerance": event.tolerance,
            "is_open": event.is_open,
        }


class GuestsForm(forms.Form):
    """Who is put on the list: a unit with all below it, a roster, people by name; any of them together."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = user.office
        self.fields["whole_unit"] = UnitField(
            office, label=_("邀请一个单位"), required=False, empty_label=_("不按单位"), help_text=_("连同下属单位")
        )
        self.fields["cohort"] = forms.ModelChoiceField(
            Cohort.objects.filter(office=office),
            label=_("邀请一份花名册"),
            required=False,
            to_field_name="uuid",
            empty_label=_("不按花名册"),
        )
        self.fields["people"] = PeopleField(office, label=_("邀请这些人"))

    def guests(self, on: date) -> list[User]:
        """Return everybody asked for, each once, as units and rosters are on a day."""
        data = self.cleaned_data
        found: list[User] = list(data["people"])
        if data["whole_unit"]:
            found += people_in_units(unit_and_below(data["whole_unit"]), on)
        if data["cohort"]:
            found += cohort_people(data["cohort"], on)
        return list({person.pk: person for person in found}.values())


class RepeatForm(forms.Form):
    """Whether the same is held again, and until when."""

    weeks = forms.TypedChoiceField(
        label=_("重复"),
        choices=[(0, _("只这一次")), (1, _("每周同一天")), (2, _("每两周同一天"))],
        coerce=int,
        help_text=_("从上面的日期算起；碰上法定节假日的一次不办"),
    )
    until = day_field(_("重复到哪天"), required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rota"] = forms.ModelChoiceField(
            rotas_of(user),
            label=_("按轮讲次序排主讲人"),
            required=False,
            to_field_name="uuid",
            empty_label=_("不用"),
            help_text=_("每次一人，接着上次往下排"),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a last day where there is more than one."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("weeks") and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("重复的活动请填最后一天。"))
        return data

    def days(self, first: date) -> list[date]:
        """Return the days from the first on."""
        if not self.cleaned_data["weeks"]:
            return [first]
        until: date = self.cleaned_data["until"]
        return series_days(first, weeks=self.cleaned_data["weeks"], until=until, workdays=chinese_workdays())


class ReasonForm(forms.Form):
    """A sentence that says why; what is empty the service refuses in its own words."""

    reason = forms.CharField(label=_("原因"), max_length=200, required=False)


class SignInForm(ReasonForm):
    """What the phone sends: arriving, or leaving."""

    is_leaving = forms.BooleanField(required=False)


class LeaveDecisionForm(forms.Form):
    """Granted or refused."""

    granted = forms.TypedChoiceField(
        choices=[("yes", _("准假")), ("no", _("不准"))], coerce=lambda value: value == "yes"
    )


class CloseForm(forms.Form):
    """How those were there who did not sign in."""

    rest = forms.ChoiceField(
        label=_("没有签到的人记为"),
        choices=[(Attended.ABSENT, _("缺席")), (Attended.PRESENT, _("出席（没有用扫码签到时选这个）"))],
        initial=Attended.ABSENT,
    )


class WordForm(forms.Form):
    """What somebody says of an event."""

    kind = forms.ChoiceField(label=_("写什么"))
    who = forms.CharField(
        label=_("谁说的"), max_length=50, required=False, help_text=_("替别人记下时填姓名，自己写的不用填")
    )
    text = forms.CharField(label=_("内容"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, allowed: Sequence[Said], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An answer is written below its question.
        kinds = [kind for kind in allowed if kind != Said.ANSWER]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The answer to a question."""

    text = forms.CharField(label=_("回答"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(forms.Form):
    """A file of an event; it is only ever handed out to be saved."""

    KINDS = ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "jpg", "jpeg", "png")

    file = UploadField(
        label=_("文件"),
        accept=",".join(f".{kind}" for kind in KINDS),
        validators=[FileExtensionValidator(KINDS)],
        help_text=_("课件、照片、签过字的纪要，20 MB 以内"),
    )


class AttendanceForm(forms.Form):
    """Everybody on an event's list, a line each."""

    def __init__(self, event: Event, rows: Iterable[Attendance], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = list(rows)
        self._has_awards = event.subtype == "竞赛" or any(row.award for row in self._rows)
        states = [choice for choice in Attended.choices if choice[0] != Attended.EXPECTED or event.is_planned]
        for row in self._rows:
            self.fields[f"state-{row.pk}"] = forms.ChoiceField(choices=states, initial=row.state)
            self.fields[f"minutes-{row.pk}"] = forms.IntegerField(
                min_value=0, max_value=event.hours.minutes, required=False, initial=row.minutes or None
            )
            self.fields[f"reason-{row.pk}"] = forms.CharField(max_length=200, required=False, initial=row.reason)
            self.fields[f"award-{row.pk}"] = forms.CharField(max_length=50, required=False, initial=row.award)

    def lines(self) -> Iterator[tuple[Attendance, list[forms.BoundField]]]:
        """Yield each row with its fields."""
        for row in self._rows:
            names = ("state", "minutes", "reason", *(("award",) if self._has_awards else ()))
            fields = [self[f"{name}-{row.pk}"] for name in names]
            for field in fields:
                label = str(_LABELS[field.name.split("-")[0]])
                field.field.widget.attrs.update({"aria-label": f"{row.user.name} {label}", "placeholder": label})
            yield row, fields

    def entered(self) -> dict[int, Entered]:
        """Return what differs from what is there, by the key of the row."""
        return {row.pk: told for row in self._rows if (told := self._told(row)) is not None}

    def _told(self, row: Attendance) -> Entered | None:
        data = self.cleaned_data
        state, minutes = Attended(data[f"state-{row.pk}"]), data[f"minutes-{row.pk}"]
        reason, award = data[f"reason-{row.pk}"].strip(), data[f"award-{row.pk}"].strip()
        if (state, minutes or 0, reason, award) == (row.state, row.minutes, row.reason, row.award):
            return None
        # Minutes left as they stood belong to the old state.
        is_stale = state != row.state and (minutes or 0) == row.minutes
        return Entered(state, None if is_stale else minutes, reason, award)


_LABELS = {"state": _("出席情况"), "minutes": _("分钟"), "reason": _("说明"), "award": _("名次")}


def _moment(day: date, time: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time))
