"""What an invigilator sees of an exam that runs: counts, and a page of candidates, however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from accounts.models import Unit
from accounts.selectors import unit_paths
from quizzes.enums import ADMITTED, AttemptState, CandidateState, IntegrityKind
from quizzes.models import Attempt, Candidate, Exam, Response

#: The page reports every minute: who has not for this long is out of touch.
LOST_AFTER = timedelta(minutes=3)
_PAGE = 50
_AWAY = (CandidateState.EXCUSED, CandidateState.DEFERRED)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the bar."""

    kind: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Watch:
    """How many are where; `lost` are among the writing."""

    expected: int
    waiting: int
    writing: int
    lost: int
    submitted: int

    @property
    def entered(self) -> int:
        return self.writing + self.submitted

    @property
    def parts(self) -> list[Part]:
        """The picture: one bar over a hundred units of width, from handed in to still to come."""
        shares = [
            ("submitted", self.submitted),
            ("writing", self.writing - self.lost),
            ("lost", self.lost),
            ("waiting", self.waiting),
        ]
        whole = sum(count for _kind, count in shares) or 1
        parts, x = [], 0.0
        for kind, count in shares:
            parts.append(Part(kind, count, round(x, 2), round(100 * count / whole, 2)))
            x += 100 * count / whole
        return [part for part in parts if part.count]


@dataclass(frozen=True, slots=True)
class Watched:
    """One candidate on the page; `contact_at` is when their page was last heard of."""

    candidate: Candidate
    status: str
    attempt: Attempt | None
    answered: int
    saved_at: datetime | None
    contact_at: datetime | None
    departures: int = 0
    #: Answers that came after the deadline, within the grace.
    late: int = 0


@dataclass(frozen=True, slots=True)
class WatchedPage:
    """A page of candidates, by unit and staff number."""

    rows: Sequence[Watched]
    number: int
    pages: int
    total: int

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def exam_watch(exam: Exam, now: datetime) -> Watch:
    """Count the candidates in two queries."""
    counts = exam.candidates.aggregate(
        expected=Count("pk", filter=~_is_away()),
        waiting=Count("pk", filter=_has_not_come()),
        writing=Count("pk", filter=_is_writing()),
        submitted=Count("pk", filter=_has_attempt() & ~_is_writing()),
    )
    return Watch(lost=lost_attempts(exam, now).count(), **counts)


def lost_attempts(exam: Exam, now: datetime) -> QuerySet[Attempt]:
    """Return the open attempts whose pages have neither reported nor saved for a while."""
    since = now - LOST_AFTER
    quiet = Attempt.objects.filter(exam=exam, state=AttemptState.OPEN, started_at__lt=since)
    quiet = quiet.filter(Q(seen_at=None) | Q(seen_at__lt=since))
    return quiet.exclude(Exists(Response.objects.filter(attempt=OuterRef("pk"), saved_at__gte=since)))


def watched_page(
    exam: Exam, now: datetime, *, words: str = "", unit: str = "", status: str = "", page: int = 1
) -> WatchedPage:
    """Return one page of the candidates who match, in the order of the tree of units."""
    found = _with_status(exam, now, status)
    if unit:
        found = found.filter(unit__name=unit)
    if words:
        found = found.filter(
            Q(user__name__icontains=words) | Q(user__username__icontains=words) | Q(unit__name__icontains=words)
        )
    rank = {key: place for place, key in enumerate(unit_paths(exam.office))}
    keys = found.values_list("pk", "unit", "user__username")
    ordered = [key for key, _unit, _name in sorted(keys, key=lambda row: (rank[row[1]], row[2]))]
    pages = max(1, -(-len(ordered) // _PAGE))
    number = min(max(1, page), pages)
    shown = ordered[(number - 1) * _PAGE : number * _PAGE]
    return WatchedPage(_rows(shown, now), number, pages, len(ordered))


def candidate_watched(candidate: Candidate, now: datetime) -> Watched:
    """Return one candidate as the page shows them."""
    [row] = _rows([candidate.pk], now)
    return row


def units_examined(exam: Exam) -> QuerySet[Unit]:
    """Return the units of an exam's candidates."""
    return Unit.objects.filter(pk__in=exam.candidates.values("unit")).order_by("name")


def _with_status(exam: Exam, now: datetime, status: str) -> QuerySet[Candidate]:
    candidates = exam.candidates.all()
    if status == "lost":
        return candidates.filter(pk__in=lost_attempts(exam, now).values("candidate"))
    wanted = {
        "waiting": _has_not_come(),
        "writing": Q(_is_writing()),
        "submitted": _has_attempt() & ~_is_writing(),
        "away": _is_away(),
    }
    return candidates.filter(wanted[status]) if status in wanted else candidates


def _has_attempt() -> Q:
    return Q(Exists(Attempt.objects.filter(candidate=OuterRef("pk"))))


def _is_writing() -> Q:
    return Q(Exists(Attempt.objects.filter(candidate=OuterRef("pk"), state=AttemptState.OPEN)))


def _has_not_come() -> Q:
    """Who was to come and has not; once results are out they are absent."""
    return ~Q(state__in=_AWAY) & ~_has_attempt()


def _is_away() -> Q:
    return Q(state__in=_AWAY) & ~_has_attempt()


def _rows(keys: Sequence[int], now: datetime) -> list[Watched]:
    candidates = Candidate.objects.select_related("user", "unit", "exam").in_bulk(keys)
    newest: dict[int, Attempt] = {}
    left = Count("integrity_events", filter=Q(integrity_events__kind=IntegrityKind.AWAY))
    attempts = Attempt.objects.filter(candidate__in=keys).annotate(departures=left)
    for attempt in attempts.defer("display").order_by("number"):
        newest[attempt.candidate_id] = attempt
    saves = {
        row["attempt"]: row
        for row in Response.objects.filter(attempt__in=[attempt.pk for attempt in newest.values()])
        .values("attempt")
        .annotate(
            last_saved_at=Max("saved_at", filter=Q(seq__gt=0)),
            answered=Count("slot", filter=Q(answer__isnull=False)),
            late=Count("slot", filter=Q(seq__gt=0, saved_at__gt=F("attempt__deadline_at"))),
        )
    }
    return [_row(candidates[key], newest.get(key), saves, now) for key in keys]


def _row(
    candidate: Candidate, attempt: Attempt | None, saves: Mapping[int, Mapping[str, Any]], now: datetime
) -> Watched:
    if attempt is None:
        return Watched(candidate, "waiting" if candidate.state in ADMITTED else "away", None, 0, None, None)
    save = saves.get(attempt.pk, {"last_saved_at": None, "answered": 0, "late": 0})
    saved_at = save["last_saved_at"]
    contact_at = max(filter(None, (attempt.started_at, attempt.seen_at, saved_at)))
    if attempt.state == AttemptState.SUBMITTED:
        status = "submitted"
    else:
        status = "lost" if contact_at < now - LOST_AFTER else "writing"
    departures: int = getattr(attempt, "departures")  # noqa: B009 -- annotated by `_rows`
    return Watched(candidate, status, attempt, save["answered"], saved_at, contact_at, departures, save["late"])
