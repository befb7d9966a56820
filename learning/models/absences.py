"""Days on which somebody owes nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import PublicModel, User


class Absence(PublicModel):
    """Leave (请假) or an exemption (免予要求), of all duties or of one, with a reason; withdrawn, it stays."""

    person = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name=_("干部"))
    from_date = models.DateField(_("从"))
    until_date = models.DateField(_("到"))
    #: The key of a duty of the office's schemes; empty, it is every duty.
    requirement = models.SlugField(_("要求"), max_length=60, blank=True)
    reason = models.CharField(_("原因"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    at = models.DateTimeField(_("登记时间"))
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("请假免除")
        verbose_name_plural = _("请假免除")
        ordering = ["-from_date", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_date__gte=F("from_date")), name="learning_absence_ends_later"),
        ]
        indexes = [models.Index(fields=["person", "from_date"], name="learning_absence_of_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.from_date}—{self.until_date}"
