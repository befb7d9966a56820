"""Write pieces of work: plan them, put them off with a reason, strike them off with evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from learning.characters import count_characters
from learning.enums import RecordKind, RecordState, TaskClass, TaskEvent, TaskType
from learning.models import Record, Task, TaskStep
from learning.services.editable import EDITABLE, RecordClosedError, RecordIncompleteError
from learning.services.records import Entry, record_create


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """What whoever plans a piece of work fills in."""

    type: TaskType
    work_class: TaskClass
    title: str
    plan: str
    due: date


def task_plan(*, owner: User, plan: TaskPlan, by: User, now: datetime) -> Record:
    """Put a piece of work on the ledger of its owner's unit.

    Raises:
        RecordIncompleteError: the owner belongs to no unit.
    """
    task = Task(type=plan.type, work_class=plan.work_class, plan=plan.plan, due=plan.due, planned_by=by)
    entry = Entry(
        kind=RecordKind.TASK,
        title=plan.title,
        occurred_on=plan.due,
        detail=task,
        characters=count_characters(plan.plan),
        attributes={"type": plan.type, "class": plan.work_class},
    )
    with transaction.atomic():
        record = record_create(subject=owner, entry=entry)
        TaskStep.objects.create(task=task, event=TaskEvent.PLANNED, due=plan.due, by=by, at=now)
    return record


def task_postpone(*, record: Record, reason: str, measures: str, due: date, by: User, now: datetime) -> Record:
    """Give a piece of work a later day, with why it was not done and what will be done about it.

    Raises:
        RecordClosedError: it is struck off, or waits to be.
        RecordIncompleteError: the reason or the measures are missing, or the day is no later.
    """
    if not reason.strip() or not measures.strip():
        raise RecordIncompleteError(_("延期要写明没有完成的原因和下一步措施。"))
    with transaction.atomic():
        locked = _under_way(record)
        if due <= locked.task.due:
            raise RecordIncompleteError(_("新的时限要晚于原来的时限。"))
        _dated(locked, due)
        locked.task.due = due
        locked.task.save(update_fields=["due"])
        TaskStep.objects.create(
            task=locked.task, event=TaskEvent.POSTPONED, due=due, reason=reason, measures=measures, by=by, at=now
        )
    return locked


def task_finish(*, record: Record, evidence: str, done_on: date, by: User, now: datetime) -> Record:
    """Ask to have a piece of work struck off; the unit's reviewer confirms it.

    Raises:
        RecordClosedError: it is struck off, or waits to be.
        RecordIncompleteError: nothing says what was done.
    """
    with transaction.atomic():
        locked = _under_way(record)
        locked.task.evidence = evidence
        if missing := locked.task.missing:
            raise RecordIncompleteError(missing)
        locked.task.save(update_fields=["evidence"])
        TaskStep.objects.create(
            task=locked.task, event=TaskEvent.DONE, due=locked.task.due, evidence=evidence, by=by, at=now
        )
        locked.state, locked.submitted_at = RecordState.SUBMITTED, now
        locked.save(update_fields=["state", "submitted_at"])
        _dated(locked, done_on)
    return locked


def _under_way(record: Record) -> Record:
    locked = Record.objects.select_for_update(of=("self",)).select_related("task").get(pk=record.pk)
    if locked.state not in EDITABLE:
        raise RecordClosedError(_("这件事已经销号，或者正等审核。"))
    return locked


def _dated(record: Record, day: date) -> None:
    record.occurred_on = day
    record.save(update_fields=["occurred_on"])
