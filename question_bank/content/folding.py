"""Ways of writing that do not change what a text says."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WHITE = re.compile(r"\s+")
_SPACE_BESIDE_CHINESE = re.compile(r"(?<![!-~]) | (?![!-~])")


def fold_spaces(text: str) -> str:
    """Drop white space but for one space between Latin words; sheets break and pad Chinese at will."""
    return _SPACE_BESIDE_CHINESE.sub("", _WHITE.sub(" ", _INVISIBLE.sub("", text)))


def fold_width(text: str) -> str:
    """Return the half-width and unadorned form, for comparison only: it also turns （ into ( and ① into 1."""
    return unicodedata.normalize("NFKC", text)
