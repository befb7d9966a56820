"""Files that only an office suite can read."""

from __future__ import annotations

import io
import stat
import time
import zipfile
from pathlib import Path

import pytest

from accounts.confinement import confined_within
from question_bank.errors import ImportRowError
from question_bank.services import sheet_read
from question_bank.sheets import UnreadableSheet
from question_bank.sheets.office import OFFICE_LIMITS, converted, office_command
from question_bank.sheets.pairing import SheetFile, SheetPair, pair_files

needs_office = pytest.mark.skipif(office_command() is None, reason="LibreOffice is not installed")
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
)
LINES = ("单选题", "1．笔记由谁审核？", "A．科室负责人", "B．部长", "答案：A")
ROWS = (("题型", "题干", "选项A", "选项B", "答案"), ("单选", "笔记由谁审核？", "科室负责人", "部长", "A"))


def open_document(kind, body):
    """Return an OpenDocument file of a kind, text or spreadsheet, with this body."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{type_}"/>'
        for path, type_ in (("/", media), ("content.xml", "text/xml"))
    )
    spaces = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", media)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}>{entries}</manifest:manifest>")
    return data.getvalue()


def odt():
    return open_document("text", "".join(f"<text:p>{line}</text:p>" for line in LINES))


def ods():
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    cells = ["".join(map(cell.format, row)) for row in ROWS]
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return open_document("spreadsheet", f'<table:table table:name="题">{rows}</table:table>')


@needs_office
@pytest.mark.parametrize(("make", "name", "format_"), [(odt, "题.odt", "docx"), (ods, "题.et", "xlsx")])
def test_open_document_is_read_by_way_of_the_suite(make, name, format_):
    report = sheet_read(make(), name)

    assert report.format == format_
    assert [(question.stem, question.key, question.status) for question in report.questions] == [
        ("笔记由谁审核？", ["A"], "ok")
    ]
    assert report.problems[0].message.startswith("这种文件先由 LibreOffice 转换再读入")


@needs_office
def test_a_file_that_the_suite_cannot_read_either_is_refused():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)

    with pytest.raises(ImportRowError) as refusal:
        sheet_read(ole, "题.wps")

    assert "请另存为 .docx 或 .xlsx 再导入。" in str(refusal.value)


def test_without_the_suite_the_trainer_is_told_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(ImportRowError) as refusal:
        sheet_read(odt(), "题.odt")

    assert str(refusal.value) == "这是 OpenDocument 文件，请另存为 .docx 或 .xlsx 再导入。"


def test_pairing_leaves_such_a_file_to_be_read_by_itself():
    pairing = pair_files([SheetFile("题.odt", odt()), SheetFile("卷.txt", "\n".join(LINES).encode())])

    assert (pairing.pairs, pairing.refused) == ((SheetPair("卷.txt"), SheetPair("题.odt")), ())


def test_a_suite_that_hangs_is_ended_with_all_its_processes(tmp_path):
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 600 &\necho $! > pid\nwait\n", encoding="utf-8")
    hanging.chmod(hanging.stat().st_mode | stat.S_IXUSR)
    room = tmp_path / "room"
    room.mkdir()

    with pytest.raises(UnreadableSheet) as refusal:
        confined_within(OFFICE_LIMITS, converted, odt(), "text", str(hanging), str(room), patience=1)

    assert "在限定的时间里没有读完" in str(refusal.value)
    assert _ends(int((room / "pid").read_text(encoding="utf-8")))


def _ends(process):
    """Return whether a process comes to its end; one that nobody has cleared away yet is at its end, too."""
    described = Path(f"/proc/{process}/stat")
    for _ in range(200):
        try:
            if described.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False
