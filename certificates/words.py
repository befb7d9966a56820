"""The words of a certificate, and what may stand in braces in them."""

from __future__ import annotations

PLACEHOLDERS = ("exam", "score", "total")


def fill(body: str, words: dict[str, str]) -> str:
    """Put the words in the place of their {names}; other braces stay as they are."""
    for name, word in words.items():
        body = body.replace(f"{{{name}}}", word)
    return body
