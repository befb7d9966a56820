"""The forms of reminders: one's own, the office's, a group's robot, a notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from learning.enums import Rhythm, RobotForm, RobotMaker
from learning.models import OfficeReminders
from learning.models.reminders import WEEKDAYS
from learning.robots import is_allowed
from learning.services.reminders import NewRobot, OfficeTerms


def _time_field(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class OwnRemindersForm(forms.Form):
    """What somebody is told by e-mail, and when not."""

    rhythm = forms.ChoiceField(label=gettext_lazy("邮件提醒"), choices=Rhythm.choices)
    email = forms.EmailField(
        label=gettext_lazy("电子邮箱"),
        required=False,
        max_length=254,
        error_messages={"invalid": gettext_lazy("电子邮箱写得不对，要像 lixin@example.cn 这样。")},
        help_text=gettext_lazy("只用来给你发提醒；填单位内网邮箱也可以"),
    )
    quiet_from = _time_field(gettext_lazy("免打扰从"), required=False)
    quiet_until = _time_field(
        gettext_lazy("免打扰到"), required=False, help_text=gettext_lazy("这段时间不发，过后再发；可以跨零点")
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("rhythm") != Rhythm.OFF and not told.get("email") and "email" not in self.errors:
            self.add_error("email", _("要收邮件提醒，请填电子邮箱。"))
        if (told.get("quiet_from") is None) != (told.get("quiet_until") is None):
            self.add_error("quiet_until", _("免打扰的起止时间要么都填，要么都不填。"))
        return told


class OfficeRemindersForm(forms.Form):
    """When reminders of the office go out."""

    is_on = forms.BooleanField(label=gettext_lazy("发送邮件和群通知"), required=False)
    lead = forms.IntegerField(
        label=gettext_lazy("提前几个工作日"),
        min_value=1,
        max_value=30,
        help_text=gettext_lazy("期限前这么多个工作日起提醒；短的期限最早到后三分之一"),
    )
    digest_at = _time_field(gettext_lazy("邮件几点发"))
    notice_weekday = forms.TypedChoiceField(
        label=gettext_lazy("群通知星期几发"),
        choices=WEEKDAYS,
        coerce=int,
        help_text=gettext_lazy("碰上节假日，改在那一周最近的工作日"),
    )
    notice_at = _time_field(gettext_lazy("群通知几点发"))
    quiet_from = _time_field(gettext_lazy("免打扰从"))
    quiet_until = _time_field(gettext_lazy("免打扰到"), help_text=gettext_lazy("这段时间不发，过后再发；可以跨零点"))
    names_people = forms.BooleanField(
        label=gettext_lazy("群通知写上还没完成的人的姓名"),
        required=False,
        help_text=gettext_lazy("不选，只写还有几个人；写姓名的按工号排，不排名次"),
    )

    @classmethod
    def of(cls, kept: OfficeReminders) -> OfficeRemindersForm:
        """Return the form filled with what is kept, or with what a new office begins with."""
        return cls(initial={name: getattr(kept, name) for name in cls.base_fields})

    def terms(self) -> OfficeTerms:
        """Return what was filled in, as the services take it."""
        return OfficeTerms(**self.cleaned_data)


class RobotAddForm(forms.Form):
    """A group's robot. What is secret is never filled in again."""

    name = forms.CharField(label=gettext_lazy("群的名称"), max_length=50)
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=gettext_lazy("说哪个单位的"), queryset=Unit.objects.none(), empty_label=None
    )
    maker = forms.ChoiceField(label=gettext_lazy("哪一种"), choices=RobotMaker.choices)
    form = forms.ChoiceField(label=gettext_lazy("格式"), choices=RobotForm.choices)
    url = forms.CharField(
        label=gettext_lazy("Webhook 地址"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("在群里添加机器人时给出的地址，整个粘贴；保存以后只显示末四位"),
    )
    secret = forms.CharField(
        label=gettext_lazy("加签密钥"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("钉钉安全设置选“加签”时才有；选“自定义关键词”的，关键词填“提醒”"),
    )

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].to_field_name = "uuid"  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        if not is_allowed(url):
            raise ValidationError(_("地址不对：要以允许的网址开头，照机器人页面上的原样整个粘贴。"))
        return url

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("secret") and told.get("maker") == RobotMaker.WECOM:
            self.add_error("secret", _("企业微信机器人没有加签密钥，请留空。"))
        return told

    def robot(self) -> NewRobot:
        """Return what was filled in, as the services take it."""
        return NewRobot(**self.cleaned_data)


class NoticeForm(forms.Form):
    """For which unit, and what is due until when."""

    unit = forms.ChoiceField(label=gettext_lazy("单位"))
    within = forms.ChoiceField(
        label=gettext_lazy("到什么时候"),
        choices=[
            ("week", gettext_lazy("七天内到期的")),
            ("month", gettext_lazy("本月到期的")),
            ("quarter", gettext_lazy("本季度到期的")),
            ("year", gettext_lazy("今年到期的")),
        ],
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = [(str(unit.uuid), unit.name) for unit in units]  # type: ignore[attr-defined]
