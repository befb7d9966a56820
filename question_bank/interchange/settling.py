"""The form of a question that survives a file: no character a file cannot hold, no HTML where none is needed.

Writers settle a question before they write and readers after they read; settling twice changes nothing, and that is
what makes an export, its import and the next export the same bytes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from string import ascii_uppercase

from question_bank.content import (
    Key,
    MarkingPoint,
    Markup,
    Option,
    QuestionContent,
    QuestionType,
    clean_html,
    is_texts,
    plain_text,
)

# XML 1.0 knows none of these, and a spreadsheet neither.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLOCK = re.compile(
    r"<(/?)(?:div|h[1-6]|section|article|figure|figcaption|dl|dd|dt|address|header|footer|center)\b[^>]*>",
    re.IGNORECASE,
)
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;)*</p>")
_TAG_NAME = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*)([^>]*)>")
_SIMPLE_TAGS = frozenset({"p", "/p", "br"})
# A browser drops the first line break of a <pre>, and each cleaning would drop one more.
_PRE = re.compile(r"<pre>\n+")
_OUTER_BLANKS = re.compile(r"\A(?:\s|&nbsp;)+|(?:\s|&nbsp;)+\Z")
_BLANK_LINES = re.compile(r"\n{2,}")
_WHITE = re.compile(r"[ \t\n]+")


def writable(text: str) -> str:
    """Return the text without what no file can hold, lines parted by a newline."""
    return _UNWRITABLE.sub("", _LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """Return the text on one line."""
    return _WHITE.sub(" ", writable(text)).strip()


def settled_html(text: str) -> str:
    """Return HTML as a question may hold it; a block of a kind that it may not hold becomes a paragraph."""
    cleaned = clean_html(_BLOCK.sub(r"<\1p>", writable(text)))
    return _OUTER_BLANKS.sub("", _PRE.sub("<pre>", _EMPTY_PARAGRAPH.sub("", cleaned)))


def settled(content: QuestionContent) -> QuestionContent:
    """Return the content as it can be written: texts trimmed, options lettered, plain where HTML adds nothing."""
    lettered = _lettered(_texts_settled(content))
    parts = tuple(replace(part, content=settled(part.content)) for part in lettered.parts)
    return replace(lettered, parts=parts)


def reads_as_plain(text: str) -> bool:
    """Tell HTML that only breaks lines."""
    tags = _TAG_NAME.findall(text)
    return all(name.lower() in _SIMPLE_TAGS and not rest.strip(" /") for name, rest in tags)


def plain_as_html(text: str) -> str:
    """Return plain text as HTML that shows the same."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def lettered_options(texts: list[str]) -> tuple[Option, ...]:
    """Return options with the letters that they have on screen."""
    return tuple(Option(letter_at(place), text) for place, text in enumerate(texts))


def letter_at(place: int) -> str:
    """Return the letter at a place, and beyond Z a number that no letter is taken for."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else f"X{place + 1}"


def _texts_settled(content: QuestionContent) -> QuestionContent:
    if content.markup is Markup.PLAIN:
        return _mapped(content, _trimmed)
    cleaned = _mapped(content, settled_html)
    if all(map(reads_as_plain, _shown_texts(cleaned))):
        return replace(_mapped(cleaned, _html_as_plain), markup=Markup.PLAIN)
    return cleaned


def _html_as_plain(text: str) -> str:
    return _BLANK_LINES.sub("\n", _trimmed(plain_text(_WHITE.sub(" ", text), Markup.HTML)))


def _trimmed(text: str) -> str:
    return "\n".join(line.strip() for line in writable(text).split("\n")).strip()


def _shown_texts(content: QuestionContent) -> list[str]:
    lists = [option.text for option in (*content.options, *content.targets)]
    return [content.stem, content.explanation, *lists]


def _mapped(content: QuestionContent, change: Callable[[str], str]) -> QuestionContent:
    return replace(
        content,
        stem=change(content.stem),
        explanation=change(content.explanation),
        options=tuple(Option(option.id, change(option.text)) for option in content.options),
        targets=tuple(Option(target.id, change(target.text)) for target in content.targets),
        marking_points=tuple(MarkingPoint(one_line(point.text), point.weight) for point in content.marking_points),
        key=_settled_key(content),
    )


def _settled_key(content: QuestionContent) -> Key | None:
    key = content.key
    if isinstance(key, str):
        return _trimmed(key)
    if content.type is QuestionType.FILL_IN_THE_BLANK and isinstance(key, list):
        return [_accepted(accepted) for accepted in key if isinstance(accepted, list)]
    return key


def _accepted(texts: list[str]) -> list[str]:
    return [text for text in dict.fromkeys(map(one_line, texts)) if text]


def _lettered(content: QuestionContent) -> QuestionContent:
    options, targets = _letters(content.options), _letters(content.targets)
    key = content.key
    if is_texts(key):
        key = [options.get(id_, id_) for id_ in key]
        if content.type is not QuestionType.ORDERING:
            key.sort()
    elif isinstance(key, dict):
        key = {options.get(left, left): targets.get(right, right) for left, right in sorted(key.items())}
    return replace(
        content,
        options=tuple(Option(options[option.id], option.text) for option in content.options),
        targets=tuple(Option(targets[target.id], target.text) for target in content.targets),
        key=key,
    )


def _letters(options: tuple[Option, ...]) -> dict[str, str]:
    return {option.id: letter_at(place) for place, option in enumerate(options)}
