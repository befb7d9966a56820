"""Policy documents: a text over time, each version a tree of provisions that questions can cite."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, PublicModel, User
from question_bank.enums import PROVISION_KIND_CHOICES, VersionState
from question_bank.references import short_title


class PolicyDocument(PublicModel):
    """A policy paper over time; its versions carry the text."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="documents", verbose_name=_("机关"))
    is_shared = models.BooleanField(_("其他机关可引用"), default=False)
    title = models.CharField(_("标题"), max_length=200)
    issuing_body = models.CharField(_("发文机关"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("政策文件")
        verbose_name_plural = _("政策文件")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "title"],
                name="question_bank_document_once",
                violation_error_message=_("已经有同名的政策文件，请作为新版本上传。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("question_bank:document", kwargs={"document": self.uuid})

    @property
    def short_title(self) -> str:
        """Return what people call it where there is little room."""
        return short_title(self.title)


class DocumentVersion(PublicModel):
    """The text as it was adopted once; correctable until a trainer confirms that it was read right."""

    document = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="versions", verbose_name=_("政策文件"))
    number = models.CharField(_("文号"), max_length=100, blank=True)
    adopted_on = models.DateField(_("通过日期"), null=True, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    repealed_on = models.DateField(_("失效日期"), null=True, blank=True)
    basis = models.CharField(_("制定依据"), max_length=500, blank=True)
    interpreter = models.CharField(_("解释机关"), max_length=200, blank=True)
    repeals = models.CharField(_("同时废止"), max_length=500, blank=True)
    preamble = models.TextField(_("前言"), blank=True)
    closing = models.TextField(_("落款和附件"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    source_name = models.CharField(_("文件名"), max_length=200)
    source_digest = models.CharField(_("文件摘要"), max_length=64)
    source_lines = models.JSONField(_("原文各行"))
    problems = models.JSONField(_("存疑之处"), default=list)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("确认人")
    )

    class Meta:
        verbose_name = _("文件版本")
        verbose_name_plural = _("文件版本")
        ordering = ["document", "-effective_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "source_digest"],
                name="question_bank_version_once",
                violation_error_message=_("这个文件已经上传过。"),
            ),
        ]

    def __str__(self) -> str:
        if self.effective_on is None:
            return f"《{self.document.title}》"
        return f"《{self.document.title}》（{self.effective_on:%Y}年版）"

    def get_absolute_url(self) -> str:
        return reverse("question_bank:version", kwargs={"version": self.uuid})

    @property
    def name(self) -> str:
        """Return what tells it from the other versions of its document."""
        day = self.effective_on or self.adopted_on
        if day is None:
            return self.source_name
        return f"{day.year}年{day.month}月{day.day}日版"


class Provision(PublicModel):
    """One node of a version's tree; what a question cites."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="provisions", verbose_name=_("文件版本"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    kind = models.CharField(_("层级"), max_length=20, choices=PROVISION_KIND_CHOICES)
    number = models.CharField(_("编号"), max_length=40)
    path = models.CharField(_("路径"), max_length=120)
    label = models.CharField(_("引用写法"), max_length=120)
    order = models.PositiveIntegerField(_("次序"))
    line = models.PositiveIntegerField(_("原文行"))
    text = models.TextField(_("文字"), blank=True)
    full_text = models.TextField(_("连同下级的文字"))
    text_hash = models.CharField(_("文字摘要"), max_length=64)
    corrected_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("更正人")
    )
    corrected_at = models.DateTimeField(_("更正时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("条文")
        verbose_name_plural = _("条文")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "path"], name="question_bank_provision_path_once"),
            # Serves the reading page, which shows a version from top to bottom.
            models.UniqueConstraint(fields=["version", "order"], name="question_bank_provision_order_once"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("question_bank:provision", kwargs={"provision": self.uuid})
