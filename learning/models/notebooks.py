"""A note that was written by hand: photos of its pages, and how many characters are on them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import PublicModel, User
from learning.models.records import Record


class NotebookPhoto(PublicModel):
    """A page of a handwritten note, a JPEG."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="photos", verbose_name=_("学习记录"))
    number = models.PositiveSmallIntegerField(_("第几页"))
    image = models.BinaryField(_("照片"))
    width = models.PositiveIntegerField(_("宽"))
    height = models.PositiveIntegerField(_("高"))
    added_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("手写笔记照片")
        verbose_name_plural = _("手写笔记照片")
        ordering = ["record", "number", "pk"]

    def __str__(self) -> str:
        return f"{self.record} · {self.number}"


class HandwritingCount(AppendOnlyModel):
    """How many characters somebody counted on the photos: the writer who declares them, the reviewer who confirms.

    The newest stands. A reviewer who counts otherwise says how.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="handwriting", verbose_name=_("学习记录"))
    characters = models.PositiveIntegerField(_("字数"))
    reason = models.CharField(_("说明"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁数的"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("手写字数")
        verbose_name_plural = _("手写字数")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.record}: {self.characters}"
