"""Statements whole: actor, verb, object, result, context, attachments."""

from __future__ import annotations

from typing import Any

from lrs.validation.activities import validate_activity
from lrs.validation.agents import validate_actor, validate_agent, validate_authority, validate_group
from lrs.validation.errors import InvalidError
from lrs.validation.formats import (
    duration,
    extensions,
    iri,
    language_map,
    language_tag,
    media_type,
    sha2,
    timestamp,
    uuid,
)
from lrs.validation.rules import (
    Rule,
    array,
    boolean,
    check_members,
    is_object,
    literal,
    members,
    natural,
    number,
    text,
)
from lrs.validation.versions import Version

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_verb = members({"id": iri, "display": language_map}, required=("id",))
_statement_ref = members({"objectType": literal("StatementRef"), "id": uuid}, required=("objectType", "id"))
_attachment = members(
    {
        "usageType": iri,
        "display": language_map,
        "description": language_map,
        "contentType": media_type,
        "length": natural,
        "sha2": sha2,
        "fileUrl": iri,
    },
    required=("usageType", "display", "contentType", "length", "sha2"),
)
_attachments = array(_attachment)
_SCORE = {"scaled": number, "raw": number, "min": number, "max": number}


def _score(value: Any, where: str) -> None:
    """A score within its own bounds."""
    check_members(value, where, _SCORE)
    if not -1 <= value.get("scaled", 0) <= 1:
        raise InvalidError(f"{where}.scaled", "应在 -1 与 1 之间")
    low, high, raw = value.get("min"), value.get("max"), value.get("raw")
    if low is not None and high is not None and low >= high:
        raise InvalidError(f"{where}.min", "应小于 max")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        raise InvalidError(f"{where}.raw", "应在 min 与 max 之间")


_result = members(
    {
        "score": _score,
        "success": boolean,
        "completion": boolean,
        "response": text,
        "duration": duration,
        "extensions": extensions,
    }
)


def _activities(value: Any, where: str) -> None:
    """One activity, or a list of them."""
    if isinstance(value, list):
        _activity_array(value, where)
    else:
        validate_activity(value, where)


_activity_array = array(validate_activity)
_context_activities = members(dict.fromkeys(("parent", "grouping", "category", "other"), _activities))
_relevant_types = array(iri, empty=False)
_context_agent = members(
    {"objectType": literal("contextAgent"), "agent": validate_agent, "relevantTypes": _relevant_types},
    required=("objectType", "agent"),
)
_context_group = members(
    {"objectType": literal("contextGroup"), "group": validate_group, "relevantTypes": _relevant_types},
    required=("objectType", "group"),
)
_CONTEXT: dict[str, Rule] = {
    "registration": uuid,
    "instructor": validate_actor,
    "team": validate_group,
    "contextActivities": _context_activities,
    "revision": text,
    "platform": text,
    "language": language_tag,
    "statement": _statement_ref,
    "extensions": extensions,
}
_context = {
    Version.V1: members(_CONTEXT),
    Version.V2: members({**_CONTEXT, "contextAgents": array(_context_agent), "contextGroups": array(_context_group)}),
}


def _statement_version(value: Any, where: str) -> None:
    """The version a statement says it follows."""
    text(value, where)
    if Version.of(value) is None:
        raise InvalidError(where, "应为 1.0.x 或 2.0.x")


def _clauses(version: Version) -> dict[str, Rule]:
    """Return the members that statements and sub-statements share."""
    return {
        "actor": validate_actor,
        "verb": _verb,
        "result": _result,
        "context": _context[version],
        "timestamp": timestamp,
        "attachments": _attachments,
    }


_OBJECTS: dict[str, Rule] = {
    "Activity": validate_activity,
    "Agent": validate_agent,
    "Group": validate_group,
    "StatementRef": _statement_ref,
}


def _object_type(value: Any, where: str) -> Any:
    """Return what kind of object this is; without a word it is an activity."""
    is_object(value, where)
    return value.get("objectType", "Activity")


def _simple_object(value: Any, where: str) -> None:
    """Anything that is done something to, but a sub-statement."""
    kind = _object_type(value, where)
    rule = _OBJECTS.get(kind) if isinstance(kind, str) else None
    if rule is None:
        raise InvalidError(f"{where}.objectType", "不是这里可用的对象类型")
    rule(value, where)


def _sub_statement_rule(version: Version) -> Rule:
    rules = {**_clauses(version), "objectType": literal("SubStatement"), "object": _simple_object}

    def rule(value: Any, where: str) -> None:
        check_members(value, where, rules, required=("actor", "verb", "object"))
        _check_activity_context(value, where)

    return rule


def _object_rule(version: Version) -> Rule:
    sub_statement = _sub_statement_rule(version)

    def rule(value: Any, where: str) -> None:
        if _object_type(value, where) == "SubStatement":
            sub_statement(value, where)
        else:
            _simple_object(value, where)

    return rule


def _check_activity_context(statement: dict[str, Any], where: str) -> None:
    """Refuse revision and platform where the object is no activity."""
    if _object_type(statement["object"], where) == "Activity":
        return
    for name in ("revision", "platform"):
        if name in statement.get("context", {}):
            raise InvalidError(f"{where}.context.{name}", "只能用于以活动为对象的语句")


_STATEMENT: dict[Version, dict[str, Rule]] = {
    version: {
        **_clauses(version),
        "id": uuid,
        "object": _object_rule(version),
        "stored": timestamp,
        "authority": validate_authority,
        "version": _statement_version,
    }
    for version in Version
}


def validate_statement(value: Any, version: Version, where: str = "statement") -> None:
    """Refuse what is not a statement by this version of the standard.

    Raises:
        InvalidError: names the first member that breaks a rule.
    """
    check_members(value, where, _STATEMENT[version], required=("actor", "verb", "object"))
    _check_activity_context(value, where)
    if value["verb"]["id"] == VOIDED and value["object"].get("objectType") != "StatementRef":
        raise InvalidError(f"{where}.object", "作废语句的对象须为 StatementRef")
