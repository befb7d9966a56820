"""Whatever comes in: a report or `UnreadableSheet`, and soon."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
import timeit
from collections import deque
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_bank import sheets
from question_bank.content import QuestionType
from question_bank.sheets import UnreadableSheet, check_question, read_sheet, to_json
from tests.question_bank.sheets.files import archive, relationships, word, workbook

ALLOWED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from((
    "1.", "2、", "（3）", "A.", "B、", "C ", "（", "）", "____", "【", "】", "答案：", "解析：", "√", "错", "ABD",
    "1-5", "题干", "一、单选题", "参考答案", "\n", "\n\n", "\t", ",", "|||", "；", "每题2分", "甲乙丙", "?", "。",
    " ", "\u3000", "[单选]", "@@@", "9999",
))  # fmt: skip
SHEETLIKE = st.lists(PIECES, max_size=80).map("".join)


def survives(data, name=""):
    """Reading gives a consistent report, or refuses."""
    try:
        report = read_sheet(data, name)
    except UnreadableSheet:
        return
    to_json(report)
    for question in report.questions:
        assert check_question(question) == (question.status, question.problems)
        assert 1 <= question.first_line <= question.last_line <= len(report.lines)
        if question.status == "ok":
            assert isinstance(question.type, QuestionType)


@ALLOWED
@given(st.binary(max_size=400))
def test_any_bytes(data):
    survives(data)


@ALLOWED
@given(st.text(max_size=400), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_any_text(text, encoding):
    survives(text.encode(encoding, errors="ignore"))


@ALLOWED
@given(SHEETLIKE, st.sampled_from(["", "单选题.txt", "判断题.txt", "填空.txt"]))
def test_text_made_of_a_sheets_pieces(text, name):
    survives(text.encode(), name)


@settings(ALLOWED, max_examples=40)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), SHEETLIKE, st.integers(), st.floats(), st.booleans()), max_size=7), max_size=7
    )
)
def test_any_table(rows):
    survives(workbook({"甲": rows}))


@settings(ALLOWED, max_examples=40)
@given(st.lists(SHEETLIKE, max_size=12))
def test_any_paragraphs(texts):
    survives(word("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)))


SOUND = (
    word("<w:p><w:r><w:t>1.甲</w:t></w:r></w:p>", numbering="<w:num/>", styles="<w:style/>"),
    workbook({"甲": [("题干", "答案"), ("乙", "对")]}),
)


@settings(ALLOWED, max_examples=60)
@given(st.sampled_from(SOUND), st.floats(0, 1, exclude_max=True), st.binary(max_size=4))
def test_damaged_archives(sound, place, damage):
    position = int(place * len(sound))

    survives(sound[:position] + damage + sound[position + 1 :])


@pytest.mark.parametrize(
    "numbering",
    [
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="x"/></w:abstractNum>',
        (
            '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%9"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        ),
    ],
)
def test_nonsense_in_the_numbering_part(numbering):
    paragraph = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>1.甲</w:t></w:r></w:p>'

    survives(word(paragraph, numbering=numbering))


def test_archive_whose_workbook_is_no_workbook():
    survives(archive({"_rels/.rels": relationships("xl/workbook.xml"), "xl/workbook.xml": "<a/>"}))


def patterns():
    """Every compiled pattern of the package, by where it is defined."""
    found = {}
    for module in pkgutil.walk_packages(sheets.__path__, f"{sheets.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                found[f"{module.name.removeprefix(sheets.__name__)}.{name}"] = value
    return found


PATTERNS = patterns()
UNITS = ["(", " ", "_", "1", "A", "A.", "1.", "（ ", "[A]", "①", "每 题", "答 案", "1-", "【"]


def long_line(unit):
    """100,000 characters of one kind."""
    return (unit * 100_000)[:100_000]


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_pattern_takes_a_long_line_in_its_stride(name):
    pattern = PATTERNS[name]
    for unit in UNITS:
        line = long_line(unit)
        if isinstance(pattern.pattern, bytes):
            line = line.encode()
        # Without collecting the garbage of other tests: a pattern that looks back takes minutes.
        taken = timeit.timeit(partial(_find_all, pattern, line), timer=time.process_time, number=1)

        assert taken < 1, f"{name} on {unit!r}"


def _find_all(pattern, line):
    deque(pattern.finditer(line), maxlen=0)
    pattern.fullmatch(line)


@pytest.mark.parametrize("unit", ["(", "A.甲", "1.甲", "答案：A", "【", "正 确"])
def test_sheet_of_one_long_line_is_read_in_time(unit):
    begin = time.process_time()
    survives(long_line(unit).encode())

    assert time.process_time() - begin < 5


@pytest.mark.parametrize("line", ["1.甲", "甲", "答案", "参考答案", "（1）"])
def test_sheet_of_many_like_lines_is_read_in_time(line):
    begin = time.process_time()
    survives("\n".join(["1.甲", *[line] * 4_000]).encode())

    assert time.process_time() - begin < 4
