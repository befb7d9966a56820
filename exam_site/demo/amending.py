"""The demo's policy as it will be amended: told article by article what changes, then numbered anew. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from exam_site.demo.sources import policy_text

_EDITS = Path(__file__).parent / "content" / "samples" / "amendment.yaml"
_ARTICLE = re.compile(r"^\*\*第[一二三四五六七八九十]+条\*\*　", re.MULTILINE)
_DIGITS = "零一二三四五六七八九"


def amended_policy() -> str:
    """Return the amended policy as Markdown."""
    edits = yaml.safe_load(_EDITS.read_text(encoding="utf-8"))
    head, *texts = _ARTICLE.split(policy_text())
    articles = [piece for number, text in enumerate(texts, start=1) for piece in _amended(number, text, edits)]
    numbered = (f"**第{_numeral(number)}条**　{text}" for number, text in enumerate(articles, start=1))
    return _replaced(head, edits["head"]) + "".join(numbered)


def _amended(number: int, text: str, edits: dict[str, Any]) -> Iterator[str]:
    """Yield what becomes of one article: nothing, itself, or itself and more."""
    if number in edits["delete"]:
        return
    text = _replaced(text, edits["replace"].get(number, ()))
    before, mark, after = text.partition(edits["split"].get(number, "\0"))
    yield before
    if mark:
        yield mark + after
    yield from (f"{added}\n\n" for added in edits["insert_after"].get(number, ()))


def _replaced(text: str, changes: Iterable[tuple[str, str]]) -> str:
    for old, new in changes:
        if old not in text:
            raise ValueError(f"the policy does not say: {old}")
        text = text.replace(old, new)
    return text


def _numeral(number: int) -> str:
    """Return 21 as 二十一; articles of this policy stay below a hundred."""
    tens, ones = divmod(number, 10)
    return (("" if tens < 2 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")
