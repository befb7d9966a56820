"""Training classes (培训班): who is in one, what was noted of them, and whether they completed it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, Unit, User
from learning.completion import CompletionRule, breach_name
from learning.models.events import Event
from quizzes.models import Exam


class TrainingClass(PublicModel):
    """A class from its first day to its last; its sessions are events, its exam one of `quizzes`."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="training_classes", verbose_name=_("机关"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    title = models.CharField(_("名称"), max_length=100)
    place = models.CharField(_("地点"), max_length=100, blank=True)
    begins_on = models.DateField(_("开班"))
    ends_on = models.DateField(_("结业"))
    #: Who notes breaches beside the organizers; the sources do not say who does.
    monitor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("纪律记录人"))
    exam = models.ForeignKey(
        Exam, models.PROTECT, null=True, blank=True, related_name="training_classes", verbose_name=_("结业考试")
    )
    least_attendance = models.PositiveSmallIntegerField(_("至少出席百分之几"), null=True, blank=True)
    must_pass = models.BooleanField(_("结业考试要及格"), default=False)
    least_notes = models.PositiveSmallIntegerField(_("至少几篇笔记"), null=True, blank=True)
    barring = models.JSONField(_("有这些违纪不能结业"), default=list, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    closed_at = models.DateTimeField(_("结班时间"), null=True, blank=True)
    #: The class as a whole, as an event that those attended who completed it.
    whole = models.OneToOneField(
        Event, models.PROTECT, null=True, blank=True, related_name="whole_class", verbose_name=_("结业记录")
    )

    class Meta:
        verbose_name = _("培训班")
        verbose_name_plural = _("培训班")
        ordering = ["-begins_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")),
                name="learning_class_ends_after",
                violation_error_message=_("结业不能早于开班。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:class", kwargs={"training_class": self.uuid})

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def rule(self) -> CompletionRule:
        """Return what completing it takes."""
        return CompletionRule(self.least_attendance, self.must_pass, self.least_notes, tuple(self.barring))


class ClassSession(models.Model):
    """A line of the timetable: an event of the class and its study-hours (学时)."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="sessions", verbose_name=_("培训班"))
    event = models.OneToOneField(Event, models.CASCADE, related_name="class_session", verbose_name=_("活动"))
    study_hours = models.DecimalField(_("学时"), max_digits=4, decimal_places=1, default=0)

    class Meta:
        verbose_name = _("课程表")
        verbose_name_plural = _("课程表")
        ordering = ["training_class", "event__begins_at"]

    def __str__(self) -> str:
        return str(self.event)


class Trainee(PublicModel):
    """Somebody in a class, in the unit they then belonged to, and what was decided in the end."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="trainees", verbose_name=_("培训班"))
    user = models.ForeignKey(User, models.PROTECT, related_name="trainees", verbose_name=_("学员"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("单位"))
    is_newcomer = models.BooleanField(_("新任"), default=False)
    has_completed = models.BooleanField(_("结业"), null=True, blank=True)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    study_hours = models.DecimalField(_("学时"), max_digits=5, decimal_places=1, default=0)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("学员")
        verbose_name_plural = _("学员")
        ordering = ["training_class", "user__username"]
        constraints = [models.UniqueConstraint(fields=["training_class", "user"], name="learning_trainee_once")]

    def __str__(self) -> str:
        return self.user.name

    def get_absolute_url(self) -> str:
        return reverse("learning:trainee", kwargs={"trainee": self.uuid})


class BreachNote(AppendOnlyModel):
    """A breach of order that somebody noted; `withdraws` takes back an earlier note, with why in the text."""

    trainee = models.ForeignKey(Trainee, models.PROTECT, related_name="breaches", verbose_name=_("学员"))
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+", verbose_name=_("哪节课"))
    #: As the office's schemes call it, `learning.selectors.breach_codes`, and its name there at that time.
    code = models.CharField(_("违纪"), max_length=40)
    name = models.CharField(_("违纪的名称"), max_length=200, blank=True)
    text = models.CharField(_("说明"), max_length=200, blank=True)
    withdraws = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="withdrawal", verbose_name=_("撤销的是哪条")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("违纪记录")
        verbose_name_plural = _("违纪记录")
        ordering = ["trainee", "pk"]

    def __str__(self) -> str:
        return f"{self.trainee} · {self.label}"

    @property
    def label(self) -> str:
        """What it was called when it was noted."""
        return self.name or breach_name(self.code)


class TraineeGrade(AppendOnlyModel):
    """How somebody saw a trainee (三看); the newest of each view counts.

    View and grade are kept with the keys of the office's scheme, `learning.selectors.class_appraisal`, and with the
    words it then had for them.
    """

    trainee = models.ForeignKey(Trainee, models.PROTECT, related_name="grades", verbose_name=_("学员"))
    view = models.CharField(_("看哪一面"), max_length=40)
    view_label = models.CharField(_("看哪一面的名称"), max_length=200)
    grade = models.CharField(_("评价"), max_length=40)
    grade_label = models.CharField(_("评价的名称"), max_length=200)
    comment = models.CharField(_("评语"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("评价人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("三看评价")
        verbose_name_plural = _("三看评价")
        ordering = ["trainee", "pk"]

    def __str__(self) -> str:
        return f"{self.trainee} · {self.view_label} · {self.grade_label}"
