"""The model answer, marking points and explanation of a written answer in the one feedback text a format has."""

from __future__ import annotations

import html
import re

from question_bank.content import MarkingPoint, Markup, QuestionContent
from question_bank.interchange.assembling import RichText
from question_bank.interchange.settling import plain_as_html

_KEY, _POINTS, _EXPLANATION = "【参考答案】", "【评分要点】", "【解析】"
_MARKERS = (_KEY, _POINTS, _EXPLANATION)
_POINT = re.compile(r"(.*)（([1-9][0-9]{0,2}|1000)）", re.DOTALL)


def guidance_text(content: QuestionContent) -> str:
    """Return what a marker reads, in the content's markup."""
    is_html = content.markup is Markup.HTML
    newline = "<br>" if is_html else "\n"
    shown = plain_as_html if is_html else str
    parts = []
    if isinstance(content.key, str) and content.key:
        parts.append(_KEY + shown(content.key))
    if content.marking_points:
        parts.append(_POINTS + shown(points_text(content)))
    if content.explanation and (parts or content.explanation.startswith(_MARKERS)):
        parts.append(_EXPLANATION + content.explanation)
    return newline.join(parts) or content.explanation


def guidance_from(text: RichText) -> tuple[str | None, tuple[MarkingPoint, ...], RichText]:
    """Return the model answer, the marking points and the explanation that a text holds."""
    newline = "<br>" if text.is_html else "\n"
    rest, key = text.text, None
    points: tuple[MarkingPoint, ...] = ()
    if rest.startswith(_KEY):
        said, rest = _until(rest.removeprefix(_KEY), newline, (_POINTS, _EXPLANATION))
        key = _plain(said, text)
    if rest.startswith(_POINTS):
        said, rest = _until(rest.removeprefix(_POINTS), newline, (_EXPLANATION,))
        points = points_from(_plain(said, text))
    return key, points, RichText(rest.removeprefix(_EXPLANATION), text.is_html)


def points_text(content: QuestionContent) -> str:
    """Return marking points, one a line with its share."""
    return "\n".join(f"{point.text}（{point.weight}）" for point in content.marking_points)


def points_from(text: str) -> tuple[MarkingPoint, ...]:
    """Return the marking points that `points_text` wrote; a line without a share has one."""
    points = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        found = _POINT.fullmatch(line)
        points.append(MarkingPoint(found[1].strip(), int(found[2])) if found else MarkingPoint(line))
    return tuple(points)


def _until(text: str, newline: str, markers: tuple[str, ...]) -> tuple[str, str]:
    """Part a text at the line that begins with one of the markers."""
    places = [place for marker in markers if (place := text.find(newline + marker)) >= 0]
    place = min(places, default=-1)
    return (text[:place], text[place + len(newline) :]) if place >= 0 else (text, "")


def _plain(said: str, text: RichText) -> str:
    return html.unescape(said.replace("<br>", "\n")) if text.is_html else said
