"""Make exports for appraisals outside this site; each leaves a line that says who took what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.spreadsheets import CSV, XLSX, CellValue, Sheet, write_csv, write_workbook
from accounts.templatetags.screen import minute
from appraisal.enums import ExportFormat, UnitPoints
from appraisal.models import AppraisalExport
from appraisal.selectors.exports import tables


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file to be saved under a name."""

    name: str
    content: bytes
    content_type: str


def export_make(
    *,
    channel: str,
    year: int,
    choice: UnitPoints,
    share: int | None,
    to: ExportFormat,
    by: User,
    now: datetime,
) -> ExportFile:
    """Return a channel's file of a year and note who took it: a workbook with a cover, or the first table alone."""
    found = tables(channel=channel, year=year, choice=choice, share=share, reader=by, today=timezone.localdate(now))
    title = _("%(year)d年%(channel)s") % {"year": year, "channel": channel}
    if to == ExportFormat.CSV:
        content, kind = write_csv(found[0].header, found[0].rows), CSV
    else:
        cover: list[list[CellValue]] = [
            [_("用于"), channel],
            [_("年度"), year],
            [_("机关"), by.office.name],
            [_("单位积分怎样计入个人"), choice_told(choice, share)],
            [_("不含"), _("谈心谈话等保密内容；要求只列各种状态的次数，积分只列合计")],
            [_("导出人"), by.name],
            [_("导出时间"), minute(now)],
        ]
        sheets = [Sheet(each.title, each.header, each.rows) for each in found]
        content, kind = write_workbook(_("说明"), [_("项目"), _("内容")], cover, *sheets), XLSX
    AppraisalExport.objects.create(
        office=by.office,
        channel=channel,
        year=year,
        unit_points=choice,
        share=share if choice == UnitPoints.SHARE else None,
        format=to,
        digest=sha256(content).hexdigest(),
        by=by,
        at=now,
    )
    return ExportFile(f"{title}.{to}", content, kind)


def choice_told(choice: UnitPoints, share: int | None) -> str:
    """Return the organizer's choice in words."""
    if choice == UnitPoints.SHARE:
        return _("按单位积分的 %(share)d%%") % {"share": share or 0}
    return str(choice.label)
