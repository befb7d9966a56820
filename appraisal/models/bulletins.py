"""What an office says of a month or a quarter: bulletins (通报) and commentaries (讲评)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, User
from appraisal import sections
from appraisal.enums import BulletinKind, BulletinPeriod
from learning.models import Event, Record
from learning.schemes.periods import Span


class Bulletin(PublicModel):
    """The working draft of a period's bulletin or commentary; what was issued of it stands in its issues."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="bulletins", verbose_name=_("机关"))
    kind = models.CharField(_("种类"), max_length=10, choices=BulletinKind.choices)
    period = models.CharField(_("按"), max_length=10, choices=BulletinPeriod.choices)
    first_day = models.DateField(_("起"))
    last_day = models.DateField(_("止"))
    title = models.CharField(_("题目"), max_length=100)
    sections_json = models.JSONField(_("各部分"), default=list, blank=True)
    #: When the facts were gathered that it shows.
    gathered_at = models.DateTimeField(_("取数时间"))
    meeting = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("会议记录")
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("起草人"))
    created_at = models.DateTimeField(_("起草时间"))

    class Meta:
        verbose_name = _("通报讲评")
        verbose_name_plural = _("通报讲评")
        ordering = ["-first_day", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "first_day", "last_day"],
                name="appraisal_bulletin_once",
                violation_error_message=_("这个时期的已经起草过。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("appraisal:bulletin", kwargs={"bulletin": self.uuid})

    @property
    def span(self) -> Span:
        return Span(self.first_day, self.last_day)

    @property
    def sections(self) -> list[sections.Section]:
        return sections.from_json(self.sections_json)

    @property
    def is_commentary(self) -> bool:
        return self.kind == BulletinKind.COMMENTARY


class BulletinIssue(PublicModel, AppendOnlyModel):
    """A bulletin as it went out: number, day, issuer, every word. A correction is a further version with its reason."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="issues", verbose_name=_("通报讲评"))
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("第几期"))
    version = models.PositiveSmallIntegerField(_("第几版"))
    title = models.CharField(_("题目"), max_length=100)
    sections_json = models.JSONField(_("各部分"))
    reason = models.CharField(_("更正原因"), max_length=200, blank=True)
    issued_on = models.DateField(_("印发日期"))
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("印发人"))
    issued_at = models.DateTimeField(_("印发时间"))

    class Meta:
        verbose_name = _("印发的通报讲评")
        verbose_name_plural = _("印发的通报讲评")
        ordering = ["-year", "-number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "version"], name="appraisal_issue_version_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("appraisal:bulletin_issue", kwargs={"issue": self.uuid})

    @property
    def sections(self) -> list[sections.Section]:
        return sections.from_json(self.sections_json)

    @property
    def number_told(self) -> str:
        """Return its number as papers bear it: 2026年第3期."""
        told = gettext("%(year)d年第%(number)d期") % {"year": self.year, "number": self.number}
        if self.version == 1:
            return told
        return gettext("%(number)s（第 %(version)d 次更正）") % {"number": told, "version": self.version - 1}


class Critique(PublicModel):
    """What a commentator says of one record in a commentary; it can be written until that is issued."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="critiques", verbose_name=_("讲评"))
    record = models.ForeignKey(Record, models.PROTECT, related_name="+", verbose_name=_("讲评对象"))
    commentator = models.ForeignKey(User, models.PROTECT, related_name="critiques_to_make", verbose_name=_("点评人"))
    strength = models.TextField(_("长处"), blank=True)
    weakness = models.TextField(_("不足"), blank=True)
    saved_at = models.DateTimeField(_("保存时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("点评")
        verbose_name_plural = _("点评")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "record"], name="appraisal_critique_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record} · {self.commentator}"

    def get_absolute_url(self) -> str:
        return reverse("appraisal:critique", kwargs={"critique": self.uuid})

    @property
    def is_written(self) -> bool:
        return bool(self.strength or self.weakness)


def span_told(period: BulletinPeriod, first: date) -> str:
    """Return a period in words: 2026年10月, 2026年第四季度."""
    if period == BulletinPeriod.MONTH:
        return gettext("%(year)d年%(month)d月") % {"year": first.year, "month": first.month}
    quarter = "一二三四"[(first.month - 1) // 3]
    return gettext("%(year)d年第%(quarter)s季度") % {"year": first.year, "quarter": quarter}
