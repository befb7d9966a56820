"""Read the store: pages of statements, single ones, what is known of activities and agents, documents, counts."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Office
from lrs.enums import DocumentKind
from lrs.keys import activity_key, agent_key, attachment_key, document_key, document_scope_key, verb_key
from lrs.models import (
    Activity,
    AgentName,
    Attachment,
    Document,
    LrsClient,
    OutboxEntry,
    Statement,
    StatementReference,
    StoreClock,
)


@dataclass(frozen=True)
class StatementQuery:
    """What to look for, and which page of it."""

    ifi: str | None = None
    related_agents: bool = False
    activity: str | None = None
    related_activities: bool = False
    verb: str | None = None
    registration: uuid.UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    #: The order key of the last statement of the page before.
    after: int | None = None
    limit: int = 100

    @property
    def is_filtered(self) -> bool:
        """Whether anything but time and order decides."""
        return any((self.ifi, self.activity, self.verb, self.registration))


@dataclass(frozen=True)
class StatementPage:
    """Statements as JSON texts, and the order key to go on after if there are more."""

    payloads: list[str]
    next_after: int | None


def statement_page(*, office: Office, query: StatementQuery, written_by: LrsClient | None = None) -> StatementPage:
    """Return a page of the office's statements that are not voided and match, or refer to one that matches.

    With `written_by` only that client's own are seen.
    """
    visible = Statement.objects.filter(office=office, voided=False)
    if written_by is not None:
        visible = visible.filter(client=written_by)
    span = _span(office, query)
    place = "terms__statement_id" if query.ifi or query.activity else "pk"
    found = _first_of(_matching(visible, office, query, span), query, place)
    if query.is_filtered:
        found |= _first_of(_referring(visible, office, query, span), query, "pk")
    keys = sorted(found, reverse=not query.ascending)
    page = keys[: query.limit]
    return StatementPage([found[key] for key in page], page[-1] if len(keys) > query.limit else None)


@dataclass(frozen=True)
class _Span:
    """A stretch of order keys: beyond the one, up to the other."""

    beyond: int | None = None
    up_to: int | None = None

    def of(self, place: str) -> dict[str, int]:
        """Return the conditions that the key at a place lies within."""
        bounds = {f"{place}__gt": self.beyond, f"{place}__lte": self.up_to}
        return {lookup: key for lookup, key in bounds.items() if key is not None}


def _span(office: Office, query: StatementQuery) -> _Span:
    """Return what lies between since (exclusive) and until (inclusive) and after the page before."""
    beyond = None if query.since is None else _last_stored_by(office, query.since)
    up_to = None if query.until is None else _last_stored_by(office, query.until)
    if query.after is not None and query.ascending:
        beyond = max(query.after, beyond or 0)
    elif query.after is not None:
        up_to = query.after - 1 if up_to is None else min(query.after - 1, up_to)
    return _Span(beyond, up_to)


def _first_of(statements: QuerySet[Statement], query: StatementQuery, place: str) -> dict[int, str]:
    """Return the payloads of a page, and of one statement more, by order keys that are read at a place."""
    ordered = statements.order_by(place if query.ascending else f"-{place}")
    return dict(ordered.values_list("pk", "payload")[: query.limit + 1])


def _last_stored_by(office: Office, moment: datetime) -> int:
    """Return the order key of the last statement stored at or before a moment."""
    stored = Statement.objects.filter(office=office, stored__lte=moment).order_by("-stored")
    return stored.values_list("pk", flat=True).first() or 0


def _matching(
    statements: QuerySet[Statement], office: Office, query: StatementQuery, span: _Span
) -> QuerySet[Statement]:
    """Keep what lies in the span and meets the filters itself."""
    statements = statements.filter(**span.of("pk"))
    if query.verb is not None:
        statements = statements.filter(verb_key=verb_key(query.verb))
    if query.registration is not None:
        statements = statements.filter(registration=query.registration)
    if query.activity is not None:
        statements = _having(statements, activity_key(office, query.activity), span, related=query.related_activities)
    # The agent last: the page is read in the order of its terms, which are fewer than an activity's.
    if query.ifi is not None:
        statements = _having(statements, agent_key(office, query.ifi), span, related=query.related_agents)
    return statements


def _having(statements: QuerySet[Statement], key: uuid.UUID, span: _Span, *, related: bool) -> QuerySet[Statement]:
    """Keep what has a term. The span stands there again, so that SQLite reads no more of the term's index."""
    kind = {} if related else {"terms__direct": True}
    return statements.filter(terms__key=key, **kind, **span.of("terms__statement_id"))


def _referring(
    statements: QuerySet[Statement], office: Office, query: StatementQuery, span: _Span
) -> QuerySet[Statement]:
    """Keep what lies in the span and refers to a statement that meets the filters, be that one voided or older."""
    target = Statement.objects.filter(office=office, statement_id=OuterRef("target_id"))
    # References are few and matches may be many: SQLite, which does not choose, is to begin with the references.
    references = StatementReference.objects.filter(Exists(_matching(target, office, query, _Span())))
    return statements.filter(pk__in=references.values("source_id"), **span.of("pk"))


def statement_find(
    *, office: Office, statement_id: uuid.UUID, voided: bool, written_by: LrsClient | None = None
) -> Statement | None:
    """Return one statement, among the voided ones or among the others."""
    statements = Statement.objects.filter(office=office, statement_id=statement_id, voided=voided)
    if written_by is not None:
        statements = statements.filter(client=written_by)
    return statements.first()


def consistent_through(*, office: Office, now: datetime) -> datetime:
    """Return the moment up to which every stored statement can be read; ask before reading."""
    settled = now - StoreClock.SETTLED_AFTER
    clock = StoreClock.objects.filter(office=office).first()
    return max(clock.last_stored, settled) if clock else settled


def attachments_of(*, office: Office, digests: Iterable[str]) -> list[Attachment]:
    """Return the attachments kept under these digests."""
    return list(Attachment.objects.filter(key__in={attachment_key(office, sha2) for sha2 in digests}))


def definitions_of(*, office: Office, iris: Iterable[str]) -> Mapping[str, dict[str, Any]]:
    """Return what is known of activities, by their IRI."""
    known = Activity.objects.filter(key__in={activity_key(office, iri) for iri in iris})
    return {iri: json.loads(text) for iri, text in known.values_list("iri", "definition")}


def names_of(*, office: Office, ifi: str) -> list[str]:
    """Return the names an agent was seen under."""
    names = AgentName.objects.filter(agent_key=agent_key(office, ifi))
    return sorted(names.values_list("name", flat=True))


@dataclass(frozen=True)
class DocumentScope:
    """What documents of one kind belong to: an activity, an agent or both, perhaps within a registration."""

    office: Office
    kind: DocumentKind
    activity: str = ""
    ifi: str = ""
    registration: uuid.UUID | None = None

    @property
    def key(self) -> uuid.UUID:
        """The key that documents of all registrations share."""
        return document_scope_key(self.office, self.kind, self.activity, self.ifi)

    def document_key(self, document_id: str) -> uuid.UUID:
        """Return the key of one document."""
        return document_key(self.key, self.registration, document_id)


def document_find(*, scope: DocumentScope, document_id: str) -> Document | None:
    """Return one document."""
    return Document.objects.filter(key=scope.document_key(document_id)).first()


def documents_in(*, scope: DocumentScope, since: datetime | None = None) -> QuerySet[Document]:
    """Return the documents of a scope: of one registration if it names one, else of all."""
    documents = Document.objects.filter(scope_key=scope.key)
    if scope.registration is not None:
        documents = documents.filter(registration=scope.registration)
    if since is not None:
        documents = documents.filter(updated_at__gt=since)
    return documents


@dataclass(frozen=True)
class StoreSummary:
    """How a store stands: its statements, and those of our own still on their way."""

    statements: int
    waiting: int
    stuck: int
    last_stored: datetime | None


def store_summary(*, office: Office) -> StoreSummary:
    """Return the counts a page shows."""
    waiting = OutboxEntry.objects.filter(office=office, delivered_at__isnull=True)
    clock = StoreClock.objects.filter(office=office).first()
    return StoreSummary(
        statements=Statement.objects.filter(office=office, voided=False).count(),
        waiting=waiting.filter(attempts__lt=OutboxEntry.MAX_ATTEMPTS).count(),
        stuck=outbox_stuck(office=office).count(),
        last_stored=clock.last_stored if clock else None,
    )


def outbox_stuck(*, office: Office) -> QuerySet[OutboxEntry]:
    """Return the statements of our own that are no longer tried."""
    return OutboxEntry.objects.filter(office=office, delivered_at__isnull=True, attempts__gte=OutboxEntry.MAX_ATTEMPTS)


def statements_latest(*, office: Office, limit: int = 20) -> list[dict[str, Any]]:
    """Return the newest statements, newest first."""
    page = statement_page(office=office, query=StatementQuery(limit=limit))
    return [json.loads(payload) for payload in page.payloads]
