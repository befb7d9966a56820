"""The hash that ties each ledger line to the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC

from appraisal.models import LedgerEntry

#: What the first line of an office's chain has before it.
GENESIS = "0" * 64


def entry_hash(entry: LedgerEntry) -> str:
    """Return the SHA-256 over everything a line says and the hash before it."""
    said = {
        "office": entry.office_id,
        "sequence": entry.sequence,
        "person": entry.person_id,
        "rule_version": entry.rule_version_id,
        "evidence_kind": entry.evidence_kind,
        "evidence": str(entry.evidence),
        "points": entry.points,
        "explanation": entry.explanation,
        "occurred_on": entry.occurred_on.isoformat(),
        "approved_by": entry.approved_by_id,
        "reverses": entry.reverses_id,
        "created_at": entry.created_at.astimezone(UTC).isoformat(),
        "previous_hash": entry.previous_hash,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(entries: Iterable[LedgerEntry]) -> LedgerEntry | None:
    """Return the first line, in order of sequence, that was changed, removed or put in later; None if all hold."""
    previous = GENESIS
    for sequence, entry in enumerate(entries, start=1):
        if entry.sequence != sequence or entry.previous_hash != previous or entry_hash(entry) != entry.hash:
            return entry
        previous = entry.hash
    return None
