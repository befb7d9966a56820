"""Read awards: who may be nominated, how nominees stand, what waits for a juror."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from accounts.models import Office, User
from appraisal.awarding import Proposal, proposed
from appraisal.enums import AwardSort
from appraisal.models import Award, AwardDecision, Judgement, Juror, LedgerEntry, Nominee
from learning.attendance import Part
from learning.enums import Adoption, RecordKind, RecordState
from learning.models import Attendance, PublicationState, Record
from learning.panels import FEWEST, means
from learning.selectors import schemes_in_force

#: What classes of pieces on research have in their names.
_RESEARCH = "调研"


@dataclass(frozen=True, slots=True)
class Eligible:
    """Somebody who could be nominated, and for what."""

    person: User
    record: Record
    title: str

    @property
    def key(self) -> str:
        """Return what names it in a form."""
        return f"{self.record.uuid}:{self.person.uuid}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a nominee stands: their score in hundredths, whether it proposes them, or ties them for the last place."""

    nominee: Nominee
    score: int | None
    is_proposed: bool
    is_tied: bool


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What came of one's own nomination; the score only where enough judged that it tells of nobody."""

    nominee: Nominee
    decision: AwardDecision | None
    score: int | None


def awards_of(office: Office) -> QuerySet[Award]:
    """Return an office's awards, the newest year first."""
    return Award.objects.filter(office=office)


def names_in_schemes(office: Office, on: date) -> list[str]:
    """Return the awards that the schemes in force name."""
    found: list[str] = []
    for version in schemes_in_force(office, on):
        asked = version.scheme.outputs.get("awards")
        if isinstance(asked, dict):
            found += [str(name) for name in asked.get("names") or () if name not in found]
    return found


def eligible(award: Award) -> list[Eligible]:
    """Return who did in the award's year what it is given for, and is not nominated for that yet."""
    known = set(award.nominees.values_list("record", "person"))
    if award.sort == AwardSort.LECTURE:
        lectures = Attendance.objects.filter(
            part=Part.SPEAKER,
            is_counted=True,
            event__record__office=award.office,
            event__record__state=RecordState.APPROVED,
            event__record__occurred_on__year=award.year,
        ).select_related("user", "event__record")
        found = [Eligible(row.user, row.event.record, row.event.record.title) for row in lectures]
    else:
        found = [Eligible(record.subject, record, record.title) for record in _records(award)]
    return [each for each in found if (each.record.pk, each.person.pk) not in known]


def _records(award: Award) -> QuerySet[Record]:
    approved = Record.objects.filter(
        office=award.office, state=RecordState.APPROVED, is_confidential=False, occurred_on__year=award.year
    ).select_related("subject")
    match award.sort:
        case AwardSort.IDEA:
            return approved.filter(kind=RecordKind.IDEA, idea__adoption__in=[Adoption.WHOLE, Adoption.PART])
        case AwardSort.RESEARCH:
            return approved.filter(kind=RecordKind.PIECE, piece__piece_class__contains=_RESEARCH)
        case AwardSort.PIECE:
            out = approved.filter(kind=RecordKind.PIECE, publications__state=PublicationState.CONFIRMED)
            return out.distinct()
        case _:
            return approved.none()


def standings(award: Award) -> list[Standing]:
    """Return how the nominees stand, the best first: by the jurors' mean, or by the year's points."""
    nominees = list(award.nominees.select_related("person", "record"))
    scores = _points(award, nominees) if award.is_by_points else _means(award, nominees)
    proposal: Proposal = proposed(scores, award.quota)
    rows = [Standing(each, scores[each.pk], each.pk in proposal.winners, each.pk in proposal.tied) for each in nominees]
    return sorted(rows, key=lambda row: (row.score is None, -(row.score or 0), row.nominee.person.username))


def _means(award: Award, nominees: Sequence[Nominee]) -> dict[int, int | None]:
    given: dict[int, list[list[int]]] = {each.pk: [] for each in nominees}
    for nominee, scores in Judgement.objects.filter(nominee__award=award).values_list("nominee", "scores"):
        given[nominee].append(scores)
    found = {key: means(award.criteria, scores) if award.criteria else None for key, scores in given.items()}
    return {key: None if mean is None else round(mean[1] * 100) for key, mean in found.items()}


def _points(award: Award, nominees: Sequence[Nominee]) -> dict[int, int | None]:
    lines = LedgerEntry.objects.filter(
        person__in=[each.person_id for each in nominees], occurred_on__year=award.year
    ).order_by()
    sums = dict(lines.values_list("person").annotate(Sum("points")))
    return {each.pk: sums.get(each.person_id, 0) for each in nominees}


def jurors_waiting(user: User) -> QuerySet[Juror]:
    """Return where a juror has still to judge."""
    waiting = Juror.objects.filter(user=user, judged_at=None, award__judged_from__isnull=False)
    return waiting.filter(award__judged_until=None).select_related("award")


def judged_by(juror: Juror) -> list[Nominee]:
    """Return whom a juror judges: everybody but themselves."""
    return list(juror.award.nominees.exclude(person=juror.user).select_related("person", "record"))


def winners(award: Award) -> QuerySet[AwardDecision]:
    """Return who won, once it is announced; nobody else is named."""
    found = AwardDecision.objects.filter(nominee__award=award, is_winner=True)
    return found.select_related("nominee__person", "by")


def own_results(award: Award, user: User) -> list[OwnResult]:
    """Return one's own nominations with what came of them."""
    own = award.nominees.filter(person=user).select_related("decision")
    enough = award.is_by_points or award.jurors.exclude(judged_at=None).count() >= FEWEST
    found = []
    for nominee in own:
        decision = getattr(nominee, "decision", None)
        found.append(OwnResult(nominee, decision, decision.score if decision and enough else None))
    return found
