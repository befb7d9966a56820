"""Awards of a year: who is nominated, who judges, what they gave, what was decided."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, User
from appraisal.enums import AwardSort
from learning.models import Record
from learning.panels import Criterion


class Award(PublicModel):
    """A round of one award in one year (评奖). It is open for nominations, then judged, then decided and announced."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="awards", verbose_name=_("机关"))
    name = models.CharField(_("奖项"), max_length=50)
    year = models.PositiveSmallIntegerField(_("年度"))
    sort = models.CharField(_("评什么"), max_length=10, choices=AwardSort.choices)
    quota = models.PositiveSmallIntegerField(_("名额"), null=True, blank=True, validators=[MinValueValidator(1)])
    takes_own = models.BooleanField(_("可以自己申报"), default=False)
    #: Name and weight of each; empty until jurors are asked, and where points decide.
    criteria_told = models.JSONField(_("评分项"), default=list, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("组织人"))
    opened_at = models.DateTimeField(_("开始时间"))
    judged_from = models.DateTimeField(_("开始评审"), null=True, blank=True)
    judged_until = models.DateTimeField(_("结束评审"), null=True, blank=True)
    announced_at = models.DateTimeField(_("公布时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("评奖")
        verbose_name_plural = _("评奖")
        ordering = ["-year", "-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year", "name"],
                name="appraisal_award_once",
                violation_error_message=_("这一年的这个奖已经在评。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("appraisal:award", kwargs={"award": self.uuid})

    @property
    def criteria(self) -> list[Criterion]:
        return [Criterion(name, weight) for name, weight in self.criteria_told]

    @property
    def is_by_points(self) -> bool:
        return self.sort == AwardSort.POINTS

    @property
    def is_nominating(self) -> bool:
        return self.judged_from is None and self.announced_at is None

    @property
    def is_judging(self) -> bool:
        return self.judged_from is not None and self.judged_until is None

    @property
    def awaits_decision(self) -> bool:
        """Whether a person may decide now: the jurors are done, or points alone count."""
        return self.announced_at is None and (self.judged_until is not None or self.is_by_points)


class Nominee(PublicModel):
    """Somebody nominated for an award, with what they are nominated for where it is one thing."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="nominees", verbose_name=_("评奖"))
    person = models.ForeignKey(User, models.PROTECT, related_name="nominations", verbose_name=_("干部"))
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", verbose_name=_("凭据"))
    title = models.CharField(_("申报内容"), max_length=200)
    nominated_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("提名人"))
    nominated_at = models.DateTimeField(_("提名时间"))

    class Meta:
        verbose_name = _("参评")
        verbose_name_plural = _("参评")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["award", "person", "record"], name="appraisal_nominee_once"),
            models.UniqueConstraint(
                fields=["award", "person"], condition=models.Q(record=None), name="appraisal_nominee_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.title}"


class Juror(PublicModel):
    """Somebody who is asked to judge an award."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="jurors", verbose_name=_("评奖"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("评委"))
    judged_at = models.DateTimeField(_("评完时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("评委")
        verbose_name_plural = _("评委")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["award", "user"], name="appraisal_juror_once")]

    def __str__(self) -> str:
        return f"{self.award} · {self.user}"

    def get_absolute_url(self) -> str:
        return reverse("appraisal:juror", kwargs={"juror": self.uuid})


class Judgement(AppendOnlyModel):
    """What a juror gave one nominee, once; nobody is shown who gave what."""

    juror = models.ForeignKey(Juror, models.PROTECT, related_name="judgements", verbose_name=_("评委"))
    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="judgements", verbose_name=_("参评"))
    scores = models.JSONField(_("各项得分"))

    class Meta:
        verbose_name = _("评委打分")
        verbose_name_plural = _("评委打分")
        # Not in the order they were given, which would say who gave them.
        ordering = ["nominee", "pk"]
        constraints = [models.UniqueConstraint(fields=["juror", "nominee"], name="appraisal_judgement_once")]

    def __str__(self) -> str:
        return str(self.nominee)


class AwardDecision(AppendOnlyModel):
    """What was decided of a nominee, with the score it was decided on."""

    nominee = models.OneToOneField(Nominee, models.PROTECT, related_name="decision", verbose_name=_("参评"))
    is_winner = models.BooleanField(_("获奖"))
    grade = models.CharField(_("等次"), max_length=20, blank=True)
    #: Hundredths: the jurors' mean by weight, or the year's points.
    score = models.IntegerField(_("得分（百分之一）"), null=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("决定人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("评奖决定")
        verbose_name_plural = _("评奖决定")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.nominee)
