"""One set of names for all versions: 3.0's `qti-choice-interaction` is 2.x's `choiceInteraction`."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from question_bank.interchange.xml_text import local_name, namespace_of

_HYPHEN = re.compile(r"-([a-z])")
_CAPITAL = re.compile(r"([A-Z])")
_PREFIX = "qti-"
#: The namespaces of items, by the version of QTI that they belong to.
VERSIONS = {
    "http://www.imsglobal.org/xsd/imsqti_v2p0": "2.0",
    "http://www.imsglobal.org/xsd/imsqti_v2p1": "2.1",
    "http://www.imsglobal.org/xsd/imsqti_v2p2": "2.2",
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0": "3.0",
}


def version_of(root: Element) -> str:
    """Return the version of QTI that a document says it is written in; empty for anything else."""
    return VERSIONS.get(namespace_of(root), "")


def plainly_named(element: Element) -> Element:
    """Return the document with the names of 2.x, without namespaces and comments."""
    name = local_name(element)
    copy = Element(_camel(name.removeprefix(_PREFIX)) if name.startswith(_PREFIX) else name)
    is_ours = name.startswith(_PREFIX)
    for key, value in element.items():
        plain = key.rpartition("}")[2]
        copy.set(_camel(plain) if is_ours else plain, value)
    copy.text = element.text
    last: Element | None = None
    for child in element:
        if not local_name(child):
            # A comment or an instruction: what follows it belongs to what came before it.
            if last is None:
                copy.text = (copy.text or "") + (child.tail or "")
            else:
                last.tail = (last.tail or "") + (child.tail or "")
            continue
        last = plainly_named(child)
        last.tail = child.tail
        copy.append(last)
    return copy


def kebab(name: str) -> str:
    """Return a name of 2.x as 3.0 writes attributes."""
    return _CAPITAL.sub(lambda found: f"-{found[1].lower()}", name)


def _camel(name: str) -> str:
    return _HYPHEN.sub(lambda found: found[1].upper(), name)
