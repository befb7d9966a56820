"""The score table as a print (成绩汇总表)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.printing import Block, Column, Document, Table, Text, official_day
from accounts.templatetags.screen import marks
from quizzes.enums import CandidateState
from quizzes.models import Exam
from quizzes.organizing.selectors import ScoreRow, final_scores, score_table
from quizzes.prints.words import exam_day, title
from quizzes.selectors import are_results_visible
from quizzes.statistics import summary


def score_list(exam: Exam, *, with_places: bool) -> Document:
    """Return the table by unit and staff number; places only where the organizer asks for them."""
    rows = score_table(exam)
    state = "" if are_results_visible(exam) else _("（未发布，仅供核对）")
    blocks: list[Block] = [
        title(_("%(exam)s成绩汇总表") % {"exam": exam.title}),
        Text(
            _("%(day)s%(state)s") % {"day": official_day(exam_day(exam)), "state": state},
            size=11,
            align="center",
            after=6,
            keep=True,
        ),
        Table(_columns(with_places=with_places), _lines(rows, with_places=with_places)),
        Text(_closing(exam, rows), size=11, before=8),
        Text(
            _("%(office)s\n%(day)s") % {"office": exam.office.name, "day": official_day(timezone.localdate())},
            size=12,
            align="right",
            before=20,
        ),
    ]
    return Document(
        title=_("%(exam)s成绩汇总表") % {"exam": exam.title},
        author=exam.office.name,
        day=exam_day(exam),
        blocks=blocks,
        foot=exam.office.name,
    )


def _columns(*, with_places: bool) -> list[Column]:
    return [
        Column(_("序号"), 1.1),
        Column(_("姓名"), 2.4),
        Column(_("单位"), 4.4),
        Column(_("得分"), 1.6),
        *([Column(_("名次"), 1.3)] if with_places else []),
        Column(_("备注"), 2.2),
    ]


def _lines(rows: Sequence[ScoreRow], *, with_places: bool) -> list[list[str]]:
    places: dict[int, int] = {}
    for above, reached in enumerate(sorted(final_scores(rows), reverse=True)):
        places.setdefault(reached, above + 1)
    lines = []
    for number, row in enumerate(rows, start=1):
        score = row.final_total
        place = "" if score is None else str(places[score])
        lines.append(
            [
                str(number),
                row.candidate.user.name,
                row.candidate.unit.name,
                "" if score is None else marks(score),
                *([place] if with_places else []),
                _remark(row),
            ]
        )
    return lines


def _remark(row: ScoreRow) -> str:
    """Return why there is no score, or that it was a resit."""
    state = CandidateState(row.candidate.state)
    if row.result is not None and not row.result.is_complete:
        return _("未评完")
    if row.result is not None:
        return str(state.label) if state == CandidateState.RESIT else ""
    return _("未考") if state == CandidateState.EXPECTED else str(state.label)


def _closing(exam: Exam, rows: Sequence[ScoreRow]) -> str:
    figures = summary(final_scores(rows), exam.pass_marks)
    came = sum(row.result is not None for row in rows)
    text = _("应考 %(expected)d 人，实考 %(came)d 人") % {"expected": len(rows), "came": came}
    if figures.mean is None or figures.pass_rate is None:
        return text + _("。")
    told = {
        "line": marks(exam.pass_marks),
        "passed": figures.pass_count,
        "rate": f"{figures.pass_rate:.1%}",
        "mean": marks(round(figures.mean)),
        "highest": marks(figures.highest or 0),
        "lowest": marks(figures.lowest or 0),
    }
    passes = _("，及格线 %(line)s 分，及格 %(passed)d 人，及格率 %(rate)s") % told
    return text + passes + _("，平均 %(mean)s 分，最高 %(highest)s 分，最低 %(lowest)s 分。") % told
