"""The HTML a question may hold: tables, images and formulas, and nothing that acts.

An image is named by the SHA-256 of its bytes, `<img src="image:…">`; a page turns that into an address.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import nh3

from question_bank.content.formulas import with_tex
from question_bank.content.question import Markup, QuestionContent

_IMAGE = re.compile(r"image:[0-9a-f]{64}")
_SIZE = re.compile(r"[0-9]{1,4}")
_FORMULA_TAGS = (
    "math mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd "
    "mfenced menclose mstyle mpadded mphantom semantics annotation"
)
_TEXT_TAGS = "p br b strong i em u s sub sup ul ol li table caption thead tbody tfoot tr th td img blockquote pre code"
_TAGS = frozenset(f"{_FORMULA_TAGS} {_TEXT_TAGS}".split())
_ATTRIBUTES = {
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "separator"},
    "annotation": {"encoding"},
    "ol": {"start"},
}
_BREAK = re.compile(r"<(?:br|/p|/li|/tr|/h[1-6])\b[^>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_IMAGE_SOURCE = re.compile(r"\bsrc=\"image:([0-9a-f]{64})\"")
_SHOWN_IMAGE = re.compile(r"<img\b[^>]*\bsrc=\"(image:[0-9a-f]{64})\"[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def clean_html(text: str) -> str:
    """Return the HTML without all that is not on the list above; text between tags that are dropped stays."""
    return nh3.clean(
        text,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=_allowed_value,
        url_schemes={"image"},
        link_rel=None,
    )


def plain_text(text: str, markup: Markup) -> str:
    """Return what a reader sees as text alone; an image stands for itself by its name, so that two differ.

    A formula reads as the TeX it was typed in.
    """
    if markup is Markup.PLAIN:
        return text
    broken = _CELL.sub(" ", _BREAK.sub("\n", _SHOWN_IMAGE.sub(r"[\1]", with_tex(text))))
    return html.unescape(_TAG.sub("", broken)).strip()


def image_names(text: str) -> list[str]:
    """Return the SHA-256 of each image a text shows, in order."""
    return [found.removeprefix("image:") for found in _SHOWN_IMAGE.findall(text)]


def content_texts(content: QuestionContent) -> list[str]:
    """Return every text of a question that its markup applies to, those of a case's parts left out."""
    shown = [option.text for option in (*content.options, *content.targets)]
    return [content.stem, *shown, content.explanation]


def content_images(content: QuestionContent) -> list[str]:
    """Return the SHA-256 of each image a question shows, its parts' included."""
    own = content_texts(content) if content.markup is Markup.HTML else []
    parts = (name for part in content.parts for name in content_images(part.content))
    return list(dict.fromkeys([*(name for text in own for name in image_names(text)), *parts]))


def with_addresses(text: str, address: Callable[[str], str]) -> str:
    """Return HTML whose images are named by their addresses, for a page."""
    return _IMAGE_SOURCE.sub(lambda found: f'src="{address(found[1])}"', text)


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        return value if _IMAGE.fullmatch(value) else None
    if attribute in {"width", "height", "colspan", "rowspan", "start"}:
        return value if _SIZE.fullmatch(value) else None
    if attribute == "encoding":
        return value if value == "application/x-tex" else None
    return value
