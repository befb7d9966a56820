"""Filters that show what a question says."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from question_bank import rendering
from question_bank.content import Markup

register = template.Library()

#: What files of other systems hold besides questions, where a word of ours says it better than their own.
_KINDS = {
    "adaptive": _("自适应题"),
    "aiken": _("格式有误"),
    "assessmentTest": _("试卷结构"),
    "description": _("说明文字"),
    "noInteraction": _("说明文字"),
    "question": _("内容有误"),
    "row": _("有误的行"),
    "syntax": _("格式有误"),
    "template": _("模板题"),
}


@register.filter
def kind_in_words(kind: str) -> str:
    """Show what kind of thing was not read from another system's file; a type of theirs keeps its name."""
    return str(_KINDS.get(kind, kind))


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
