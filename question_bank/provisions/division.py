"""Where a document's provisions begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from question_bank.provisions.lines import Line, ends_sentence, is_title
from question_bank.provisions.markers import Rank
from question_bank.provisions.numerals import NUMERAL_CHARACTERS
from question_bank.provisions.sequence import ArticleLines
from question_bank.provisions.signature import is_signed_date

#: 附：, 附件2：…, 附 ……表; but not 附　则.
_ANNEX = re.compile(rf"附(?!\s*则)[件录表图]?\s*[{NUMERAL_CHARACTERS}]*(?:\s*[：:].*|\s+.*)?")
#: Below the date there may stand （此件公开发布） and who printed it.
_LINES_BELOW_DATE = 3


@dataclass(frozen=True, slots=True)
class Division:
    """The lines before the first provision, those of the provisions, and those after the last."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]
    closing: tuple[Line, ...]


def divide(lines: Sequence[Line], articles: ArticleLines) -> Division:
    """Part a document into its three stretches."""
    start = _first_with_articles(lines, articles) if articles.numbers else _first_without_articles(lines)
    last_opened = max((index for index, line in enumerate(lines) if line.number in articles.numbers), default=start)
    end = _end(lines[: articles.end], last_opened)
    return Division(tuple(lines[:start]), tuple(lines[start:end]), tuple(lines[end:]))


def _first_with_articles(lines: Sequence[Line], articles: ArticleLines) -> int:
    first_article = next(index for index, line in enumerate(lines) if line.number in articles.numbers)
    headings = (index for index, line in enumerate(lines[:first_article]) if line.opens_heading)
    first = next(headings, first_article)
    return first - 1 if first and _is_serial_heading(lines[first - 1]) else first


def _first_without_articles(lines: Sequence[Line]) -> int:
    """Return the first heading or serial; without any, the first sentence."""
    opened = (index for index, line in enumerate(lines) if line.opens_heading or _begins_serials(line))
    sentences = (index for index, line in enumerate(lines) if ends_sentence(line.text))
    return next(opened, next(sentences, len(lines)))


def _is_serial_heading(line: Line) -> bool:
    return _begins_serials(line) and is_title(line.text)


def _begins_serials(line: Line) -> bool:
    return line.marker is not None and line.marker.rank > Rank.PARAGRAPH and line.marker.ordinal == 1


def _end(lines: Sequence[Line], last_opened: int) -> int:
    """Return where the annexes begin or, before them, the signature."""
    annexes = (index for index in range(last_opened + 1, len(lines)) if _ANNEX.fullmatch(lines[index].text))
    end = next(annexes, len(lines))
    lowest = max(last_opened + 1, end - 1 - _LINES_BELOW_DATE)
    dated = (index for index in range(end - 1, lowest - 1, -1) if is_signed_date(lines[index]))
    start = next(dated, None)
    if start is None:
        return end
    while start - 1 > last_opened and _may_sign(lines[start - 1]):
        start -= 1
    return start


def _may_sign(line: Line) -> bool:
    return is_title(line.text) and line.marker is None
