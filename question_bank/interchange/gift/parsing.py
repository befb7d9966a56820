"""GIFT's grammar: text in, entries out. An entry that breaks it is told with its line, the rest is still read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from question_bank.interchange.gift.escaping import find_plain, unescaped
from question_bank.interchange.gift.items import (
    EMBEDDED,
    Format,
    GiftChoice,
    GiftFault,
    GiftItem,
    GiftNumber,
    GiftPair,
    GiftText,
    Kind,
)

_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)")
_COMMENT = re.compile(r"\s*//")
_IDENTIFIER = re.compile(r"\[id:((?:\\.|[^\]\\])*)\]")
_TAG = re.compile(r"\[tag:((?:\\.|[^\]\\])*)\]")
_TAG_ESCAPE = re.compile(r"\\(.)")
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
# Not the full-width blank, which Chinese typing means.
_WHITE = re.compile(r"[ \t\n]+")
_VERDICT = re.compile(r"\s*(TRUE|T|FALSE|F)\s*(?=#|$)", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_NUMBER = r"\s*([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*"
_RANGED = re.compile(f"{_NUMBER}:{_NUMBER}")
_BETWEEN = re.compile(rf"{_NUMBER}\.\.{_NUMBER}")
_ALONE = re.compile(_NUMBER)


class _BrokenEntry(Exception):
    """The entry is not GIFT; the message says why."""


@dataclass(slots=True)
class _Block:
    line: int
    lines: list[str]
    comments: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def parse_gift(text: str) -> tuple[list[GiftItem], list[GiftFault]]:
    """Return the entries of a file in order, and those that break the grammar."""
    items: list[GiftItem] = []
    faults: list[GiftFault] = []
    for block in _blocks(text):
        try:
            items.append(_item(block))
        except _BrokenEntry as broken:
            faults.append(GiftFault(block.line, str(broken)))
    return items, faults


def _blocks(text: str) -> Iterator[_Block]:
    """Part a file at its blank lines; one inside an answer's braces parts nothing where the braces close below."""
    block = _Block(0, [], [])
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if category := _CATEGORY.match(line):
            yield from _filled(block)
            yield _Block(number, [f"$CATEGORY:{category[1]}"], [])
            block = _Block(0, [], [])
        elif _COMMENT.match(line):
            block.comments.append(line)
        elif line.strip():
            if _begins_anew(block, line):
                yield from _filled(block)
                block = _Block(0, [], [])
            block.line = block.line or number
            block.lines.append(line)
        elif block.lines and _is_open(block.text):
            block.lines.append("")
        elif block.lines:
            yield block
            block = _Block(0, [], [])
    yield from _filled(block)


def _begins_anew(block: _Block, line: str) -> bool:
    """Tell an entry below a blank line from the rest of an answer whose braces are open."""
    return bool(block.lines) and not block.lines[-1] and find_plain(line, "{") >= 0


def _filled(block: _Block) -> Iterator[_Block]:
    if block.lines:
        yield block


def _is_open(text: str) -> bool:
    start = find_plain(text, "{")
    return start >= 0 and find_plain(text, "}", start) < 0


def _item(block: _Block) -> GiftItem:
    text = block.text
    if text.startswith("$CATEGORY:"):
        return GiftItem("Category", block.line, title=text.removeprefix("$CATEGORY:").strip())
    title, rest = _title(text)
    start = find_plain(rest, "{")
    identifier, tags = _notes(block.comments)
    common = GiftItem("Description", block.line, title=title, identifier=identifier, tags=tags)
    if start < 0:
        if find_plain(rest, "}") >= 0:
            raise _BrokenEntry("答案的右花括号前面没有左花括号")
        return replace(common, stem=_text(rest, "moodle"))
    end = find_plain(rest, "}", start)
    if end < 0:
        raise _BrokenEntry("答案的花括号没有收尾")
    head, answers, tail = rest[:start], rest[start + 1 : end], rest[end + 1 :]
    if find_plain(tail, "{") >= 0:
        raise _BrokenEntry("一道题里有不止一处花括号，GIFT 只能有一处")
    stem = _text(head, "moodle")
    if tail.strip():
        after = _text(tail, stem.format).text
        stem = GiftText(f"{stem.text} {EMBEDDED} {after}".strip(), stem.format)
        common = replace(common, has_embedded_answers=True)
    return _with_answers(replace(common, stem=stem), answers, stem.format)


def _title(text: str) -> tuple[str | None, str]:
    stripped = text.lstrip()
    if not stripped.startswith("::"):
        return None, text
    end = find_plain(stripped, "::", 2)
    if end < 0:
        raise _BrokenEntry("题名的两个冒号没有收尾")
    return unescaped(_WHITE.sub(" ", stripped[2:end])).strip(), stripped[end + 2 :]


def _notes(comments: list[str]) -> tuple[str | None, tuple[str, ...] | None]:
    joined = "\n".join(comments)
    identifier = _IDENTIFIER.search(joined)
    tags = tuple(_TAG_ESCAPE.sub(r"\1", tag).strip() for tag in _TAG.findall(joined))
    return (_TAG_ESCAPE.sub(r"\1", identifier[1]).strip() if identifier else None), tags or None


def _text(raw: str, inherited: Format) -> GiftText:
    found = _FORMAT.match(raw)
    format_ = cast("Format", found[1]) if found else inherited
    rest = raw[found.end() :] if found else raw
    kept = rest.strip() if format_ == "markdown" else _WHITE.sub(" ", rest).strip()
    return GiftText(unescaped(kept), format_)


def _feedback(raw: str, inherited: Format) -> GiftText | None:
    text = _text(raw, inherited)
    return text if text.text else None


def _with_answers(item: GiftItem, raw: str, format_: Format) -> GiftItem:
    place = find_plain(raw, "####")
    if place >= 0:
        item = replace(item, feedback=_feedback(raw[place + 4 :], format_))
        raw = raw[:place]
    raw = raw.strip()
    if not raw:
        return replace(item, kind="Essay")
    if raw.startswith("#"):
        return _numerical(item, raw[1:], format_)
    if verdict := _VERDICT.match(raw):
        return _judged(item, verdict[1], raw[verdict.end() :], format_)
    return _chosen(item, raw, format_)


def _judged(item: GiftItem, word: str, rest: str, format_: Format) -> GiftItem:
    feedbacks = [_feedback(part, format_) for part in _parted(rest, "#")[1:]]
    first, second = (*feedbacks, None, None)[:2]
    is_true = word[0] in "tT"
    return replace(item, kind="TF", is_true=is_true, true_feedback=first, false_feedback=second)


def _numerical(item: GiftItem, raw: str, format_: Format) -> GiftItem:
    answers = _answers(raw)
    if not answers:
        body, *_ = _parted(raw, "#")
        return replace(item, kind="Numerical", number=_number(body))
    choices = tuple(_choice(sign, body, format_, is_number=True) for sign, body in answers)
    return replace(item, kind="Numerical", choices=choices)


def _chosen(item: GiftItem, raw: str, format_: Format) -> GiftItem:
    answers = _answers(raw)
    if not answers:
        answers = [("=", raw)]
    if all(sign == "=" and find_plain(body, "->") >= 0 for sign, body in answers):
        return replace(item, kind="Matching", pairs=tuple(_pair(body, format_) for _sign, body in answers))
    choices = tuple(_choice(sign, body, format_, is_number=False) for sign, body in answers)
    kind: Kind = "MC" if any(sign == "~" for sign, _body in answers) else "Short"
    return replace(item, kind=kind, choices=choices)


def _answers(raw: str) -> list[tuple[str, str]]:
    """Part the answers at their signs."""
    places = []
    place = 0
    while place < len(raw):
        if raw[place] == "\\":
            place += 2
            continue
        if raw[place] in "=~":
            places.append(place)
        place += 1
    if not places:
        return []
    if raw[: places[0]].strip():
        raise _BrokenEntry("第一个答案前面应有 = 或 ~")
    ends = [*places[1:], len(raw)]
    return [(raw[start], raw[start + 1 : end]) for start, end in zip(places, ends, strict=True)]


def _choice(sign: str, body: str, format_: Format, *, is_number: bool) -> GiftChoice:
    weight = _WEIGHT.match(body)
    said, *feedbacks = _parted(body[weight.end() :] if weight else body, "#")
    text: GiftText | GiftNumber
    text = _number(said) if is_number and said.strip() else _text(said, format_)
    feedback = _feedback("#".join(feedbacks), format_) if feedbacks else None
    return GiftChoice(sign == "=", float(weight[1]) if weight else None, text, feedback)


def _pair(body: str, format_: Format) -> GiftPair:
    place = find_plain(body, "->")
    right, *_ = _parted(body[place + 2 :], "#")
    return GiftPair(_text(body[:place], format_), unescaped(_WHITE.sub(" ", right).strip()))


def _parted(raw: str, sign: str) -> list[str]:
    parts, start = [], 0
    while (place := find_plain(raw, sign, start)) >= 0:
        parts.append(raw[start:place])
        start = place + len(sign)
    return [*parts, raw[start:]]


def _number(raw: str) -> GiftNumber:
    if ranged := _RANGED.fullmatch(raw):
        return GiftNumber("range", float(ranged[1]), float(ranged[2]))
    if between := _BETWEEN.fullmatch(raw):
        return GiftNumber("high-low", float(between[1]), float(between[2]))
    if alone := _ALONE.fullmatch(raw):
        return GiftNumber("simple", float(alone[1]))
    raise _BrokenEntry(f"数字答案“{raw.strip()[:40]}”不是数")
