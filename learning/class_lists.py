"""The list of who completed a class (结业名单), as a workbook and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from accounts.printing import Column, Document, Table, Text, official_day
from accounts.spreadsheets import write_workbook
from learning.models import TrainingClass
from learning.schemes.model import ClassAppraisal
from learning.selectors.classes import TraineeRow


def class_workbook(
    training_class: TrainingClass, rows: Sequence[TraineeRow], appraisal: ClassAppraisal | None
) -> bytes:
    """Return everybody of a class with what counted and what was decided; a view has the words it was given by."""
    views = {view.key: view.label for view in appraisal.views} if appraisal else {}
    views |= {grade.view: grade.view_label for row in rows for grade in row.grades.values()}
    header = [_("工号"), _("姓名"), _("单位"), _("新任"), _("应到节数"), _("实到节数"), _("学时"), _("笔记"), _("考试")]
    header += views.values()
    return write_workbook(
        training_class.title, [*header, _("违纪"), _("结果"), _("说明")], [_cells(row, views) for row in rows]
    )


def _cells(row: TraineeRow, views: Iterable[str]) -> list[str | int | float]:
    trainee, standing = row.trainee, row.standing
    grades = [row.grades[view].grade_label if view in row.grades else "" for view in views]
    return [
        trainee.user.username,
        trainee.user.name,
        trainee.unit.name if trainee.unit else "",
        _("是") if trainee.is_newcomer else "",
        standing.sessions,
        standing.attended,
        float(row.study_hours),
        standing.notes,
        {True: _("及格"), False: _("未及格"), None: ""}[standing.has_passed],
        *grades,
        "、".join(note.label for note in row.breaches),
        outcome_in_words(row),
        trainee.reason,
    ]


def outcome_in_words(row: TraineeRow) -> str:
    return {True: _("结业"), False: _("未结业"), None: _("未定")}[row.trainee.has_completed]


def class_document(training_class: TrainingClass, rows: Sequence[TraineeRow]) -> Document:
    """Return the list of who completed it, A4."""
    completed = [row for row in rows if row.trainee.has_completed]
    lines = [
        [
            str(number),
            row.trainee.user.name,
            row.trainee.unit.name if row.trainee.unit else "",
            f"{row.trainee.study_hours:g}",
            "",
        ]
        for number, row in enumerate(completed, start=1)
    ]
    told = {
        "first": official_day(training_class.begins_on),
        "last": official_day(training_class.ends_on),
        "all": len(rows),
        "count": len(completed),
    }
    name = _("%(class)s结业名单") % {"class": training_class.title}
    return Document(
        title=name,
        author=training_class.office.name,
        day=training_class.ends_on,
        blocks=[
            Text(name, size=22, align="center", bold=True, after=8, leading=1.3, keep=True, is_title=True),
            Text(
                _("%(first)s至%(last)s　学员 %(all)d 人　结业 %(count)d 人") % told,
                size=11,
                align="center",
                after=6,
                keep=True,
            ),
            Table(
                [
                    Column(_("序号"), 1.1),
                    Column(_("姓名"), 2.4),
                    Column(_("单位"), 5),
                    Column(_("学时"), 1.6),
                    Column(_("备注"), 3),
                ],
                lines,
            ),
            Text(training_class.unit.name, size=12, align="right", before=24),
            Text(official_day(training_class.ends_on), size=12, align="right"),
        ],
    )
