"""The questions of a sheet as HTML: two thousand people open the same questions in the same minute.

What an unanswered question looks like is written by its template once in a process, with signs in the place of its
number and its options' letters; each candidate's own order is put together from that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quizzes.taking.sheet import SheetQuestion, SheetSection

_TEMPLATE = "quizzes/taking/_question.html"
#: Characters for private use: no question has them.
_NUMBER, _LETTER, _CUT = "\ue000", "\ue001", "\ue002"
_KEPT = 5000


@dataclass(frozen=True, slots=True)
class _Written:
    """A question with signs in it; its options by value, where they may stand in any order."""

    before: str
    options: Mapping[str, str]
    after: str

    def as_asked(self, asked: SheetQuestion) -> SafeString:
        """Return it as one candidate is asked it."""
        options = (self.options[option.value].replace(_LETTER, option.letter) for option in asked.options)
        shown = "".join((self.before, *(options if self.options else ()), self.after))
        return mark_safe(shown.replace(_NUMBER, str(asked.number)))  # noqa: S308 -- written by the template


_written: dict[tuple[UUID, str, bool], _Written] = {}


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A section with its questions as HTML."""

    section: SheetSection
    questions: Sequence[SafeString]


def sheet_parts(paper: UUID, sheet: Sequence[SheetSection]) -> list[SheetPart]:
    """Return the sections of a sheet with their questions written."""
    return [SheetPart(section, [_question(paper, asked) for asked in section.questions]) for section in sheet]


def card_links(questions: Sequence[SheetQuestion]) -> list[SafeString]:
    """Return the answer card's links."""
    return [
        format_html(
            '<a href="#{}" data-nav="{}"{} aria-label="{}">{}</a>',
            asked.name,
            asked.question.id,
            mark_safe(' class="done"') if asked.is_answered else "",
            (_("第 %d 题，已答") if asked.is_answered else _("第 %d 题")) % asked.number,
            asked.number,
        )
        for asked in questions
    ]


def _question(paper: UUID, asked: SheetQuestion) -> SafeString:
    if asked.is_answered or asked.pairs or asked.places:
        return render_to_string(_TEMPLATE, {"asked": asked})
    key = (paper, asked.question.id, asked.opens_case)
    if key not in _written:
        if len(_written) >= _KEPT:
            _written.clear()
        # Several threads may write the same at once; each writes the same.
        written = _write(asked)
        _written[key] = written
        return written.as_asked(asked)
    return _written[key].as_asked(asked)


def _write(asked: SheetQuestion) -> _Written:
    is_choice = asked.question.is_choice
    options = [replace(option, letter=_LETTER) for option in asked.options] if is_choice else asked.options
    unnumbered = replace(asked, number=cast("int", _NUMBER), options=options)
    html = render_to_string(_TEMPLATE, {"asked": unnumbered, "cut": _CUT if is_choice else ""})
    if not is_choice:
        return _Written(html, {}, "")
    before, *rows, after = html.split(_CUT)
    return _Written(before, {option.value: row for option, row in zip(options, rows, strict=True)}, after)
