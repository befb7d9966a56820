"""Start and stop the clock of a time of study."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from learning.characters import count_characters
from learning.enums import RecordKind, SessionMode
from learning.models.clocks import StudyClock
from learning.models.records import Record, Session
from learning.selectors.clocks import asks_how_long, fruits_of, minutes_told_by_readings, running_clock
from learning.services.editable import RecordIncompleteError
from learning.services.records import Entry, record_create

#: What a first study time is about, until its writer says otherwise.
_USUAL_FIELD = "组工业务"


def study_start(*, by: User, now: datetime) -> StudyClock:
    """Let somebody's clock run from now on; one that runs already goes on."""
    try:
        with transaction.atomic():
            return StudyClock.objects.create(user=by, started_at=now)
    except IntegrityError:
        return StudyClock.objects.get(user=by, stopped_at=None)


def study_stop(*, by: User, now: datetime, minutes: int | None = None) -> Record | None:
    """Stop somebody's clock into a draft of a study time, filled in with how long it was and what came of it.

    How long is what the clock says without what materials read meanwhile have brought already, or as many minutes as
    its owner says, which a clock that ran very long asks for. Nothing is kept where less than a minute is left, or no
    clock runs.

    Raises:
        RecordIncompleteError: the clock ran so long that its owner must say how long they studied, they say more than
            it measured, or they belong to no unit. The clock goes on.
    """
    with transaction.atomic():
        clock = StudyClock.objects.select_for_update().filter(user=by, stopped_at=None).first()
        if clock is None:
            return None
        minutes = _minutes(clock, now, minutes)
        if minutes < 1:
            clock.delete()
            return None
        record = record_create(subject=by, entry=_entry(clock, now, minutes))
        clock.stopped_at, clock.record = now, record
        clock.save(update_fields=["stopped_at", "record"])
    return record


def _minutes(clock: StudyClock, now: datetime, said: int | None) -> int:
    measured = clock.minutes_at(now)
    if said is None and asks_how_long(clock, now):
        raise RecordIncompleteError(_("计时器走了很久，请填实际学了多少分钟。"))
    if said is not None and said > measured:
        raise RecordIncompleteError(_("计时器只走了 %(count)d 分钟，填的比它多。") % {"count": measured})
    return measured - minutes_told_by_readings(clock.user, clock.started_at, now) if said is None else said


def _entry(clock: StudyClock, now: datetime, minutes: int) -> Entry:
    """Return the study time as a draft, of the last one's sort, with a line for each thing that came of it."""
    last = Session.objects.filter(record__subject=clock.user).order_by("-record__occurred_on", "-pk").first()
    mode, field = (last.mode, last.field) if last else (SessionMode.ALONE.value, _USUAL_FIELD)
    gist = "\n".join(f"{fruit.title}（{fruit.note}）" for fruit in fruits_of(clock.user, clock.started_at, now))
    return Entry(
        kind=RecordKind.SESSION,
        title=_("%(field)s学习") % {"field": field},
        occurred_on=timezone.localdate(clock.started_at),
        detail=Session(mode=mode, field=field, gist=gist),
        minutes=minutes,
        characters=count_characters(gist),
        attributes={"mode": mode, "field": field},
    )


def study_drop(*, by: User) -> bool:
    """Throw somebody's running clock away, and return whether there was one."""
    clock = running_clock(by)
    if clock is not None:
        clock.delete()
    return clock is not None
