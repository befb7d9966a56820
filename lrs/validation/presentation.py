"""The formats in which statements are given out besides `exact`: `ids` and `canonical`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lrs.validation.equality import as_list

_IDENTIFYING = ("objectType", "mbox", "mbox_sha1sum", "openid", "account")
_COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")
Change = Callable[[dict[str, Any]], dict[str, Any]]


def as_ids(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a statement with no more of its agents, activities and verbs than tells which they are."""
    return _changed(statement, agent=_agent_ids, activity=_only_id, verb=_only_id)


def as_canonical(
    statement: dict[str, Any], definitions: Mapping[str, dict[str, Any]], languages: Sequence[str]
) -> dict[str, Any]:
    """Return a statement whose activities carry the definitions known here, each text in one language."""

    def activity(value: dict[str, Any]) -> dict[str, Any]:
        definition = definitions.get(value["id"], value.get("definition"))
        return {**value, "definition": _in_one_language(definition, languages)} if definition else value

    def verb(value: dict[str, Any]) -> dict[str, Any]:
        return {**value, "display": _chosen(value["display"], languages)} if "display" in value else value

    return _changed(statement, agent=lambda agent: agent, activity=activity, verb=verb)


def activity_iris(statement: dict[str, Any]) -> Iterator[str]:
    """Give the activities that stand in a statement or its sub-statement."""
    target = statement["object"]
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        yield target["id"]
    elif kind == "SubStatement":
        yield from activity_iris(target)
    for activities in statement.get("context", {}).get("contextActivities", {}).values():
        for activity in as_list(activities):
            yield activity["id"]


def languages_wanted(accept_language: str) -> list[str]:
    """Return the language ranges of an Accept-Language field, best first; those weighted zero are left out."""
    weighted = []
    for place, item in enumerate(accept_language.split(",")):
        tag, _semicolon, parameter = item.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            weighted.append((-weight, place, tag.strip().lower()))
    return [tag for _weight, _place, tag in sorted(weighted)]


def _changed(statement: dict[str, Any], *, agent: Change, activity: Change, verb: Change) -> dict[str, Any]:
    """Return a statement or sub-statement with every agent, activity and verb changed so."""
    changed = {**statement, "actor": agent(statement["actor"]), "verb": verb(statement["verb"])}
    target = statement["object"]
    match target.get("objectType", "Activity"):
        case "Activity":
            changed["object"] = activity(target)
        case "SubStatement":
            changed["object"] = _changed(target, agent=agent, activity=activity, verb=verb)
        case "Agent" | "Group":
            changed["object"] = agent(target)
    if "authority" in statement:
        changed["authority"] = agent(statement["authority"])
    if "context" in statement:
        changed["context"] = _changed_context(statement["context"], agent=agent, activity=activity)
    return changed


def _changed_context(context: dict[str, Any], *, agent: Change, activity: Change) -> dict[str, Any]:
    changed = dict(context)
    for name in ("instructor", "team"):
        if name in context:
            changed[name] = agent(context[name])
    if "contextActivities" in context:
        changed["contextActivities"] = {
            kind: [activity(entry) for entry in as_list(entries)]
            for kind, entries in context["contextActivities"].items()
        }
    for name, member in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in context:
            changed[name] = [{**entry, member: agent(entry[member])} for entry in context[name]]
    return changed


def _agent_ids(agent: dict[str, Any]) -> dict[str, Any]:
    """Keep an agent's identifier; of an anonymous group, those of its members."""
    ids = {name: agent[name] for name in _IDENTIFYING if name in agent}
    if not ids.keys() - {"objectType"} and "member" in agent:
        ids["member"] = [_agent_ids(member) for member in agent["member"]]
    return ids


def _only_id(value: dict[str, Any]) -> dict[str, Any]:
    """Keep the IRI; an activity without a type is one, so nothing is lost."""
    return {"id": value["id"]}


def _in_one_language(definition: dict[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    chosen = dict(definition)
    for name in ("name", "description"):
        if name in definition:
            chosen[name] = _chosen(definition[name], languages)
    for name in _COMPONENT_LISTS:
        if name in definition:
            chosen[name] = [
                {**component, "description": _chosen(component["description"], languages)}
                if "description" in component
                else component
                for component in definition[name]
            ]
    return chosen


def _chosen(texts: dict[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Return the one entry of a language map that is wanted most, the first where none is."""
    for wanted in languages:
        for tag, text in texts.items():
            if wanted == "*" or tag.lower() == wanted or tag.lower().startswith(f"{wanted}-"):
                return {tag: text}
    return dict(list(texts.items())[:1])
