"""What people did together: events, and who was there."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import PublicModel, Unit, User
from learning.attendance import Attended, Hours, Part, Said
from learning.enums import RecordState
from learning.models.records import RecordDetail


class Event(RecordDetail):
    """Something people come together for (集中活动). Its record is its unit's; each person's is their attendance."""

    subtype = models.CharField(_("类型"), max_length=20)
    place = models.CharField(_("地点"), max_length=100)
    begins_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    chair = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("主持人"))
    outside_speakers = models.CharField(_("外请主讲人"), max_length=200, blank=True)
    #: How many minutes after the beginning nobody is late, and before the end nobody early.
    tolerance = models.PositiveSmallIntegerField(_("宽限（分钟）"), default=5)
    is_open = models.BooleanField(_("名单外的人也可以签到"), default=False)
    #: What was planned at once has the same.
    series = models.UUIDField(_("系列"), null=True, editable=False)
    cancelled_because = models.CharField(_("取消原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("集中活动")
        verbose_name_plural = _("集中活动")
        ordering = ["begins_at", "record"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")),
                name="learning_event_ends_after",
                violation_error_message=_("结束要晚于开始。"),
            ),
        ]

    def __str__(self) -> str:
        return self.record.title

    def get_absolute_url(self) -> str:
        return reverse("learning:event", kwargs={"event": self.record.uuid})

    @property
    def hours(self) -> Hours:
        """Return its hours as the rules of attendance take them."""
        return Hours(self.begins_at, self.ends_at, self.tolerance)

    @property
    def is_cancelled(self) -> bool:
        return bool(self.cancelled_because)

    @property
    def is_closed(self) -> bool:
        """Whether its attendance is settled."""
        return self.record.state == RecordState.APPROVED

    @property
    def is_planned(self) -> bool:
        """Whether it can still be changed."""
        return not self.is_cancelled and not self.is_closed

    @property
    def summary(self) -> str:
        return gettext("%(subtype)s · %(place)s") % {"subtype": self.subtype, "place": self.place}


class Attendance(PublicModel):
    """One person's part in an event, in the unit they then belonged to.

    Leave is asked for in advance (`leave_reason`) and decided by somebody (`leave_granted`).
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="attendances", verbose_name=_("活动"))
    user = models.ForeignKey(User, models.PROTECT, related_name="attendances", verbose_name=_("干部"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("单位"))
    part = models.CharField(_("担任"), max_length=10, choices=Part.choices, default=Part.GUEST)
    state = models.CharField(_("出席情况"), max_length=10, choices=Attended.choices, default=Attended.EXPECTED)
    arrived_at = models.DateTimeField(_("签到时间"), null=True, blank=True)
    left_at = models.DateTimeField(_("离开时间"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("分钟"), default=0)
    #: Whether it counts as having been there (`Hours.counts`).
    is_counted = models.BooleanField(_("计入"), default=False)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    leave_reason = models.CharField(_("请假事由"), max_length=200, blank=True)
    leave_granted = models.BooleanField(_("准假"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("批准、登记人")
    )
    #: How often what the record store was told of it has been taken back.
    withdrawals = models.PositiveSmallIntegerField(_("更正次数"), default=0, editable=False)
    award = models.CharField(_("名次、奖项"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("出席记录")
        verbose_name_plural = _("出席记录")
        ordering = ["event", "user__username"]
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="learning_attendance_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_state_display()}"

    @property
    def is_leave_waiting(self) -> bool:
        """Whether somebody has to decide on leave."""
        return bool(self.leave_reason) and self.leave_granted is None

    def put(self, state: Attended, hours: Hours, minutes: int | None = None) -> None:
        """Note how somebody was there, and what follows from it."""
        self.state = state
        self.minutes = hours.spent(state, self.arrived_at, self.left_at) if minutes is None else minutes
        self.is_counted = hours.counts(state, self.minutes)

    def arrive(self, at: datetime, hours: Hours) -> None:
        self.arrived_at = at
        self.left_at = None
        self.put(hours.on_arrival(at), hours)

    def leave(self, at: datetime, hours: Hours) -> None:
        self.left_at = at
        self.put(hours.on_leaving(Attended(self.state), at), hours)


class EventWord(PublicModel, AppendOnlyModel):
    """What was said at an event or about it: a comment, a reflection, a speech, a question, the minutes."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="words", verbose_name=_("活动"))
    kind = models.CharField(_("哪一种"), max_length=10, choices=Said.choices)
    #: Who said it, where somebody else writes it down.
    who = models.CharField(_("谁说的"), max_length=50, blank=True)
    text = models.TextField(_("内容"))
    #: The question that this answers.
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered", verbose_name=_("答的是哪一问")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("写的人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("活动发言")
        verbose_name_plural = _("活动发言")
        ordering = ["event", "pk"]

    def __str__(self) -> str:
        return f"{self.said_by}：{self.text[:20]}"

    @property
    def said_by(self) -> str:
        return self.who or self.by.name


class EventFile(PublicModel):
    """A file of an event: slides, a photograph, the minutes as signed."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="files", verbose_name=_("活动"))
    name = models.CharField(_("文件名"), max_length=200)
    data = models.BinaryField(_("内容"))
    size = models.PositiveIntegerField(_("字节"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("活动文件")
        verbose_name_plural = _("活动文件")
        ordering = ["event", "pk"]

    def __str__(self) -> str:
        return self.name
