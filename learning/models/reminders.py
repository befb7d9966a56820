"""Reminders that leave the site: by e-mail to a person, by a robot to a group."""

from __future__ import annotations

from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, PublicModel, Unit, User
from learning.enums import ReminderState, Rhythm, RobotForm, RobotMaker
from learning.reminding import LEAD, QuietHours

WEEKDAYS = (
    (0, _("星期一")),
    (1, _("星期二")),
    (2, _("星期三")),
    (3, _("星期四")),
    (4, _("星期五")),
    (5, _("星期六")),
    (6, _("星期日")),
)


class OfficeReminders(models.Model):
    """What an office lets go out and when; without a row, nothing does."""

    office = models.OneToOneField(Office, models.PROTECT, related_name="reminders_set", verbose_name=_("机关"))
    is_on = models.BooleanField(_("发送提醒"), default=False)
    #: Workdays before a period ends.
    lead = models.PositiveSmallIntegerField(
        _("提前几个工作日"), default=LEAD, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    digest_at = models.TimeField(_("邮件几点发"), default=time(8))
    notice_weekday = models.PositiveSmallIntegerField(_("群通知星期几发"), choices=WEEKDAYS, default=0)
    notice_at = models.TimeField(_("群通知几点发"), default=time(9))
    quiet_from = models.TimeField(_("免打扰从"), default=time(21))
    quiet_until = models.TimeField(_("免打扰到"), default=time(7))
    names_people = models.BooleanField(_("群通知写上姓名"), default=False)
    #: The last day for which messages were made ready.
    digests_made_on = models.DateField(_("邮件备到哪天"), null=True, blank=True)
    notices_made_on = models.DateField(_("群通知备到哪天"), null=True, blank=True)

    class Meta:
        verbose_name = _("机关的提醒")
        verbose_name_plural = _("机关的提醒")

    def __str__(self) -> str:
        return str(self.office)

    @property
    def quiet(self) -> QuietHours:
        """Return when the office lets nothing out."""
        return QuietHours(self.quiet_from, self.quiet_until)


class OwnReminders(models.Model):
    """What somebody wants to be told by e-mail, where to, and when not; without a row, nothing."""

    person = models.OneToOneField(User, models.PROTECT, related_name="reminders_set", verbose_name=_("干部"))
    rhythm = models.CharField(_("邮件提醒"), max_length=10, choices=Rhythm.choices, default=Rhythm.OFF)
    email = models.EmailField(_("电子邮箱"), blank=True)
    quiet_from = models.TimeField(_("免打扰从"), null=True, blank=True)
    quiet_until = models.TimeField(_("免打扰到"), null=True, blank=True)

    class Meta:
        verbose_name = _("本人的提醒")
        verbose_name_plural = _("本人的提醒")
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm=Rhythm.OFF) | ~Q(email=""), name="learning_reminders_have_an_address"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="learning_reminders_quiet_from_until",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def quiet(self) -> list[QuietHours]:
        """Return the hours somebody is not to be told anything, if they named any."""
        if self.quiet_from is None or self.quiet_until is None:
            return []
        return [QuietHours(self.quiet_from, self.quiet_until)]


class Robot(PublicModel):
    """The robot of a group chat, which tells the group how a unit stands. Its address is a secret: who knows it speaks
    in the group. Taken away, the row stays without it.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="robots", verbose_name=_("机关"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("说哪个单位的"))
    name = models.CharField(_("名称"), max_length=50)
    maker = models.CharField(_("哪一种"), max_length=10, choices=RobotMaker.choices)
    form = models.CharField(_("格式"), max_length=10, choices=RobotForm.choices, default=RobotForm.TEXT)
    url = models.CharField(_("Webhook 地址"), max_length=500, blank=True)
    secret = models.CharField(_("加签密钥"), max_length=200, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("添加人"))
    added_at = models.DateTimeField(_("添加时间"))
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("移除人")
    )
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("群机器人")
        verbose_name_plural = _("群机器人")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def hint(self) -> str:
        """Return what is shown of the address: its last four characters."""
        return self.url[-4:]


class Reminder(PublicModel):
    """A message to one person or one group, on record before it is sent; one a day for each."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="reminders", verbose_name=_("机关"))
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("干部")
    )
    robot = models.ForeignKey(
        Robot, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("群机器人")
    )
    on = models.DateField(_("哪天的"))
    #: What a digest names: title, note and address of each.
    lines = models.JSONField(_("各条"), default=list, blank=True)
    #: What a group is told.
    text = models.TextField(_("文字"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ReminderState.choices, default=ReminderState.WAITING)
    #: Not before; after a try that failed, when to try again.
    send_from = models.DateTimeField(_("何时起发送"))
    tries = models.PositiveSmallIntegerField(_("试过几次"), default=0)
    tried_at = models.DateTimeField(_("最近一次"), null=True, blank=True)
    error = models.CharField(_("为什么没有发出"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, robot__isnull=False) | Q(person__isnull=False, robot=None),
                name="learning_reminder_person_or_robot",
            ),
            models.UniqueConstraint(fields=["person", "on"], name="learning_reminder_person_once_a_day"),
            models.UniqueConstraint(fields=["robot", "on"], name="learning_reminder_robot_once_a_day"),
        ]
        indexes = [
            # For finding what is to be sent.
            models.Index(
                fields=["send_from"],
                condition=Q(state__in=[ReminderState.WAITING, ReminderState.SENDING]),
                name="learning_reminder_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.robot} · {self.on}"
