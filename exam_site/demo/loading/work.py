"""What people of the demo office write, say and do besides exams and notes, through the forms they would fill in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.selectors import root_unit
from exam_site.demo.behaviour import seeded
from exam_site.demo.cast import AUTHOR, ORGANIZER
from exam_site.demo.loading.days import DemoDays, at
from exam_site.demo.loading.people import demo_office, person, reviewer_of
from exam_site.demo.sources import load_work
from learning.attendance import Attended, Said
from learning.enums import Adoption, MaterialCategory, RecordKind, RecordState, Verdict
from learning.kinds import KIND_PAGES
from learning.models import Event, Material, Record
from learning.selectors.reviewing import UNIT_ROLE, flows, piece_review_of
from learning.services import (
    TaskPlan,
    contact_log,
    piece_decide,
    record_create,
    record_review,
    seat_give,
    task_finish,
    task_plan,
)
from learning.services.events import EventPlan, event_close, event_create, sign_in, word_add
from learning.services.ideas import idea_decide
from learning.services.materials import MaterialText, checkpoint_set, material_upload
from learning.services.publications import PublicationText, publication_decide, publication_register

#: Of ten who are invited, so many sign in.
_COME = 0.9
#: And so many report by the tenth.
_REPORT = 0.85


def work_load(days: DemoDays) -> str:
    """Hold the events, write and review the rest on their days; where there are events already, nothing is added."""
    office = demo_office()
    if not Event.objects.filter(record__office=office).exists():
        with transaction.atomic():
            _seat_reviewers(days)
            for name, take in _TAKES.items():
                for told in load_work()[name]:
                    take(days, told)
            _reports(days)
    events = Event.objects.filter(record__office=office).count()
    records = Record.objects.filter(office=office).exclude(kind__in=["exam", "note", "session", "event"]).count()
    return f"{events} 次活动，{records} 份稿件、结对、汇报、走访、点子和工作"


def _day(days: DemoDays, told: Mapping[str, Any]) -> date:
    """Return the day that is so long ago, or to come."""
    return days.today + timedelta(days=told.get("ahead", 0) - told.get("ago", 0))


def _handed_in(days: DemoDays, staff_number: str, form: str, told: Mapping[str, Any], **further: Any) -> Record:
    """Fill in a form as its page offers it, and hand the record in.

    Raises:
        ValueError: the form does not take it.
    """
    writer, day = person(staff_number), _day(days, told)
    pages = KIND_PAGES[form]
    blank = pages.form(by=writer)
    given = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    filled = pages.form({**given, **told, **further, "occurred_on": day, "action": "submit"}, by=writer)
    if not filled.is_valid():
        raise ValueError(filled.errors.as_text())
    record = record_create(subject=writer, entry=filled.entry(at(day, "16:10")))
    return pages.submit(record=record, now=at(day, "16:20"))


def _approved(record: Record, by: User) -> Record:
    day = record.occurred_on + timedelta(days=1)
    return record_review(record=record, verdict=Verdict.APPROVED, comment="", by=by, now=at(day, "09:20"))


def _seat_reviewers(days: DemoDays) -> None:
    """Give each stage that the office's flows name somebody: the research room's head, and the deputy over it."""
    office = demo_office()
    roles = {stage.role for flow in flows(office, days.today).values() for stage in flow.stages} - {UNIT_ROLE}
    for role in sorted(roles):
        holder = person("YL003" if role == "leader" else "YL035")
        seat_give(office=office, role=role, user=holder, unit=root_unit(office), on=days.scheme_day)


def _event(days: DemoDays, told: Mapping[str, Any]) -> None:
    """Plan an event; one that is over was signed in to, spoken about and closed."""
    organizer, speaker, day = person(ORGANIZER), person(told["speaker"]), _day(days, told)
    guests = list(User.objects.filter(office=organizer.office, is_active=True).exclude(pk=speaker.pk))
    plan = EventPlan(
        title=told["title"],
        subtype=told["subtype"],
        place=told["place"],
        unit=root_unit(organizer.office),
        begins_at=at(day, "15:00"),
        ends_at=at(day, "16:30"),
        chair=organizer,
    )
    event = event_create(plan=plan, guests=guests, speakers=[speaker], by=organizer)
    if "ahead" in told:
        return
    for guest in guests:
        chance = seeded(told["title"], guest.username)
        if chance.random() < _COME:
            sign_in(event=event, user=guest, arrived_at=at(day, "14:45") + timedelta(minutes=chance.randrange(22)))
    for kind, staff_number, text in told.get("words", ()):
        word_add(event=event, kind=Said(kind), text=text, by=person(staff_number), now=at(day, "16:32"))
    event_close(event=event, rest=Attended.ABSENT, by=organizer, now=at(day, "16:40"))


def _piece(days: DemoDays, told: Mapping[str, Any]) -> None:
    """Hand a piece in; its reviewers return it, pass it and register where it came out, or have yet to see it."""
    record = _handed_in(days, told["cadre"], "piece", {**told, "piece_class": told["class"], "flow": _flow(days)})
    if "returned" in told:
        _decided(record, Verdict.RETURNED, told["returned"])
    if "outlet" not in told:
        return
    while record.state != RecordState.APPROVED:
        record = _decided(record, Verdict.APPROVED, "事情写得实，可以用。")
    day = record.occurred_on + timedelta(days=3)
    text = PublicationText(told["outlet"], told["level"], day, link="https://news.example/yunlan/0001")
    publication = publication_register(record=record, text=text, by=record.subject, now=at(day, "10:00"))
    publication_decide(
        publication=publication, is_confirmed=True, reason="", by=person(ORGANIZER), now=at(day, "15:00")
    )


def _flow(days: DemoDays) -> str:
    return next(iter(flows(demo_office(), days.today)))


def _decided(record: Record, verdict: Verdict, comment: str) -> Record:
    """Let whoever's turn it is decide."""
    now = at(record.occurred_on + timedelta(days=1), "10:30")
    review = piece_review_of(record, record.subject, now)
    if review is None or review.round.stage is None:
        raise ValueError(record.title)
    return piece_decide(
        record=record,
        at=(review.number, review.round.stage),
        verdict=verdict,
        comment=comment,
        by=review.deciders[0],
        now=now,
    )


def _pairing(days: DemoDays, told: Mapping[str, Any]) -> None:
    """Pair a newcomer with a mentor, who confirms; both note how they met."""
    mentor = person(told["mentor"])
    record = _handed_in(days, told["newcomer"], "pairing", told, type="帮带", counterpart=mentor.username)
    record = _approved(record, mentor)
    for ago, how, what in told["contacts"]:
        day = days.today - timedelta(days=ago)
        contact_log(record=record, on=day, how=how, what=what, by=mentor, now=at(day, "17:00"))


def _point(days: DemoDays, told: Mapping[str, Any]) -> None:
    cadre = person(told["cadre"])
    _approved(_handed_in(days, cadre.username, "pairing", told, type="联系点"), reviewer_of(cadre))


def _report(days: DemoDays, told: Mapping[str, Any]) -> None:
    listener = person(told["to"])
    _approved(_handed_in(days, told["cadre"], "report", told, counterpart=listener.username), listener)


def _reports(days: DemoDays) -> None:
    """Let most people report at the beginning of the month, as they do in few words."""
    known = set(Record.objects.filter(office=demo_office(), kind=RecordKind.TALK).values_list("subject", flat=True))
    told = load_work()["months"]
    for user in User.objects.filter(office=demo_office(), is_active=True).exclude(pk__in=known):
        chance = seeded("report", user.username)
        if chance.random() < _REPORT:
            day = days.scheme_day + timedelta(days=chance.randrange(2, 9))
            ago, listener = (days.today - day).days, reviewer_of(user)
            month = {**chance.choice(told), "ago": ago}
            _approved(_handed_in(days, user.username, "report", month, counterpart=listener.username), listener)


def _visit(days: DemoDays, told: Mapping[str, Any]) -> None:
    visitor = person(told["cadre"])
    _approved(_handed_in(days, visitor.username, "visit", told, type="走访"), reviewer_of(visitor))


def _idea(days: DemoDays, told: Mapping[str, Any]) -> None:
    """Suggest something; what is taken up says where."""
    record = _handed_in(days, told["cadre"], "idea", told)
    if "where" in told:
        record = _approved(record, reviewer_of(record.subject))
        day = record.occurred_on + timedelta(days=3)
        idea_decide(
            record=record,
            adoption=Adoption.WHOLE,
            where=told["where"],
            reason="",
            guided_by=None,
            by=person(ORGANIZER),
            now=at(day, "11:00"),
        )


def _task(days: DemoDays, told: Mapping[str, Any]) -> None:
    """Plan a piece of work; what is done waits for its reviewer no more."""
    owner = person(told["owner"])
    due = days.today + timedelta(days=told.get("due_ahead", 0) - told.get("due_ago", 0))
    planned = days.today - timedelta(days=30)
    plan = TaskPlan(type=told["type"], work_class=told["work_class"], title=told["title"], plan=told["plan"], due=due)
    record = task_plan(owner=owner, plan=plan, by=owner, now=at(planned, "09:30"))
    if "done_ago" in told:
        day = days.today - timedelta(days=told["done_ago"])
        record = task_finish(record=record, evidence=told["evidence"], done_on=day, by=owner, now=at(day, "17:10"))
        _approved(record, reviewer_of(owner))


def _material(days: DemoDays, told: Mapping[str, Any]) -> None:
    category = next(each for each in MaterialCategory if each.label == told["category"])
    text = MaterialText(
        category=category,
        title=told["title"],
        author=told["author"],
        question=told.get("question", ""),
        answer=told.get("answer", ""),
        minutes=told["minutes"],
    )
    if not Material.objects.filter(office=demo_office(), title=text.title).exists():
        data = told["lines"].encode()
        day = days.today - timedelta(days=28)
        material = material_upload(
            text=text, data=data, file_name=f"{text.title}.txt", by=person(AUTHOR), now=at(day, "10:00")
        )
        for asked in told.get("checkpoints", ()):
            checkpoint_set(material=material, **asked)


_TAKES = {
    "events": _event,
    "pieces": _piece,
    "pairings": _pairing,
    "points": _point,
    "reports": _report,
    "visits": _visit,
    "ideas": _idea,
    "tasks": _task,
    "materials": _material,
}
