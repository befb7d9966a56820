"""What is asked: blueprints and the frozen papers drawn from them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, User
from question_bank.models import Question, QuestionBank, QuestionVersion


class Blueprint(PublicModel):
    """What a paper shall hold (双向细目表); `sections` are as `quizzes.assembly` reads them.

    Its `anchors` (锚题) are on every paper drawn from it, so that one cohort can be laid beside another.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="blueprints", verbose_name=_("机关"))
    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="blueprints", verbose_name=_("题库"))
    title = models.CharField(_("名称"), max_length=100)
    sections = models.JSONField(_("各部分"), default=list)
    anchors = models.ManyToManyField(Question, related_name="+", blank=True, verbose_name=_("锚题"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("建立人"))
    updated_at = models.DateTimeField(_("修改时间"), auto_now=True)

    class Meta:
        verbose_name = _("组卷方案")
        verbose_name_plural = _("组卷方案")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "title"],
                name="quizzes_blueprint_once",
                violation_error_message=_("已经有同名的组卷方案。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:blueprint", kwargs={"blueprint": self.uuid})


class Paper(PublicModel, AppendOnlyModel):
    """One frozen form. `content` is what a candidate may see: the contract's JSON, without any key.

    Where each candidate draws a paper of their own, this is what they draw from: `stock` then says how many of which
    slots, as `quizzes.assembly` writes it, and marks and number of questions are those of one candidate's paper.
    """

    #: What stands in the place of a form's letter where each candidate draws.
    STOCK_FORM: ClassVar[str] = "随机"

    office = models.ForeignKey(Office, models.PROTECT, related_name="papers", verbose_name=_("机关"))
    blueprint = models.ForeignKey(
        Blueprint, models.PROTECT, null=True, related_name="papers", verbose_name=_("组卷方案")
    )
    blueprint_snapshot = models.JSONField(_("当时的组卷方案"))
    title = models.CharField(_("名称"), max_length=100)
    form = models.CharField(_("卷别"), max_length=10)
    seed = models.CharField(_("随机种子"), max_length=64)
    content = models.JSONField(_("卷面"))
    stock = models.JSONField(_("抽题池"), default=list, blank=True)
    total_marks = models.PositiveIntegerField(_("总分（百分之一分）"))
    question_count = models.PositiveIntegerField(_("题数"))
    digest = models.CharField(_("摘要"), max_length=64)
    assembled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("组卷人"))
    assembled_at = models.DateTimeField(_("组卷时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("试卷")
        verbose_name_plural = _("试卷")
        ordering = ["-assembled_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}（每人随机抽题）" if self.is_stock else f"{self.title}（{self.form} 卷）"

    @property
    def is_stock(self) -> bool:
        """Whether each candidate draws from it; where not, all are asked all of it."""
        return self.form == self.STOCK_FORM

    def get_absolute_url(self) -> str:
        return reverse("quizzes:paper", kwargs={"paper": self.uuid})


class PaperSlot(AppendOnlyModel):
    """A place on a paper; its id is what the API calls a question's id.

    A case takes one for each of its parts, numbered from 1; any other question is its own part 0.
    The key, the explanation and the text of the cited provisions stand here, never in the paper's content:
    what a paper rests on is frozen with it.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="slots", verbose_name=_("试卷"))
    section = models.PositiveSmallIntegerField(_("部分"))
    number = models.PositiveSmallIntegerField(_("题号"))
    question_version = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="slots", verbose_name=_("试题版本")
    )
    part = models.PositiveSmallIntegerField(_("小题"), default=0)
    type = models.CharField(_("题型"), max_length=30)
    marks = models.PositiveIntegerField(_("分值（百分之一分）"))
    scoring_rule = models.JSONField(_("计分规则"))
    key = models.JSONField(_("答案"))
    explanation = models.TextField(_("解析"), blank=True)
    marking_points = models.JSONField(_("评分要点"), default=list)
    provisions = models.JSONField(_("依据"), default=list)

    class Meta:
        verbose_name = _("题位")
        verbose_name_plural = _("题位")
        ordering = ["paper", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="quizzes_slot_number_once"),
            models.UniqueConstraint(fields=["paper", "question_version", "part"], name="quizzes_slot_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} · {self.number}"
