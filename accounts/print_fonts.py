"""The fonts in which this installation prints."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from accounts.printing import FontStack, MissingCharactersError, SheetOverflowError

#: Why words cannot be printed; each says so in a sentence.
UNPRINTABLE = (MissingCharactersError, SheetOverflowError)


@cache
def print_fonts() -> FontStack:
    """Return the fonts, opened once a process."""
    return FontStack(settings.CERTIFICATE_FONTS)
