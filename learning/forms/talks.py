"""The forms of talks, visits and reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import PersonField
from accounts.models import User
from learning.characters import count_characters
from learning.enums import RecordKind, TalkLevel, TalkType
from learning.forms.entries import EntryForm, day_field
from learning.models import Record, Talk
from learning.selectors import quarterly_work_limits
from learning.selectors.talks import projects
from learning.services import Entry

_LONGEST = 20_000
_MOST_FIELDS = 10


def _text(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_LONGEST, required=False, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class TalkForm(EntryForm):
    """What the forms of all talks share: the day and what was said."""

    occurred_on = day_field(gettext_lazy("日期"))

    def talk_entry(self, talk: Talk, title: str, *, counterpart: User | None = None, **told: str) -> Entry:
        """Return a talk as an entry; of a confidential one the record tells its type and level alone."""
        is_confidential = bool(self.cleaned_data.get("is_confidential", False))
        words = "\n".join([talk.body, talk.next_step, *talk.items])
        return Entry(
            kind=RecordKind.TALK,
            title=str(TalkType(talk.type).label) if is_confidential else title,
            occurred_on=self.cleaned_data["occurred_on"],
            detail=talk,
            characters=0 if is_confidential else count_characters(words),
            counterpart=counterpart,
            is_confidential=is_confidential,
            attributes={"type": talk.type, **told},
        )

    @classmethod
    def saved(cls, record: Record) -> dict[str, Any]:
        talk = record.talk
        return {
            "type": talk.type,
            "level": talk.level,
            "counterpart": record.counterpart.username if record.counterpart else "",
            "with_whom": talk.with_whom,
            "place": talk.place,
            "about": talk.about.uuid if talk.about else None,
            "occurred_on": record.occurred_on,
            "body": talk.body,
            "next_step": talk.next_step,
            "is_confidential": record.is_confidential,
            **{f"item_{number}": item for number, item in enumerate(talk.items, 1)},
        }


class WithAPersonForm(TalkForm):
    """A talk with somebody of the office, who confirms it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["counterpart"] = self.person_field()

    def person_field(self) -> PersonField:
        """Return the field that names the other one."""
        raise NotImplementedError

    def clean_counterpart(self) -> User | None:
        """Refuse a talk with oneself."""
        person: User | None = self.cleaned_data["counterpart"]
        if person == self.by:
            raise forms.ValidationError(_("对方不能是自己。"))
        return person


class HeartTalkForm(WithAPersonForm):
    """A heart-to-heart talk (谈心谈话): always confidential, confirmed by the other."""

    level = forms.ChoiceField(label=gettext_lazy("哪一级和哪一级"), choices=TalkLevel.choices)
    place = forms.CharField(label=gettext_lazy("地点"), max_length=100, required=False)
    body = _text(
        gettext_lazy("谈了什么"),
        8,
        help_text=gettext_lazy("只有你们两个人和分管的部长看得到，每看一次都留记录；不进任何导出、搜索和统计"),
    )
    next_step = _text(gettext_lazy("说好的事"), 3)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["counterpart", "level", "occurred_on"])

    def person_field(self) -> PersonField:
        return PersonField(self.by.office, label=_("和谁谈：工号或姓名"), help_text=_("由对方确认"))

    def entry(self, now: datetime) -> Entry:
        data = self.cleaned_data
        data["is_confidential"] = True
        talk = Talk(
            type=TalkType.HEART_TO_HEART,
            level=data["level"],
            place=data["place"],
            body=data["body"],
            next_step=data["next_step"],
        )
        # Either of the two owes the talk to the other.
        return self.talk_entry(talk, "", counterpart=data["counterpart"], level=data["level"], both="yes")


def _confidential_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("内容保密"),
        required=False,
        help_text=gettext_lazy(
            "勾上以后，别人只看到有这么一次，内容只有当事人和分管的部长看得到，没有对方确认的由部长审核"
        ),
    )


class VisitForm(TalkForm):
    """A visit to whoever is not of the office, or to a project."""

    TYPES = (
        TalkType.VISIT,
        TalkType.ENQUIRY,
        TalkType.GUIDANCE,
        TalkType.VILLAGE,
        TalkType.FILE_REVIEW,
    )

    type = forms.ChoiceField(label=gettext_lazy("哪一种"), choices=[(each.value, each.label) for each in TYPES])
    with_whom = forms.CharField(label=gettext_lazy("去了哪里、见了谁"), max_length=100)
    body = _text(gettext_lazy("了解到什么、解决了什么"), 6)
    next_step = _text(gettext_lazy("下一步"), 3)
    is_confidential = _confidential_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["about"] = forms.ModelChoiceField(
            projects(self.by.office),
            to_field_name="uuid",
            label=_("关于哪个项目"),
            required=False,
            empty_label=_("与项目无关"),
        )
        self.order_fields(["type", "about", "occurred_on", "with_whom"])

    def entry(self, now: datetime) -> Entry:
        data = self.cleaned_data
        talk = Talk(
            type=data["type"],
            with_whom=data["with_whom"],
            body=data["body"],
            next_step=data["next_step"],
            about=data["about"],
        )
        title = _("%(type)s：%(where)s") % {"type": TalkType(data["type"]).label, "where": data["with_whom"]}
        return self.talk_entry(talk, title)


class ReportForm(WithAPersonForm):
    """A report of the month (工作汇报): what was done, what stands out, what comes."""

    PARTS: Mapping[str, Any] = {
        "done": gettext_lazy("成绩"),
        "bright": gettext_lazy("亮点"),
        "planned": gettext_lazy("打算"),
    }

    done = _text(gettext_lazy("上月成绩"))
    bright = _text(gettext_lazy("亮点"), 3)
    planned = _text(gettext_lazy("本月打算"))
    is_confidential = _confidential_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["occurred_on", "counterpart"])

    def person_field(self) -> PersonField:
        return PersonField(
            self.by.office,
            label=_("向谁汇报：工号或姓名"),
            required=False,
            help_text=_("填了的由对方确认，不填的由所在单位的审核人审核"),
        )

    def entry(self, now: datetime) -> Entry:
        data = self.cleaned_data
        items = [data[name] for name in self.PARTS]
        talk = Talk(type=TalkType.REPORT, items=items if any(map(str.strip, items)) else [])
        title = _("工作汇报（%(year)d年%(month)d月）") % {
            "year": data["occurred_on"].year,
            "month": data["occurred_on"].month,
        }
        return self.talk_entry(talk, title, counterpart=data["counterpart"])

    @classmethod
    def saved(cls, record: Record) -> dict[str, Any]:
        return super().saved(record) | dict(zip(cls.PARTS, record.talk.items, strict=False))


class DutyReportForm(TalkForm):
    """A year's report on one's duties (述职), which a panel rates."""

    body = _text(gettext_lazy("述职报告"), 16)

    def entry(self, now: datetime) -> Entry:
        data = self.cleaned_data
        title = _("%(year)d年述职") % {"year": data["occurred_on"].year}
        return self.talk_entry(Talk(type=TalkType.DUTY_REPORT, body=data["body"]), title)


class QuarterlyWorkForm(TalkForm):
    """A quarter's work in a few items, each of which says something: as many and as long as the duty has it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.limits = quarterly_work_limits(self.by.office, timezone.localdate())
        for number in range(1, min(self.limits.most_items or _MOST_FIELDS, _MOST_FIELDS) + 1):
            self.fields[f"item_{number}"] = _text(
                _("第 %(number)d 项") % {"number": number}, 5, help_text=self.rule if number == 1 else ""
            )

    @property
    def rule(self) -> str:
        """Return what is asked, in a sentence."""
        told = []
        if self.limits.most_items:
            told.append(_("不超过 %(most)d 项") % {"most": self.limits.most_items})
        if self.limits.least_characters:
            told.append(_("合计不少于 %(least)d 字") % {"least": self.limits.least_characters})
        if self.limits.least_characters_each:
            told.append(_("每项不少于 %(least)d 字") % {"least": self.limits.least_characters_each})
        return _("%(rule)s。言之有物、言之有据，不记流水账") % {"rule": "，".join(told)} if told else ""

    @property
    def items(self) -> list[str]:
        """Return what was written, without what was left empty."""
        written = [text for name, text in self.cleaned_data.items() if name.startswith("item_")]
        return [text for text in written if text.strip()]

    def clean(self) -> dict[str, Any]:
        """Refuse to hand in what is too short; a draft may be."""
        counts = [count_characters(item) for item in self.items]
        if not self.is_submitted or not counts:
            return self.cleaned_data
        if sum(counts) < self.limits.least_characters:
            told = {"all": sum(counts), "least": self.limits.least_characters}
            self.add_error(None, _("合计只有 %(all)d 字，要求不少于 %(least)d 字，还不能提交。") % told)
        each = self.limits.least_characters_each
        for number, count in enumerate(counts, 1):
            if count < each:
                told = {"number": number, "count": count, "least": each}
                self.add_error(None, _("第 %(number)d 项只有 %(count)d 字，要求每项不少于 %(least)d 字。") % told)
        return self.cleaned_data

    def entry(self, now: datetime) -> Entry:
        day, items = self.cleaned_data["occurred_on"], self.items
        title = _("%(year)d年第%(quarter)d季度工作") % {"year": day.year, "quarter": (day.month + 2) // 3}
        shortest = min(map(count_characters, items), default=0)
        talk = Talk(type=TalkType.QUARTERLY_WORK, items=items)
        return self.talk_entry(talk, title, items=str(len(items)), shortest=str(shortest))
