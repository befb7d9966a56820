"""The announcement of an award: who won, nobody else."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.printing import Column, Document, Table, Text, official_day
from appraisal.models import Award
from appraisal.selectors.awards import winners


def announcement(award: Award) -> Document:
    """Return the list of winners of an announced award, by grade as it was decided."""
    day = timezone.localdate(award.announced_at)
    title = _("%(year)d年度“%(name)s”获奖名单") % {"year": award.year, "name": award.name}
    found = list(winners(award))
    rows = [
        [str(number), each.nominee.person.name, each.nominee.title, each.grade]
        for number, each in enumerate(found, start=1)
    ]
    columns = [Column(_("序号"), 1), Column(_("姓名"), 2), Column(_("获奖内容"), 6, "left"), Column(_("等次"), 2)]
    return Document(
        title=title,
        author=award.office.name,
        day=day,
        blocks=[
            Text(title, size=22, align="center", bold=True, after=12, leading=1.3, keep=True, is_title=True),
            Table(columns, rows, size=12, row_height=30),
            Text(award.office.name, size=14, align="right", before=24, keep=True),
            Text(official_day(day), size=14, align="right"),
        ],
        foot=award.office.name,
    )
