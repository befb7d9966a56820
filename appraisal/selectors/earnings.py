"""Read from the tables below what may earn or cost points, each with what it rests on and who approved it.

Evidence that has no public number of its own gets one made from those of its record and its place there, so that the
same thing always rests on the same. What was taken back is read too, with why: its line gets a counter-entry.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from uuid import UUID, uuid5

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Office, User
from appraisal import rules
from appraisal.enums import EvidenceKind, Source
from appraisal.models import PointsRule
from learning.attendance import SUBTYPES, Attended, Part
from learning.enums import Adoption, NoteSubtype, RecordKind, RecordState, TaskType, Verdict
from learning.models import (
    Attendance,
    BreachNote,
    IdeaDecision,
    ProblemWithdrawal,
    Publication,
    PublicationState,
    Record,
    RecordReview,
    Trainee,
)
from learning.schemes.model import LEVELS, Scheme
from learning.selectors import breach_codes, piece_classes, problems, scheme_deductions, schemes_in_force

#: How a session is called where it costs points to have been there so; the values stand in scheme files.
_LAPSES = (Attended.LATE, Attended.EARLY)
_LONGEST_WORDS = 60
_LONGEST_BASIS = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """What may earn points: whose it is, what it rests on, what the formula needs to know; `void` says why no more."""

    source: Source
    person_id: int
    kind: EvidenceKind
    evidence: UUID
    occurred_on: date
    approved_by_id: int | None
    seen: rules.Evidence
    void: str = ""


def record_claims(records: QuerySet[Record]) -> Iterator[Claim]:
    """Yield what a person approved of notes, pieces and work struck off; nothing confidential."""
    approvals = RecordReview.objects.filter(verdict=Verdict.APPROVED).order_by("-pk")
    approved = records.filter(kind__in=_RECORDS, state=RecordState.APPROVED, is_confidential=False)
    for record in approved.prefetch_related(Prefetch("reviews", approvals, to_attr="approvals")).iterator(_CHUNK):
        source, seen = _RECORDS[RecordKind(record.kind)]
        if record.approvals:
            approver = record.approvals[0].by_id
            yield Claim(
                source=source,
                person_id=record.subject_id,
                kind=EvidenceKind.RECORD,
                evidence=record.uuid,
                occurred_on=record.occurred_on,
                approved_by_id=approver,
                seen=seen(record),
            )


def publication_claims(publications: QuerySet[Publication]) -> Iterator[Claim]:
    """Yield where pieces came out, as an organizer confirmed it or took it back."""
    decided = publications.exclude(state=PublicationState.WAITING).defer("image").select_related("record")
    for each in decided:
        is_kept = each.state == PublicationState.CONFIRMED
        yield Claim(
            source=Source.PUBLICATION,
            person_id=each.record.subject_id,
            kind=EvidenceKind.PUBLICATION,
            evidence=each.uuid,
            occurred_on=each.published_on,
            approved_by_id=each.decided_by_id,
            seen=rules.TariffEvidence(
                each.record.title, each.level, _("%(outlet)s发表") % {"outlet": each.outlet[:_LONGEST_WORDS]}
            ),
            void="" if is_kept else _("发表登记已撤回，%(reason)s") % {"reason": each.reason[:_LONGEST_WORDS]},
        )


def problem_claims(reviews: QuerySet[RecordReview]) -> Iterator[Claim]:
    """Yield the problems that reviewers named; the same one in the same text is one, however many name it.

    It is void once all who named it, or organizers for them, have taken it back.
    """
    for evidence, named in problems_named(reviews).items():
        standing = [review for review in named if _taken_back(review) is None]
        review = (standing or named)[0]
        withdrawal = _taken_back(named[-1])
        yield Claim(
            source=Source.PROBLEM,
            person_id=review.record.subject_id,
            kind=EvidenceKind.PROBLEM,
            evidence=evidence,
            occurred_on=timezone.localdate(review.at),
            approved_by_id=review.by_id,
            seen=rules.TariffEvidence(
                review.record.title, review.problem, _("%(stage)s时指出") % {"stage": review.label or _("审核")}
            ),
            void=_("指出的问题已撤销，%(why)s") % {"why": withdrawal.reason[:_LONGEST_WORDS]}
            if withdrawal and not standing
            else "",
        )


def attendance_claims(attendances: QuerySet[Attendance]) -> Iterator[Claim]:
    """Yield who spoke at and who came to events that are settled, and lateness in sessions of training classes."""
    settled = attendances.filter(event__record__state=RecordState.APPROVED, event__cancelled_because="")
    for each in settled.select_related("event__record", "event__class_session"):
        yield from _parts(each)
        if hasattr(each.event, "class_session"):
            yield from _lapses(each)


def decision_claims(decisions: QuerySet[IdeaDecision]) -> Iterator[Claim]:
    """Yield what became of ideas: of several decisions on one, given all of them, the newest counts."""
    rows = list(decisions.select_related("idea__record").order_by("idea", "pk"))
    newest = {each.idea_id: each.pk for each in rows}
    for each in rows:
        record = each.idea.record
        is_kept = each.pk == newest[each.idea_id]
        where = _("用在%(where)s") % {"where": each.where[:_LONGEST_WORDS]} if each.where else _("已答复")
        yield Claim(
            source=Source.IDEA,
            person_id=record.subject_id,
            kind=EvidenceKind.DECISION,
            evidence=decision_evidence(each),
            occurred_on=timezone.localdate(each.at),
            approved_by_id=each.by_id,
            seen=rules.TariffEvidence(record.title, each.adoption, where),
            void="" if is_kept else _("采纳情况已改"),
        )


def breach_claims(notes: QuerySet[BreachNote]) -> Iterator[Claim]:
    """Yield the breaches noted in training classes, with those taken back."""
    noted = notes.filter(withdraws=None).select_related("trainee__training_class", "event__record", "withdrawal")
    for note in noted:
        withdrawal = getattr(note, "withdrawal", None)
        yield Claim(
            source=Source.BREACH,
            person_id=note.trainee.user_id,
            kind=EvidenceKind.BREACH,
            evidence=breach_evidence(note),
            occurred_on=note.event.record.occurred_on if note.event else timezone.localdate(note.at),
            approved_by_id=note.by_id,
            seen=rules.TariffEvidence(note.trainee.training_class.title, note.code, _("记入纪律")),
            void=_("违纪记录已撤销，%(why)s") % {"why": withdrawal.text[:_LONGEST_WORDS]} if withdrawal else "",
        )


def office_claims(office: Office, sources: Iterable[Source]) -> Iterator[Claim]:
    """Yield all that an office's tables hold for some sources, but for exams."""
    wanted = set(sources)
    for read, made in _READERS.items():
        if wanted & made:
            yield from (claim for claim in read(office) if claim.source in wanted)


def problems_named(reviews: QuerySet[RecordReview]) -> dict[UUID, list[RecordReview]]:
    """Return who named each problem, the first one first, by what a deduction for it rests on.

    That is the text it was found in, and what it was. Named again once all had taken it back, it is another.
    """
    found: dict[UUID, list[RecordReview]] = {}
    rows = reviews.exclude(problem="").select_related("record", "problem_withdrawal").order_by("pk")
    for review in rows:
        told = f"problem/{review.round}/{review.problem}"
        evidence, again = uuid5(review.record.uuid, told), 0
        while evidence in found and all(_is_over(each, review) for each in found[evidence]):
            again += 1
            evidence = uuid5(review.record.uuid, f"{told}/{again}")
        found.setdefault(evidence, []).append(review)
    return found


def _taken_back(review: RecordReview) -> ProblemWithdrawal | None:
    return getattr(review, "problem_withdrawal", None)


def _is_over(earlier: RecordReview, review: RecordReview) -> bool:
    """Return whether a problem had been taken back when another named it."""
    withdrawal = _taken_back(earlier)
    return withdrawal is not None and withdrawal.at <= review.at


def decision_evidence(decision: IdeaDecision) -> UUID:
    """Return what points for a decision on an idea rest on."""
    return uuid5(decision.idea.record.uuid, f"decision/{decision.pk}")


def breach_evidence(note: BreachNote) -> UUID:
    """Return what a deduction for a breach rests on."""
    return uuid5(note.trainee.uuid, f"breach/{note.pk}")


def records_behind(person: User, wanted: Mapping[str, Collection[UUID]]) -> dict[UUID, UUID]:
    """Return the record that each evidence of a person's is about, for the kinds that are parts of records.

    A query for each kind that is asked for; `wanted` has the evidence of each.
    """
    found: dict[UUID, UUID] = {}
    if published := wanted[EvidenceKind.PUBLICATION]:
        found |= Publication.objects.filter(uuid__in=published).values_list("uuid", "record__uuid")
    if wanted[EvidenceKind.PROBLEM]:
        reviews = RecordReview.objects.filter(record__subject=person)
        found |= {evidence: named[0].record.uuid for evidence, named in problems_named(reviews).items()}
    if wanted[EvidenceKind.DECISION]:
        decisions = IdeaDecision.objects.filter(idea__record__subject=person).select_related("idea__record")
        found |= {decision_evidence(decision): decision.idea.record.uuid for decision in decisions}
    if wanted[EvidenceKind.ATTENDANCE]:
        attendances = Attendance.objects.filter(user=person).select_related("event__record")
        found |= {key: each.event.record.uuid for each in attendances for key in _attendance_evidences(each)}
    return found


def trainees_behind(person: User, wanted: Collection[UUID]) -> dict[UUID, Trainee]:
    """Return who a person is in the class in which each breach was noted."""
    notes = BreachNote.objects.filter(trainee__user=person).select_related("trainee__training_class")
    found = {breach_evidence(note): note.trainee for note in notes}
    return {key: found[key] for key in wanted if key in found}


def words_of(source: Source, office: Office, on: date) -> dict[str, str]:
    """Return what a tariff of a source has a rate for on a day, each with its name; nothing where it is no tariff."""
    return dict(_WORDS[source](office, on)) if source in _WORDS else {}


@dataclass(frozen=True, slots=True)
class Figures:
    """What an office's schemes say of a source in hundredths, by word, and where it stands."""

    figures: Mapping[str, int]
    basis: str = ""


def scheme_figures(source: Source, office: Office, on: date) -> Figures:
    """Return the figures that the schemes in force name for a source, without those that are 未设定."""
    figures: dict[str, int] = {}
    bases: list[str] = []
    for version in schemes_in_force(office, on):
        said = _said(source, version.scheme)
        if said:
            bases.append(f"{version.scheme.place} · {version.scheme.points.get('source', '')}")
        figures |= {word: round(value * 100) for word, value in said.items() if value is not None}
    return Figures(figures, "；".join(bases)[:_LONGEST_BASIS])


def sources_suggested(office: Office, on: date) -> list[Source]:
    """Return what an office has no rule for and could have one: tests and notes always, the rest by its schemes."""
    schemes = [version.scheme for version in schemes_in_force(office, on)]
    named = {source for source in _SAID for scheme in schemes if _said(source, scheme)}
    if Source.PIECE in named:
        # Whether something is written and whether it comes out both count.
        named.add(Source.PUBLICATION)
    return [source for source in sources_without_rule(office) if source in {Source.EXAM, Source.NOTE} | named]


def sources_without_rule(office: Office) -> list[Source]:
    """Return what an office has no rule for."""
    ruled = set(PointsRule.objects.filter(office=office).values_list("source", flat=True))
    return [source for source in Source if source not in ruled]


def _classes_said(scheme: Scheme, *, of_notes: bool) -> Mapping[str, float | None]:
    classes = scheme.points.get("classes") or {}
    return {word: value for word, value in classes.items() if (word in NoteSubtype.values) is of_notes}


def _deductions_said(scheme: Scheme, *, found_in: str) -> Mapping[str, float | None]:
    return {each["code"]: each.get("value") for each in scheme_deductions(scheme, found_in=found_in)}


def _said(source: Source, scheme: Scheme) -> Mapping[str, float | None]:
    return _SAID[source](scheme) if source in _SAID else {}


_SAID: Mapping[Source, Callable[[Scheme], Mapping[str, float | None]]] = {
    Source.NOTE: partial(_classes_said, of_notes=True),
    Source.PIECE: partial(_classes_said, of_notes=False),
    Source.PROBLEM: partial(_deductions_said, found_in="review"),
    Source.BREACH: partial(_deductions_said, found_in="class"),
}


def _attendance_evidences(attendance: Attendance) -> Iterator[UUID]:
    """Yield all that points for somebody's part in an event rest on, or rested on before it was put right."""
    for number in range(attendance.withdrawals + 1):
        for lapse in ("", *_LAPSES):
            yield _attended(attendance, number, lapse)


def _attended(attendance: Attendance, number: int, lapse: str = "") -> UUID:
    """Return the evidence of an attendance as it was told for the nth time: what is put right is another."""
    return uuid5(attendance.uuid, f"{number}/{lapse}")


def _parts(attendance: Attendance) -> Iterator[Claim]:
    speaks = attendance.part == Part.SPEAKER
    for number in range(attendance.withdrawals + 1):
        is_kept = number == attendance.withdrawals and attendance.is_counted
        yield _attendance_claim(
            attendance,
            Source.SPEAKING if speaks else Source.ATTENDING,
            _attended(attendance, number),
            attendance.event.subtype,
            _("主讲") if speaks else _("参加"),
            is_kept=is_kept,
        )


def _lapses(attendance: Attendance) -> Iterator[Claim]:
    for number in range(attendance.withdrawals + 1):
        for lapse in _LAPSES:
            is_kept = number == attendance.withdrawals and attendance.state == lapse
            evidence = _attended(attendance, number, lapse)
            yield _attendance_claim(attendance, Source.BREACH, evidence, lapse, _("上课签到"), is_kept=is_kept)


def _attendance_claim(
    attendance: Attendance, source: Source, evidence: UUID, word: str, occasion: str, *, is_kept: bool
) -> Claim:
    record = attendance.event.record
    return Claim(
        source=source,
        person_id=attendance.user_id,
        kind=EvidenceKind.ATTENDANCE,
        evidence=evidence,
        occurred_on=record.occurred_on,
        approved_by_id=attendance.decided_by_id or record.subject_id,
        seen=rules.TariffEvidence(record.title, word, occasion),
        void="" if is_kept else _("出席情况已更正"),
    )


def _note(record: Record) -> rules.Evidence:
    return rules.NoteEvidence(record.title, record.characters)


def _piece(record: Record) -> rules.Evidence:
    return rules.TariffEvidence(record.title, record.attributes.get("class", ""), _("审核通过"))


def _task(record: Record) -> rules.Evidence:
    return rules.TariffEvidence(record.title, record.attributes.get("type", ""), _("已销号"))


_CHUNK = 500
_RECORDS: Mapping[RecordKind, tuple[Source, Callable[[Record], rules.Evidence]]] = {
    RecordKind.NOTE: (Source.NOTE, _note),
    RecordKind.PIECE: (Source.PIECE, _piece),
    RecordKind.TASK: (Source.TASK, _task),
}


def _office_records(office: Office) -> Iterator[Claim]:
    return record_claims(Record.objects.filter(office=office))


def _office_publications(office: Office) -> Iterator[Claim]:
    return publication_claims(Publication.objects.filter(record__office=office))


def _office_problems(office: Office) -> Iterator[Claim]:
    return problem_claims(RecordReview.objects.filter(record__office=office))


def _office_attendances(office: Office) -> Iterator[Claim]:
    return attendance_claims(Attendance.objects.filter(event__record__office=office))


def _office_decisions(office: Office) -> Iterator[Claim]:
    return decision_claims(IdeaDecision.objects.filter(idea__record__office=office))


def _office_breaches(office: Office) -> Iterator[Claim]:
    return breach_claims(BreachNote.objects.filter(trainee__training_class__office=office))


_READERS: Mapping[Callable[[Office], Iterator[Claim]], set[Source]] = {
    _office_records: {Source.NOTE, Source.PIECE, Source.TASK},
    _office_publications: {Source.PUBLICATION},
    _office_problems: {Source.PROBLEM},
    _office_attendances: {Source.SPEAKING, Source.ATTENDING, Source.BREACH},
    _office_decisions: {Source.IDEA},
    _office_breaches: {Source.BREACH},
}


def _levels(_office: Office, _on: date) -> Iterable[tuple[str, str]]:
    return ((level, level if level.endswith("级") else f"{level}级") for level in LEVELS)


def _named(words: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((word, word) for word in words)


_WORDS: Mapping[Source, Callable[[Office, date], Iterable[tuple[str, str]]]] = {
    Source.PIECE: lambda office, on: _named(chain.from_iterable(piece_classes(office, on))),
    Source.PUBLICATION: _levels,
    Source.PROBLEM: lambda office, on: problems(office, on).items(),
    Source.BREACH: lambda office, on: breach_codes(office, on).items(),
    Source.SPEAKING: lambda _office, _on: _named(SUBTYPES),
    Source.ATTENDING: lambda _office, _on: _named(SUBTYPES),
    Source.IDEA: lambda _office, _on: ((each.value, str(each.label)) for each in Adoption),
    Source.TASK: lambda _office, _on: ((each.value, str(each.label)) for each in TaskType),
}
