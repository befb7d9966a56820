"""From a file's bytes to what it says, in one step that can run in a process of its own."""

from __future__ import annotations

from question_bank.provisions.parser import ParsedPolicy, parse_policy
from question_bank.provisions.source import PolicySource, read_source


def read_policy(data: bytes, name: str = "") -> tuple[PolicySource, ParsedPolicy]:
    """Return a policy document's lines and the provisions in them.

    Raises:
        UnreadableDocument: it is not a text that can be read.
    """
    source = read_source(data, name)
    return source, parse_policy(source)
