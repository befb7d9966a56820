"""Bring in what was answered on paper: read, shown, and then counted as any other attempt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.confinement import ConfinementError, confined
from accounts.models import User
from quizzes.enums import ADMITTED, ExamState
from quizzes.marking import BadAnswer, is_empty, normalize_answer
from quizzes.models import Attempt, Candidate, Exam, Mark, Paper, PaperSlot, TypedUpload
from quizzes.taking.attempts import attempts_hand_in_typed
from quizzes.taking.papers import FrozenPaper, display_draw, frozen_paper
from quizzes.taking.saving import answers_save
from quizzes.typed import (
    AskedOnPaper,
    TypedRow,
    TypedSheet,
    UnreadableAnswer,
    UnreadableSheetError,
    read_sheet,
    read_typed,
)

#: Who holds an attempt that no device ever had.
_HOLDER = "paper"


class CannotTypeInError(Exception):
    """Nothing was brought in; the message says why."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A paper with its slots by the number printed before each question."""

    paper: Paper
    frozen: FrozenPaper
    slots: Mapping[int, int]

    def asked(self, number: int) -> AskedOnPaper:
        question = self.frozen.question(str(self.slots[number]))
        return AskedOnPaper(
            question.type, question.marks, tuple(question.options), tuple(question.targets), question.blanks
        )


def typed_upload(*, exam: Exam, by: User, file_name: str, data: bytes, now: datetime) -> TypedUpload:
    """Read a workbook and keep its rows, each with what is wrong with it; nothing else is written.

    Raises:
        CannotTypeInError: nothing can be read from the file, or the exam takes no answers from paper now.
    """
    _refuse_unless_under_way(exam, now)
    try:
        sheet = confined(read_sheet, data)
    except (UnreadableSheetError, ConfinementError) as error:
        raise CannotTypeInError(str(error)) from error
    rows = _rows(exam, by, sheet)
    if not rows:
        raise CannotTypeInError(_("没有一行填了答案。"))
    # What this person uploaded before and did not confirm has served.
    TypedUpload.objects.filter(exam=exam, uploaded_by=by, committed_at=None).delete()
    return TypedUpload.objects.create(exam=exam, file_name=file_name[-200:], rows=rows, uploaded_by=by, uploaded_at=now)


def typed_commit(*, upload: TypedUpload, by: User, now: datetime) -> int:
    """Make attempts of the good rows of those who have none, marked by the key, and return how many.

    Whoever has an attempt by now keeps it: the same file again adds nothing.

    Raises:
        CannotTypeInError: results are published, or the exam has not begun.
    """
    with transaction.atomic():
        exam = Exam.objects.select_for_update(of=("self",)).get(pk=upload.exam_id)
        _refuse_unless_under_way(exam, now)
        locked = TypedUpload.objects.select_for_update().get(pk=upload.pk)
        good = [row for row in locked.rows if not row["problems"]]
        added = _bring_in(exam, good, by, now)
        locked.committed_at, locked.added = now, locked.added + added
        locked.save(update_fields=["committed_at", "added"])
    return added


def _refuse_unless_under_way(exam: Exam, now: datetime) -> None:
    if exam.state != ExamState.SCHEDULED:
        raise CannotTypeInError(_("只有已安排、成绩还没有发布的考试可以录入。"))
    if now < exam.opens_at:
        raise CannotTypeInError(_("考试还没有开始，不能录入。"))
    if any(paper.is_stock for paper in exam.papers.only("form")):
        raise CannotTypeInError(_("这场考试每人随机抽题，各人的题不同，没有可以照着录入的纸质卷。"))


def _rows(exam: Exam, by: User, sheet: TypedSheet) -> list[dict[str, Any]]:
    forms = {form.paper.form.upper(): form for form in map(_form, exam.papers.order_by("form", "pk"))}
    candidates = {
        candidate.user.username.lower(): candidate
        for candidate in exam.candidates.select_related("user").prefetch_related("attempts")
    }
    seen: set[str] = set()
    rows = []
    for typed in sheet.rows:
        # Whoever did not come stands on the workbook too, without a word typed.
        if typed.cells:
            problems = list(_who_problems(typed, candidates.get(typed.username.lower()), by, seen))
            rows.append(_read_row(typed, forms, sheet, problems))
            seen.add(typed.username.lower())
    return rows


def _read_row(typed: TypedRow, forms: Mapping[str, _Form], sheet: TypedSheet, problems: list[str]) -> dict[str, Any]:
    read: dict[str, Any] = {"row": typed.row, "username": typed.username, "name": typed.name}
    read |= {"paper": "", "answers": {}, "given": {}, "problems": problems}
    form = _form_of(typed, forms)
    if form is None:
        told = {"form": typed.form, "forms": "、".join(forms)}
        wrong = _("卷别“%(form)s”不对，应为 %(forms)s") if typed.form else _("没有写卷别，应为 %(forms)s")
        problems.append(wrong % told)
    else:
        read["paper"] = str(form.paper.uuid)
        _read_cells(typed, form, sheet, read)
    return read


def _form(paper: Paper) -> _Form:
    return _Form(paper, frozen_paper(paper.uuid), dict(paper.slots.values_list("number", "pk")))


def _form_of(typed: TypedRow, forms: Mapping[str, _Form]) -> _Form | None:
    """Return the form a row names; where there is one alone, it need not be named."""
    if not typed.form and len(forms) == 1:
        return next(iter(forms.values()))
    return forms.get(typed.form.upper().removesuffix("卷").strip())


def _who_problems(typed: TypedRow, candidate: Candidate | None, by: User, seen: set[str]) -> Iterator[str]:
    if candidate is None:
        yield _("应考人员里没有工号“%(number)s”") % {"number": typed.username}
        return
    if typed.username.lower() in seen:
        yield _("工号 %(number)s 前面已有一行") % {"number": typed.username}
    if typed.name and typed.name != candidate.user.name:
        yield _("姓名与工号不符：%(number)s 是%(name)s") % {"number": typed.username, "name": candidate.user.name}
    if candidate.state not in ADMITTED:
        yield _("登记为%(state)s") % {"state": candidate.get_state_display()}
    if candidate.user_id == by.pk:
        yield _("这是你自己的答卷，要请别人录入")


def _read_cells(typed: TypedRow, form: _Form, sheet: TypedSheet, read: dict[str, Any]) -> None:
    for number in sorted(set(sheet.numbers) - form.slots.keys()):
        if number in typed.cells:
            read["problems"].append(_("%(column)s 列：卷上没有第 %(number)d 题") % _told(typed, number))
    for number in sorted(typed.cells.keys() & form.slots.keys()):
        slot, asked = form.slots[number], form.asked(number)
        try:
            found = read_typed(asked, typed.cells[number].text)
            answer = normalize_answer(form.frozen.question(str(slot)).space, found.answer)
        except (UnreadableAnswer, BadAnswer) as error:
            read["problems"].append(
                _("%(column)s 列（第 %(number)d 题）：%(why)s") % {**_told(typed, number), "why": error}
            )
            continue
        if found.given is not None:
            # What was written stays on paper; without an answer the key would give nothing by itself.
            read["given"][str(slot)], read["answers"][str(slot)] = found.given, _("（见纸质答卷）")
        elif not is_empty(answer):
            read["answers"][str(slot)] = answer


def _told(typed: TypedRow, number: int) -> dict[str, Any]:
    return {"column": typed.cells[number].column, "number": number}


def _bring_in(exam: Exam, rows: Sequence[Mapping[str, Any]], by: User, now: datetime) -> int:
    names = {row["username"].lower(): row for row in rows}
    people = exam.candidates.filter(state__in=ADMITTED, attempts=None).exclude(user=by)
    candidates = people.select_for_update(of=("self",)).select_related("user")
    chosen = [(candidate, row) for candidate in candidates if (row := names.get(candidate.user.username.lower()))]
    papers = {str(paper.uuid): paper for paper in exam.papers.all()}
    attempts = Attempt.objects.bulk_create(
        [_attempt(exam, candidate, papers[row["paper"]], now) for candidate, row in chosen]
    )
    given: dict[int, dict[int, int]] = {}
    for attempt, (_candidate, row) in zip(attempts, chosen, strict=True):
        answers = {int(slot): answer for slot, answer in row["answers"].items()}
        if answers:
            answers_save(attempt=attempt.pk, epoch=attempt.epoch, seq=1, answers=answers, viewed=(), arrived_at=now)
        given[attempt.pk] = {int(slot): marks for slot, marks in row["given"].items()}
    _note_marks(attempts, given, by, now)
    attempts_hand_in_typed([attempt.pk for attempt in attempts], given=given, now=now)
    return len(attempts)


def _attempt(exam: Exam, candidate: Candidate, paper: Paper, now: datetime) -> Attempt:
    """Return an attempt as it was on paper: in the paper's own order, from the exam's beginning to its end."""
    display = display_draw(frozen_paper(paper.uuid), seed=0, shuffle_questions=False, shuffle_options=False)
    return Attempt(
        exam=exam,
        candidate=candidate,
        paper=paper,
        number=1,
        holder=_HOLDER,
        shuffle_seed=0,
        display=display,
        started_at=exam.opens_at,
        deadline_at=max(exam.opens_at, min(exam.closes_at, now)),
        accepts_until=now,
    )


def _note_marks(attempts: Sequence[Attempt], given: Mapping[int, Mapping[int, int]], by: User, now: datetime) -> None:
    slots = PaperSlot.objects.in_bulk({slot for marks in given.values() for slot in marks})
    Mark.objects.bulk_create(
        Mark(attempt=attempt, slot=slots[slot], marks=marks, comment=_("纸面评分"), marker=by, at=now)
        for attempt in attempts
        for slot, marks in given[attempt.pk].items()
    )
