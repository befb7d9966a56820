"""Hostile zips are refused unread, ordinary ones pass."""

from __future__ import annotations

import struct
import time
import zipfile

import pytest

from accounts.archives import ArchiveLimits, HostileArchiveError, archive_check
from tests.accounts.workbooks import roster_bytes, zip_bytes


def test_archive_check_ordinary_workbook_passes():
    data = roster_bytes(("YL001", "程立新", "干部科"))

    archive_check(data)

    with pytest.raises(HostileArchiveError):
        archive_check(data, ArchiveLimits(entries=1))


@pytest.mark.parametrize(
    ("entries", "limits", "sentence"),
    [
        ({"a.xml": b"0" * 50_000_000}, ArchiveLimits(), "文件压缩得不正常，已拒绝。"),
        ({"../a.xml": b"<a/>"}, ArchiveLimits(), "文件内的条目名称不正常，已拒绝。"),
        ({"/a.xml": b"<a/>"}, ArchiveLimits(), "文件内的条目名称不正常，已拒绝。"),
        ({"a\\b.xml": b"<a/>"}, ArchiveLimits(), "文件内的条目名称不正常，已拒绝。"),
        ({f"{n}.xml": b"" for n in range(5)}, ArchiveLimits(entries=4), "文件内的条目超过 4 个，已拒绝。"),
        ({"a.xml": bytes(2_000_001)}, ArchiveLimits(2, 2_000_000), "文件解压后超过 2 MB，已拒绝。"),
        ({"a.xml": b"<c/>" * 11}, ArchiveLimits(tags=10), "文件内容太多，已拒绝。请分成几个文件。"),
        (
            {"a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            ArchiveLimits(),
            "文件内含有不允许的 XML 声明，已拒绝。",
        ),
        ({"a.xml": "<!DOCTYPE a><a/>".encode("utf-16")}, ArchiveLimits(), "文件内含有不允许的 XML 声明，已拒绝。"),
    ],
    ids=["bomb", "parent", "absolute", "backslash", "many", "large", "tags", "entity", "entity-utf16"],
)
def test_archive_check_hostile_archive_is_refused_at_once(entries, limits, sentence):
    data = zip_bytes(entries)

    begun = time.process_time()
    with pytest.raises(HostileArchiveError) as refusal:
        archive_check(data, limits)

    assert str(refusal.value) == sentence
    assert time.process_time() - begun < 5


def test_archive_check_declaration_across_two_reads_is_refused():
    padding = b" " * ((1 << 16) - 14)
    data = zip_bytes({"a.xml": b"<a>x" + padding + b"<!DOCTYPE a>"}, zipfile.ZIP_STORED)

    with pytest.raises(HostileArchiveError, match="XML 声明"):
        archive_check(data)


def test_archive_check_directory_that_understates_is_refused():
    data = bytearray(zip_bytes({"a.xml": b"<a>" + bytes(range(32, 127)) * 400 + b"</a>"}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 10)

    with pytest.raises(HostileArchiveError, match="文件已损坏"):
        archive_check(bytes(data))


def test_archive_check_repeated_name_is_refused():
    data = zip_bytes({"xl/b.xml": b"<a/>", "xl/c.xml": b"<a/>"})

    with pytest.raises(HostileArchiveError, match="条目名称"):
        archive_check(data.replace(b"xl/c.xml", b"xl/b.xml"))


def test_archive_check_locked_entry_is_refused():
    data = bytearray(zip_bytes({"a.xml": b"<a/>"}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1

    with pytest.raises(HostileArchiveError, match="密码"):
        archive_check(bytes(data))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all"])
def test_archive_check_no_zip_is_refused(data):
    with pytest.raises(HostileArchiveError, match="文件已损坏，无法打开。"):
        archive_check(data)
