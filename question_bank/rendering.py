"""A question's texts made ready for a page: plain text with its line breaks, or cleaned HTML with its images."""

from __future__ import annotations

import re

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from question_bank.content import Markup, clean_html, plain_text, with_addresses
from question_bank.provisions import fold_text

_IMAGE_NAME = re.compile(r"\[image:[0-9a-f]{64}\]")


def rendered(text: str, markup: Markup | str = Markup.PLAIN) -> SafeString:
    """Return a text as a page shows it; HTML is cleaned once more, wherever it was kept meanwhile."""
    if markup != Markup.HTML:
        return linebreaksbr(text)
    return mark_safe(with_addresses(clean_html(text), image_address))  # noqa: S308 -- cleaned in this line


def image_address(sha256: str) -> str:
    """Return where an image is served to the people of the office that keeps it."""
    return reverse("question_bank:image", kwargs={"sha256": sha256})


def in_words(text: str, markup: Markup) -> str:
    """Return a text for a list, where an image has no room."""
    words = plain_text(text, markup)
    return _IMAGE_NAME.sub("[图]", words) if markup is Markup.HTML else words


def marked_lines(text: str, quoted: str) -> list[SafeString]:
    """Return a provision's lines with what is quoted marked, however white space and look-alikes differ."""
    start, end = _place_of(quoted, text)
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        left, right = max(start - at, 0), min(end - at, len(line.rstrip("\n")))
        marked = format_html("{}<mark>{}</mark>{}", line[:left], line[left:right], line[right:].rstrip("\n"))
        lines.append(marked if left < right else format_html("{}", line.rstrip("\n")))
        at += len(line)
    return lines


def _place_of(quoted: str, text: str) -> tuple[int, int]:
    folded = [(letter, place) for place, letter in enumerate(text) for letter in fold_text(letter)]
    wanted = fold_text(quoted)
    found = "".join(letter for letter, _place in folded).find(wanted) if wanted else -1
    return (folded[found][1], folded[found + len(wanted) - 1][1] + 1) if found >= 0 else (0, 0)
