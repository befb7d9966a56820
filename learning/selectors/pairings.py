"""Read who is joined with whom: the register that an office keeps of it, and which kinds a person's contacts cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from accounts.models import Office, User
from learning.enums import CounterpartKind, PairingType, RecordKind, RecordState
from learning.models import Record
from learning.schemes.model import Kind
from learning.selectors.schemes import schemes_in_force
from learning.selectors.standing import people_whose_year_is_seen


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one person's contact points, how many there are of each kind, as the register orders kinds."""

    person: User
    counts: Sequence[int]

    @property
    def is_whole(self) -> bool:
        """Return whether there is one of every kind."""
        return all(self.counts)


def pairing_register(user: User, on: date) -> QuerySet[Record]:
    """Return the pairings that hold on a day of those whose year somebody sees, each with its contacts' count and last.

    Who was paired comes by unit and number; what nobody has confirmed yet is none.
    """
    seen = people_whose_year_is_seen(user).order_by().values("pk")
    return (
        Record.objects.filter(Q(subject__in=seen) | Q(counterpart__in=seen), office=user.office_id)
        .filter(kind=RecordKind.PAIRING, state=RecordState.APPROVED, occurred_on__lte=on, lasts_until__gte=on)
        .annotate(met=Count("pairing__contacts"), last_met=Max("pairing__contacts__on"))
        .select_related("pairing", "subject", "unit", "counterpart")
        .order_by("pairing__type", "unit__name", "subject__username", "pk")
    )


def kinds_to_cover(office: Office, on: date) -> list[CounterpartKind]:
    """Return the kinds of contact that the office's schemes tell apart, as this program orders them."""
    told = {
        value
        for version in schemes_in_force(office, on)
        for duty in version.scheme.requirements
        if duty.kind is Kind.PAIRING
        for value in duty.values
    }
    return [kind for kind in CounterpartKind if kind.value in told]


def coverage(records: Iterable[Record], kinds: Sequence[CounterpartKind]) -> list[Coverage]:
    """Return which kinds each person's contact points cover, whoever lacks one first."""
    found: dict[User, list[int]] = {}
    for record in records:
        if record.pairing.type == PairingType.CONTACT_POINT:
            counts = found.setdefault(record.subject, [0] * len(kinds))
            for place, kind in enumerate(kinds):
                counts[place] += record.pairing.counterpart_kind == kind
    covered = [Coverage(person, counts) for person, counts in found.items()]
    return sorted(covered, key=lambda each: (each.is_whole, each.person.username))
