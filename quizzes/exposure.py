"""Tell the bank which questions an exam asks, and once results are out, how they did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone

from question_bank.models import QuestionUse
from question_bank.services import Use, uses_record
from quizzes.enums import ExamState
from quizzes.models import Exam, Paper, PaperSlot, Result
from quizzes.selectors import counting_results
from quizzes.statistics import ItemStatistics, item_figures, item_statistics

_ASKED = (ExamState.SCHEDULED, ExamState.PUBLISHED, ExamState.ARCHIVED)
_WITH_RESULTS = (ExamState.PUBLISHED, ExamState.ARCHIVED)


def exposure_record(exam: Exam) -> int:
    """Write anew what an exam asks; a draft asks nobody anything."""
    uses = list(_uses(exam)) if exam.state in _ASKED else []
    return uses_record(
        office=exam.office,
        occasion=occasion_of(exam),
        title=exam.title,
        asked_on=timezone.localdate(exam.opens_at),
        uses=uses,
    )


def exposures_reconcile() -> int:
    """Write what is missing: exams that ask and are not known, and figures that came after; return how many exams."""
    known = dict.fromkeys(QuestionUse.objects.values_list("occasion", flat=True).distinct(), False)
    counted = QuestionUse.objects.filter(count__gt=0).values_list("occasion", flat=True).distinct()
    known |= dict.fromkeys(counted, True)
    made = 0
    for exam in Exam.objects.filter(state__in=_ASKED).select_related("office"):
        has_figures = known.get(occasion_of(exam))
        if has_figures is None or (not has_figures and exam.state in _WITH_RESULTS and counting_results(exam)):
            made += bool(exposure_record(exam))
    return made


def occasion_of(exam: Exam) -> str:
    """Return what the bank knows an exam by."""
    return f"exam:{exam.uuid}"


def _uses(exam: Exam) -> Iterator[Use]:
    candidates = exam.candidates.count()
    results = list(counting_results(exam).values()) if exam.state in _WITH_RESULTS else []
    by_version: dict[int, list[ItemStatistics]] = {}
    for paper in exam.papers.all():
        for slot, figures in _measured(paper, results):
            by_version.setdefault(slot.question_version_id, []).append(figures)
    for version, measured in by_version.items():
        yield Use(
            version=version,
            candidates=candidates,
            count=max(figure.count for figure in measured),
            facility=_mean([(figure.facility, figure.count) for figure in measured]),
            discrimination=_mean([(figure.discrimination, figure.count) for figure in measured]),
        )


def _measured(paper: Paper, results: Sequence[Result]) -> Iterator[tuple[PaperSlot, ItemStatistics]]:
    """Yield each slot of a form with its figures over the results that count and are wholly marked."""
    slots = list(paper.slots.order_by("number"))
    keys = [str(slot.pk) for slot in slots]
    sat = [result for result in results if result.attempt.paper_id == paper.pk and result.is_complete]
    if paper.is_stock:
        yield from ((slot, _figures_of_those_asked(slot, sat)) for slot in slots)
        return
    marks = [[result.slot_marks.get(key) or 0 for key in keys] for result in sat]
    yield from zip(slots, item_statistics(marks, [slot.marks for slot in slots]), strict=True)


def _figures_of_those_asked(slot: PaperSlot, sat: Sequence[Result]) -> ItemStatistics:
    """Return a slot's figures over those who drew it."""
    key = str(slot.pk)
    asked = [result for result in sat if key in result.slot_marks]
    return item_figures(
        [result.slot_marks[key] or 0 for result in asked], [result.total for result in asked], slot.marks
    )


def _mean(figures: Sequence[tuple[float | None, int]]) -> float | None:
    """Return the mean over forms or parts, by how many answered."""
    known = [(figure, count) for figure, count in figures if figure is not None and count]
    return sum(figure * count for figure, count in known) / sum(count for _figure, count in known) if known else None
