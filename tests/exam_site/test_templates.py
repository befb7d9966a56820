"""Templates: no code and no style but in files of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
ASSETS = sorted(path for kind in ("css", "js", "svg") for path in ROOT.glob(f"*/static/**/*.{kind}"))
FORBIDDEN = {
    "style of its own": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>{%]*\son[a-z]+\s*=", re.IGNORECASE),
    "code of its own": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an address on another host": re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b"),
}


def test_there_are_templates_and_assets():
    assert len(TEMPLATES) > 60
    assert len(ASSETS) > 5


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what):
    found = [str(path.relative_to(ROOT)) for path in TEMPLATES if FORBIDDEN[what].search(path.read_text("utf-8"))]

    assert found == []


#: What gettext may translate, and what nobody sees.
WRAPPED = re.compile(
    r"\{% blocktranslate\b.*?\{% endblocktranslate %\}|\{% translate .*?%\}|_\(\"[^\"]*\"\)|\{#.*?#\}", re.DOTALL
)
HAN = re.compile(r"[\u4e00-\u9fff]")


def unwrapped_lines(text):
    return [line for line in WRAPPED.sub("", text).splitlines() if HAN.search(line)]


def test_every_text_of_a_template_can_be_translated():
    found = {str(path.relative_to(ROOT)): unwrapped_lines(path.read_text("utf-8")) for path in TEMPLATES}

    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_text_that_cannot_be_translated_would_be_found():
    assert unwrapped_lines('<p>{% translate "试题" %}：{{ n|default:_("无") }}</p>\n<b title="依据">') == [
        '<b title="依据">'
    ]


def test_no_asset_loads_another_from_elsewhere():
    elsewhere = re.compile(r"url\(\s*['\"]?(?:https?:)?//|@import|import\(?\s*['\"]https?:|fetch\(\s*['\"]https?:")

    assert [str(path.relative_to(ROOT)) for path in ASSETS if elsewhere.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("what", "bad"),
    [
        ("style of its own", '<p style="color: red">'),
        ("an event handler", '<button class="x" onclick="go()">'),
        ("code of its own", "<script>go()</script>"),
        ("a javascript: address", '<a href="javascript:go()">'),
        ("an address on another host", '<script src="//cdn.example.com/a.js"></script>'),
        ("unescaped output", "{{ text|safe }}"),
    ],
)
def test_what_is_forbidden_would_be_found(what, bad):
    assert FORBIDDEN[what].search(bad)
