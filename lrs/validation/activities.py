"""Activities and their definitions, interaction components included."""

from __future__ import annotations

from typing import Any

from lrs.validation.errors import InvalidError
from lrs.validation.formats import extensions, iri, language_map
from lrs.validation.rules import array, check_members, literal, members, one_of, text

#: Which lists of components go with which kind of interaction.
_COMPONENTS: dict[str, frozenset[str]] = {
    "true-false": frozenset(),
    "choice": frozenset({"choices"}),
    "fill-in": frozenset(),
    "long-fill-in": frozenset(),
    "matching": frozenset({"source", "target"}),
    "performance": frozenset({"steps"}),
    "sequencing": frozenset({"choices"}),
    "likert": frozenset({"scale"}),
    "numeric": frozenset(),
    "other": frozenset(),
}
_COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")
_component = members({"id": text, "description": language_map}, required=("id",))


def _components(value: Any, where: str) -> None:
    """A list of answers to choose from, each with an id of its own."""
    _component_array(value, where)
    ids = [component["id"] for component in value]
    if len(set(ids)) != len(ids):
        raise InvalidError(where, "各项的 id 不能重复")


_component_array = array(_component)
_DEFINITION = {
    "name": language_map,
    "description": language_map,
    "type": iri,
    "moreInfo": iri,
    "extensions": extensions,
    "interactionType": one_of(frozenset(_COMPONENTS)),
    "correctResponsesPattern": array(text),
    **dict.fromkeys(_COMPONENT_LISTS, _components),
}


def _definition(value: Any, where: str) -> None:
    """What an activity is; components and a response pattern belong to an interaction of the fitting type."""
    check_members(value, where, _DEFINITION)
    given = [name for name in (*_COMPONENT_LISTS, "correctResponsesPattern") if name in value]
    if not given:
        return
    if "interactionType" not in value:
        raise InvalidError(where, f"有 {given[0]} 时须有 interactionType")
    fitting = _COMPONENTS[value["interactionType"]] | {"correctResponsesPattern"}
    for name in given:
        if name not in fitting:
            raise InvalidError(f"{where}.{name}", f"不能用于 {value['interactionType']} 类型")


validate_activity = members({"objectType": literal("Activity"), "id": iri, "definition": _definition}, required=("id",))
