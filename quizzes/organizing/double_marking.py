"""Whose turn it is to mark which answer, and how far those who marked agree."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from quizzes.enums import MarkingMode
from quizzes.marking import NextStep, block_means, quadratic_weighted_kappa
from quizzes.models import Attempt, BlindMark, Exam, Mark, MarkingPlan, PaperSlot
from quizzes.selectors import latest_results
from quizzes.services.double_marking import blind_marks, settlement

_WIDTH, _TOP, _BASE = 160, 6, 42


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the first two markers of a question's answers agree."""

    slot: PaperSlot
    pairs: int
    kappa: float | None
    #: The mean distance of the two, in hundredths.
    distance: float
    apart: int


@dataclass(frozen=True, slots=True)
class Drift:
    """One marker's scale from the first answer to the last: shares of the marks by block, and a line of them."""

    marker: User
    count: int
    means: Sequence[float]
    line: str

    @property
    def first(self) -> float:
        return self.means[0]

    @property
    def last(self) -> float:
        return self.means[-1]


def next_to_mark_blind(
    exam: Exam, plan: MarkingPlan, slot: PaperSlot, marker: User, *, adjudicates: bool
) -> Attempt | None:
    """Return the next answer that this marker may mark, in an order drawn for them alone that never changes."""
    given = _by_attempt(slot, exam)
    key = str(slot.pk)
    waiting = [
        result.attempt
        for result in latest_results(exam).filter(is_complete=False).exclude(attempt__candidate__user=marker)
        if key in result.slot_marks and result.slot_marks[key] is None
    ]
    steps = {NextStep.MARKER, NextStep.ADJUDICATOR} if adjudicates else {NextStep.MARKER}
    mine = [attempt for attempt in waiting if marker.pk not in {each.marker_id for each in given[attempt.pk]}]
    due = [
        attempt for attempt in mine if settlement(plan, slot, [each.marks for each in given[attempt.pk]]).step in steps
    ]
    return min(due, key=lambda attempt: _lot(slot, marker, attempt), default=None)


def agreements(exam: Exam, plan: MarkingPlan, slots: Sequence[PaperSlot]) -> list[Agreement]:
    """Return the agreement of the first two markers on each question that two have marked."""
    found = []
    for slot in slots:
        marked = [each for each in _by_attempt(slot, exam).values() if len(each) > 1]
        pairs = [(first.marks, second.marks) for first, second, *_more in marked]
        if pairs:
            apart = [abs(one - other) for one, other in pairs]
            over = sum(each > slot.marks * plan.threshold // 100 for each in apart)
            found.append(Agreement(slot, len(pairs), quadratic_weighted_kappa(pairs), sum(apart) / len(apart), over))
    return found


def drifts(exam: Exam, plan: MarkingPlan) -> list[Drift]:
    """Return each marker's scale over time, as shares of what each answer was worth."""
    rows = BlindMark.objects if plan.mode != MarkingMode.SINGLE else Mark.objects
    by_marker: dict[User, list[int]] = defaultdict(list)
    for row in rows.filter(attempt__exam=exam).select_related("marker", "slot").order_by("pk"):
        by_marker[row.marker].append(round(row.marks * 1000 / row.slot.marks))
    ordered = sorted(by_marker.items(), key=lambda item: item[0].username)
    return [_drift(marker, shares) for marker, shares in ordered]


def _drift(marker: User, shares: Sequence[int]) -> Drift:
    means = [mean / 1000 for mean in block_means(shares)]
    step = _WIDTH / max(1, len(means) - 1)
    line = " ".join(f"{place * step:.1f},{_BASE - (_BASE - _TOP) * mean:.1f}" for place, mean in enumerate(means))
    return Drift(marker, len(shares), means, line)


def _by_attempt(slot: PaperSlot, exam: Exam) -> dict[int, list[BlindMark]]:
    found: dict[int, list[BlindMark]] = defaultdict(list)
    for each in blind_marks(slot).filter(attempt__exam=exam):
        found[each.attempt_id].append(each)
    return found


def _lot(slot: PaperSlot, marker: User, attempt: Attempt) -> bytes:
    return hashlib.sha256(f"{slot.pk}:{marker.uuid}:{attempt.uuid}".encode()).digest()


class MarkingPlanForm(forms.Form):
    """How many people mark each answer, and how far two may be apart."""

    mode = forms.ChoiceField(label=_("阅卷方式"), choices=MarkingMode.choices, widget=forms.RadioSelect)
    threshold = forms.IntegerField(
        label=_("两人相差超过该题分值的百分之几，要第三人评"), min_value=0, max_value=100, initial=20
    )
