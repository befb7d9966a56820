"""Write: statements, documents, clients, and the outbox by which upper apps report what happened."""

from __future__ import annotations

from lrs.services.clients import client_create, client_revoke
from lrs.services.outbox import outbox_drain, outbox_retry, statement_enqueue, statements_enqueue
from lrs.services.storing import StatementConflictError, StoreBusyError, statements_store

__all__ = [
    "StatementConflictError",
    "StoreBusyError",
    "client_create",
    "client_revoke",
    "outbox_drain",
    "outbox_retry",
    "statement_enqueue",
    "statements_enqueue",
    "statements_store",
]
