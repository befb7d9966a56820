"""What can be shown and trusted: numbered certificates over immutable results."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, User
from quizzes.models import Result


class CertificateTemplate(PublicModel):
    """The words an office prints; `body` may name {exam} {score} {total}. A change makes a new row."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="certificate_templates", verbose_name=_("机关"))
    title = models.CharField(_("证书名称"), max_length=40)
    body = models.TextField(_("正文"))
    issuing_body = models.CharField(_("发证单位"), max_length=100)
    number_prefix = models.CharField(_("编号字头"), max_length=20)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("建立人"))
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("证书样式")
        verbose_name_plural = _("证书样式")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class CertificateSeries(models.Model):
    """The last number an office gave in a year; locked while a batch is numbered."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("机关"))
    prefix = models.CharField(_("编号字头"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年度"))
    last_number = models.PositiveIntegerField(_("最后编号"), default=0)

    class Meta:
        verbose_name = _("证书编号")
        verbose_name_plural = _("证书编号")
        ordering = ["office", "year", "prefix"]
        constraints = [
            models.UniqueConstraint(fields=["office", "prefix", "year"], name="certificates_series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}{self.year}"


class Certificate(PublicModel, AppendOnlyModel):
    """One certificate, with all that was printed on it, so that it prints the same for ever.

    Who has had one for an exam gets another only in the place of a revoked one that somebody chose to replace.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="certificates", verbose_name=_("机关"))
    template = models.ForeignKey(
        CertificateTemplate, models.PROTECT, related_name="certificates", verbose_name=_("证书样式")
    )
    result = models.ForeignKey(Result, models.PROTECT, related_name="certificates", verbose_name=_("成绩"))
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replacement", null=True, blank=True, verbose_name=_("代替的证书")
    )
    holder = models.ForeignKey(User, models.PROTECT, related_name="certificates", verbose_name=_("持证人"))
    code = models.CharField(_("查验码"), max_length=20, unique=True)
    number = models.CharField(_("证书编号"), max_length=40)
    holder_name = models.CharField(_("姓名"), max_length=50)
    title = models.CharField(_("证书名称"), max_length=40)
    body = models.TextField(_("正文"))
    issuing_body = models.CharField(_("发证单位"), max_length=100)
    issued_on = models.DateField(_("发证日期"))
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    issued_at = models.DateTimeField(_("发证时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("证书")
        verbose_name_plural = _("证书")
        ordering = ["-issued_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="certificates_number_once"),
            models.UniqueConstraint(
                fields=["result"],
                condition=models.Q(replaces__isnull=True),
                name="certificates_first_once",
                violation_error_message=_("这个成绩已经颁发过证书。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certificates:certificate", kwargs={"certificate": self.uuid})


class Revocation(AppendOnlyModel):
    """A certificate taken back, by whom and why; the certificate's own row stays what it was."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="revocation", verbose_name=_("证书"))
    reason = models.CharField(_("原因"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("证书撤销")
        verbose_name_plural = _("证书撤销")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.certificate)
