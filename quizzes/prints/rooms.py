"""Admission cards, sign-in lists, door signs and the poster of an exam on site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from accounts.printing import Block, Card, Code, Column, Document, Gap, PageBreak, Table, Text
from quizzes.enums import ADMITTED
from quizzes.models import Exam, Seat
from quizzes.organizing.seating import RoomSeats, rooms_with_seats
from quizzes.prints.words import exam_day, period, room_in_words, title
from quizzes.selectors import in_order_of_units

#: A card is to be read at a glance; longer rules stand on the exam's start page.
_LONGEST_RULES = 240
_CODE_SIZE = 270
_SEATS_ACROSS = 2


def admission_cards(exam: Exam) -> Document:
    """Return a card for everybody who has a seat, room by room, with an empty place for the photograph."""
    cards = [_card(exam, seat) for shown in rooms_with_seats(exam) for seat in shown.seats]
    return _document(exam, _("准考证"), cards, numbered=False, foot="")


def sign_in_list(exam: Exam, *, by_unit: bool) -> Document:
    """Return the lists to sign, one a room, or a single one in the order of units."""
    rooms = [] if by_unit else [shown for shown in rooms_with_seats(exam) if shown.seats]
    blocks = list(_parted_by_pages([_room_list(exam, shown) for shown in rooms]) if rooms else _unit_list(exam))
    return _document(exam, _("签到表"), blocks)


def door_signs(exam: Exam) -> Document:
    """Return a page a room for its door: name, time, who sits where."""
    rooms = [shown for shown in rooms_with_seats(exam) if shown.seats]
    return _document(
        exam, _("考场门贴"), list(_parted_by_pages([_door(exam, shown) for shown in rooms])), numbered=False
    )


def entry_poster(exam: Exam, address: str) -> Document:
    """Return a page for the wall: scan, sign in, begin."""
    blocks: list[Block] = [
        Gap(20),
        Text(exam.title, size=30, align="center", bold=True, leading=1.4, after=6, is_title=True),
        Text(period(exam), size=16, align="center", after=2),
        Text(_("作答 %(minutes)d 分钟") % {"minutes": exam.duration_minutes}, size=16, align="center", after=24),
        Code(address, _CODE_SIZE),
        Text(_("用手机扫码 → 登录 → 开始作答"), size=22, align="center", bold=True, before=24, after=10),
        Text(_("扫不了码，可在浏览器里打开："), size=12, align="center"),
        Text(address, size=12, align="center", after=16),
        Text(_("没有密码的，凭首次登录码登录；忘了密码，请找监考人员。"), size=12, align="center"),
    ]
    return _document(exam, _("扫码入场"), blocks, numbered=False)


def _document(
    exam: Exam, name: str, blocks: Sequence[Block], *, numbered: bool = True, foot: str | None = None
) -> Document:
    return Document(
        title=f"{exam.title} {name}",
        author=exam.office.name,
        day=exam_day(exam),
        blocks=blocks,
        numbered=numbered,
        foot=exam.office.name if foot is None else foot,
    )


def _parted_by_pages(parts: Sequence[Sequence[Block]]) -> Iterator[Block]:
    for number, part in enumerate(parts):
        if number:
            yield PageBreak()
        yield from part


def _card(exam: Exam, seat: Seat) -> Card:
    facts = [
        (_("姓名"), seat.candidate.user.name),
        (_("单位"), seat.candidate.unit.name),
        (_("准考证号"), seat.admission_number),
        (_("考场"), room_in_words(seat.room)),
        (_("座位"), _("%(number)02d 号") % {"number": seat.number}),
        (_("时间"), period(exam)),
        (_("科目"), exam.title),
    ]
    return Card(exam.office.name, _("准 考 证"), facts, _("照片"), _rules(exam))


def _rules(exam: Exam) -> str:
    text = exam.rules.strip().replace("\r", "")
    if not text:
        return ""
    if len(text) > _LONGEST_RULES:
        text = text[:_LONGEST_RULES].rstrip() + _("……（全文见考试的开始页面）")
    return _("考生须知：%(rules)s") % {"rules": text}


def _room_list(exam: Exam, shown: RoomSeats) -> list[Block]:
    rows = [
        [
            str(number),
            seat.candidate.user.name,
            seat.candidate.unit.name,
            seat.admission_number,
            f"{seat.number:02d}",
            "",
            "",
        ]
        for number, seat in enumerate(shown.seats, start=1)
    ]
    told = {"room": room_in_words(shown.room), "period": period(exam), "people": len(rows)}
    return [
        title(_("%(exam)s签到表") % {"exam": exam.title}),
        Text(_("%(room)s　　%(period)s　　应到 %(people)d 人") % told, size=11, align="center", after=6, keep=True),
        Table(
            [
                Column(_("序号"), 1.1),
                Column(_("姓名"), 2.2),
                Column(_("单位"), 3.6),
                Column(_("准考证号"), 2.5),
                Column(_("座位"), 1.1),
                Column(_("签名"), 2.8),
                Column(_("备注"), 1.7),
            ],
            rows,
        ),
        *_signatures(),
    ]


def _unit_list(exam: Exam) -> list[Block]:
    people = exam.candidates.filter(state__in=ADMITTED).select_related("user", "unit")
    rows = [
        [str(number), candidate.user.name, candidate.unit.name, candidate.user.username, "", ""]
        for number, candidate in enumerate(in_order_of_units(exam.office, people), start=1)
    ]
    told = {"period": period(exam), "people": len(rows)}
    return [
        title(_("%(exam)s签到表") % {"exam": exam.title}),
        Text(_("%(period)s　　应到 %(people)d 人") % told, size=11, align="center", after=6, keep=True),
        Table(
            [
                Column(_("序号"), 1.1),
                Column(_("姓名"), 2.4),
                Column(_("单位"), 4),
                Column(_("工号"), 2),
                Column(_("签名"), 3),
                Column(_("备注"), 2),
            ],
            rows,
        ),
        *_signatures(),
    ]


def _signatures() -> list[Block]:
    """Return the line the invigilators close the list with."""
    return [Text(_("实到______人　　缺考______人　　监考人（签名）：________________"), size=11, before=12)]


def _door(exam: Exam, shown: RoomSeats) -> list[Block]:
    numbers = [seat.admission_number for seat in shown.seats]
    told = {"first": min(numbers), "last": max(numbers), "people": len(numbers)}
    cells = [[f"{seat.number:02d}", seat.candidate.user.name, seat.admission_number] for seat in shown.seats]
    depth = -(-len(cells) // _SEATS_ACROSS)
    rows = [
        [text for across in range(_SEATS_ACROSS) for text in _cell(cells, place + across * depth)]
        for place in range(depth)
    ]
    columns = [Column(_("座位"), 1), Column(_("姓名"), 2.4), Column(_("准考证号"), 2.4)]
    return [
        Text(exam.title, size=18, align="center", keep=True),
        Text(shown.room.name, size=44, align="center", bold=True, leading=1.35, keep=True),
        *([Text(shown.room.place, size=18, align="center", keep=True)] if shown.room.place else []),
        Text(period(exam), size=14, align="center", keep=True),
        Text(
            _("准考证号 %(first)s 至 %(last)s，共 %(people)d 人") % told, size=14, align="center", after=10, keep=True
        ),
        Table(columns * _SEATS_ACROSS, rows, size=12),
    ]


def _cell(cells: Sequence[list[str]], place: int) -> list[str]:
    return cells[place] if place < len(cells) else ["", "", ""]
