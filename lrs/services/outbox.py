"""From the fact to the store: a row in the fact's own transaction, delivered after it has been committed."""

from __future__ import annotations

import json
import logging
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Office
from lrs.models import OutboxEntry
from lrs.services.storing import statements_store
from lrs.validation import InvalidError, Version, validate_statement
from lrs.validation.json_text import json_text

logger = logging.getLogger(__name__)
#: In which version our own statements are written.
_OWN_VERSION = Version.V2
#: How many entries one transaction delivers: few enough to be done well within `StoreClock.SETTLED_AFTER`.
_CHUNK = 100


def statement_enqueue(*, office: Office, statement: dict[str, Any]) -> OutboxEntry:
    """Put one statement, with an id of the caller's, into the outbox: one INSERT, and the same row when repeated."""
    return statements_enqueue(office=office, statements=[statement])[0]


def statements_enqueue(
    *, office: Office, statements: Iterable[dict[str, Any]], at_once: bool = True
) -> list[OutboxEntry]:
    """Put statements into the outbox in the caller's transaction; they are delivered when it has committed.

    Delivery cannot fail the caller: what is not delivered then is left to the next `outbox_drain`. Where many report
    at the same moment, as when an exam ends, `at_once=False` leaves all to that and costs the caller no more than the
    INSERT.
    """
    entries = OutboxEntry.objects.bulk_create(
        [
            OutboxEntry(office=office, statement_id=uuid.UUID(statement["id"]), payload=json_text(statement))
            for statement in statements
        ],
        # Writing the id again changes nothing, and makes the database return the row that is there.
        update_conflicts=True,
        unique_fields=["office", "statement_id"],
        update_fields=["statement_id"],
    )
    if at_once:
        transaction.on_commit(outbox_drain, robust=True)
    return entries


def outbox_drain(*, limit: int = 500) -> int:
    """Deliver up to so many waiting statements and return how many were; several workers may drain at once.

    A statement that cannot be delivered keeps its error and waits behind the others, `MAX_ATTEMPTS` times.
    """
    delivered = 0
    failed: list[int] = []
    while (room := limit - delivered - len(failed)) > 0 and _waiting(failed).exists():
        entries = _drain_chunk(min(room, _CHUNK), failed)
        if not entries:
            break
        failed += [entry.pk for entry in entries if entry.delivered_at is None]
        delivered += sum(entry.delivered_at is not None for entry in entries)
    return delivered


def outbox_retry(*, office: Office) -> int:
    """Let an office's statements that are no longer tried be tried again, and return how many they are."""
    return _open_entries().filter(office=office, attempts__gte=OutboxEntry.MAX_ATTEMPTS).update(attempts=0)


def authority_of(office: Office) -> dict[str, Any]:
    """Return who vouches for the office's own statements."""
    account = {"homePage": settings.PUBLIC_ORIGIN, "name": office.key}
    return {"objectType": "Agent", "name": office.name, "account": account}


def _open_entries() -> QuerySet[OutboxEntry]:
    return OutboxEntry.objects.filter(delivered_at__isnull=True)


def _waiting(failed: Collection[int]) -> QuerySet[OutboxEntry]:
    """Return what is to be delivered, but for what has just failed.

    To ask without a lock first keeps an empty outbox from taking SQLite's one write lock.
    """
    return _open_entries().filter(attempts__lt=OutboxEntry.MAX_ATTEMPTS).exclude(pk__in=failed)


@transaction.atomic
def _drain_chunk(size: int, failed: Collection[int]) -> list[OutboxEntry]:
    """Deliver one short transaction's worth that nobody else is delivering, and return it.

    PostgreSQL skips the rows that others hold; on SQLite the transaction is the only one that writes.
    """
    held = _waiting(failed).select_related("office").select_for_update(skip_locked=True, of=("self",))
    entries = list(held.order_by("attempts", "pk")[:size])
    by_office: dict[int, list[OutboxEntry]] = defaultdict(list)
    for entry in entries:
        entry.attempts += 1
        by_office[entry.office_id].append(entry)
    # In one order for every worker: each office's clock is held until the commit.
    for _office, group in sorted(by_office.items()):
        _deliver(group)
    OutboxEntry.objects.bulk_update(entries, ["attempts", "delivered_at", "last_error"])
    return entries


def _deliver(entries: Sequence[OutboxEntry]) -> None:
    """Store one office's entries together or, where one of them stands in the way, each by itself."""
    valid = [entry for entry in entries if _is_valid(entry)]
    if valid and not _store(valid):
        for entry in valid:
            _store([entry])


def _is_valid(entry: OutboxEntry) -> bool:
    try:
        validate_statement(json.loads(entry.payload), _OWN_VERSION)
    except InvalidError as error:
        entry.last_error = str(error)
        logger.warning("outbox entry %s is not a statement: %s", entry.pk, error)
        return False
    return True


def _store(entries: Sequence[OutboxEntry]) -> bool:
    """Whether the entries could be stored."""
    office = entries[0].office
    try:
        with transaction.atomic():
            statements_store(
                office=office,
                statements=[json.loads(entry.payload) for entry in entries],
                authority=authority_of(office),
                version=_OWN_VERSION,
            )
    except OperationalError:
        # The database itself is in trouble: that is no statement's fault, and counts for none.
        raise
    except Exception as error:
        for entry in entries:
            entry.last_error = str(error)
        logger.warning("%d outbox entries not delivered", len(entries), exc_info=True)
        return False
    now = timezone.now()
    for entry in entries:
        entry.delivered_at, entry.last_error = now, ""
    return True
