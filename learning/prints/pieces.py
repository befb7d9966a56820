"""Pieces as prints: the approval form of one (信息审批表), and a quarter's published ones bound together (文集)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Office
from accounts.printing import Block, Column, Document, Gap, PageBreak, Table, Text, official_day
from learning.enums import Verdict
from learning.models import PieceVersion, Publication, Record, RecordReview
from learning.selectors.publications import by_class

_TITLE_SIZE = 22
_LABEL, _REST = Column("", 1), Column("", 4, "left")


def approval_form(record: Record, version: PieceVersion, reviews: Sequence[RecordReview]) -> Document:
    """Return the approval form of a piece as it was last handed in: each stage with its word, or room for it, then the
    text.
    """
    day = timezone.localdate(version.submitted_at)
    said = {review.stage: review for review in reviews if review.round == version.number}
    facts = [
        [_("标题"), version.title],
        [_("类别"), _("%(class)s，%(count)d 字") % {"class": version.piece_class, "count": version.characters}],
        [_("作者"), _("%(name)s（%(unit)s）") % {"name": record.subject.name, "unit": record.unit.name}],
        [_("拟投媒体"), record.piece.meant_for],
        [_("送审"), _("%(day)s，第 %(number)d 稿") % {"day": official_day(day), "number": version.number}],
    ]
    words = [[stage.label, _word(said.get(place))] for place, stage in enumerate(version.flow.stages)]
    blocks: list[Block] = [
        _title(_("信息审批表")),
        Text(record.office.name, size=12, align="center", after=10, keep=True),
        Table([_LABEL, _REST], facts, size=12, row_height=30),
        Table([_LABEL, _REST], words, size=12, row_height=64),
        Text(_("审核流程：%(flow)s。稿件正文附后。") % {"flow": version.flow.name}, size=10.5, before=6),
        PageBreak(),
        _title(version.title),
        *_paragraphs(version.body),
    ]
    return Document(
        title=_("信息审批表 %(title)s") % {"title": version.title},
        author=record.office.name,
        day=day,
        blocks=blocks,
        foot=record.office.name,
    )


def compendium(office: Office, first: date, last: date, publications: Sequence[Publication]) -> Document:
    """Return the pieces that came out between two days: a cover, the contents by class (in PDF with pages), then
    each with its outlets.
    """
    classes = by_class(publications)
    span = _("%(first)s至%(last)s") % {"first": official_day(first), "last": official_day(last)}
    count = sum(len(pieces) for _name, pieces in classes)
    blocks: list[Block] = [
        # Room at the top of a page is kept below something alone.
        Text(" "),
        Gap(160),
        _title(_("公开发表文章汇编")),
        Text(span, size=14, align="center", after=12),
        Text(_("共 %(count)d 篇") % {"count": count}, size=12, align="center", after=220),
        Text(office.name, size=16, align="center"),
        PageBreak(),
        _title(_("目录")),
    ]
    for name, pieces in classes:
        blocks.append(Text(name, size=14, bold=True, before=10, keep=True))
        blocks += [
            Text(
                _("%(number)d. %(title)s（%(author)s）")
                % {"number": number, "title": entries[0].record.title, "author": entries[0].record.subject.name},
                left=24,
                page_of=str(entries[0].record.uuid),
            )
            for number, entries in enumerate(pieces, start=1)
        ]
    for _name, pieces in classes:
        for entries in pieces:
            blocks += _bound(entries)
    return Document(
        title=_("公开发表文章汇编 %(span)s") % {"span": span},
        author=office.name,
        day=last,
        blocks=blocks,
        foot=office.name,
    )


def _bound(entries: Sequence[Publication]) -> list[Block]:
    record = entries[0].record
    outlets = "；".join(
        _("%(outlet)s（%(level)s）%(day)s")
        % {"outlet": each.outlet, "level": each.level, "day": official_day(each.published_on)}
        for each in entries
    )
    return [
        PageBreak(),
        _title(record.title, anchor=str(record.uuid)),
        Text(f"{record.subject.name}　{record.unit.name}", align="center"),
        Text(outlets, size=10.5, align="center", after=12),
        *_paragraphs(record.piece.body),
    ]


def _title(text: str, *, anchor: str = "") -> Text:
    return Text(
        text,
        size=_TITLE_SIZE,
        align="center",
        bold=True,
        after=8,
        leading=1.3,
        keep=True,
        is_title=True,
        anchor=anchor,
    )


def _paragraphs(body: str) -> list[Block]:
    return [Text(line.strip(), size=14, indent=2, leading=1.8) for line in body.splitlines() if line.strip()]


def _word(review: RecordReview | None) -> str:
    """Return what a stage said, with name and day; nothing where it has yet to speak."""
    if review is None:
        return ""
    verdict = _("同意。") if review.verdict == Verdict.APPROVED else _("退回修改。")
    deputy = _("（代%(name)s）") % {"name": review.seat_of.name} if review.seat_of else ""
    return f"{verdict}{review.comment}\n{review.by.name}{deputy}　{official_day(timezone.localdate(review.at))}"
