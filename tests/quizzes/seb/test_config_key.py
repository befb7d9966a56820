"""The Config Key of Safe Exam Browser, and what a browser says with it."""

from __future__ import annotations

import gzip
import hashlib
import plistlib
from datetime import datetime

import pytest

from quizzes.seb import NotReadableError, config_key, is_config_key, request_hash

#: A configuration with something of every kind, and the line of JSON it stands for.
SETTINGS = {
    "originatorVersion": "SEB_OSX_2.1.5pre2",
    "allowWLAN": False,
    "allowWlan": True,
    "zoom": 1,
    "URLFilterRules": [{"active": True, "expression": "*.example.cn/考试"}, {}],
    "emptyList": [],
    "additionalResources": {},
    "startURL": "https://exam.example.cn/exams/?a=1&b=\\2",
    "hashedQuitPassword": "",
    "data": b"\x00\x01",
    "date": datetime(2026, 10, 12, 4, 0),  # noqa: DTZ001 -- as property lists have it
}
LINE = (
    '{"allowWlan":true,"allowWLAN":false,"data":"AAE=","date":"2026-10-12T04:00:00Z","emptyList":[],'
    '"hashedQuitPassword":"","startURL":"https://exam.example.cn/exams/?a=1&b=\\2",'
    '"URLFilterRules":[{"active":true,"expression":"*.example.cn/考试"},{}],"zoom":1}'
)
KEY = hashlib.sha256(LINE.encode()).hexdigest()


@pytest.mark.parametrize(
    "wrap",
    [bytes, gzip.compress, lambda xml: gzip.compress(b"plnd" + gzip.compress(xml))],
    ids=["plain", "gzip", "as SEB saves it"],
)
def test_key_is_that_of_the_one_line(wrap):
    assert config_key(wrap(plistlib.dumps(SETTINGS))) == KEY


def test_program_that_wrote_it_does_not_count():
    assert config_key(plistlib.dumps({**SETTINGS, "originatorVersion": "other"})) == KEY


def test_any_setting_counts():
    assert config_key(plistlib.dumps({**SETTINGS, "zoom": 2})) != KEY


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<plist>",
        b"\x1f\x8bbroken",
        gzip.compress(b"pswd" + bytes(50)),
        plistlib.dumps(["a"]),
        gzip.compress(bytes(40_000_000)),
        b'<!DOCTYPE p [<!ENTITY a "b">]><plist><string>&a;</string></plist>',
    ],
    ids=["empty", "cut off", "broken gzip", "encrypted", "a list", "a bomb", "an entity"],
)
def test_what_is_no_configuration_is_refused(content):
    with pytest.raises(NotReadableError):
        config_key(content)


def test_browser_says_the_hash_of_address_and_key():
    """A published example: the fragment does not count."""
    key = "4fa9af8ec8759eb7c680752ef4ee5eaf1a860628608fccae2715d519849f9292"
    said = request_hash("https://exam.example.cn/quiz/12/attempt/34/?page=1#q5", key)
    assert said == "5a3ab5ae92d9bd1e1a13e6b705f56588989a42239657a8ff4efff881714e78b7"


@pytest.mark.parametrize(
    ("text", "is_key"), [("a" * 64, True), ("a" * 63, False), ("g" * 64, False), ("A" * 64, False)]
)
def test_key_has_sixty_four_digits(text, is_key):
    assert is_config_key(text) is is_key
