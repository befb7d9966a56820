"""Put statements into a store: all of a batch or none."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Office
from lrs.enums import Scope
from lrs.keys import activity_key, agent_key, attachment_key, verb_key
from lrs.models import (
    Attachment,
    LrsClient,
    Statement,
    StatementReference,
    StatementTerm,
    StoreClock,
    moment_of,
    moment_time,
)
from lrs.services.descriptions import activities_learn, names_learn
from lrs.sql import as_uuid, clock_hold, clock_set, rows_insert, voids_among
from lrs.validation import Version
from lrs.validation.completion import complete, stamp
from lrs.validation.contents import Contents, contents_of
from lrs.validation.equality import same_statement
from lrs.validation.formats import timestamp_parse, timestamp_text
from lrs.validation.json_text import json_text

_STATEMENT_COLUMNS = (
    "office",
    "statement_id",
    "payload",
    "stored",
    "timestamp",
    "verb_key",
    "registration",
    "client",
    "voids",
    "voided",
)


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
    #: Whether the sender chose the id: only then can anything be known of it already.
    is_given: bool
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
    if not statements:
        return []
    drafts = [_draft(statement, authority, version) for statement in statements]
    with transaction.atomic():
        last = clock_hold(office)
        # Taken while the clock is held: to wait for it is no part of the time that writing may take.
        began = timezone.now()
        new = _insert(office, client, drafts, first=max(moment_of(began), last + 1))
        _check_same(office, [draft for draft in drafts if draft.statement_id not in new])
        if new:
            stored = [(new[draft.statement_id], draft) for draft in drafts if draft.statement_id in new]
            _link(office, stored)
            _void(office, [draft for _key, draft in stored])
            _attachments_keep(office, attachments)
            if client is None or client.may(Scope.DEFINE):
                _describe(office, [draft.contents for _key, draft in stored])
            _check_in_time(began)
    return [draft.statement_id for draft in drafts]


def _draft(statement: dict[str, Any], authority: dict[str, Any], version: Version) -> _Draft:
    statement_id = statement.get("id") or str(uuid.uuid4())
    completed = complete(statement, statement_id=statement_id, authority=authority, version=version)
    return _Draft(uuid.UUID(statement_id), "id" in statement, completed, contents_of(completed))


def _insert(office: Office, client: LrsClient | None, drafts: Sequence[_Draft], *, first: int) -> dict[uuid.UUID, int]:
    """Write the statements whose ids are free, a microsecond apart from the first, and return their order keys."""
    rows = [_values(office, client, draft, moment_time(first + place)) for place, draft in enumerate(drafts)]
    inserted = rows_insert(
        Statement,
        _STATEMENT_COLUMNS,
        rows,
        on_conflict="ON CONFLICT (office_id, statement_id) DO NOTHING",
        returning="RETURNING statement_id, id",
    )
    clock_set(office, first + len(drafts) - 1)
    return {as_uuid(statement_id): key for statement_id, key in inserted}


def _values(office: Office, client: LrsClient | None, draft: _Draft, stored: datetime) -> tuple[object, ...]:
    """Return a row in the order of `_STATEMENT_COLUMNS`."""
    statement = stamp(draft.statement, timestamp_text(stored))
    registration = statement.get("context", {}).get("registration")
    return (
        office.pk,
        draft.statement_id,
        json_text(statement),
        stored,
        timestamp_parse(statement["timestamp"]),
        verb_key(statement["verb"]["id"]),
        uuid.UUID(registration) if registration else None,
        client.pk if client else None,
        draft.voids,
        False,
    )


def _check_same(office: Office, drafts: Sequence[_Draft]) -> None:
    """Refuse statements whose ids are taken, unless they say what is stored there.

    Raises:
        StatementConflictError: as said.
    """
    if not drafts:
        return
    ids = [draft.statement_id for draft in drafts]
    rows = Statement.objects.filter(office=office, statement_id__in=ids)
    stored = dict(rows.values_list("statement_id", "payload"))
    for draft in drafts:
        if not same_statement(json.loads(stored[draft.statement_id]), draft.statement):
            raise StatementConflictError(draft.statement_id)


def _link(office: Office, stored: Sequence[tuple[int, _Draft]]) -> None:
    """Write what the statements can be found by."""
    terms = [(key, statement, direct) for statement, draft in stored for key, direct in _terms(office, draft.contents)]
    rows_insert(StatementTerm, ("key", "statement", "direct"), terms)
    for statement, draft in stored:
        if draft.contents.target:
            _reference_add(office, statement, draft.statement_id, uuid.UUID(draft.contents.target))


def _terms(office: Office, contents: Contents) -> Iterator[tuple[uuid.UUID, bool]]:
    for ifi, direct in contents.ifis.items():
        yield agent_key(office, ifi), direct
    for iri, direct in contents.activities.items():
        yield activity_key(office, iri), direct


def _void(office: Office, new: Sequence[_Draft]) -> None:
    """Mark as voided what the new statements void, and those of them that were voided before they came.

    A voiding statement may come first, even in one batch; it cannot itself be voided.
    """
    targets = {draft.voids for draft in new if draft.voids}
    given = [draft.statement_id for draft in new if draft.is_given]
    targets |= voids_among(office, given)
    if targets:
        Statement.objects.filter(office=office, statement_id__in=targets, voids__isnull=True).update(voided=True)


def _describe(office: Office, contents: Sequence[Contents]) -> None:
    names_learn(office=office, names={name for each in contents for name in each.names})
    activities_learn(office=office, definitions=[each.definitions for each in contents])


def _check_in_time(began: datetime) -> None:
    """Give up where readers may have been told that nothing more will come from that moment.

    Raises:
        StoreBusyError: as said.
    """
    if timezone.now() - began >= StoreClock.SETTLED_AFTER:
        raise StoreBusyError("写入用时太长，没有存入；请减少每批语句后重试")


def _reference_add(office: Office, statement: int, statement_id: uuid.UUID, target: uuid.UUID) -> None:
    """Note what the statement leads to, for itself and for those that lead to it."""
    references = StatementReference.objects.filter(source__office=office)
    leading_here = references.filter(target_id=statement_id).values_list("source_id", flat=True)
    leading_on = references.filter(source__statement_id=target).values_list("target_id", flat=True)
    sources, targets = {statement, *leading_here}, {target, *leading_on}
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
