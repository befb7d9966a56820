"""multipart/mixed in and out."""

from __future__ import annotations

import pytest

from lrs.validation import InvalidError
from lrs.validation.multipart import Part, media_type_of, multipart_build, multipart_parse


def test_parts_come_back_as_they_went():
    parts = [
        Part({"content-type": "application/json"}, b"{}"),
        Part({"content-type": "application/octet-stream"}, bytes(range(256)) + b"\r\n\r\n--x"),
        Part({"content-type": "text/plain"}, b""),
    ]

    content_type, body = multipart_build(parts)

    assert multipart_parse(body, media_type_of(content_type)[1]) == parts


def test_preamble_epilogue_and_padding_are_left_out():
    body = b"preamble\r\n--b  \r\nA: 1\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\nepilogue"

    assert multipart_parse(body, "b") == [Part({"a": "1"}, b"one"), Part({}, b"two")]


def test_longer_boundary_is_content():
    body = b"--b\r\n\r\none\r\n--bc\r\ntwo\r\n--b--"

    assert multipart_parse(body, "b") == [Part({}, b"one\r\n--bc\r\ntwo")]


@pytest.mark.parametrize(
    ("body", "boundary", "reason"),
    [
        (b"--b\r\n\r\none\r\n--b--", None, "Content-Type 缺少 boundary"),
        (b"--b\r\n\r\none\r\n--b", "b", "正文没有按 boundary 分段并结束"),
        (b"--b--", "b", "正文一段也没有"),
        (b"", "b", "正文没有按 boundary 分段并结束"),
        (b"--b\r\nA: 1\r\n--b--", "b", "第 1 段的段头与内容之间没有空行"),
        (b"--b\r\nA 1\r\n\r\none\r\n--b--", "b", "第 1 段的段头“A 1”没有冒号"),
        (b"--b\r\nA: 1\nB: 2\r\n\r\none\r\n--b--", "b", "第 1 段的段头含有控制字符或非 ASCII 字符"),
    ],
)
def test_broken_body_is_refused(body, boundary, reason):
    with pytest.raises(InvalidError) as refusal:
        multipart_parse(body, boundary)

    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ('Multipart/Mixed; boundary="a b"', ("multipart/mixed", "a b")),
        ("multipart/mixed; boundary=abc", ("multipart/mixed", "abc")),
        ("application/json", ("application/json", None)),
        ("", ("", None)),
    ],
)
def test_media_type_and_boundary_are_read(content_type, expected):
    assert media_type_of(content_type) == expected
