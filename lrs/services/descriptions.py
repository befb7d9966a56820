"""Learn from statements what agents are called and what activities are."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import Office
from lrs.keys import activity_key, agent_key, agent_name_key
from lrs.models import Activity, AgentName
from lrs.validation.json_text import json_text

_LANGUAGE_MAPS = ("name", "description")


class _Memory:
    """Keys of rows that this process has seen committed, with what it wrote there last.

    Such rows are never deleted, so what is remembered need not be looked up. That another process may have written
    a definition since only means that the same words from here do not bring the older one back.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._texts: dict[uuid.UUID, str] = {}

    def holds(self, key: uuid.UUID, text: str = "") -> bool:
        return self._texts.get(key) == text

    def remember(self, texts: Mapping[uuid.UUID, str]) -> None:
        """Keep these once the transaction has committed; what came first goes first."""
        transaction.on_commit(partial(self._keep, dict(texts)))

    def _keep(self, texts: Mapping[uuid.UUID, str]) -> None:
        self._texts.update(texts)
        while len(self._texts) > self._size:
            self._texts.pop(next(iter(self._texts)), None)


_names = _Memory(50_000)
_definitions = _Memory(10_000)


def names_learn(*, office: Office, names: Iterable[tuple[str, str]]) -> None:
    """Note names of agents (IFI, name) that were not seen before."""
    rows = {}
    for ifi, name in names:
        key = agent_name_key(office, ifi, name)
        # PostgreSQL cannot keep a null character in a text.
        if "\0" not in name and not _names.holds(key):
            rows[key] = AgentName(key=key, office=office, agent_key=agent_key(office, ifi), name=name)
    if rows:
        AgentName.objects.bulk_create([rows[key] for key in sorted(rows)], ignore_conflicts=True)
        _names.remember(dict.fromkeys(rows, ""))


def activities_learn(*, office: Office, definitions: Iterable[Mapping[str, dict[str, Any]]]) -> None:
    """Bring activities' definitions up to date, a later one in the sequence completing an earlier one."""
    entries = []
    texts: dict[uuid.UUID, str] = {}
    for iri, definition in (item for each in definitions for item in each.items()):
        key, text = activity_key(office, iri), json_text(definition)
        if not _definitions.holds(key, text):
            entries.append((key, iri, definition))
            texts[key] = text
    if entries:
        _definitions_merge(office, entries)
        _definitions.remember(texts)


def _definitions_merge(office: Office, entries: Sequence[tuple[uuid.UUID, str, dict[str, Any]]]) -> None:
    iris = {key: iri for key, iri, _definition in entries}
    stored = dict(Activity.objects.filter(key__in=iris).values_list("key", "definition"))
    merged = {key: json.loads(text) for key, text in stored.items()}
    for key, _iri, definition in entries:
        merged[key] = _merged(merged.get(key, {}), definition)
    texts = {key: json_text(definition) for key, definition in merged.items()}
    # Keys in one order for every writer, and only what has changed: everybody answers the same hundred questions.
    rows = [
        Activity(key=key, office=office, iri=iris[key], definition=texts[key])
        for key in sorted(texts)
        if texts[key] != stored.get(key)
    ]
    if rows:
        Activity.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=["definition"])


def _merged(known: dict[str, Any], definition: dict[str, Any]) -> dict[str, Any]:
    """Return a definition with what is new in it; names and descriptions in other languages stay."""
    merged = {**known, **definition}
    for name in _LANGUAGE_MAPS:
        if name in known and name in definition:
            merged[name] = {**known[name], **definition[name]}
    return merged
