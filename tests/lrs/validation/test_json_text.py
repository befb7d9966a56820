"""JSON in and out."""

from __future__ import annotations

import pytest

from lrs.validation import InvalidError
from lrs.validation.json_text import json_parse, json_text


def test_value_goes_in_and_out_unchanged():
    raw = '{"姓名":"程立新","分":[1,-2.5,true,null],"空":"\\u0000"}'

    assert json_text(json_parse(raw.encode())) == raw


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "第 1 行第 2 列不是 JSON"),
        (b"", "第 1 行第 1 列不是 JSON"),
        ("程".encode("gbk"), "第 1 个字节不是 UTF-8"),
        (b'{"a":1,"a":2}', "同一对象中“a”出现了两次"),
        (b"[NaN]", "NaN 不是 JSON"),
        (b"[1e999]", "数字 1e999 太大"),
        (b"[" + b"9" * 5000 + b"]", "整数太长"),
        (b'["\\ud800"]', "有不成对的 UTF-16 代理字符"),
        (b"[" * 100_000 + b"]" * 100_000, "嵌套太深"),
    ],
)
def test_what_could_not_be_given_back_is_refused(raw, reason):
    with pytest.raises(InvalidError) as refusal:
        json_parse(raw)

    assert refusal.value.reason == reason


def test_paired_surrogates_are_a_character():
    assert json_parse(b'["\\ud842\\udfb7"]') == ["𠮷"]


@pytest.mark.parametrize("opened", [64, 65, 900])
def test_nesting_is_limited_to_what_can_be_written_again(opened):
    raw = b"[" * opened + b"]" * opened

    if opened > 64:
        with pytest.raises(InvalidError):
            json_parse(raw)
    else:
        assert json_text(json_parse(raw)).encode() == raw


def test_much_that_is_not_deep_is_accepted():
    assert json_parse(b"[" + b"[]," * 1000 + b"[]]") == [[]] * 1001
