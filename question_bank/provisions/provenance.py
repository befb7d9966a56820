"""What a document rests on, who explains it, what it replaces and how long it holds, as its own words say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from question_bank.provisions.dates import DATE_PATTERN, find_dates
from question_bank.provisions.numerals import NUMERAL_CHARACTERS, parse_numeral

#: 根据宪法和《…法》，结合……实际，制定本办法; 根据《…决定》的精神，现对……作如下规定.
_BASIS = re.compile(
    r"(?:根据|依据)(?P<basis>[^。；]{2,300}?)[，,](?:[^。；]{0,80}[，,])?"
    r"(?:特?制定本|现?[^。；，,]{0,80}(?:作如下规定|提出(?:如下|以下)|制定本))"
)
_INTERPRETER = re.compile(r"由(?P<body>[^，,。；]{2,80}?)负责解释|解释权[归属]于?(?P<owner>[^，,。；]{2,80})")
_SENTENCE_END = re.compile("[。；]")
_REPEALED = re.compile("同时废止|同日起?废止|即行废止")
_TITLE = re.compile(r"《[^《》]*(?:〈[^〈〉]*〉[^《》]*)*》")
#: Said of the document itself, not of marks or certificates it speaks of.
_ITSELF = r"(?:本[^，,。；《]{1,10}|[施试执]行)[，,]?(?:自[^。；]{0,20}起)?"
_LAST_DAY = re.compile(rf"{_ITSELF}有效期[至到](?P<day>{DATE_PATTERN})")
_FIRST_DAY_WITHOUT = re.compile(rf"本[^，,。；《]{{1,10}}自(?P<day>{DATE_PATTERN})起(?:自动|自行)?(?:废止|失效)")
_TERM = re.compile(rf"{_ITSELF}有效期限?为?(?P<years>[{NUMERAL_CHARACTERS}]{{1,3}})年")
_LONGEST_ADDRESSEE = 200
_LEADS_IN = ("如下：", "如下:", "规定：", "通知：", "意见：", "以下：")


def find_basis(texts: Iterable[str]) -> str:
    """Return what the document says it was made on the basis of."""
    return next((match["basis"].strip() for text in texts if (match := _BASIS.search(text))), "")


def find_interpreter(texts: Sequence[str]) -> str:
    """Return who explains the document; that is said at its end."""
    matches = (_INTERPRETER.search(text) for text in reversed(texts))
    return next(((match["body"] or match["owner"]).strip() for match in matches if match), "")


def find_repealed_titles(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the titles of what this document puts out of force."""
    # Sentence by sentence: one pattern for both would begin anew at every character of a line without an end.
    sentences = (sentence for text in texts for sentence in _SENTENCE_END.split(text))
    repealing = (sentence[: last.start()] for sentence in sentences if (last := _last_repeal(sentence)))
    return tuple(title for named in repealing for title in _TITLE.findall(named))


def find_repeal(texts: Sequence[str], effective: date | None) -> date | None:
    """Return the first day on which the document itself holds no more, where it says so."""
    return next((day for text in reversed(texts) for day in _days_without(text, effective)), None)


def find_addressee(lines: Iterable[str]) -> str:
    """Return whom a notice is sent to: a line of its own that ends in a colon and leads in nothing."""
    possible = (line for line in lines if line.endswith(("：", ":")) and len(line) <= _LONGEST_ADDRESSEE)
    return next((line[:-1] for line in possible if "。" not in line and not line.endswith(_LEADS_IN)), "")


def _last_repeal(sentence: str) -> re.Match[str] | None:
    return max(_REPEALED.finditer(sentence), key=re.Match.start, default=None)


def _days_without(text: str, effective: date | None) -> Iterator[date]:
    if match := _LAST_DAY.search(text):
        yield from (found.value + timedelta(days=1) for found in find_dates(match["day"]))
    elif effective and (match := _TERM.search(text)):
        yield _years_later(effective, parse_numeral(match["years"]))
    elif match := _FIRST_DAY_WITHOUT.search(text):
        yield from (found.value for found in find_dates(match["day"]))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)
