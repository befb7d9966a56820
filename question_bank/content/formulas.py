"""Formulas typed as TeX, `\\( … \\)` in a line or `\\[ … \\]` on one of their own, as MathML that every browser shows.

The TeX stays inside the MathML as its annotation, so that an author finds again what was typed.
"""

from __future__ import annotations

import html
import re

from latex2mathml.converter import convert

MAX_TEX = 1000

#: A formula between its marks, in a line or on one of its own.
TYPED_FORMULA = re.compile(r"\\\((?P<inline>.+?)\\\)|\\\[(?P<block>.+?)\\\]", re.DOTALL)
_MATH = re.compile(r"<math\b(?P<attributes>[^>]*)>(?P<inside>.*?)</math>", re.DOTALL)
_WHOLE = re.compile(r"<math\b[^>]*>(?P<inside>.*)</math>", re.DOTALL)
_ANNOTATION = re.compile(r"<annotation encoding=\"application/x-tex\">(.*?)</annotation>", re.DOTALL)


class FormulaError(Exception):
    """What stands between the marks is no formula; the message is for the author."""


def formula_html(tex: str, *, on_its_own_line: bool = False) -> str:
    """Return a formula as MathML.

    Raises:
        FormulaError: it cannot be read.
    """
    if len(tex) > MAX_TEX:
        raise FormulaError(f"公式超过 {MAX_TEX} 个字符：{tex[:20]}…")
    try:
        made = convert(tex.strip())
    # The converter raises whatever its parts happen to raise; none of it is ours to tell apart.
    except Exception as error:
        raise FormulaError(f"公式读不懂：{tex.strip()[:60]}") from error
    found = _WHOLE.search(made)
    if found is None:
        raise FormulaError(f"公式读不懂：{tex.strip()[:60]}")
    note = f'<annotation encoding="application/x-tex">{html.escape(tex.strip(), quote=False)}</annotation>'
    display = "block" if on_its_own_line else "inline"
    return f'<math display="{display}"><semantics>{found["inside"]}{note}</semantics></math>'


def with_formulas(text: str) -> str:
    """Return HTML with the TeX between its marks set as formulas.

    Raises:
        FormulaError: one of them cannot be read.
    """
    return TYPED_FORMULA.sub(_set, text)


def with_tex(text: str) -> str:
    """Return HTML with each formula that was typed as TeX between its marks again; other formulas stay."""
    return _MATH.sub(_unset, text)


def _set(found: re.Match[str]) -> str:
    block = found["block"] is not None
    return formula_html(html.unescape(found["block"] if block else found["inline"]), on_its_own_line=block)


def _unset(found: re.Match[str]) -> str:
    note = _ANNOTATION.search(found["inside"])
    if note is None:
        return found[0]
    left, right = ("\\[", "\\]") if "block" in found["attributes"] else ("\\(", "\\)")
    return f"{left}{note[1]}{right}"
