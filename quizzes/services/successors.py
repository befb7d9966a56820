"""Exams that come after an exam: the next quarter's, and the resit."""

from __future__ import annotations

import secrets
from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from quizzes.assembly import stock_from_json
from quizzes.enums import ExamKind, ExamState
from quizzes.models import Exam, Paper, PaperSlot
from quizzes.services.papers import LEAST_STOCK, MAX_FORMS, CannotAssembleError, papers_assemble, stock_assemble

_QUARTERS = "一二三四"
_RESIT_AFTER = timedelta(days=7)
_CARRIED = (
    *("office", "kind", "cohort", "rules", "duration_minutes", "grace_seconds", "counting", "pass_marks"),
    *("shuffle_questions", "shuffle_options"),
)


class CannotSucceedError(Exception):
    """No exam was made; the message says why."""


def quarterly_title(year: int, quarter: int) -> str:
    """Return what a quarter's test is called unless an organizer calls it otherwise."""
    return _("%(year)d年第%(quarter)s季度季季考") % {"year": year, "quarter": _QUARTERS[quarter - 1]}


def exam_follow(*, exam: Exam, by: User, now: datetime) -> Exam:
    """Return a draft of the next quarter's test: roster, rules and blueprint carried over, new papers drawn.

    Raises:
        CannotSucceedError: it is no quarterly test, the next one exists, or the bank has too few questions.
    """
    if exam.kind != ExamKind.QUARTERLY_TEST or exam.year is None or exam.quarter is None:
        raise CannotSucceedError(_("只有季季考可以接着安排下一季度。"))
    year, quarter = (exam.year, exam.quarter + 1) if exam.quarter < len(_QUARTERS) else (exam.year + 1, 1)
    title = quarterly_title(year, quarter)
    same = Exam.objects.filter(office=exam.office_id, kind=exam.kind, year=year, quarter=quarter, resit_of=None).first()
    if same is not None:
        raise CannotSucceedError(_("这一季度已经有“%(title)s”了。") % {"title": same.title})
    return _succeed(
        exam,
        Exam(
            title=title,
            year=year,
            quarter=quarter,
            attempt_limit=exam.attempt_limit,
            opens_at=_a_quarter_later(exam.opens_at),
            closes_at=_a_quarter_later(exam.closes_at),
        ),
        by=by,
        now=now,
    )


def exam_resit(*, exam: Exam, by: User, now: datetime) -> Exam:
    """Return a draft of the resit (补考) for those who failed, were absent or were deferred, with a new paper.

    Raises:
        CannotSucceedError: results are not out, it is a resit itself, one is in preparation, or the bank has too few
            questions.
    """
    if exam.state != ExamState.PUBLISHED:
        raise CannotSucceedError(_("成绩发布以后才知道谁要补考。"))
    if pending := exam.resits.filter(state=ExamState.DRAFT).first():
        raise CannotSucceedError(_("已经有一份补考草稿：“%(title)s”。") % {"title": pending.title})
    # The same time of day and length, a week from now: the organizer sets what is right.
    opens_at = timezone.localtime(now + _RESIT_AFTER).replace(
        hour=timezone.localtime(exam.opens_at).hour,
        minute=timezone.localtime(exam.opens_at).minute,
        second=0,
        microsecond=0,
    )
    count = exam.resits.count() + 1
    title = _("%(title)s（补考）") if count == 1 else _("%(title)s（第%(count)d次补考）")
    return _succeed(
        exam,
        Exam(
            title=(title % {"title": exam.title, "count": count})[:100],
            year=exam.year,
            quarter=exam.quarter,
            resit_of=exam,
            attempt_limit=1,
            opens_at=opens_at,
            closes_at=opens_at + (exam.closes_at - exam.opens_at),
        ),
        by=by,
        now=now,
    )


def _succeed(exam: Exam, draft: Exam, *, by: User, now: datetime) -> Exam:
    for name in _CARRIED:
        setattr(draft, name, getattr(exam, name))
    draft.created_by = by
    with transaction.atomic():
        papers = _papers_drawn_anew(exam, by=by, now=now)
        draft.full_clean(exclude=["papers"])
        draft.save()
        draft.papers.set(papers)
    return draft


def _papers_drawn_anew(exam: Exam, *, by: User, now: datetime) -> Sequence[Paper]:
    """Draw as many forms as there were, from the blueprint as it now is; none where papers had no blueprint.

    What the exam and its resits asked is known by now: it is drawn again only where the bank has too little else.
    """
    papers = list(exam.papers.select_related("blueprint").order_by("pk"))
    blueprint = papers[0].blueprint if papers else None
    if blueprint is None:
        return []
    told = PaperSlot.objects.filter(Q(paper__exams=exam) | Q(paper__exams__resit_of=exam))
    asked = set(told.values_list("question_version__question", flat=True))
    drawn: dict[str, Any] = {"blueprint": blueprint, "seed": secrets.token_hex(8), "by": by, "now": now}
    try:
        return _drawn_like(papers, {**drawn, "without": asked})
    except CannotAssembleError:
        pass
    try:
        return _drawn_like(papers, drawn)
    except CannotAssembleError as shortage:
        raise CannotSucceedError(str(shortage)) from shortage


def _drawn_like(papers: Sequence[Paper], drawn: dict[str, Any]) -> Sequence[Paper]:
    if papers[0].is_stock:
        return [stock_assemble(**drawn, forms=_times(papers[0]))]
    return papers_assemble(**drawn, forms=len(papers))


def _times(stock: Paper) -> int:
    """Return of how many papers a stock's largest row has the questions."""
    rows = stock_from_json(stock.stock)
    shares = [-(-len(row.items) // row.count) for row in rows]
    return min(MAX_FORMS, max(LEAST_STOCK, *shares))


def _a_quarter_later(at: datetime) -> datetime:
    """Return the same local time three months on, or the last day of a month that is too short."""
    local = timezone.localtime(at)
    year, month = divmod(local.year * 12 + local.month - 1 + 3, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    naive = local.replace(year=year, month=month + 1, day=day, tzinfo=None)
    return timezone.make_aware(naive)
