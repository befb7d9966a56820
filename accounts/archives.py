"""Opening a zip (.xlsx, .docx, a package) that somebody uploaded: what it would inflate to is judged first.

Office files are zips of XML. A small hostile one can cost minutes and gigabytes in a parser that trusts it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_XML_SUFFIXES = frozenset({".xml", ".rels", ".vml"})


class HostileArchiveError(Exception):
    """The file is refused unread; the text tells the person why."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an uploaded archive may hold. Real sheets inflate at most 21-fold, a single entry 32-fold."""

    entries: int = 2_000
    unpacked_bytes: int = 100_000_000
    ratio: int = 100
    tags: int = 4_000_000


def archive_check(data: bytes, limits: ArchiveLimits | None = None) -> None:
    """Let a zip pass, or refuse it before any parser sees it.

    Raises:
        HostileArchiveError: it is damaged, locked, too large for its kind, or declares XML entities.
    """
    limits = limits or ArchiveLimits()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist(), limits)
            _check_contents(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise HostileArchiveError("文件已损坏，无法打开。") from error


def _check_directory(entries: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    if len(entries) > limits.entries:
        raise HostileArchiveError(f"文件内的条目超过 {limits.entries} 个，已拒绝。")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise HostileArchiveError("文件设有密码，请去掉密码后再上传。")
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or any(_strays(name) for name in names):
        raise HostileArchiveError("文件内的条目名称不正常，已拒绝。")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise HostileArchiveError(f"文件解压后超过 {limits.unpacked_bytes // 1_000_000} MB，已拒绝。")
    if any(entry.file_size > limits.ratio * max(entry.compress_size, 1) for entry in entries):
        raise HostileArchiveError("文件压缩得不正常，已拒绝。")


def _strays(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


def _check_contents(archive: zipfile.ZipFile, limits: ArchiveLimits) -> None:
    """Inflate once, keeping nothing: the directory may lie, and entities or millions of tags show only inside."""
    unpacked = tags = 0
    for entry in archive.infolist():
        is_xml = PurePosixPath(entry.filename).suffix.lower() in _XML_SUFFIXES
        tail = b""
        for chunk in _chunks(archive, entry):
            unpacked += len(chunk)
            if unpacked > limits.unpacked_bytes:
                raise HostileArchiveError(f"文件解压后超过 {limits.unpacked_bytes // 1_000_000} MB，已拒绝。")
            if not is_xml:
                continue
            # UTF-16 writes ASCII with zero bytes between; without them both encodings look alike.
            plain = chunk.replace(b"\0", b"")
            tags += plain.count(b"<")
            if tags > limits.tags:
                raise HostileArchiveError("文件内容太多，已拒绝。请分成几个文件。")
            if any(word in tail + plain for word in _DECLARATIONS):
                raise HostileArchiveError("文件内含有不允许的 XML 声明，已拒绝。")
            tail = plain[-max(map(len, _DECLARATIONS)) :]


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as content:
        while chunk := content.read(_CHUNK):
            yield chunk
