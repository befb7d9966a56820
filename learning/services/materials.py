"""Write learning materials, and what people do with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import Cohort, Unit, User
from learning import signals, statements
from learning.characters import count_characters
from learning.enums import (
    MaterialCategory,
    MaterialUse,
    RecordKind,
    RecordState,
    SessionMode,
    TaskClass,
    TaskEvent,
    TaskType,
)
from learning.models import (
    Checkpoint,
    CheckpointPass,
    Material,
    MaterialReading,
    MaterialReceipt,
    MaterialStudy,
    MaterialSuggestion,
    MaterialVisit,
    Record,
    Session,
    Task,
    TaskStep,
)
from learning.selectors.materials import people_handed_to, reach_of
from learning.services.editable import RecordIncompleteError
from learning.services.records import Entry, record_create
from question_bank.errors import DocumentError
from question_bank.services import policy_read

#: A sentence of what was learned says at least this much.
SHORTEST_SENTENCE = 15


@dataclass(frozen=True, slots=True)
class MaterialText:
    """What whoever uploads a material fills in."""

    category: MaterialCategory
    title: str
    author: str = ""
    question: str = ""
    answer: str = ""
    minutes: int = 0
    is_assigned: bool = False
    handed_to: Cohort | None = None


def material_upload(*, text: MaterialText, data: bytes, file_name: str, by: User, now: datetime) -> Material:
    """Keep a material; a file is read in a process of its own, and what cannot be read is refused.

    Raises:
        RefusedError: nothing can be read from the file.
    """
    lines: list[str] = []
    if data:
        try:
            source, _policy = policy_read(data, file_name)
        except DocumentError as error:
            raise RefusedError(str(error)) from error
        lines = [line.replace("\0", "") for line in source.lines if line.strip()]
    return Material.objects.create(
        office=by.office,
        category=text.category,
        title=text.title,
        author=text.author,
        lines=lines,
        file_name=file_name[-200:],
        data=data or None,
        question=text.question,
        answer=text.answer,
        minutes=text.minutes,
        is_assigned=text.is_assigned,
        handed_to=text.handed_to,
        uploaded_by=by,
        uploaded_at=now,
    )


def material_update(*, material: Material, text: MaterialText) -> Material:
    """Put right what is said of a material; its text stays, and so does what others earned by reading it."""
    material.category, material.title, material.author = text.category, text.title, text.author
    material.question, material.answer = text.question, text.answer
    material.minutes, material.is_assigned = text.minutes, text.is_assigned
    material.save(update_fields=["category", "title", "author", "question", "answer", "minutes", "is_assigned"])
    return material


def material_withdraw(*, material: Material, now: datetime) -> Material:
    """Offer a material no more; its page stays for whoever has read it."""
    material.withdrawn_at = material.withdrawn_at or now
    material.save(update_fields=["withdrawn_at"])
    return material


def checkpoint_set(*, material: Material, after: int, question: str, answer: str) -> Checkpoint:
    """Put a question behind one of a material's lines, counted from one; who has read on already is not asked.

    Raises:
        RefusedError: there is no line after that one, or a question already.
    """
    if not 1 <= after < len(material.lines):
        raise RefusedError(_("第 %(after)d 段后面没有别的段落，用“读后问题”就行。") % {"after": after})
    checkpoint, is_new = Checkpoint.objects.get_or_create(
        material=material, after=after, defaults={"question": question, "answer": answer}
    )
    if not is_new:
        raise RefusedError(_("第 %(after)d 段后面已经有一道检查题。") % {"after": after})
    return checkpoint


def checkpoint_remove(*, checkpoint: Checkpoint) -> None:
    """Take a question away that nobody has answered.

    Raises:
        RefusedError: somebody has.
    """
    if checkpoint.passes.exists():
        raise RefusedError(_("已经有人答过这道题，不能删。"))
    checkpoint.delete()


def checkpoint_pass(*, checkpoint: Checkpoint, answer: str, by: User, now: datetime) -> None:
    """Take the answer to a question in the middle of a material; the same again changes nothing.

    Raises:
        RefusedError: the answer is wrong or too short, or an earlier question is not answered.
    """
    standing = reach_of(checkpoint.material, by).parts[-1].checkpoint
    if standing is not None and standing.after < checkpoint.after:
        raise RefusedError(_("先答前面的检查题。"))
    _check_answer(checkpoint.question, checkpoint.answer, answer)
    CheckpointPass.objects.get_or_create(checkpoint=checkpoint, user=by, defaults={"answer": answer, "at": now})


def material_use(*, material: Material, use: MaterialUse, by: User, now: datetime) -> None:
    """Count that somebody opened or took a material today; again on the same day counts nothing."""
    MaterialVisit.objects.get_or_create(material=material, user=by, use=use, on=timezone.localdate(now))


def material_read(*, material: Material, answer: str, by: User, now: datetime) -> MaterialReading:
    """Take the answer that shows a material was read; it becomes the reader's evidence at once.

    What was assigned counts as a task, what takes minutes as study time.

    Raises:
        RefusedError: the answer is wrong or too short, or was given before, a checkpoint is left, or the material was
            withdrawn.
    """
    if material.withdrawn_at:
        raise RefusedError(_("这份资料已经撤下。"))
    reach = reach_of(material, by)
    if not reach.at_end:
        left = reach.checkpoints - reach.passed
        raise RefusedError(_("还有 %(count)d 道检查题没有答，读下去就会遇到。") % {"count": left})
    _check_answer(material.question, material.answer, answer)
    with transaction.atomic():
        # The same answer sent twice at once must not become two records.
        User.objects.select_for_update().get(pk=by.pk)
        if MaterialReading.objects.filter(material=material, user=by).exists():
            raise RefusedError(_("这份资料你已经读过了。"))
        record = _evidence(material, answer, by, now)
        return MaterialReading.objects.create(material=material, user=by, answer=answer, record=record, at=now)


def _check_answer(question: str, key: str, answer: str) -> None:
    if question and key:
        if _folded(answer) != _folded(key):
            raise RefusedError(_("答得不对，再读一读。"))
    elif count_characters(answer) < SHORTEST_SENTENCE:
        asked = _("回答问题") if question else _("写一句学到了什么")
        raise RefusedError(_("%(asked)s，不少于 %(count)d 字。") % {"asked": asked, "count": SHORTEST_SENTENCE})


def _folded(text: str) -> str:
    return "".join(text.split()).casefold().rstrip("。.")


def _evidence(material: Material, answer: str, by: User, now: datetime) -> Record | None:
    """Return the approved record that a reading makes; none where it is neither assigned nor takes time."""
    if not material.is_assigned and not material.minutes:
        return None
    day = timezone.localdate(now)
    try:
        record = record_create(subject=by, entry=_entry(material, answer, day))
    except RecordIncompleteError as error:
        raise RefusedError(str(error)) from error
    if material.is_assigned:
        TaskStep.objects.create(task=record.task, event=TaskEvent.DONE, due=day, evidence=answer, by=by, at=now)
    record.state, record.submitted_at, record.decided_at = RecordState.APPROVED, now, now
    record.save(update_fields=["state", "submitted_at", "decided_at"])
    statements.record_approved(record, reviewer=None)
    transaction.on_commit(partial(signals.record_approved.send_robust, sender=Record, record=record))
    return record


def _entry(material: Material, answer: str, day: date) -> Entry:
    title = _("读《%(title)s》") % {"title": material.title[:190]}
    characters = count_characters(answer)
    if material.is_assigned:
        task = Task(
            type=TaskType.READING,
            work_class=TaskClass.ROUTINE,
            due=day,
            evidence=answer,
            planned_by=material.uploaded_by,
        )
        told = {"type": TaskType.READING.value, "class": TaskClass.ROUTINE.value}
        return Entry(
            RecordKind.TASK, title, day, task, characters=characters, minutes=material.minutes, attributes=told
        )
    field = MaterialCategory(material.category).label[:20]
    session = Session(mode=SessionMode.ALONE, field=field, gist=answer)
    told = {"mode": SessionMode.ALONE.value, "field": str(field)}
    return Entry(
        RecordKind.SESSION, title, day, session, characters=characters, minutes=material.minutes, attributes=told
    )


def material_receive(*, material: Material, by: User, now: datetime) -> MaterialReceipt:
    """Sign for a material that was handed out.

    Raises:
        RefusedError: it was not handed to this person.
    """
    if not people_handed_to(material).filter(pk=by.pk).exists():
        raise RefusedError(_("这份资料不用你签收。"))
    return MaterialReceipt.objects.get_or_create(material=material, user=by, defaults={"at": now})[0]


def material_study(*, material: Material, unit: Unit, on: date, people: int, by: User, now: datetime) -> MaterialStudy:
    """Note that a unit studied a material together on a day.

    Raises:
        RefusedError: it is noted already, or the day is to come.
    """
    if on > timezone.localdate(now):
        raise RefusedError(_("这一天还没有到。"))
    study, is_new = MaterialStudy.objects.get_or_create(
        material=material, unit=unit, on=on, defaults={"people": people, "by": by, "at": now}
    )
    if not is_new:
        raise RefusedError(_("这个单位这一天的学习已经登记过了。"))
    return study


def suggestion_make(*, material: Material, text: str, by: User, now: datetime) -> MaterialSuggestion:
    """Keep what a reader suggests."""
    return MaterialSuggestion.objects.create(material=material, text=text, by=by, at=now)


def suggestion_answer(*, suggestion: MaterialSuggestion, answer: str, by: User, now: datetime) -> MaterialSuggestion:
    """Answer a suggestion, once.

    Raises:
        RefusedError: it was answered.
    """
    with transaction.atomic():
        locked = MaterialSuggestion.objects.select_for_update().get(pk=suggestion.pk)
        if locked.answer:
            raise RefusedError(_("已经答复过了。"))
        locked.answer, locked.answered_by, locked.answered_at = answer, by, now
        locked.save(update_fields=["answer", "answered_by", "answered_at"])
    return locked
