"""When two statements say the same (xAPI 1.0.3 part two, 2.3.1): what a store may add or rewrite does not count."""

from __future__ import annotations

import re
from typing import Any

from lrs.validation.agents import ifi_of
from lrs.validation.formats import timestamp_parse

#: Set or overwritten by the store.
_STORE_MEMBERS = frozenset({"stored", "authority", "version"})
#: Set by the store only where the sender left them out.
_DEFAULTED_MEMBERS = ("id", "timestamp")
_AGENT_MEMBERS = ("instructor", "team")
#: "Any precision beyond 0.01 second precision shall not be included in the comparison."
_FINE_SECONDS = re.compile(r"(\.\d\d)\d+(?=S)")
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"


def same_statement(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether both valid statements say the same."""
    first, second = _essence(one), _essence(other)
    for name in _DEFAULTED_MEMBERS:
        if name not in first or name not in second:
            first.pop(name, None)
            second.pop(name, None)
    return first == second


def _essence(statement: dict[str, Any]) -> dict[str, Any]:
    """Return what of a statement or sub-statement cannot change without changing what it says."""
    essence = {name: value for name, value in statement.items() if name not in _STORE_MEMBERS}
    essence["actor"] = _actor(statement["actor"])
    essence["verb"] = statement["verb"]["id"]
    essence["object"] = _object(statement["object"])
    if "id" in statement:
        essence["id"] = statement["id"].lower()
    if "timestamp" in statement:
        essence["timestamp"] = timestamp_parse(statement["timestamp"])
    if "result" in statement:
        essence["result"] = _result(statement["result"])
    if "context" in statement:
        essence["context"] = _context(statement["context"])
    essence["attachments"] = sorted(
        attachment["sha2"].lower()
        for attachment in statement.get("attachments", ())
        if attachment["usageType"] != SIGNATURE
    )
    return essence


def _actor(actor: dict[str, Any]) -> tuple[Any, ...]:
    members = sorted((_actor(member) for member in actor.get("member", ())), key=repr)
    return (actor.get("objectType", "Agent"), ifi_of(actor), actor.get("name"), tuple(members))


def _object(value: dict[str, Any]) -> Any:
    match value.get("objectType", "Activity"):
        case "Activity":
            return ("Activity", value["id"])
        case "StatementRef":
            return ("StatementRef", value["id"].lower())
        case "SubStatement":
            return _essence(value)
        case _:
            return _actor(value)


def _result(result: dict[str, Any]) -> dict[str, Any]:
    if "duration" not in result:
        return result
    return {**result, "duration": _FINE_SECONDS.sub(r"\1", result["duration"])}


def _context(context: dict[str, Any]) -> dict[str, Any]:
    essence = dict(context)
    for name in _AGENT_MEMBERS:
        if name in context:
            essence[name] = _actor(context[name])
    if "registration" in context:
        essence["registration"] = context["registration"].lower()
    if "statement" in context:
        essence["statement"] = context["statement"]["id"].lower()
    if "contextActivities" in context:
        essence["contextActivities"] = {
            kind: [activity["id"] for activity in as_list(activities)]
            for kind, activities in context["contextActivities"].items()
        }
    return essence


def as_list(value: Any) -> list[Any]:
    """Return a list where the standard allows one thing or a list of them."""
    return value if isinstance(value, list) else [value]
