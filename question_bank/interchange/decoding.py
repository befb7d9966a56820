"""Text files as text."""

from __future__ import annotations

from question_bank.interchange.shape import InterchangeError
from question_bank.provisions.plain_text import decode_text
from question_bank.provisions.problems import UnreadableDocument


def decoded(data: bytes) -> str:
    """Return a text file's text, in UTF-8 or whatever Chinese offices use besides.

    Raises:
        InterchangeError: it is no text.
    """
    try:
        return decode_text(data)[0]
    except UnreadableDocument as error:
        raise InterchangeError(str(error)) from error
