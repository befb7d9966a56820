"""multipart/mixed (RFC 2046), by which statements travel together with their attachments."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message

from lrs.validation.errors import InvalidError

_WHERE = "multipart"
_UNPRINTABLE = re.compile(rb"[^\t\x20-\x7e]")


@dataclass(frozen=True)
class Part:
    """One part: its header fields by lower-case name, and its bytes as they came."""

    headers: Mapping[str, str]
    content: bytes


def media_type_of(content_type: str) -> tuple[str, str | None]:
    """Return the media type in lower case and the boundary parameter, if there is one."""
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_param("boundary")
    return content_type.partition(";")[0].strip().lower(), boundary if isinstance(boundary, str) else None


def multipart_parse(body: bytes, boundary: str | None) -> list[Part]:
    """Return the parts of a body, one at least.

    Raises:
        InvalidError: the body is not divided and closed by the boundary, or has no part.
    """
    if not boundary:
        raise InvalidError(_WHERE, "Content-Type 缺少 boundary")
    delimiter = re.compile(rb"\r\n--" + re.escape(boundary.encode()) + rb"(?P<close>--)?[ \t]*(?=\r\n|\Z)")
    # A line break belongs to the boundary that follows it; the first boundary may open the body.
    framed = b"\r\n" + body
    parts: list[Part] = []
    start: int | None = None
    for found in delimiter.finditer(framed):
        if start is not None:
            parts.append(_part(framed[start : found.start()], len(parts) + 1))
        if found["close"]:
            break
        start = found.end()
    else:
        raise InvalidError(_WHERE, "正文没有按 boundary 分段并结束")
    if not parts:
        raise InvalidError(_WHERE, "正文一段也没有")
    return parts


def multipart_build(parts: Iterable[Part]) -> tuple[str, bytes]:
    """Return the content type and the body that carry the parts."""
    boundary = secrets.token_hex(24)
    body = bytearray()
    for part in parts:
        fields = "".join(f"{name}: {value}\r\n" for name, value in part.headers.items())
        body += f"--{boundary}\r\n{fields}\r\n".encode()
        body += part.content + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return f"multipart/mixed; boundary={boundary}", bytes(body)


def _part(section: bytes, place: int) -> Part:
    """Read one section: the rest of the boundary's line, header lines, an empty line, content."""
    section = section.removeprefix(b"\r\n")
    if section.startswith(b"\r\n"):
        return Part({}, section[2:])
    head, blank_line, content = section.partition(b"\r\n\r\n")
    if not blank_line:
        raise InvalidError(_WHERE, f"第 {place} 段的段头与内容之间没有空行")
    return Part(_headers(head, place), content)


def _headers(head: bytes, place: int) -> dict[str, str]:
    headers = {}
    for line in head.split(b"\r\n"):
        # What comes in may go out again in a header of ours.
        if _UNPRINTABLE.search(line):
            raise InvalidError(_WHERE, f"第 {place} 段的段头含有控制字符或非 ASCII 字符")
        name, colon, value = line.decode("ascii").partition(":")
        if not colon:
            raise InvalidError(_WHERE, f"第 {place} 段的段头“{name[:40]}”没有冒号")
        headers[name.strip().lower()] = value.strip()
    return headers
