"""Plain factories for learning records at each station of their way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.enums import Role
from accounts.models import User
from learning.enums import (
    CompetencyGroup,
    IdeaType,
    PairingType,
    RecordKind,
    RecordState,
    TalkLevel,
    TalkType,
    TaskClass,
    TaskType,
    Verdict,
)
from learning.models import NO_END, Competency, CompetencyClaim, Idea, Pairing, Panel, Record, Talk
from learning.panels import Criterion
from learning.services import (
    Entry,
    NoteText,
    PieceText,
    TaskPlan,
    piece_decide,
    piece_submit,
    record_create,
    record_review,
    record_submit,
    task_plan,
)
from learning.services.competencies import competency_add, competency_claim
from learning.services.panels import panel_open
from learning.services.publications import PublicationText
from tests.factories.accounts import make_user
from tests.factories.taking import NOON


def make_text(**changes: Any) -> NoteText:
    return NoteText(
        **{
            "book": "乡土中国",
            "author": "费孝通",
            "title": "读《乡土中国》",
            "body": "差序格局说的是远近。" * 40,
            "occurred_on": date(2026, 10, 8),
            **changes,
        }
    )


def make_note(
    subject: User | None = None,
    state: RecordState = RecordState.DRAFT,
    *,
    reviewer: User | None = None,
    comment: str = "写得实在。",
    now: datetime = NOON,
    **changes: Any,
) -> Record:
    """Return a note of 400 characters that went the way to this state through the services."""
    subject = subject or make_user()
    record = record_create(subject=subject, entry=make_text(**changes).entry(now))
    return brought_to(record, state, reviewer=reviewer, comment=comment, now=now)


def brought_to(
    record: Record,
    state: RecordState,
    *,
    reviewer: User | None = None,
    comment: str = "写得实在。",
    now: datetime = NOON,
) -> Record:
    """Return a draft once it went the way to this state through the services."""
    if state == RecordState.DRAFT:
        return record
    record = record_submit(record=record, now=now)
    if state == RecordState.SUBMITTED:
        return record
    return record_review(
        record=record,
        verdict=Verdict.APPROVED if state == RecordState.APPROVED else Verdict.RETURNED,
        comment=comment,
        by=reviewer or record.counterpart or make_user(record.office, Role.REVIEWER),
        now=now,
    )


def make_task(owner: User | None = None, *, by: User | None = None, now: datetime = NOON, **changes: Any) -> Record:
    """Return a task under way, due a week after the day notes are dated."""
    owner = owner or make_user()
    plan = TaskPlan(
        **{
            "type": TaskType.LEDGER,
            "work_class": TaskClass.ROUTINE,
            "title": "修订联系点制度",
            "plan": "先征求意见，再上会。",
            "due": date(2026, 10, 15),
            **changes,
        }
    )
    return task_plan(owner=owner, plan=plan, by=by or owner, now=now)


def make_pairing(
    subject: User | None = None,
    state: RecordState = RecordState.DRAFT,
    *,
    counterpart: User | None = None,
    since: date = date(2026, 3, 1),
    until: date = NO_END,
    kind: str = "乡镇党委",
    title: str = "联系点：云岭镇党委",
    now: datetime = NOON,
) -> Record:
    """Return a contact point, or a mentoring where the counterpart is a person."""
    type_ = PairingType.MENTORING if counterpart else PairingType.CONTACT_POINT
    kind = "" if counterpart else kind
    name = counterpart.name if counterpart else "云岭镇党委"
    entry = Entry(
        kind=RecordKind.PAIRING,
        title=title,
        occurred_on=since,
        lasts_until=until,
        counterpart=counterpart,
        detail=Pairing(type=type_, counterpart_kind=kind, counterpart_name=name),
        attributes={"type": type_, "counterpart": kind} | ({"both": "yes"} if counterpart else {}),
    )
    record = record_create(subject=subject or make_user(), entry=entry)
    return brought_to(record, state, now=now)


def make_piece_text(**changes: Any) -> PieceText:
    return PieceText(
        **{
            "title": "从一次大走访看村级后备干部",
            "piece_class": "调研文章",
            "body": "后备干部要早发现、早培养。" * 20,
            "occurred_on": date(2026, 10, 8),
            **changes,
        }
    )


def make_piece(
    subject: User | None = None,
    state: RecordState = RecordState.DRAFT,
    *,
    reviewer: User | None = None,
    problem: str = "",
    now: datetime = NOON,
    **changes: Any,
) -> Record:
    """Return a piece that went the way to this state by the unit's reviewer alone, as no scheme says otherwise."""
    subject = subject or make_user()
    record = record_create(subject=subject, entry=make_piece_text(**changes).entry(now))
    if state == RecordState.DRAFT:
        return record
    reviewer = reviewer or make_user(subject.office, Role.REVIEWER)
    record = piece_submit(record=record, now=now)
    if state == RecordState.SUBMITTED:
        return record
    return piece_decide(
        record=record,
        at=(1, 0),
        verdict=Verdict.APPROVED if state == RecordState.APPROVED else Verdict.RETURNED,
        comment="写得实在。",
        problem=problem,
        by=reviewer,
        now=now,
    )


def make_talk(
    subject: User | None = None,
    state: RecordState = RecordState.DRAFT,
    *,
    counterpart: User,
    now: datetime = NOON,
    **changes: Any,
) -> Record:
    """Return a heart-to-heart talk, which is confidential."""
    told = {"type": TalkType.HEART_TO_HEART, "level": TalkLevel.HEAD, "body": "家里老人住院，想调近一些。", **changes}
    entry = Entry(
        kind=RecordKind.TALK,
        title="谈心谈话",
        occurred_on=date(2026, 10, 8),
        detail=Talk(**told),
        counterpart=counterpart,
        is_confidential=True,
        attributes={"type": told["type"], "level": told["level"], "both": "yes"},
    )
    return brought_to(record_create(subject=subject or make_user(), entry=entry), state, now=now)


def make_idea(
    subject: User | None = None,
    state: RecordState = RecordState.DRAFT,
    *,
    type_: IdeaType = IdeaType.INNOVATION,
    title: str = "周转编制一本账",
    now: datetime = NOON,
) -> Record:
    entry = Entry(
        kind=RecordKind.IDEA,
        title=title,
        occurred_on=date(2026, 10, 8),
        detail=Idea(type=type_, body="一张表管到底。"),
        attributes={"type": type_},
    )
    return brought_to(record_create(subject=subject or make_user(), entry=entry), state, now=now)


def make_panel(record: Record, raters: list[User], *, criteria: tuple[Criterion, ...] | None = None) -> Panel:
    """Return a panel that an organizer of the record's office asks; by two criteria where none are given."""
    asked = (Criterion("创意", 1), Criterion("实效", 3)) if criteria is None else criteria
    by = make_user(record.office, Role.ORGANIZER)
    return panel_open(record=record, raters=raters, criteria=asked, by=by, now=NOON)


def make_publication_text(**changes: Any) -> PublicationText:
    return PublicationText(
        **{
            "outlet": "江淮日报",
            "level": "市",
            "published_on": NOON.date(),
            "link": "https://news.example/1",
            **changes,
        }
    )


def make_claim(
    user: User, *, competency: Competency | None = None, words: str = "拍了三年会议照片。"
) -> CompetencyClaim:
    """Return a claim that waits, to photography where nothing else is said."""
    known = competency or competency_add(office=user.office, group=CompetencyGroup.SKILL, name="摄影")
    return competency_claim(competency=known, user=user, words=words, record=None, certificate="", now=NOON)
