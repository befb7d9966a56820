"""Every format by its key, and files told apart by what is in them, never by their names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from question_bank.interchange.aiken import looks_like_aiken, read_aiken, write_aiken
from question_bank.interchange.decoding import decoded
from question_bank.interchange.gift import parse_gift, read_gift, write_gift
from question_bank.interchange.moodle import read_moodle, write_moodle
from question_bank.interchange.own_json import looks_like_own_json, read_json, write_json
from question_bank.interchange.qti import read_qti, write_qti_21, write_qti_22, write_qti_30
from question_bank.interchange.qti.packages import holds_manifest
from question_bank.interchange.shape import Export, Intake, InterchangeError, InterchangeQuestion
from question_bank.interchange.workbook import read_workbook, write_workbook
from question_bank.interchange.xml_text import local_name, parsed_xml

_ZIP = b"PK\x03\x04"
_XML_READERS = {
    "quiz": read_moodle,
    "assessmentItem": read_qti,
    "qti-assessment-item": read_qti,
}


@dataclass(frozen=True, slots=True)
class Format:
    """A format that questions can be written in: what it is called, what it is for, how its files end."""

    key: str
    label: str
    use: str
    suffix: str
    media_type: str
    write: Callable[[Sequence[InterchangeQuestion]], Export]


_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = (
    Format("json", "本系统 JSON", "什么都不丢，搬到另一处本系统", ".json", "application/json", write_json),
    Format("xlsx", "Excel 试题表", "在 Excel 里看和改，再导回来", ".xlsx", _XLSX_TYPE, write_workbook),
    Format("moodle", "Moodle XML", "导入 Moodle，图片一起带", ".xml", "application/xml", write_moodle),
    Format("gift", "GIFT", "导入 Moodle，纯文本，没有图片", ".txt", "text/plain; charset=utf-8", write_gift),
    Format("aiken", "Aiken", "只有单选题，纯文本", ".txt", "text/plain; charset=utf-8", write_aiken),
    Format("qti30", "QTI 3.0", "国际通用的试题包，新系统用", ".zip", "application/zip", write_qti_30),
    Format("qti22", "QTI 2.2", "国际通用的试题包", ".zip", "application/zip", write_qti_22),
    Format("qti21", "QTI 2.1", "国际通用的试题包，老系统用", ".zip", "application/zip", write_qti_21),
)
BY_KEY = {format_.key: format_ for format_ in FORMATS}


def read_file(data: bytes) -> Intake:
    """Return the questions of a file of any of these formats.

    Raises:
        InterchangeError: it is of none, or not a valid one.
    """
    reader = _reader(data)
    if reader is None:
        raise InterchangeError(
            "认不出格式。这里能读 QTI 试题和试题包、Moodle XML、GIFT、Aiken、本系统的 JSON 和 Excel 试题表；"
            "平常的 Word、Excel 试题请到“从文件导入”。"
        )
    return reader(data)


def is_exchanged(data: bytes) -> bool:
    """Tell a file that another system wrote from a question sheet that people typed."""
    reader = _reader(data)
    if reader is read_gift:
        return _is_mostly_gift(data)
    return reader is not None and reader is not read_workbook


def make_ready() -> None:
    """Have all readers loaded, for a process that forks."""


def _reader(data: bytes) -> Callable[[bytes], Intake] | None:
    if data.startswith(_ZIP):
        return _zip_reader(data)
    if looks_like_own_json(data):
        return read_json
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return _xml_reader(data)
    return _text_reader(data)


def _zip_reader(data: bytes) -> Callable[[bytes], Intake] | None:
    if holds_manifest(data):
        return read_qti
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    return read_workbook if "xl/workbook.xml" in names else None


def _xml_reader(data: bytes) -> Callable[[bytes], Intake] | None:
    head = data[:4096]
    if not any(word in head for word in (b"<quiz", b"assessmentItem", b"qti-assessment-item", b"<?xml")):
        return None
    try:
        name = local_name(parsed_xml(data))
    except InterchangeError:
        # Let the reader that was most likely meant say what is wrong.
        return read_moodle if b"<quiz" in head else read_qti if b"ssessment" in head else None
    return _XML_READERS.get(name)


def _text_reader(data: bytes) -> Callable[[bytes], Intake] | None:
    try:
        text = decoded(data)
    except InterchangeError:
        return None
    if looks_like_aiken(text):
        return read_aiken
    return read_gift if _share_of_gift(text)[0] else None


def _share_of_gift(text: str) -> tuple[int, int]:
    """Return how many entries of a text ask something in GIFT, and how many do not."""
    if "{" not in text and "$CATEGORY:" not in text:
        return 0, 0
    items, faults = parse_gift(text)
    asked = sum(item.kind not in {"Description", "Category"} for item in items)
    return asked, sum(item.kind == "Description" for item in items) + len(faults)


def _is_mostly_gift(data: bytes) -> bool:
    asked, other = _share_of_gift(decoded(data))
    return asked > other
