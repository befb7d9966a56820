"""Reading WordprocessingML by local names, so that its transitional and strict namespaces are one."""

from __future__ import annotations

from lxml import etree


def parse_xml(data: bytes) -> etree._Element:
    """Parse a part without resolving entities or reaching for anything outside it."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def local_name(element: etree._Element) -> str:
    """Return the tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def find(element: etree._Element | None, path: str) -> etree._Element | None:
    """Return the first element at a path of local names such as `pPr/numPr`."""
    if element is None:
        return None
    return element.find("/".join(f"{{*}}{step}" for step in path.split("/")))


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute by its local name."""
    if element is None:
        return None
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def value_at(element: etree._Element | None, path: str) -> str | None:
    """Return `w:val` of the element at the path, as WordprocessingML writes most settings."""
    return attribute(find(element, path), "val")


def number_at(element: etree._Element | None, path: str) -> int | None:
    """Return `w:val` at the path as a whole number; None where it is missing or malformed."""
    value = value_at(element, path)
    return int(value) if value is not None and value.isdecimal() else None
