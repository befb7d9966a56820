"""Telling the lines that open an article from those that only mention one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from question_bank.provisions.lines import Line, ends_sentence
from question_bank.provisions.markers import Marker, Rank, find_marker
from question_bank.provisions.numerals import format_numeral
from question_bank.provisions.problems import Problem
from question_bank.provisions.wrapping import Wrapping

#: Fewer articles than this that do not begin with 第一条 are taken for quotations.
_LEAST_EXCERPT = 3


_Place = tuple[int, int]
_BEFORE_ALL: _Place = (0, 0)
_FIRST: _Place = (1, 0)
_SECOND: _Place = (2, 0)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that begins with 第…条; doubtful if it goes on from the line before or reads on as a mention."""

    index: int
    line: Line
    marker: Marker
    is_doubtful: bool

    @property
    def place(self) -> _Place:
        return self.marker.ordinal, self.marker.suffix


@dataclass(frozen=True, slots=True)
class ArticleLines:
    """The numbers of the lines that open an article, and the index at which a second document begins."""

    numbers: frozenset[int]
    end: int
    problems: tuple[Problem, ...]


def find_articles(lines: Sequence[Line], wrapping: Wrapping) -> ArticleLines:
    """Return the lines whose number follows the article before; the others only mention one, as after a hard wrap.

    A gap is believed only when the missing number never comes: laws are excerpted, and typists skip numbers.
    """
    candidates = _candidates(lines, wrapping)
    last_seen = {candidate.place: candidate.index for candidate in candidates if not candidate.is_doubtful}
    taken: list[_Candidate] = []
    problems = []
    for candidate in candidates:
        place = taken[-1].place if taken else _BEFORE_ALL
        if _follows(place, candidate.place):
            if not candidate.is_doubtful or last_seen.get(candidate.place, 0) <= candidate.index:
                taken.append(candidate)
        elif candidate.is_doubtful:
            continue
        elif taken and candidate.place == _FIRST and last_seen.get(_SECOND, 0) > candidate.index:
            problems.append(_begins_anew(candidate))
            end = _beginning_of_second(lines, candidate.index)
            return ArticleLines(_line_numbers(taken), end, tuple(problems))
        elif candidate.place > place and last_seen.get((place[0] + 1, 0), 0) <= candidate.index:
            problems.append(_gap(place, candidate))
            taken.append(candidate)
        else:
            problems.append(_out_of_sequence(place, candidate))
    if taken and taken[0].place != _FIRST and len(taken) < _LEAST_EXCERPT:
        return ArticleLines(frozenset(), len(lines), ())
    return ArticleLines(_line_numbers(taken), len(lines), tuple(problems))


def _candidates(lines: Sequence[Line], wrapping: Wrapping) -> list[_Candidate]:
    found: list[_Candidate] = []
    for index, line in enumerate(lines):
        marker = find_marker(line.text)
        if marker is not None and marker.rank is Rank.ARTICLE:
            # What stands above the first article is a title or a note, however unfinished it looks.
            goes_on = bool(found) and wrapping.continues(lines[index - 1], line)
            found.append(_Candidate(index, line, marker, goes_on or marker.is_reference))
    return found


def _follows(place: _Place, after: _Place) -> bool:
    ordinal, suffix = place
    return after in {(ordinal + 1, 0), (ordinal, suffix + 1)}


def _line_numbers(taken: list[_Candidate]) -> frozenset[int]:
    return frozenset(candidate.line.number for candidate in taken)


def _beginning_of_second(lines: Sequence[Line], first_article: int) -> int:
    """Return the index of the title or heading that leads up to a first article."""
    index = first_article
    while index > 0 and not ends_sentence(lines[index - 1].text):
        index -= 1
    return index


def _name(ordinal: int) -> str:
    return f"第{format_numeral(ordinal)}条"


def _gap(place: _Place, candidate: _Candidate) -> Problem:
    first, last = place[0] + 1, candidate.marker.ordinal - 1
    missing = _name(first) if first == last else f"{_name(first)}至{_name(last)}"
    before = f"{_name(place[0])}之后是" if place[0] else "条号开始于"
    return Problem(candidate.line.number, f"{before}{candidate.marker.label}，缺少{missing}。")


def _out_of_sequence(place: _Place, candidate: _Candidate) -> Problem:
    message = f"“{candidate.marker.label}”不接在{_name(place[0])}之后，当作正文读入。"
    return Problem(candidate.line.number, message)


def _begins_anew(candidate: _Candidate) -> Problem:
    message = "条号又从第一条开始，可能是另一份文件；从这里起没有读入条款，请分开导入。"
    return Problem(candidate.line.number, message)
