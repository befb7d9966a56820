"""Filters that show what a question says."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from question_bank import rendering
from question_bank.content import Markup

register = template.Library()


@register.filter
def as_written(text: str, markup: str = Markup.PLAIN) -> SafeString:
    """Show stem, option or explanation: `{{ asked.stem|as_written:asked.markup }}`."""
    return rendering.rendered(text, markup)


@register.filter
def in_words(text: str, markup: str = Markup.PLAIN) -> str:
    """Show the same in a line of text, for lists and labels; an image is named, a table read cell by cell."""
    return rendering.in_words(text, Markup(markup))


@register.filter
def lines_quoting(text: str, quoted: str | None) -> list[SafeString]:
    """Return a provision's lines, what is quoted of them marked."""
    return rendering.marked_lines(text, quoted or "")
