"""What an organizer sees of answers typed in from paper: the workbook to fill in, and the preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.spreadsheets import CellValue, write_workbook
from question_bank.content import WRITTEN_TYPES, QuestionType
from quizzes.enums import ADMITTED
from quizzes.models import Exam, PaperSlot, TypedUpload
from quizzes.selectors import in_order_of_units

_PROBLEMS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class TypedPreview:
    """What a confirmation would do: bring in `ready`, leave out `there` and `faulty`."""

    ready: Sequence[dict[str, Any]]
    there: Sequence[dict[str, Any]]
    faulty: Sequence[dict[str, Any]]

    @property
    def problems(self) -> list[tuple[int, str, str]]:
        """The first problems with their row and name."""
        told = [(row["row"], row["name"] or row["username"], text) for row in self.faulty for text in row["problems"]]
        return told[:_PROBLEMS_SHOWN]

    @property
    def problem_count(self) -> int:
        return sum(len(row["problems"]) for row in self.faulty)


def typed_preview(upload: TypedUpload) -> TypedPreview:
    """Return the rows by what would become of them now."""
    has_attempt = {
        username.lower()
        for username in upload.exam.attempts.values_list("candidate__user__username", flat=True).distinct()
    }
    rows = [
        {**row, "answered": len(row["answers"]), "marked": sum(row["given"].values()) if row["given"] else None}
        for row in upload.rows
    ]
    good = [row for row in rows if not row["problems"]]
    return TypedPreview(
        ready=[row for row in good if row["username"].lower() not in has_attempt],
        there=[row for row in good if row["username"].lower() in has_attempt],
        faulty=[row for row in rows if row["problems"]],
    )


def typed_workbook(exam: Exam) -> bytes:
    """Return the workbook to type into: a row for everybody who is to come and has no attempt, a column a question."""
    papers = list(exam.papers.defer("content", "blueprint_snapshot", "stock").order_by("form", "pk"))
    form = papers[0].form if len(papers) == 1 else ""
    people = exam.candidates.filter(state__in=ADMITTED, attempts=None).select_related("user", "unit", "seat")
    rows: list[list[CellValue]] = [
        [
            candidate.user.username,
            candidate.user.name,
            candidate.unit.name,
            candidate.seat.admission_number if hasattr(candidate, "seat") else "",
            form,
        ]
        for candidate in in_order_of_units(exam.office, people)
    ]
    header = [_("工号"), _("姓名"), _("单位"), _("准考证号"), _("卷别"), *_question_heads(exam)]
    return write_workbook(_("纸笔录入"), header, rows)


def _question_heads(exam: Exam) -> list[str]:
    """Return a heading for each number, with how to type it where all forms ask alike there."""
    kinds: dict[int, set[str]] = {}
    slots = PaperSlot.objects.filter(paper__in=exam.papers.values("pk"))
    for number, type_ in slots.order_by("number").values_list("number", "type"):
        kinds.setdefault(number, set()).add(type_)
    return [f"{number} {_hint(*types)}" if len(types) == 1 else str(number) for number, types in kinds.items()]


def _hint(type_: str) -> str:
    kind = QuestionType(type_)
    if kind in WRITTEN_TYPES:
        return _("%(type)s：得分或文字") % {"type": kind.label}
    hints = {
        QuestionType.TRUE_FALSE: _("判断：对/错"),
        QuestionType.FILL_IN_THE_BLANK: _("填空：各空用；隔开"),
        QuestionType.MATCHING: _("匹配：1-C 2-A"),
        QuestionType.ORDERING: _("排序：BAC"),
    }
    return str(hints.get(kind, kind.label))
