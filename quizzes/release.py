"""What of a result its candidate may see: everything but the ranking, unless an organizer chose otherwise.

The score and whether it passes are what publishing means; the rest is a choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from django.utils.translation import gettext_lazy as _

from quizzes.models import Exam
from quizzes.selectors import counting_totals
from quizzes.statistics import SMALL_GROUP

LABELS = {
    "answers": _("自己的答案和各题得分"),
    "keys": _("正确答案"),
    "explanations": _("解析和评分要点"),
    "provisions": _("条文依据"),
    "mean": _("全体平均分"),
    "ranking": _("自己的名次"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The choices; `answers` brings the marks of each question with it."""

    answers: bool = True
    keys: bool = True
    explanations: bool = True
    provisions: bool = True
    mean: bool = True
    ranking: bool = False

    @property
    def questions(self) -> bool:
        """Whether the questions are shown at all; each of these tells of the key: what earned all marks is right."""
        return self.answers or self.keys or self.explanations or self.provisions

    @property
    def chosen(self) -> list[str]:
        """The labels of what is shown beside the score."""
        return [str(LABELS[name]) for name, is_shown in asdict(self).items() if is_shown]


#: For whoever looks after a complaint; a place among the others is nobody's business there.
EVERYTHING = Release()
_NAMES = tuple(field.name for field in fields(Release))


def release_of(exam: Exam) -> Release:
    """Return what an exam's candidates may see once results are visible; without a choice, all but the ranking."""
    chosen = exam.releases.values(*_NAMES).first()
    return Release(**chosen) if chosen else Release()


@dataclass(frozen=True, slots=True)
class Standing:
    """A result among the others; None where it is not shown, or the group so small that it would tell of persons."""

    count: int
    mean: float | None
    rank: int | None


def standing(exam: Exam, total: int, release: Release) -> Standing | None:
    """Return how a total stands among the results that count; nothing of fewer than `SMALL_GROUP`."""
    if not release.mean and not release.ranking:
        return None
    totals = counting_totals(exam)
    if len(totals) < SMALL_GROUP:
        return None
    return Standing(
        count=len(totals),
        mean=sum(totals) / len(totals) if release.mean else None,
        rank=_rank(total, totals) if release.ranking else None,
    )


def _rank(total: int, totals: Iterable[int]) -> int:
    """Return the place from the top; equal totals share the better one."""
    return 1 + sum(other > total for other in totals)
