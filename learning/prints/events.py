"""What events put on paper."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.printing import Column, Document, Table, Text, official_day
from learning.attendance import Part
from learning.models import Event
from learning.selectors.events import attendance_list

_EMPTY_LINES = 5
_TITLE_SIZE = 22


def sign_in_sheet(event: Event) -> Document:
    """Return the list to sign (签到表), with a few empty lines for who is not on it; once signed in, with the time."""
    listed = list(attendance_list(event))
    rows = [
        [
            str(number),
            row.user.name,
            row.unit.name if row.unit else "",
            _("主讲") if row.part == Part.SPEAKER else "",
            f"{timezone.localtime(row.arrived_at):%H:%M}" if row.arrived_at else "",
            "" if row.state in {"expected", "present"} else str(row.get_state_display()),
        ]
        for number, row in enumerate(listed, start=1)
    ]
    empty = [[str(len(rows) + number), "", "", "", "", ""] for number in range(1, _EMPTY_LINES + 1)]
    columns = [
        Column(_("序号"), 1.1),
        Column(_("姓名"), 2.4),
        Column(_("单位"), 4),
        Column(_("担任"), 1.6),
        Column(_("签名（或扫码时间）"), 3.4),
        Column(_("备注"), 2.4),
    ]
    return Document(
        title=_("%(event)s签到表") % {"event": event.record.title},
        author=event.record.office.name,
        day=event.record.occurred_on,
        blocks=[
            Text(
                _("%(event)s签到表") % {"event": event.record.title},
                size=_TITLE_SIZE,
                align="center",
                bold=True,
                after=8,
                leading=1.3,
                keep=True,
                is_title=True,
            ),
            Text(_facts(event, len(listed)), size=11, align="center", after=6, keep=True),
            Table(columns, [*rows, *([] if event.is_closed else empty)]),
            Text(
                _("实到______人　　请假______人　　缺席______人　　登记人（签名）：______________"), size=11, before=12
            ),
        ],
        foot=event.record.unit.name,
    )


def hours_in_words(event: Event) -> str:
    """Return when an event is, in the official style: 2026年10月9日 15:00 至 17:00."""
    begins, ends = timezone.localtime(event.begins_at), timezone.localtime(event.ends_at)
    return _("%(day)s %(begins)s 至 %(ends)s") % {
        "day": official_day(begins.date()),
        "begins": f"{begins.hour}:{begins.minute:02d}",
        "ends": f"{ends.hour}:{ends.minute:02d}",
    }


def _facts(event: Event, people: int) -> str:
    told = [event.subtype, hours_in_words(event), event.place]
    if event.chair:
        told.append(_("主持：%(name)s") % {"name": event.chair.name})
    return "　".join([*told, _("应到 %(people)d 人") % {"people": people}])
