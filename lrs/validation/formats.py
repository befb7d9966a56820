"""The formats of strings that the standard borrows: IRIs, UUIDs, language tags, times, durations, addresses."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from lrs.validation.errors import InvalidError
from lrs.validation.rules import Rule, anything, mapping, text

_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>"{}|\\^`]+""")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_SHA2 = re.compile(r"([0-9a-fA-F]{2}){28,64}")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+\s*(;.*)?", re.ASCII)
#: RFC 5646 section 2.1: language, extended language, script, region, variants, extensions, private use.
_LANGUAGE_TAG = re.compile(
    r"""
    ( ( [a-z]{2,3}(-[a-z]{3}){0,3} | [a-z]{4} | [a-z]{5,8} )
      ( -[a-z]{4} )?
      ( -([a-z]{2}|\d{3}) )?
      ( -([a-z0-9]{5,8}|\d[a-z0-9]{3}) )*
      ( -[0-9a-wy-z](-[a-z0-9]{2,8})+ )*
      ( -x(-[a-z0-9]{1,8})+ )?
    | x(-[a-z0-9]{1,8})+
    | i-[a-z]{3,8} | en-gb-oed | sgn-[a-z]{2}-[a-z]{2} | art-lojban | cel-gaulish | no-(bok|nyn)
    | zh-(guoyu|hakka|min|min-nan|xiang)
    )
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DURATION = re.compile(
    r"""P( \d+(\.\d+)?W
         | (?=\d|T\d) (\d+(\.\d+)?Y)? (\d+(\.\d+)?M)? (\d+(\.\d+)?D)?
           (T (?=\d) (\d+(\.\d+)?H)? (\d+(\.\d+)?M)? (\d+(\.\d+)?S)? )?
         )""",
    re.VERBOSE | re.ASCII,
)
_TIMESTAMP = re.compile(
    r"""(\d{4}-\d\d-\d\d) [Tt] (\d\d:\d\d (:\d\d ([.,]\d+)?)?) (?P<offset> [Zz] | [+-]\d\d(:?\d\d)? )?""",
    re.VERBOSE | re.ASCII,
)
#: RFC 3339 section 4.3 gives "-00:00" the meaning "UTC is known, the local offset is not"; ISO 8601 forbids it.
_UNKNOWN_OFFSETS = frozenset({"-00", "-0000", "-00:00"})


def matching(pattern: re.Pattern[str], reason: str) -> Rule:
    """Return the rule that a value is a string of this form, from end to end."""

    def rule(value: Any, where: str) -> None:
        text(value, where)
        if pattern.fullmatch(value) is None:
            raise InvalidError(where, reason)

    return rule


iri = matching(_IRI, "应为带协议名的 IRI")
uuid = matching(_UUID, "应为 UUID")
mailto = matching(_MAILTO, "应为“mailto:”开头的电子邮件地址")
sha1 = matching(_SHA1, "应为 40 位十六进制的 SHA-1 摘要")
sha2 = matching(_SHA2, "应为十六进制的 SHA-2 摘要")
media_type = matching(_MEDIA_TYPE, "应为媒体类型，如“text/plain”")
language_tag = matching(_LANGUAGE_TAG, "应为 RFC 5646 语言标签，如“zh-CN”")
duration = matching(_DURATION, "应为 ISO 8601 时长，如“PT1H30M”")

language_map = mapping(language_tag, text)
extensions = mapping(iri, anything)


def timestamp(value: Any, where: str) -> None:
    """A date and a time of day, as ISO 8601 writes them."""
    text(value, where)
    try:
        timestamp_parse(value)
    except ValueError:
        raise InvalidError(where, "应为 ISO 8601 时间，如“2026-10-04T09:00:00Z”") from None


def timestamp_parse(value: str) -> datetime:
    """Return the moment in UTC; what is finer than a microsecond is cut off, a time without offset is UTC.

    Raises:
        ValueError: not a moment as ISO 8601 writes it.
    """
    match = _TIMESTAMP.fullmatch(value)
    if match is None or match["offset"] in _UNKNOWN_OFFSETS:
        raise ValueError(value)
    moment = datetime.fromisoformat(value.upper())
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(value) from error


def timestamp_text(moment: datetime) -> str:
    """Return a moment as the standard wants it: UTC, to the millisecond or, where that would lose something, finer."""
    precision = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    return moment.astimezone(UTC).isoformat(timespec=precision).removesuffix("+00:00") + "Z"
