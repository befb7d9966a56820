"""A question's texts made ready for a page: plain text with its line breaks, or cleaned HTML with its images."""

from __future__ import annotations

import re

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from question_bank.content import Markup, clean_html, plain_text, with_addresses

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
