"""What a store adds to a statement, or writes in its own way, before it keeps it."""

from __future__ import annotations

from typing import Any

from lrs.validation.equality import as_list
from lrs.validation.formats import timestamp_parse, timestamp_text
from lrs.validation.versions import Version

#: xAPI 1.0.3 part two, 2.4.10: a statement that names no version follows 1.0.0.
_VERSION_MEMBER = {Version.V1: "1.0.0", Version.V2: "2.0.0"}


def complete(
    statement: dict[str, Any], *, statement_id: str, authority: dict[str, Any], version: Version
) -> dict[str, Any]:
    """Return a valid statement completed but for the moment of storing, which comes with `stamp`."""
    completed = {"id": statement_id, **_normalized(statement)}
    completed["authority"] = authority
    completed.setdefault("version", _VERSION_MEMBER[version])
    completed.pop("stored", None)
    return completed


def stamp(statement: dict[str, Any], stored: str) -> dict[str, Any]:
    """Return a completed statement with its moment of storing; it happened then, unless it says when."""
    return {**statement, "timestamp": statement.get("timestamp", stored), "stored": stored}


def _normalized(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a statement or sub-statement with its time in UTC and its context activities in lists."""
    normalized = dict(statement)
    if "timestamp" in statement:
        normalized["timestamp"] = _utc(statement["timestamp"])
    activities = statement.get("context", {}).get("contextActivities")
    if activities:
        lists = {kind: as_list(value) for kind, value in activities.items()}
        normalized["context"] = {**statement["context"], "contextActivities": lists}
    if statement["object"].get("objectType") == "SubStatement":
        normalized["object"] = _normalized(statement["object"])
    return normalized


def _utc(timestamp: str) -> str:
    """Return a time in UTC; one that is already keeps its digits."""
    return timestamp if timestamp.endswith("Z") else timestamp_text(timestamp_parse(timestamp))
