"""Signs of life of the worker process."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from exam_site.models import WorkerBeat

_NAME = "worker"
#: A worker that has not been seen for this long is taken for dead.
BEAT_LIFETIME = timedelta(minutes=2)


def beat(*, now: datetime) -> None:
    """Note that the worker is alive."""
    WorkerBeat.objects.update_or_create(name=_NAME, defaults={"at": now})


def is_alive(now: datetime | None = None) -> bool:
    """Return whether the worker was seen lately."""
    seen = WorkerBeat.objects.filter(name=_NAME).values_list("at", flat=True).first()
    return seen is not None and (now or timezone.now()) - seen < BEAT_LIFETIME
