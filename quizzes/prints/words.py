"""Words that stand on every print of an exam."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.printing import Text, official_day
from quizzes.models import Exam, ExamRoom

TITLE_SIZE = 22


def title(text: str) -> Text:
    """Return the title of an official list: 22 pt, in the middle."""
    return Text(text, size=TITLE_SIZE, align="center", bold=True, after=8, leading=1.3, keep=True, is_title=True)


def period(exam: Exam) -> str:
    """Return when an exam is, in the official style: 2026年10月4日 9:00 至 11:00."""
    opens, closes = timezone.localtime(exam.opens_at), timezone.localtime(exam.closes_at)
    until = _clock(closes) if opens.date() == closes.date() else moment(closes)
    return _("%(from)s 至 %(until)s") % {"from": moment(opens), "until": until}


def moment(at: datetime) -> str:
    return f"{official_day(at.date())} {_clock(at)}"


def room_in_words(room: ExamRoom) -> str:
    return _("%(room)s（%(place)s）") % {"room": room.name, "place": room.place} if room.place else room.name


def exam_day(exam: Exam) -> date:
    return timezone.localdate(exam.opens_at)


def _clock(at: datetime) -> str:
    return f"{at.hour}:{at.minute:02d}"
