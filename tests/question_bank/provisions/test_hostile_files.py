from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from question_bank.provisions import UnreadableDocument, parse_policy, read_source, walk
from tests.question_bank.provisions.word_files import (
    add_list,
    body_xml,
    level,
    numbered,
    repacked,
    saved,
    with_body,
    word_file,
)

_DOCUMENT = word_file("第一条　为了规范管理。")


@pytest.fixture
def document():
    return _DOCUMENT


def _zip(entries, **settings):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **settings) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return target.getvalue()


def test_a_bomb_is_refused_by_its_ratio_at_once(document):
    bomb = repacked(document, padding=b" " * 40_000_000)
    tracemalloc.start()
    begun = time.process_time()

    with pytest.raises(UnreadableDocument, match="压缩"):
        read_source(bomb)

    assert time.process_time() - begun < 5
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_refused(document):
    size = len(body_xml(document))
    lying = document.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != document

    with pytest.raises(UnreadableDocument, match="损坏"):
        read_source(lying)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_part(document, encoding):
    declared = f'<?xml version="1.0" encoding="{encoding.upper()}"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'

    with pytest.raises(UnreadableDocument, match="XML 声明"):
        read_source(repacked(document, comments=declared.encode(encoding)))
    with pytest.raises(UnreadableDocument, match="XML 声明"):
        read_source(repacked(document, document=declared.encode(encoding)))


def test_too_many_entries_are_refused():
    with pytest.raises(UnreadableDocument, match="2000"):
        read_source(_zip((f"word/{number}.txt", b"") for number in range(2001)))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word\\document.xml"])
def test_names_that_lead_elsewhere_are_refused(name):
    with pytest.raises(UnreadableDocument, match="名称"):
        read_source(_zip([(name, b"x")]))


def test_too_many_elements_are_refused(document, monkeypatch):
    monkeypatch.setattr("question_bank.provisions.word.MAX_ELEMENTS", 50)

    with pytest.raises(UnreadableDocument, match="内容过多"):
        read_source(with_body("<w:p/>" * 50))
    assert read_source(document).lines == ("第一条　为了规范管理。",)


def test_a_part_too_large_to_hold_is_refused(document, monkeypatch):
    monkeypatch.setattr("question_bank.provisions.word_package.MAX_PART_BYTES", len(body_xml(document)) - 1)

    with pytest.raises(UnreadableDocument, match="内容过多"):
        read_source(document)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([("xl/workbook.xml", b"<x/>")], "Excel 表格"),
        ([("ppt/presentation.xml", b"<x/>")], "演示文稿"),
        ([("OFD.xml", b"<x/>")], "OFD"),
        ([("content.xml", b"<x/>")], "OpenDocument"),
        ([("办法.txt", b"x")], "压缩包"),
    ],
)
def test_other_packages_are_refused_by_name(entries, message):
    with pytest.raises(UnreadableDocument, match=message):
        read_source(_zip(entries))


def test_a_damaged_document_is_refused(document):
    with pytest.raises(UnreadableDocument, match="损坏"):
        read_source(document[: len(document) // 2])
    with pytest.raises(UnreadableDocument, match="损坏"):
        read_source(repacked(document, document=body_xml(document)[:-20]))


def test_a_list_that_labels_without_end_is_cut_short():
    document = Document()
    add_list(document, 90, [level("长" * 5000 + "%1", "decimal")])
    numbered(document, "正文", 90)

    assert len(read_source(saved(document)).lines[0]) < 100


@pytest.mark.parametrize(
    "text",
    [
        "第" + "一" * 50_000,
        "第" + " 一" * 25_000 + "条",
        "<a" * 50_000 + "\n# 标题",
        "[" * 50_000 + "\n# 标题",
        "# 标题\n目录\n" + "." * 50_000 + "甲\n第一章 总则\n第一条 内容。",
        "# 标题\n" + " " * 50_000 + "甲 乙",
        "第一条 甲。\n" + "第九条 乙。\n" * 8_000,
        "（一）甲\n" * 8_000,
        "（" * 50_000,
    ],
    ids=["digits", "spaced-digits", "tags", "brackets", "dots", "blanks", "articles", "items", "notes"],
)
def test_no_text_takes_more_than_its_length(text):
    begun = time.process_time()

    list(walk(parse_policy(text).tree))

    assert time.process_time() - begun < 5


@given(
    st.lists(
        st.text(alphabet="第一二十零条章节编款项之目录附则件：（）()1.、。，；《》#*-> \u3000甲a年月日自起施行2025\n"),
        max_size=20,
    )
)
def test_no_text_breaks_the_reader(pieces):
    policy = parse_policy("\n".join(pieces))

    paths = [provision.path for provision in walk(policy.tree)]
    assert len(set(paths)) == len(paths)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    with suppress(UnreadableDocument):
        list(walk(parse_policy(read_source(data)).tree))


@given(position=st.integers(min_value=0), byte=st.integers(min_value=0, max_value=255))
def test_no_damage_breaks_the_reader(position, byte):
    data = bytearray(_DOCUMENT)
    data[position % len(data)] = byte

    with suppress(UnreadableDocument):
        read_source(bytes(data))
