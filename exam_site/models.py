"""The site's own table: when the worker was last seen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerBeat(models.Model):
    """The last time a worker process finished a round; the readiness page reads it."""

    name = models.CharField(_("进程"), max_length=40, primary_key=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("后台进程")
        verbose_name_plural = _("后台进程")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
