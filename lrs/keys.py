"""Keys made from what they stand for: a row can be found, or its absence relied on, without looking it up first.

Identifiers have no length limit in the standard, and an index entry of PostgreSQL has; the key is always 16 bytes.
"""

from __future__ import annotations

import uuid
from functools import lru_cache

from accounts.models import Office

_NAMESPACE = uuid.UUID("6f0a0f0e-3c39-5d0c-9a55-6b1f8a5f6f2e")


def agent_key(office: Office, ifi: str) -> uuid.UUID:
    """Return the key of an agent or identified group in an office's store."""
    return _key(office, "agent", ifi)


def agent_name_key(office: Office, ifi: str, name: str) -> uuid.UUID:
    """Return the key of one name of an agent."""
    return _key(office, "name", ifi, name)


def activity_key(office: Office, iri: str) -> uuid.UUID:
    """Return the key of an activity in an office's store."""
    return _key(office, "activity", iri)


@lru_cache(maxsize=1_000)
def verb_key(iri: str) -> uuid.UUID:
    """Return the key of a verb, the same in every store."""
    return uuid.uuid5(_NAMESPACE, iri)


def attachment_key(office: Office, sha2: str) -> uuid.UUID:
    """Return the key of an attachment's bytes."""
    return _key(office, "attachment", sha2.lower())


def document_scope_key(office: Office, kind: str, activity: str, ifi: str) -> uuid.UUID:
    """Return the key of the activity, the agent or the pair of them that documents belong to."""
    return _key(office, "document", kind, activity, ifi)


def document_key(scope: uuid.UUID, registration: uuid.UUID | None, document_id: str) -> uuid.UUID:
    """Return the key of one document; no registration is a registration of its own."""
    return uuid.uuid5(scope, f"{registration or ''}\n{document_id}")


def _key(office: Office, *parts: str) -> uuid.UUID:
    return _key_in(office.uuid, parts)


@lru_cache(maxsize=20_000)
def _key_in(office: uuid.UUID, parts: tuple[str, ...]) -> uuid.UUID:
    """Return the key of parts in an office; the same people and questions come again and again."""
    return uuid.uuid5(_NAMESPACE, "\n".join((office.hex, *parts)))
