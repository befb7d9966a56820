"""Files of other systems between their preview and their import."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import PublicModel, User
from question_bank.models.banks import QuestionBank


class ExchangeFile(PublicModel):
    """A file that was uploaded and looked at, and goes when it is imported, put aside or forgotten; one a person."""

    bank = models.ForeignKey(QuestionBank, models.CASCADE, related_name="exchange_files", verbose_name=_("题库"))
    file_name = models.CharField(_("文件名"), max_length=200)
    data = models.BinaryField(_("内容"))
    questions = models.PositiveIntegerField(_("题数"), default=0)
    uploaded_by = models.OneToOneField(User, models.CASCADE, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("交换文件")
        verbose_name_plural = _("交换文件")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("question_bank:exchange_file", kwargs={"exchange_file": self.uuid})
