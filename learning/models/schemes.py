"""What an office asks of its people: its schemes, version by version."""

from __future__ import annotations

from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, User
from learning.schemes.model import Scheme
from learning.schemes.reading import read_scheme


class SchemeVersion(PublicModel, AppendOnlyModel):
    """One version of a scheme (制度), as the text of its file; in force from a day until a later version's day.

    What was owed before that day stays owed by the version before.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="scheme_versions", verbose_name=_("机关"))
    key = models.SlugField(_("代号"), max_length=40)
    number = models.PositiveIntegerField(_("第几版"))
    name = models.CharField(_("名称"), max_length=200)
    text = models.TextField(_("方案文件"))
    effective_from = models.DateField(_("生效日期"))
    loaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("载入人"))
    loaded_at = models.DateTimeField(_("载入时间"))

    class Meta:
        verbose_name = _("制度方案")
        verbose_name_plural = _("制度方案")
        ordering = ["office", "key", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["office", "key", "number"], name="learning_scheme_number_once"),
        ]

    def __str__(self) -> str:
        return _("%(name)s（第 %(number)d 版）") % {"name": self.name, "number": self.number}

    @property
    def scheme(self) -> Scheme:
        """Return what the file says; it was checked when it was loaded."""
        return _read(self.text)


@lru_cache(maxsize=64)
def _read(text: str) -> Scheme:
    return read_scheme(text, is_kept=True)
