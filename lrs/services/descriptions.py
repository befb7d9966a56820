"""Learn from statements what agents are called and what activities are."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import Office
from lrs.keys import activity_key, agent_key, agent_name_key
from lrs.models import Activity, AgentName
from lrs.validation.json_text import json_text

_LANGUAGE_MAPS = ("name", "description")


def names_learn(*, office: Office, names: Iterable[tuple[str, str]]) -> None:
    """Note names of agents (IFI, name) that were not seen before."""
    rows = {
        key: AgentName(key=key, office=office, agent_key=agent_key(office, ifi), name=name)
        for ifi, name in names
        # PostgreSQL cannot keep a null character in a text.
        if "\0" not in name and (key := agent_name_key(office, ifi, name))
    }
    # Everybody's statements name the same few people: look before writing.
    known = AgentName.objects.filter(key__in=rows).values_list("key", flat=True) if rows else ()
    for key in known:
        del rows[key]
    if rows:
        AgentName.objects.bulk_create([rows[key] for key in sorted(rows)], ignore_conflicts=True)


def activities_learn(*, office: Office, definitions: Iterable[Mapping[str, dict[str, Any]]]) -> None:
    """Bring activities' definitions up to date, a later one in the sequence completing an earlier one."""
    entries = [(iri, definition) for each in definitions for iri, definition in each.items()]
    if not entries:
        return
    keys = {iri: activity_key(office, iri) for iri, _definition in entries}
    stored = dict(Activity.objects.filter(key__in=keys.values()).values_list("key", "definition"))
    merged = {key: json.loads(text) for key, text in stored.items()}
    for iri, definition in entries:
        merged[keys[iri]] = _merged(merged.get(keys[iri], {}), definition)
    changed: dict[uuid.UUID, Activity] = {}
    for iri, key in keys.items():
        text = json_text(merged[key])
        if text != stored.get(key):
            changed[key] = Activity(key=key, office=office, iri=iri, definition=text)
    if changed:
        Activity.objects.bulk_create(
            [changed[key] for key in sorted(changed)],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["definition"],
        )


def _merged(known: dict[str, Any], definition: dict[str, Any]) -> dict[str, Any]:
    """Return a definition with what is new in it; names and descriptions in other languages stay."""
    merged = {**known, **definition}
    for name in _LANGUAGE_MAPS:
        if name in known and name in definition:
            merged[name] = {**known[name], **definition[name]}
    return merged
