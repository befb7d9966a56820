"""Read reviews in stages: the office's flows, who sits on the bench, and what waits for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Office, RoleAssignment, Unit, User
from accounts.selectors import current, has_role, today
from learning.attendance import Attended
from learning.completion import Breach
from learning.enums import NoteSubtype, RecordKind, RecordState, Verdict
from learning.models import PieceVersion, Record, RecordReview, ReviewDelegation, ReviewSeat, ReviewTerm
from learning.reviewing import Bench, Decision, Delegation, Flow, Refusal, Round, Stage
from learning.schemes.model import ClassAppraisal, Kind, Scheme
from learning.schemes.workdays import chinese_workdays
from learning.selectors.schemes import schemes_in_force

#: Who reads and decides on the records of a unit and all below it.
REVIEWING_ROLES = (Role.REVIEWER, Role.DIRECTOR)
#: Who decides instead on what was told in confidence: nobody approves what they may not read.
CONFIDED_ROLES = (Role.DIRECTOR,)
#: The role of a stage that the reviewers of the author's unit take; nobody needs to be given a seat for it.
UNIT_ROLE = "unit"
#: The key of the flow where no scheme of the office says anything.
PLAIN = ""
#: The classes of piece that offices speak of.
PIECE_CLASSES = ("动态信息", "真言文章", "调研文章", "经验材料", "信息稿件", "宣传稿件")


@dataclass(frozen=True, slots=True)
class WaitingPiece:
    """A piece that waits at a stage, seen by one who may decide: in whose seat, and until when."""

    record: Record
    round: Round
    label: str
    seat_of: User | None
    due_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class RoleOnBench:
    """A role of the office's reviews: who holds it now, and within how many workdays they should decide."""

    role: str
    label: str
    seats: list[ReviewSeat]
    days: int | None

    @property
    def is_empty(self) -> bool:
        return not self.seats and self.role != UNIT_ROLE


def flows(office: Office, on: date) -> dict[str, Flow]:
    """Return the flows of the schemes in force by a key that stays, each with the office's terms; one stage where none.

    What is handed in takes the flow as it is then.
    """
    terms = dict(ReviewTerm.objects.filter(office=office).values_list("role", "days"))
    found = {
        f"{version.key}/{each.key}": Flow(
            each.name,
            tuple(Stage(step.role, step.label, terms.get(step.role)) for step in each.steps),
            each.are_distinct,
        )
        for version in schemes_in_force(office, on)
        for each in version.scheme.workflows
    }
    return found or {PLAIN: Flow(_("单位审核"), (Stage(UNIT_ROLE, _("审核"), terms.get(UNIT_ROLE)),))}


class Benches:
    """Who holds which role over each unit of an office on a day; a constant number of queries."""

    def __init__(self, office: Office, on: date) -> None:
        self._above = {unit.pk: unit.tree_path for unit in Unit.objects.filter(office=office).with_tree_fields()}
        seats = ReviewSeat.objects.filter(current(on), office=office).values_list("role", "unit", "user")
        reviewers = RoleAssignment.objects.filter(current(on), unit__office=office, role__in=REVIEWING_ROLES)
        self._seats = [*seats, *((UNIT_ROLE, unit, user) for unit, user in reviewers.values_list("unit", "user"))]
        self._delegations = [
            Delegation(each.holder_id, each.deputy_id, each.first_day, each.last_day)
            for each in ReviewDelegation.objects.filter(_standing(on), office=office)
        ]

    def of(self, unit: int) -> Bench:
        """Return who decides on what is written in a unit."""
        above = set(self._above[unit])
        holders: dict[str, set[int]] = {}
        for role, over, user in self._seats:
            if over in above:
                holders.setdefault(role, set()).add(user)
        return Bench({role: frozenset(who) for role, who in holders.items()}, self._delegations)


def acts_in_reviews(user: User) -> bool:
    """Return whether somebody sits on the bench today, by role, by seat or in somebody's stead."""
    if has_role(user, *REVIEWING_ROLES):
        return True
    seats = ReviewSeat.objects.filter(current(), user=user)
    return seats.exists() or ReviewDelegation.objects.filter(_standing(today()), deputy=user).exists()


def acting_in_reviews(people: Collection[int], on: date) -> set[int]:
    """Return who of some people, by their keys, sits on the bench on a day; three queries however many they are."""
    roles = RoleAssignment.objects.filter(current(on), user__in=people, role__in=REVIEWING_ROLES)
    seats = ReviewSeat.objects.filter(current(on), user__in=people)
    stood_in = ReviewDelegation.objects.filter(_standing(on), deputy__in=people)
    return {
        *roles.values_list("user", flat=True),
        *seats.values_list("user", flat=True),
        *stood_in.values_list("deputy", flat=True),
    }


def pieces_on_bench(user: User) -> Q:
    """Return which pieces somebody reads by a seat, their own or that of whom they stand in for, or has decided on."""
    absent = ReviewDelegation.objects.filter(_standing(today()), deputy=user).values("holder")
    seats = ReviewSeat.objects.filter(current(), Q(user=user) | Q(user__in=absent))
    roles = RoleAssignment.objects.filter(current(), user__in=absent, role__in=REVIEWING_ROLES)
    named = Unit.objects.filter(Q(pk__in=seats.values("unit")) | Q(pk__in=roles.values("unit")))
    units = {pk for unit in named for pk in unit.descendants(include_self=True).values_list("pk", flat=True)}
    decided = RecordReview.objects.filter(by=user).values("record")
    return Q(kind=RecordKind.PIECE, office=user.office_id) & (Q(unit__in=units) | Q(pk__in=decided))


def rounds_of(records: Iterable[Record]) -> dict[int, Round]:
    """Return the present round of each piece that was ever handed in; two queries."""
    by_key = {record.pk: record for record in records}
    versions = PieceVersion.objects.filter(record__in=by_key).order_by("record", "number").defer("body")
    newest = {version.record_id: version for version in versions}
    made: dict[int, list[RecordReview]] = {}
    for review in RecordReview.objects.filter(record__in=by_key).order_by("pk"):
        version = newest.get(review.record_id)
        if version and review.round == version.number:
            made.setdefault(review.record_id, []).append(review)
    return {
        key: Round(
            flow=version.flow,
            author=by_key[key].subject_id,
            begun_on=timezone.localdate(version.submitted_at),
            decisions=tuple(map(_decision, made.get(key, ()))),
        )
        for key, version in newest.items()
    }


def pieces_waiting(user: User, now: datetime) -> list[WaitingPiece]:
    """Return the pieces that somebody may decide on now: what is overdue first, then what has waited longest."""
    if not acts_in_reviews(user):
        return []
    submitted = Record.objects.filter(office=user.office_id, kind=RecordKind.PIECE, state=RecordState.SUBMITTED)
    records = list(submitted.exclude(subject=user).select_related("piece", "subject", "unit").order_by("submitted_at"))
    day = timezone.localdate(now)
    benches, rounds = Benches(user.office, day), rounds_of(records)
    seats = {
        record.pk: rounds[record.pk].seat(user.pk, benches.of(record.unit_id), day)
        for record in records
        if record.pk in rounds
    }
    people = User.objects.in_bulk({seat for seat in seats.values() if not isinstance(seat, Refusal)} - {user.pk})
    found = [
        _waiting(record, rounds[record.pk], people.get(seat), day)
        for record in records
        if not isinstance(seat := seats.get(record.pk, Refusal.OVER), Refusal)
    ]
    return sorted(found, key=lambda each: not each.is_overdue)


@dataclass(frozen=True, slots=True)
class PieceReview:
    """How the review of a piece stands, for somebody who reads it; `may_decide` and in whose seat, if not the own."""

    number: int
    round: Round
    due_on: date | None
    is_overdue: bool
    may_decide: bool
    seat_of: User | None
    deciders: list[User]

    @property
    def stages(self) -> list[tuple[Stage, str]]:
        """Return each stage of the flow with where it stands: passed, returned, here or ahead."""
        told = ["passed" if each.is_passed else "returned" for each in self.round.decisions]
        told += ["here"] if self.round.stage is not None else []
        return [
            (stage, told[place] if place < len(told) else "ahead") for place, stage in enumerate(self.round.flow.stages)
        ]


def piece_review_of(record: Record, user: User, now: datetime) -> PieceReview | None:
    """Return how the review of a piece stands, seen by somebody; None where it was never handed in."""
    round_ = rounds_of([record]).get(record.pk)
    if round_ is None:
        return None
    day = timezone.localdate(now)
    bench = Benches(record.office, day).of(record.unit_id)
    is_waiting = record.state == RecordState.SUBMITTED
    seat = round_.seat(user.pk, bench, day) if is_waiting else Refusal.OVER
    due_on = round_.due_on(chinese_workdays())
    deciders = User.objects.filter(pk__in=round_.deciders(bench, day)).order_by("username") if is_waiting else ()
    return PieceReview(
        number=record.piece_versions.count(),
        round=round_,
        due_on=due_on,
        is_overdue=due_on is not None and due_on < day,
        may_decide=not isinstance(seat, Refusal),
        seat_of=None if isinstance(seat, Refusal) or seat == user.pk else User.objects.get(pk=seat),
        deciders=list(deciders),
    )


def bench_of(office: Office, on: date) -> list[RoleOnBench]:
    """Return every role that the office's flows name, those of the longest first, with who holds it today or is to.

    A role that two flows name by different words is called by both.
    """
    rows = ReviewSeat.objects.filter(office=office).exclude(to_date__lt=on).select_related("user", "unit")
    by_role = {
        role: list(seats) for role, seats in groupby(rows.order_by("role", "from_date", "pk"), attrgetter("role"))
    }
    labels: dict[str, dict[str, int | None]] = {}
    for flow in sorted(flows(office, on).values(), key=lambda flow: -len(flow.stages)):
        for stage in flow.stages:
            labels.setdefault(stage.role, {})[stage.label] = stage.days
    return [
        RoleOnBench(role, "、".join(told), by_role.get(role, []), next(iter(told.values())))
        for role, told in labels.items()
    ]


def stuck_pieces(office: Office, on: date) -> list[tuple[Record, str]]:
    """Return the pieces on which nobody may decide now, each with the stage it waits at."""
    records = list(
        Record.objects.filter(office=office, kind=RecordKind.PIECE, state=RecordState.SUBMITTED)
        .select_related("piece", "subject", "unit")
        .order_by("submitted_at")
    )
    if not records:
        return []
    benches, rounds = Benches(office, on), rounds_of(records)
    return [
        (record, round_.flow.stages[round_.stage].label)
        for record in records
        if (round_ := rounds.get(record.pk))
        and round_.stage is not None
        and not round_.deciders(benches.of(record.unit_id), on)
    ]


def delegations_shown(office: Office, on: date, holder: User | None = None) -> list[ReviewDelegation]:
    """Return who stands in for whom from a day on, of one person or of all."""
    rows = ReviewDelegation.objects.filter(office=office, called_back_at=None, last_day__gte=on)
    return list((rows.filter(holder=holder) if holder else rows).select_related("holder", "deputy"))


def piece_classes(office: Office, on: date) -> tuple[list[str], list[str]]:
    """Return the classes of piece that the office's schemes score or ask for, and the further ones that are usual."""
    named: dict[str, None] = {}
    for version in schemes_in_force(office, on):
        scheme = version.scheme
        classes: Mapping[str, object] = scheme.points.get("classes") or {}
        named |= dict.fromkeys(each for each in classes if each not in NoteSubtype.values)
        for duty in scheme.requirements:
            if duty.kind is Kind.PIECE:
                named |= dict.fromkeys(duty.where.equal.get("class", ()))
    return list(named), [each for each in PIECE_CLASSES if each not in named]


def problems(office: Office, on: date) -> dict[str, str]:
    """Return the problems a reviewer may name, by their code in the schemes in force."""
    return {each["code"]: each["name"] for each in deductions(office, on, found_in="review")}


def breach_codes(office: Office, on: date) -> dict[str, str]:
    """Return what goes against the order of a class by the schemes in force, by its code; ours where none says.

    Coming late and leaving early are among them where a scheme says so: the sign-in tells these.
    """
    said = {each["code"]: each["name"] for each in deductions(office, on, found_in="class")}
    return said or {code.value: str(code.label) for code in Breach}


def noted_codes(office: Office, on: date) -> dict[str, str]:
    """Return the breaches that somebody notes by hand: all but what the sign-in tells."""
    told = {Attended.LATE.value, Attended.EARLY.value}
    return {code: name for code, name in breach_codes(office, on).items() if code not in told}


def class_appraisal(office: Office, on: date) -> ClassAppraisal | None:
    """Return how trainees are appraised (三看): by the first scheme in force, by name, that says; None without one."""
    said = (version.scheme.class_appraisal for version in schemes_in_force(office, on))
    return next(filter(None, said), None)


def deductions(office: Office, on: date, *, found_in: str) -> list[Mapping[str, Any]]:
    """Return what costs points by the schemes in force, of what is found in a "review" or in a training "class"."""
    found = (scheme_deductions(version.scheme, found_in=found_in) for version in schemes_in_force(office, on))
    return [each for said in found for each in said]


def scheme_deductions(scheme: Scheme, *, found_in: str) -> list[Mapping[str, Any]]:
    """Return what costs points by one scheme; where it does not say where it is found, its workflows' reviews do."""
    usual = "review" if scheme.workflows else "class"
    return [each for each in scheme.points.get("deductions") or () if (each.get("found_in") or usual) == found_in]


def _waiting(record: Record, round_: Round, seat_of: User | None, day: date) -> WaitingPiece:
    assert round_.stage is not None  # noqa: S101 -- a seat was found for it
    due_on = round_.due_on(chinese_workdays())
    return WaitingPiece(
        record=record,
        round=round_,
        label=round_.flow.stages[round_.stage].label,
        seat_of=seat_of,
        due_on=due_on,
        is_overdue=due_on is not None and due_on < day,
    )


def _decision(review: RecordReview) -> Decision:
    return Decision(
        stage=review.stage,
        by=review.by_id,
        seat_of=review.seat_of_id or review.by_id,
        is_passed=review.verdict == Verdict.APPROVED,
        on=timezone.localdate(review.at),
    )


def _standing(on: date) -> Q:
    return Q(called_back_at=None, first_day__lte=on, last_day__gte=on)
