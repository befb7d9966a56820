"""Points: rules with versions, and a ledger that only grows.

Points are integers in hundredths. Raw entries are unique by rule version, evidence and person; caps and best-of are
applied when a period closes, so that rebuilding the ledger does not depend on the order of events.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, User
from appraisal import rules
from appraisal.enums import EvidenceKind, Field, Source


class PointsRule(PublicModel):
    """A way to earn points; what it says at a time stands in its versions."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="points_rules", verbose_name=_("机关"))
    key = models.SlugField(_("代号"), max_length=40)
    name = models.CharField(_("名称"), max_length=100)
    field = models.CharField(_("方面"), max_length=10, choices=Field.choices)
    source = models.CharField(_("凭据"), max_length=20, choices=Source.choices)

    class Meta:
        verbose_name = _("积分规则")
        verbose_name_plural = _("积分规则")
        ordering = ["field", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "key"],
                name="appraisal_rule_once",
                violation_error_message=_("已经有同代号的规则。"),
            ),
            models.UniqueConstraint(
                fields=["office", "source"],
                name="appraisal_rule_of_source_once",
                violation_error_message=_("这一种已经有规则。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PointsRuleVersion(AppendOnlyModel):
    """What a rule says from a day on; `formula` is as `appraisal.rules` reads it."""

    rule = models.ForeignKey(PointsRule, models.PROTECT, related_name="versions", verbose_name=_("积分规则"))
    number = models.PositiveSmallIntegerField(_("版本号"))
    formula = models.JSONField(_("计分办法"))
    effective_from = models.DateField(_("自"))
    basis = models.CharField(_("出处"), max_length=200, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("制定人"))
    created_at = models.DateTimeField(_("制定时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("积分规则版本")
        verbose_name_plural = _("积分规则版本")
        ordering = ["rule", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="appraisal_rule_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} · {self.number}"

    @property
    def anchor(self) -> str:
        """Where the page of rules shows this version; a ledger line's link leads there."""
        return f"rule-{self.rule.key}-v{self.number}"

    @property
    def sentences(self) -> list[str]:
        """What the version says, in words."""
        return rules.describe(rules.from_json(self.formula))


class LedgerEntry(PublicModel, AppendOnlyModel):
    """One line of the points ledger: rule version, evidence, who approved; chained by hash within the office.

    A correction is a counter-entry: the same evidence, the points turned round, `reverses` naming the line.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="ledger_entries", verbose_name=_("机关"))
    sequence = models.PositiveIntegerField(_("序号"))
    person = models.ForeignKey(User, models.PROTECT, related_name="ledger_entries", verbose_name=_("干部"))
    rule_version = models.ForeignKey(
        PointsRuleVersion, models.PROTECT, related_name="entries", verbose_name=_("积分规则")
    )
    evidence_kind = models.CharField(_("凭据种类"), max_length=10, choices=EvidenceKind.choices)
    evidence = models.UUIDField(_("凭据"))
    points = models.IntegerField(_("积分（百分之一分）"))
    explanation = models.CharField(_("说明"), max_length=300)
    occurred_on = models.DateField(_("发生日期"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("审定人"))
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("冲销")
    )
    created_at = models.DateTimeField(_("入账时间"))
    previous_hash = models.CharField(_("前一笔的摘要"), max_length=64)
    hash = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("积分台账")
        verbose_name_plural = _("积分台账")
        ordering = ["office", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["office", "sequence"], name="appraisal_entry_sequence_once"),
            models.UniqueConstraint(
                fields=["rule_version", "evidence", "person"],
                condition=Q(reverses__isnull=True),
                name="appraisal_entry_evidence_once",
            ),
        ]
        indexes = [
            # For "why this score?": one person's year.
            models.Index(fields=["person", "occurred_on"], name="appraisal_entry_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.points / 100:+g}"
