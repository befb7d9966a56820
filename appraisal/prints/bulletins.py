"""An issued bulletin or commentary on paper: the office, its number, then section by section."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.printing import Block, Column, Document, Table, Text, official_day
from appraisal.models import BulletinIssue

_NUMERALS = "一二三四五六七八九十"
#: Columns of words take as much more room than columns of figures.
_WORDS, _FIGURE = 3.0, 1.2


def issue_document(issue: BulletinIssue) -> Document:
    """Return an issue as it is printed."""
    office = issue.bulletin.office
    blocks: list[Block] = [
        Text(issue.title, size=22, align="center", bold=True, after=6, leading=1.3, keep=True, is_title=True),
        Text(
            f"{issue.bulletin.get_kind_display()}　{issue.number_told}　{official_day(issue.issued_on)}",
            size=12,
            align="center",
            after=10,
            keep=True,
        ),
    ]
    if issue.reason:
        blocks.append(Text(_("更正原因：%(reason)s") % {"reason": issue.reason}, size=12, after=8))
    number = 0
    for section in issue.sections:
        if section.heading:
            number += 1
            numeral = _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)
            blocks.append(Text(f"{numeral}、{section.heading}", size=14, bold=True, before=8, keep=True))
        blocks += [
            Text(line.strip(), size=14, indent=2, leading=1.7) for line in section.words.splitlines() if line.strip()
        ]
        if section.rows:
            blocks.append(Table(_columns(section.header, section.rows), section.rows))
    blocks.append(Text(office.name, size=14, align="right", before=24, keep=True))
    blocks.append(Text(official_day(issue.issued_on), size=14, align="right"))
    return Document(
        title=f"{issue.title} {issue.number_told}",
        author=office.name,
        day=issue.issued_on,
        blocks=blocks,
        foot=office.name,
    )


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Return columns whose widths follow what stands in them."""
    return [
        Column(title, _FIGURE, "center") if _is_figure(rows, place) else Column(title, _WORDS, "left")
        for place, title in enumerate(header)
    ]


def _is_figure(rows: Sequence[Sequence[str]], place: int) -> bool:
    return all(len(row[place]) <= 6 for row in rows)
