"""The text of an item as HTML of ours, with a blank or a mark where an interaction stood in a line."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from question_bank.interchange.assembling import RichText
from question_bank.interchange.images import image_name, media_type, with_named_images
from question_bank.interchange.qti.marking import TEXT, has_mark
from question_bank.interchange.xml_text import VOID_TAGS, inner_text, tag

#: Nothing of these is for the one who reads the question.
_DROPPED = frozenset(
    {
        *("feedbackInline", "feedbackBlock", "templateInline", "templateBlock", "endAttemptInteraction"),
        *("stylesheet", "infoControl", "catalogInfo", "companionMaterialsInfo", "printedVariable", "script", "style"),
    }
)
_MEDIA = frozenset({"audio", "video", "object", "svg", "iframe", "include", "embed", "customInteraction", "media"})
_WHITE = re.compile(r"[ \t\r\n]+")
_STRUCK = {"jijikao-u": "u", "jijikao-s": "s"}

#: From an element to the HTML that stands for it; None where it is as any other.
Replace = Callable[[Element], str | None]


@dataclass(slots=True)
class Surroundings:
    """What an item may refer to: the files of its package, by their paths, and its own path among them."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    path: str = ""

    def file(self, reference: str) -> bytes | None:
        """Return a file that the item refers to; nothing is ever fetched."""
        if urlsplit(reference).scheme or reference.startswith("/"):
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(reference.partition("#")[0])))
        return self.files.get(path)


@dataclass(slots=True)
class TextReader:
    """Turns elements into HTML, and collects the images that they show and what they lose."""

    surroundings: Surroundings
    images: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def text(self, element: Element, replace: Replace | None = None) -> RichText:
        """Return what stands in an element."""
        return RichText(self._with_images(self._inner(element, replace or _nothing)).strip(), is_html=True)

    def _inner(self, element: Element, replace: Replace, *, is_kept: bool = False) -> str:
        """Return what stands in an element; white space is one blank but where it is kept, as in `<pre>`."""
        shown = [_shown(element.text, is_kept=is_kept)]
        for child in element:
            shown += [self._outer(child, replace, is_kept=is_kept), _shown(child.tail, is_kept=is_kept)]
        return "".join(shown)

    def _outer(self, element: Element, replace: Replace, *, is_kept: bool) -> str:
        replaced = replace(element)
        return self._usual(element, replace, is_kept=is_kept) if replaced is None else replaced

    def _usual(self, element: Element, replace: Replace, *, is_kept: bool) -> str:
        if element.tag in _DROPPED or (element.tag == "rubricBlock" and not _is_for_candidates(element)):
            return ""
        if element.tag == "object" and (element.get("type") or "").startswith("image/"):
            return tag("img", {"src": element.get("data") or "", "alt": inner_text(element).strip()}).replace("/>", ">")
        if element.tag in _MEDIA:
            self.notes.append("音频、视频等媒体没有带入")
            return ""
        name = _STRUCK.get(element.get("class") or "", element.tag)
        attributes = "".join(f' {key}="{html.escape(value)}"' for key, value in element.items())
        if name in VOID_TAGS:
            return f"<{name}{attributes}>"
        inside = self._inner(element, replace, is_kept=is_kept or name == "pre")
        if has_mark(element, TEXT):
            return inside
        return f"<{name}{attributes}>{inside}</{name}>"

    def _with_images(self, text: str) -> str:
        if "<img" not in text:
            return text
        missing: list[str] = []
        shown = with_named_images(text, _Sources(self), missing)
        if missing:
            self.notes.append("有图片没有带入（不在包里，或不是 PNG、JPEG、GIF、WebP）")
        return shown


class _Sources(dict[str, str]):
    """From an image's reference to its name, looked up when it is met."""

    def __init__(self, reader: TextReader) -> None:
        super().__init__()
        self._reader = reader

    def __contains__(self, reference: object) -> bool:
        data = self._reader.surroundings.file(html.unescape(str(reference)))
        if data is None or not media_type(data):
            return False
        self[str(reference)] = image_name(data)
        self._reader.images[image_name(data)] = data
        return True


def _shown(text: str | None, *, is_kept: bool) -> str:
    return html.escape(text or "" if is_kept else _WHITE.sub(" ", text or ""), quote=False)


def _nothing(_element: Element) -> None:
    return None


def _is_for_candidates(rubric: Element) -> bool:
    return "candidate" in (rubric.get("view") or "candidate")
