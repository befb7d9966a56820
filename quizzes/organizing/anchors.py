"""Questions that were asked before: what the same questions say of this cohort and of those before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from question_bank.models import QuestionUse
from quizzes.exposure import occasion_of
from quizzes.models import Exam
from quizzes.statistics import SMALL_GROUP

#: So many earlier occasions are laid beside an exam.
_MOST = 4

#: Whether it is now, the share, the length of its bar.
Bar = tuple[bool, float, int]


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question both were asked, with the share of its marks that each earned."""

    stem: str
    then: float
    now: float

    @property
    def bars(self) -> list[Bar]:
        return _bars(self.then, self.now)


@dataclass(frozen=True, slots=True)
class EarlierOccasion:
    """An earlier exam with the questions that this one asks in the same words; each counts alike in the means."""

    title: str
    count: int
    questions: Sequence[SharedQuestion]

    @property
    def then(self) -> float:
        return sum(question.then for question in self.questions) / len(self.questions)

    @property
    def now(self) -> float:
        return sum(question.now for question in self.questions) / len(self.questions)

    @property
    def points(self) -> int:
        """How much more of the marks is earned now, in percentage points."""
        return round(100 * self.now) - round(100 * self.then)

    @property
    def bars(self) -> list[Bar]:
        return _bars(self.then, self.now)


def earlier_occasions(exam: Exam) -> list[EarlierOccasion]:
    """Return the latest exams before this one that asked some of its questions, the newest first.

    The comparison by common items: cohorts that were asked different papers are compared over what both were asked
    (M. J. Kolen and R. L. Brennan, Test Equating, Scaling, and Linking, 2014, ch. 1, common-item nonequivalent groups).
    Only questions that enough people answered on both occasions.
    """
    known = QuestionUse.objects.filter(office=exam.office_id, count__gte=SMALL_GROUP, facility__isnull=False)
    mine = {use.version_id: use for use in known.filter(occasion=occasion_of(exam)).select_related("version")}
    first = next(iter(mine.values()), None)
    if first is None:
        return []
    earlier = known.filter(version__in=mine, asked_on__lt=first.asked_on).order_by("-asked_on", "occasion", "version")
    by_occasion: dict[str, list[QuestionUse]] = {}
    for use in earlier:
        by_occasion.setdefault(use.occasion, []).append(use)
    return [_occasion(uses, mine) for uses in list(by_occasion.values())[:_MOST]]


def _occasion(uses: Sequence[QuestionUse], mine: dict[int, QuestionUse]) -> EarlierOccasion:
    questions = [
        SharedQuestion(mine[use.version_id].version.words, use.facility or 0.0, mine[use.version_id].facility or 0.0)
        for use in uses
    ]
    return EarlierOccasion(uses[0].title, max(use.count for use in uses), questions)


def _bars(then: float, now: float) -> list[Bar]:
    return [(False, then, round(100 * then)), (True, now, round(100 * now))]
