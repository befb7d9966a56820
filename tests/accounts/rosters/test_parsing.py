"""Rosters as offices write them."""

from __future__ import annotations

import io
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from accounts.rosters import (
    RosterRow,
    UnreadableRosterError,
    parse_roster,
    parsing,
    roster_template,
    row_from_json,
    row_to_json,
)
from accounts.rosters.parsing import cell_text
from tests.accounts.workbooks import roster_bytes, with_part, workbook_bytes, zip_bytes


def test_parse_roster_every_column_is_read():
    data = roster_bytes(("YL001", "程立新", "干部科/一股", "股长", "13800000001", "是"))

    assert parse_roster(data).rows == (
        RosterRow(
            2, "YL001", "程立新", ("干部科", "一股"), "股长", "13800000001", newcomer=True, newcomer_written="是"
        ),
    )


def test_parse_roster_header_below_a_title_with_other_names():
    data = workbook_bytes(
        ("云岭县委组织部花名册",),
        (),
        ("序号", " 工 号*（必填）", "姓名", "所在科室", "联系电话", "民族"),
        (1, 10023.0, "骆 嘉", " 组织科 ／ 二股 ", 13800000002, "彝族"),
    )

    roster = parse_roster(data)

    assert roster.rows == (RosterRow(4, "10023", "骆嘉", ("组织科", "二股"), None, "13800000002", newcomer=None),)
    assert roster.ignored == ("民族",)


def test_parse_roster_header_on_the_second_sheet():
    workbook = Workbook()
    workbook.worksheets[0].append(["说明"])
    second = workbook.create_sheet("人员")
    second.append(["工号", "姓名", "单位"])
    second.append(["YL001", "黎㛃", "办公室"])
    out = io.BytesIO()
    workbook.save(out)

    assert [(row.number, row.name) for row in parse_roster(out.getvalue()).rows] == [(2, "黎㛃")]


def test_parse_roster_each_fault_is_named():
    data = roster_bytes(
        (None, None, None, "科员", None, None),
        ("工号一", "程" * 51, "科" * 101, "职" * 51, "一三八", "也许"),
    )

    assert [row.problems for row in parse_roster(data).rows] == [
        ("缺少工号", "缺少姓名", "缺少单位"),
        (
            "工号“工号一”只能用字母、数字、点、横线，最多 40 个字符",
            "姓名超过 50 个字",
            "单位名称超过 100 个字",
            "职务超过 50 个字",
            "手机号“一三八”不对：手机 11 位数字，座机可以带区号和横线",
            "“新任”应填 是 或 否，现为“也许”",
        ),
    ]


def test_parse_roster_keeps_what_cannot_be_read_as_it_was_written():
    (row,) = parse_roster(roster_bytes(("YL001", "甲", "干部科", None, "139", "也许"))).rows

    assert (row.newcomer, row.newcomer_written, row.phone) == (None, "也许", "139")


def test_parse_roster_number_of_different_people_is_refused_to_all():
    data = roster_bytes(("YL002", "甲", "干部科"), ("YL003", "乙", "干部科"), ("yl002", "丙", "干部科"))

    assert [row.problems for row in parse_roster(data).rows] == [
        ("工号 YL002 写给了不同的人：第 2 行甲，第 4 行丙",),
        (),
        ("工号 yl002 写给了不同的人：第 2 行甲，第 4 行丙",),
    ]


def test_parse_roster_repeated_number_names_the_first_row():
    data = roster_bytes(
        ("YL002", "甲", "干部科"), ("YL003", "乙", "干部科"), ("yl003", "乙", "干部科"), ("YL003", "乙 ", "组织科")
    )

    assert [row.problems for row in parse_roster(data).rows] == [
        (),
        (),
        ("工号 yl003 与第 3 行重复",),
        ("工号 YL003 与第 3 行重复",),
    ]


def test_parse_roster_empty_rows_keep_the_numbers_of_the_others():
    data = roster_bytes(("YL001", "甲", "干部科"), (), (" ", None, ""), ("YL002", "乙", "干部科"))

    assert [row.number for row in parse_roster(data).rows] == [2, 5]


def test_parse_roster_missing_column_is_named():
    with pytest.raises(UnreadableRosterError) as refusal:
        parse_roster(workbook_bytes(("工号", "姓名", "职务"), ("YL001", "甲", "科员")))

    assert str(refusal.value) == "没有找到表头：前 10 行里缺少“单位”列。可以先下载模板对照。"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "这是旧格式（.xls）或带密码的文件，请另存为没有密码的 .xlsx 再上传。"),
        ("工号,姓名,单位\n".encode(), "这不是 Excel 工作簿（.xlsx）。"),
        (b"PK\x03\x04 damaged", "文件已损坏，无法打开。"),
        (zip_bytes({"word/document.xml": b"<a/>"}), "文件已损坏，或不是 Excel 工作簿（.xlsx）。"),
        (bytes(5_000_001), "文件超过 5 MB。"),
        (workbook_bytes(), "没有找到表头：前 10 行里缺少“工号、姓名、单位”列。可以先下载模板对照。"),
    ],
    ids=["xls", "csv", "damaged", "docx", "large", "empty"],
)
def test_parse_roster_other_files_are_refused_with_what_to_do(data, sentence):
    with pytest.raises(UnreadableRosterError) as refusal:
        parse_roster(data)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "part",
    [
        b"<worksheet>" + b" " * 60_000_000 + b"</worksheet>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>',
        b"<worksheet><sheetData>" + b'<row><c r="A1"/></row>' * 700_000 + b"</sheetData></worksheet>",
        b"<worksheet><sheetData><row",
    ],
    ids=["bomb", "entity", "cells", "cut-off"],
)
def test_parse_roster_hostile_sheet_is_refused_at_once(part):
    data = with_part(roster_bytes(("YL001", "甲", "干部科")), "xl/worksheets/sheet1.xml", part)

    begun = time.process_time()
    with pytest.raises(UnreadableRosterError):
        parse_roster(data)

    assert time.process_time() - begun < 5


def test_parse_roster_sheet_that_claims_the_whole_grid_is_read_quickly():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        b"</worksheet>"
    )

    begun = time.process_time()
    with pytest.raises(UnreadableRosterError, match="没有找到表头"):
        parse_roster(with_part(roster_bytes(), "xl/worksheets/sheet1.xml", sheet))

    assert time.process_time() - begun < 5


@pytest.mark.parametrize(("count", "refused"), [(50, False), (51, True)])
def test_parse_roster_too_many_rows_is_refused(monkeypatch, count, refused):
    monkeypatch.setattr(parsing, "MAX_ROWS", 50)
    data = roster_bytes(*((f"A{number}", "甲", "干部科") for number in range(count)))

    if not refused:
        assert len(parse_roster(data).rows) == 50
        return
    with pytest.raises(UnreadableRosterError, match="超过 50 行，请分成几个文件。"):
        parse_roster(data)


@given(st.binary(max_size=400))
def test_parse_roster_any_bytes_are_read_or_refused(data):
    with pytest.raises(UnreadableRosterError):
        parse_roster(b"PK" + data)


def test_roster_template_reads_as_an_empty_roster():
    roster = parse_roster(roster_template())

    assert (roster.rows, roster.ignored) == ((), ())


def test_row_to_json_and_back_is_the_same_row():
    (row,) = parse_roster(roster_bytes(("YL 1", "甲", "干部科/一股", None, None, "否"))).rows

    assert row_from_json(row_to_json(row)) == row


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (10023.0, "10023"), (1.5, "1.5"), ("\u3000甲 ", "甲"), (date(2026, 3, 1), "2026-03-01")],
)
def test_cell_text_is_what_the_reader_sees(value, text):
    assert cell_text(value) == text
