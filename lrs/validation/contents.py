"""What a valid statement contains: whom and what it can be found by, what it defines, what it points to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lrs.validation.agents import ifi_of
from lrs.validation.equality import as_list
from lrs.validation.statements import VOIDED

_ACTORS = ("Agent", "Group")


@dataclass
class Contents:
    """What stands in one statement. The flag of a term tells whether it is the statement's own actor or object
    (what the plain filters find) or stands elsewhere in it (what the `related_` filters find as well)."""

    ifis: dict[str, bool] = field(default_factory=dict)
    activities: dict[str, bool] = field(default_factory=dict)
    names: set[tuple[str, str]] = field(default_factory=set)
    definitions: dict[str, dict[str, Any]] = field(default_factory=dict)
    target: str | None = None
    voids: str | None = None

    def add_actor(self, actor: dict[str, Any], *, direct: bool) -> None:
        """Note an agent, or a group and its members: a group is found by each of them."""
        for agent in (actor, *actor.get("member", ())):
            ifi = ifi_of(agent)
            if ifi is None:
                continue
            self.ifis[ifi] = direct or self.ifis.get(ifi, False)
            if "name" in agent and agent.get("objectType") != "Group":
                self.names.add((ifi, agent["name"]))

    def add_activity(self, activity: dict[str, Any], *, direct: bool) -> None:
        """Note an activity and what is said of it."""
        iri = activity["id"]
        self.activities[iri] = direct or self.activities.get(iri, False)
        if activity.get("definition"):
            self.definitions[iri] = activity["definition"]


def contents_of(statement: dict[str, Any]) -> Contents:
    """Return what a valid statement contains."""
    contents = Contents()
    _add_clauses(contents, statement, direct=True)
    if "authority" in statement:
        contents.add_actor(statement["authority"], direct=False)
    if statement["object"].get("objectType") == "StatementRef":
        contents.target = statement["object"]["id"]
        if statement["verb"]["id"] == VOIDED:
            contents.voids = contents.target
    return contents


def _add_clauses(contents: Contents, statement: dict[str, Any], *, direct: bool) -> None:
    contents.add_actor(statement["actor"], direct=direct)
    target = statement["object"]
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        contents.add_activity(target, direct=direct)
    elif kind in _ACTORS:
        contents.add_actor(target, direct=direct)
    elif kind == "SubStatement":
        _add_clauses(contents, target, direct=False)
    context = statement.get("context", {})
    for actor in _context_actors(context):
        contents.add_actor(actor, direct=False)
    for activities in context.get("contextActivities", {}).values():
        for activity in as_list(activities):
            contents.add_activity(activity, direct=False)


def _context_actors(context: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ("instructor", "team"):
        if name in context:
            yield context[name]
    for entry in context.get("contextAgents", ()):
        yield entry["agent"]
    for entry in context.get("contextGroups", ()):
        yield entry["group"]
