"""XML from strangers read with nothing fetched and nothing expanded; XML of ours written the same way each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from question_bank.interchange.shape import InterchangeError

_MATHML = "http://www.w3.org/1998/Math/MathML"
VOID_TAGS = frozenset({"br", "img", "hr", "col", "wbr", "input", "embed", "source", "track", "area", "param"})
_MATH = re.compile(r"<math\b")
_VOID_TAG = re.compile(r"<(br|img|hr|col|wbr)\b((?:[^>\"]|\"[^\"]*\")*)>")
#: A document deeper than this was not written by a person.
_MAX_DEPTH = 200


def parsed_xml(data: bytes) -> Element:
    """Return the root of an XML document.

    Raises:
        InterchangeError: it is not well-formed, or declares a DOCTYPE or entities.
    """
    try:
        root: Element = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise InterchangeError("文件里有 DOCTYPE 或 ENTITY 声明，为安全起见不读，请去掉后再试。") from error
    except (ParseError, ValueError, LookupError) as error:
        raise InterchangeError(f"不是完好的 XML 文件（{error}）。") from error
    if _depth_exceeds(root, _MAX_DEPTH):
        raise InterchangeError("文件里的标签套得太深，不读。")
    return root


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace_of(element: Element) -> str:
    """Return an element's namespace."""
    return element.tag[1:].partition("}")[0] if isinstance(element.tag, str) and element.tag.startswith("{") else ""


def inner_text(element: Element | None) -> str:
    """Return an element's text, whatever tags stand in it."""
    return "".join(element.itertext()) if element is not None else ""


def xhtml(text: str) -> str:
    """Return cleaned HTML as it may stand in an XML document."""
    closed = _VOID_TAG.sub(lambda tag: f"<{tag[1]}{tag[2].rstrip('/').rstrip()}/>", text)
    return _MATH.sub(f'<math xmlns="{_MATHML}"', closed.replace("&nbsp;", "&#160;"))


def tag(name: str, attributes: Mapping[str, str] | None = None, body: str | None = None) -> str:
    """Return an element whose body is XML already; without a body an empty one."""
    written = "".join(f" {key}={quoteattr(value)}" for key, value in (attributes or {}).items())
    return f"<{name}{written}/>" if body is None else f"<{name}{written}>{body}</{name}>"


def text_tag(name: str, text: str, attributes: Mapping[str, str] | None = None) -> str:
    """Return an element that holds a text."""
    return tag(name, attributes, escape(text))


def lines(*elements: str | Iterable[str]) -> str:
    """Return elements one below the other; not indented, for texts break lines of their own."""
    flat = [line for part in elements for line in ([part] if isinstance(part, str) else part)]
    return "\n" + "".join(f"{element}\n" for element in flat if element)


def _depth_exceeds(root: Element, most: int) -> bool:
    level = [root]
    for _ in range(most):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
