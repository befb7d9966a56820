"""The score table as a workbook."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from quizzes.enums import CandidateState
from quizzes.models import Result
from quizzes.organizing.exports import score_csv, score_workbook
from quizzes.organizing.selectors import score_table
from tests.factories.accounts import make_unit, make_user
from tests.factories.quizzes import make_result
from tests.factories.taking import make_candidate, make_exam

pytestmark = pytest.mark.django_db

HEADER = ("序号", "工号", "姓名", "单位", "得分", "满分", "是否及格", "作答次数", "交卷时间", "备注")


def sheet_of(exam):
    sheet = load_workbook(io.BytesIO(score_workbook(exam, score_table(exam)))).worksheets[0]
    return sheet, [tuple(cell.value for cell in row) for row in sheet.rows]


def add(exam, username, name="程立新", total=None, **fields):
    candidate = make_candidate(exam, make_user(exam.office, username=username, name=name), **fields)
    return make_result(candidate, total=total, is_complete=total != 650) if total is not None else None


def test_has_a_line_for_everybody_and_the_closing_figures():
    exam = make_exam(title="第四季度季季考")
    add(exam, "A1", "程立新", 1650)
    add(exam, "B2", "骆嘉", 550)
    add(exam, "C3", "黎㛃", 650)
    add(exam, "D4", "何静", state=CandidateState.ABSENT)

    sheet, (header, *lines) = sheet_of(exam)

    unit, at = exam.office.name, datetime(2026, 10, 12, 12, 0)  # noqa: DTZ001 -- Excel has no zones
    assert sheet.title == "第四季度季季考"
    assert header == HEADER
    assert lines[:4] == [
        (1, "A1", "程立新", unit, 16.5, 20, "及格", 1, at, None),
        (2, "B2", "骆嘉", unit, 5.5, 20, "未及格", 1, at, None),
        (3, "C3", "黎㛃", unit, 6.5, 20, "及格", 1, at, "未评完"),
        (4, "D4", "何静", unit, None, None, None, 0, None, "缺考"),
    ]
    assert [line[:2] for line in lines[5:]] == [
        ("应考", 4),
        ("实考", 3),
        ("及格线", 6),
        ("及格率", "50.0%"),
        ("平均分", 11),
        ("最高分", 16.5),
        ("最低分", 5.5),
    ]


def test_of_an_exam_nobody_took_has_no_figures_to_make_up():
    exam = make_exam()
    add(exam, "A1")

    _sheet, lines = sheet_of(exam)

    assert [line[:2] for line in lines[3:]] == [("应考", 1), ("实考", 0), ("及格线", 6)]


def test_runs_nothing_that_somebody_typed():
    exam = make_exam(title="=1+1")
    add(exam, "A1", "@SUM(A1)", 1000)

    sheet, lines = sheet_of(exam)

    assert lines[1][2] == "'@SUM(A1)"
    assert "f" not in {cell.data_type for row in sheet.rows for cell in row}


def test_bands_have_a_picture_and_small_units_no_figures():
    exam = make_exam()
    for number in range(5):
        add(exam, f"A{number}", total=1000 + 100 * number)
    alone = make_candidate(exam, make_user(exam.office, unit=make_unit(exam.office, "办公室")))
    make_result(alone, total=400)

    workbook = load_workbook(io.BytesIO(score_workbook(exam, score_table(exam))))
    _scores, bands, _sections, units = workbook.worksheets

    assert [sheet.title for sheet in (bands, units)] == ["分数段", "单位"]
    assert sum(row[1].value for row in list(bands.rows)[1:]) == 6
    (chart,) = bands._charts
    assert chart.series[0].val.numRef.f == f"'分数段'!$B$2:$B${bands.max_row}"
    assert [tuple(cell.value for cell in row) for row in list(units.rows)[1:]] == [
        (exam.office.name, 5, 5, 12, "100.0%", None),
        ("办公室", 1, 1, None, None, "评完的不足 5 人，不比较"),
    ]


def test_each_section_has_a_column_that_never_falls_below_nothing():
    exam = make_exam()
    choice, *others, written = (str(slot.pk) for slot in exam.papers.get().slots.order_by("number"))
    for username, at_choice, at_written in (("A1", 200, 500), ("B2", -200, 0), ("C3", 200, None)):
        total = max(0, at_choice + (at_written or 0))
        Result.objects.create(
            attempt=add(exam, username, total=total).attempt,
            revision=2,
            slot_marks={**dict.fromkeys(others, 0), choice: at_choice, written: at_written},
            total=total,
            maximum=2000,
            is_complete=at_written is not None,
            is_pass=False,
        )

    sections = load_workbook(io.BytesIO(score_workbook(exam, score_table(exam))))["大题得分"]

    unit = exam.office.name
    assert [tuple(cell.value for cell in row) for row in sections.rows] == [
        ("工号", "姓名", "单位", "得分", "第一部分"),
        ("A1", "程立新", unit, 7, 7),
        ("B2", "程立新", unit, 0, 0),
        ("C3", "程立新", unit, 2, None),
    ]


def test_text_opens_as_chinese_and_runs_nothing():
    exam = make_exam()
    add(exam, "A1", "=1+1", 1650)

    data = score_csv(exam, score_table(exam))

    header, line = data.decode("utf-8-sig").splitlines()
    assert data.startswith(b"\xef\xbb\xbf")
    assert header == ",".join(HEADER)
    assert line.split(",")[:6] == ["1", "A1", "'=1+1", exam.office.name, "16.5", "20.0"]
