"""What an item declares right: the values of its correct response, or where it has none of its mapping."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from question_bank.interchange.shape import InterchangeError
from question_bank.interchange.xml_text import inner_text


@dataclass(frozen=True, slots=True)
class Declaration:
    """One response: its form, its right values in order, and what its mapping gives marks for."""

    identifier: str
    cardinality: str
    base_type: str
    correct: tuple[str, ...]
    mapped: dict[str, float]

    def right_values(self) -> list[str]:
        """Return the right values, from the mapping where nothing else tells."""
        return list(self.correct) or [value for value, share in self.mapped.items() if share > 0]

    def accepted_texts(self) -> list[str]:
        """Return the texts that get the whole mark."""
        most = max(self.mapped.values(), default=0.0)
        mapped = [value for value, share in self.mapped.items() if share == most and share > 0]
        return list(dict.fromkeys([*self.correct, *mapped]))

    @property
    def partial_texts(self) -> list[str]:
        """Return the texts that get a part of the mark."""
        return [value for value, share in self.mapped.items() if share > 0 and value not in self.accepted_texts()]


def declarations_of(item: Element) -> dict[str, Declaration]:
    """Return an item's response declarations by their identifiers.

    Raises:
        InterchangeError: one has no identifier, or two have the same.
    """
    found: dict[str, Declaration] = {}
    for element in item.findall("responseDeclaration"):
        declaration = _declaration(element)
        if not declaration.identifier or declaration.identifier in found:
            raise InterchangeError(f"作答声明（responseDeclaration）的编号“{declaration.identifier}”缺失或重复")
        found[declaration.identifier] = declaration
    return found


def _declaration(element: Element) -> Declaration:
    values = element.findall("correctResponse/value")
    return Declaration(
        identifier=element.get("identifier") or "",
        cardinality=element.get("cardinality") or "single",
        base_type=element.get("baseType") or "",
        correct=tuple(inner_text(value).strip() for value in values if inner_text(value).strip()),
        mapped={entry.get("mapKey") or "": _number(entry) for entry in element.findall("mapping/mapEntry")},
    )


def _number(entry: Element) -> float:
    try:
        return float(entry.get("mappedValue") or 0)
    except ValueError:
        return 0.0
