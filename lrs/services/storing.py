"""Put statements into a store: all of a batch or none."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Office
from lrs.enums import Scope
from lrs.keys import activity_key, agent_key, attachment_key, verb_key
from lrs.models import Attachment, LrsClient, Statement, StatementReference, StatementTerm, StoreClock
from lrs.services.descriptions import activities_learn, names_learn
from lrs.validation import Version
from lrs.validation.completion import complete, stamp
from lrs.validation.contents import Contents, contents_of
from lrs.validation.equality import same_statement
from lrs.validation.formats import timestamp_parse, timestamp_text
from lrs.validation.json_text import json_text

_TICK = timedelta(microseconds=1)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class StatementConflictError(Exception):
    """The store holds another statement under the same id."""

    def __init__(self, statement_id: uuid.UUID) -> None:
        super().__init__(f"编号 {statement_id} 已用于另一条语句")
        self.statement_id = statement_id


class StoreBusyError(Exception):
    """Writing took too long to be seen in the order of the moments it carries; nothing is stored."""


@dataclass(frozen=True)
class AttachmentData:
    """An attachment's bytes with the digest that ties them to statements."""

    sha2: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class _Draft:
    """A statement about to be stored, complete but for the moment of storing."""

    statement_id: uuid.UUID
    statement: dict[str, Any]
    contents: Contents

    @property
    def voids(self) -> uuid.UUID | None:
        return uuid.UUID(self.contents.voids) if self.contents.voids else None


def statements_store(
    *,
    office: Office,
    statements: Sequence[dict[str, Any]],
    authority: dict[str, Any],
    version: Version,
    client: LrsClient | None = None,
    attachments: Iterable[AttachmentData] = (),
) -> list[uuid.UUID]:
    """Store valid statements and return their ids in order; one that is there already is left as it is.

    Raises:
        StatementConflictError: an id is taken by a statement that says something else; nothing is stored.
        StoreBusyError: it took too long; nothing is stored.
    """
    drafts = [_draft(statement, authority, version) for statement in statements]
    given = [uuid.UUID(statement["id"]) for statement in statements if "id" in statement]
    with transaction.atomic():
        clock = _clock_hold(office)
        known = _known_ids(office, drafts, given)
        new = [draft for draft in drafts if draft.statement_id not in known]
        if new:
            _insert(office, client, new, clock, voided=_voided_ids(office, new, given))
            _attachments_keep(office, attachments)
            if client is None or client.may(Scope.DEFINE):
                names_learn(office=office, names={name for draft in new for name in draft.contents.names})
                activities_learn(office=office, definitions=[draft.contents.definitions for draft in new])
            _check_in_time(clock)
    return [draft.statement_id for draft in drafts]


def _draft(statement: dict[str, Any], authority: dict[str, Any], version: Version) -> _Draft:
    statement_id = statement.get("id") or str(uuid.uuid4())
    completed = complete(statement, statement_id=statement_id, authority=authority, version=version)
    return _Draft(uuid.UUID(statement_id), completed, contents_of(completed))


def _clock_hold(office: Office) -> StoreClock:
    """Return the store's clock; nobody else stores in this office until the transaction ends."""
    held = StoreClock.objects.select_for_update().filter(office=office)
    clock = held.first()
    if clock is None:
        StoreClock.objects.bulk_create([StoreClock(office=office, last_stored=_BEGINNING)], ignore_conflicts=True)
        clock = held.get()
    return clock


def _known_ids(office: Office, drafts: Iterable[_Draft], given: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Return the ids that are stored already, refusing one that is stored with another meaning.

    Raises:
        StatementConflictError: as said.
    """
    if not given:
        return set()
    rows = Statement.objects.filter(office=office, statement_id__in=given)
    stored = dict(rows.values_list("statement_id", "payload"))
    for draft in drafts:
        payload = stored.get(draft.statement_id)
        if payload is not None and not same_statement(json.loads(payload), draft.statement):
            raise StatementConflictError(draft.statement_id)
    return set(stored)


def _voided_ids(office: Office, new: Sequence[_Draft], given: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Return which new statements are void from the start, and void those stored earlier that the new ones void.

    A voiding statement may come before the one it voids, even in one batch, and cannot itself be voided.
    """
    targets = {draft.voids for draft in new if draft.voids}
    if targets:
        Statement.objects.filter(office=office, statement_id__in=targets, voids__isnull=True).update(voided=True)
    if given:
        earlier = Statement.objects.filter(office=office, voids__in=given)
        targets.update(target for target in earlier.values_list("voids", flat=True) if target)
    return {draft.statement_id for draft in new if draft.statement_id in targets and draft.voids is None}


def _insert(
    office: Office,
    client: LrsClient | None,
    new: Sequence[_Draft],
    clock: StoreClock,
    *,
    voided: set[uuid.UUID],
) -> None:
    """Write the statements and what they are found by, and move the clock on."""
    # Taken while the clock is held: an earlier moment might lie before what readers have already been told.
    first = max(timezone.now(), clock.last_stored + _TICK)
    rows = Statement.objects.bulk_create(
        _row(office, client, draft, first + place * _TICK, voided=draft.statement_id in voided)
        for place, draft in enumerate(new)
    )
    StatementTerm.objects.bulk_create(
        term for row, draft in zip(rows, new, strict=True) for term in _terms(office, row, draft.contents)
    )
    for row, draft in zip(rows, new, strict=True):
        if draft.contents.target:
            _reference_add(office, row, uuid.UUID(draft.contents.target))
    clock.last_stored = rows[-1].stored
    clock.save(update_fields=["last_stored"])


def _check_in_time(clock: StoreClock) -> None:
    """Give up where readers may have been told that nothing more will come from that moment.

    Raises:
        StoreBusyError: as said.
    """
    if timezone.now() - clock.last_stored >= StoreClock.SETTLED_AFTER:
        raise StoreBusyError("写入用时太长，没有存入；请减少每批语句后重试")


def _row(office: Office, client: LrsClient | None, draft: _Draft, stored: datetime, *, voided: bool) -> Statement:
    statement = stamp(draft.statement, timestamp_text(stored))
    registration = statement.get("context", {}).get("registration")
    return Statement(
        office=office,
        client=client,
        statement_id=draft.statement_id,
        payload=json_text(statement),
        stored=stored,
        timestamp=timestamp_parse(statement["timestamp"]),
        verb_key=verb_key(statement["verb"]["id"]),
        registration=uuid.UUID(registration) if registration else None,
        voids=draft.voids,
        voided=voided,
    )


def _terms(office: Office, row: Statement, contents: Contents) -> Iterable[StatementTerm]:
    for ifi, direct in contents.ifis.items():
        yield StatementTerm(key=agent_key(office, ifi), statement=row, direct=direct)
    for iri, direct in contents.activities.items():
        yield StatementTerm(key=activity_key(office, iri), statement=row, direct=direct)


def _reference_add(office: Office, row: Statement, target: uuid.UUID) -> None:
    """Note what the statement leads to, for itself and for those that lead to it."""
    references = StatementReference.objects.filter(source__office=office)
    leading_here = references.filter(target_id=row.statement_id).values_list("source_id", flat=True)
    leading_on = references.filter(source__statement_id=target).values_list("target_id", flat=True)
    sources, targets = {row.pk, *leading_here}, {target, *leading_on}
    StatementReference.objects.bulk_create(
        [StatementReference(target_id=far, source_id=near) for far in targets for near in sources],
        ignore_conflicts=True,
    )


def _attachments_keep(office: Office, attachments: Iterable[AttachmentData]) -> None:
    rows = {
        attachment_key(office, data.sha2): Attachment(
            key=attachment_key(office, data.sha2),
            office=office,
            sha2=data.sha2,
            content_type=data.content_type,
            content=data.content,
        )
        for data in attachments
    }
    if rows:
        Attachment.objects.bulk_create([rows[key] for key in sorted(rows)], ignore_conflicts=True)
