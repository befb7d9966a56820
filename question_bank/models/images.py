"""Images that questions show, kept once for each office and named by what they are."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, PublicModel, User


class QuestionImage(PublicModel):
    """An image; a question names it `image:<sha256>`, so that it can never change under a question."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="question_images", verbose_name=_("机关"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    media_type = models.CharField(_("类型"), max_length=20)
    data = models.BinaryField(_("内容"))
    size = models.PositiveIntegerField(_("字节数"))
    width = models.PositiveIntegerField(_("宽"))
    height = models.PositiveIntegerField(_("高"))
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("试题图片")
        verbose_name_plural = _("试题图片")
        ordering = ["pk"]
        constraints = [
            # Also serves the page that asks for an office's image by its name.
            models.UniqueConstraint(fields=["office", "sha256"], name="question_bank_image_once"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

    def get_absolute_url(self) -> str:
        return reverse("question_bank:image", kwargs={"sha256": self.sha256})
