"""The score table as a workbook (成绩汇总表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from accounts.selectors import unit_paths
from accounts.spreadsheets import CellValue, Sheet, write_csv, write_workbook
from quizzes.corrections import exam_pass_line
from quizzes.models import Exam, PaperSlot
from quizzes.organizing.selectors import ScoreRow, final_scores
from quizzes.organizing.units import unit_rows
from quizzes.statistics import distribution, summary

_HEADER = ["序号", "工号", "姓名", "单位", "得分", "满分", "是否及格", "作答次数", "交卷时间", "备注"]


def score_workbook(exam: Exam, rows: Sequence[ScoreRow]) -> bytes:
    """Return the table with its closing lines; sheets of the bands with their picture, the sections, the units."""
    scores = final_scores(rows)
    maximum = max((row.result.maximum for row in rows if row.result), default=0)
    bins = distribution(scores, maximum, exam_pass_line(exam)) if scores else []
    bands: list[list[CellValue]] = [[each.label, each.count] for each in bins]
    return write_workbook(
        exam.title,
        _HEADER,
        [*_lines(exam, rows), [], *_closing(exam, rows)],
        Sheet(_("分数段"), [_("分数段"), _("人数")], bands, columns_of=2),
        _sections(exam, rows),
        Sheet(_("单位"), [_("单位"), _("应考"), _("实考"), _("平均分"), _("及格率"), _("备注")], _units(rows)),
    )


def score_csv(exam: Exam, rows: Sequence[ScoreRow]) -> bytes:
    """Return the table alone, for other programs."""
    return write_csv(_HEADER, _lines(exam, rows))


def _sections(exam: Exam, rows: Sequence[ScoreRow]) -> Sheet:
    """Return what each made in each section; nothing where an answer of it is still to be marked."""
    slots = PaperSlot.objects.filter(paper__exams=exam).values_list("pk", "section")
    section_of = {str(slot): section for slot, section in slots}
    numbers = sorted(set(section_of.values()))
    titles: dict[int, dict[str, None]] = {number: {} for number in numbers}
    for content in exam.papers.order_by("form", "pk").values_list("content", flat=True):
        for number, section in enumerate(content["sections"], start=1):
            titles[number][section["title"]] = None
    # Parallel forms have the sections of one blueprint; papers put together by hand may not.
    header = [_("工号"), _("姓名"), _("单位"), _("得分"), *("／".join(names) for names in titles.values())]
    return Sheet(_("大题得分"), header, _section_lines(rows, section_of, numbers))


def _section_lines(
    rows: Sequence[ScoreRow], section_of: Mapping[str, int], numbers: Sequence[int]
) -> Iterator[list[CellValue]]:
    for row in rows:
        if row.result is None:
            continue
        given: dict[int, list[int | None]] = {number: [] for number in numbers}
        for slot, marks in row.result.slot_marks.items():
            given[section_of[slot]].append(marks)
        person = row.candidate.user
        known: list[CellValue] = [person.username, person.name, row.candidate.unit.name, row.result.total / 100]
        yield [*known, *(_section_marks(each) for each in given.values())]


def _section_marks(given: Sequence[int | None]) -> float | None:
    """As in the total: what wrong answers cost leaves at least nothing of a section."""
    if not given or None in given:
        return None
    return max(0, sum(marks or 0 for marks in given)) / 100


def _units(rows: Sequence[ScoreRow]) -> Iterator[list[CellValue]]:
    for unit in unit_rows(rows):
        mean = None if unit.mean is None else round(unit.mean / 100, 2)
        rate = None if unit.pass_rate is None else f"{unit.pass_rate:.1%}"
        yield [unit.name, unit.expected, unit.sat, mean, rate, _("评完的不足 5 人，不比较") if unit.is_small else ""]


def _lines(exam: Exam, rows: Sequence[ScoreRow]) -> Iterator[list[CellValue]]:
    paths = unit_paths(exam.office)
    for number, row in enumerate(rows, start=1):
        person, result = row.candidate.user, row.result
        unit = "/".join(paths[row.candidate.unit_id]) or row.candidate.unit.name
        known: list[CellValue] = [number, person.username, person.name, unit]
        if result is None:
            yield [*known, None, None, "", row.attempt_count, None, row.candidate.get_state_display()]
            continue
        yield [
            *known,
            result.total / 100,
            result.maximum / 100,
            _("及格") if result.is_pass else _("未及格"),
            row.attempt_count,
            result.attempt.submitted_at,
            "" if result.is_complete else _("未评完"),
        ]


def _closing(exam: Exam, rows: Sequence[ScoreRow]) -> Iterator[list[CellValue]]:
    pass_marks = exam_pass_line(exam)
    figures = summary(final_scores(rows), pass_marks)
    yield [_("应考"), len(rows)]
    yield [_("实考"), sum(row.result is not None for row in rows)]
    yield [_("及格线"), pass_marks / 100]
    if figures.pass_rate is not None and figures.mean is not None:
        yield [_("及格率"), f"{figures.pass_rate:.1%}"]
        yield [_("平均分"), round(figures.mean / 100, 2)]
        yield [_("最高分"), (figures.highest or 0) / 100]
        yield [_("最低分"), (figures.lowest or 0) / 100]
