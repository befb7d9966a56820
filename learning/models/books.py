"""Books recommended to people (推荐书目): which, why, by whom, to whom."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, PublicModel, User


class BookRecommendation(PublicModel):
    """A book that somebody asks people by name to read; ended, it asks nobody any more and stays on record."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="book_recommendations", verbose_name=_("机关"))
    #: So that 读《…》 fits a record's title.
    title = models.CharField(_("书名"), max_length=190)
    author = models.CharField(_("作者"), max_length=100, blank=True)
    reason = models.CharField(_("推荐理由"), max_length=300)
    until = models.DateField(_("希望哪天前读完"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("推荐人"))
    at = models.DateTimeField(_("推荐时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("推荐的书")
        verbose_name_plural = _("推荐的书")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"《{self.title}》"

    def get_absolute_url(self) -> str:
        return reverse("learning:book", kwargs={"recommendation": self.uuid})


class BookReader(models.Model):
    """Somebody to whom a book is recommended."""

    recommendation = models.ForeignKey(
        BookRecommendation, models.PROTECT, related_name="readers", verbose_name=_("推荐的书")
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="books", verbose_name=_("干部"))

    class Meta:
        verbose_name = _("推荐给谁")
        verbose_name_plural = _("推荐给谁")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "user"], name="learning_book_once")]

    def __str__(self) -> str:
        return f"{self.recommendation} · {self.user}"
