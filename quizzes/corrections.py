"""How an exam marks its papers: by the frozen key, or by what was put right since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from question_bank.content import Key, QuestionType
from quizzes.enums import CorrectionKind
from quizzes.marking import Marker, ScoringRule, best_of, given_to_all, marker, pass_line
from quizzes.models import Exam, KeyCorrection, Paper, PaperSlot


@dataclass(frozen=True, slots=True)
class PaperMarking:
    """What marks each slot that counts; in which section each slot stands and what it is worth, in hundredths.

    `maximum` is what one candidate can reach: all that counts together, or where each draws their own, what the
    blueprint says, for who drew nothing that was voided.
    """

    markers: Mapping[int, Marker]
    sections: Mapping[int, int]
    worth: Mapping[int, int]
    maximum: int


@lru_cache(maxsize=128)
def paper_marking(paper: UUID, exam: int, newest: UUID | None) -> PaperMarking:
    """Return how an exam marks a paper; `newest` is the exam's last correction, so that nothing kept is ever stale.

    Its uuid and not its key: SQLite gives the key of a row that was rolled back to the next one.
    """
    whole = Paper.objects.only("form", "total_marks").get(uuid=paper)
    frozen = list(whole.slots.order_by("number").only("section", "type", "key", "marks", "scoring_rule"))
    corrected = corrections_standing(exam) if newest else {}
    markers = {slot.pk: slot_marker(slot, corrected.get(slot.pk)) for slot in frozen}
    return PaperMarking(
        markers={slot: marks for slot, marks in markers.items() if marks is not None},
        sections={slot.pk: slot.section for slot in frozen},
        worth={slot.pk: slot.marks for slot in frozen},
        maximum=whole.total_marks
        if whole.is_stock
        else sum(slot.marks for slot in frozen if markers[slot.pk] is not None),
    )


def newest_correction() -> Subquery:
    """Return the expression that tells attempts the last correction of their exam."""
    return Subquery(KeyCorrection.objects.filter(exam=OuterRef("exam")).order_by("-pk").values("uuid")[:1])


def slot_marker(slot: PaperSlot, correction: KeyCorrection | None) -> Marker | None:
    """Return what marks a slot; None where it does not count any more."""
    if correction is not None and correction.kind == CorrectionKind.VOID:
        return None
    if correction is not None and correction.kind == CorrectionKind.FULL:
        return given_to_all(slot.marks)
    rule = ScoringRule.from_json(slot.scoring_rule)
    type_ = QuestionType(slot.type)
    return best_of([marker(type_, key, slot.marks, rule) for key in keys_in_force(slot, correction)])


def keys_in_force(slot: PaperSlot, correction: KeyCorrection | None) -> list[Key]:
    """Return what counts as right: the frozen key, or what a correction put in its place."""
    if correction is not None and correction.kind in {CorrectionKind.REKEY, CorrectionKind.ACCEPT}:
        keys: list[Key] = correction.keys
        return keys
    frozen: Any = slot.key
    return [frozen]


def corrections_of(exam: Exam) -> QuerySet[KeyCorrection]:
    """Return all corrections of an exam, the newest first."""
    return exam.corrections.select_related("slot__paper", "by").order_by("-pk")


def corrections_standing(exam: Exam | int) -> dict[int, KeyCorrection]:
    """Return the correction that stands for each corrected slot; a restored one is as if never corrected."""
    newest = standing(KeyCorrection.objects.filter(exam=exam).order_by("pk"))
    return {slot: correction for slot, correction in newest.items() if correction.kind != CorrectionKind.RESTORE}


def standing(corrections: Iterable[KeyCorrection]) -> dict[int, KeyCorrection]:
    """Return the last of each slot's corrections, which come in their order."""
    return {correction.slot_id: correction for correction in corrections}


def exam_pass_line(exam: Exam) -> int:
    """Return the fewest hundredths that pass now; of parallel forms that lost questions, the lowest line."""
    newest = exam.corrections.order_by("-pk").values_list("uuid", flat=True).first()
    if newest is None:
        return exam.pass_marks
    papers = list(exam.papers.only("uuid", "total_marks"))
    lines = [paper_pass_line(exam, paper, paper_marking(paper.uuid, exam.pk, newest).maximum) for paper in papers]
    return min(lines, default=exam.pass_marks)


def paper_pass_line(exam: Exam, paper: Paper, maximum: int) -> int:
    """Return the fewest hundredths of `maximum` that pass: the announced share of what still counts."""
    return pass_line(exam.pass_marks, maximum=maximum, full=paper.total_marks)
