"""Telling the lines that open an article from those that only mention one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from question_bank.provisions.lines import Line, ends_sentence
from question_bank.provisions.markers import Marker, Rank
from question_bank.provisions.numbering import (
    BEFORE_ALL,
    Place,
    article_follows,
    article_name,
    articles_missing,
    first_missing,
)
from question_bank.provisions.problems import Problem
from question_bank.provisions.wrapping import Wrapping

#: Fewer articles than this that do not begin with 第一条 are taken for quotations.
_LEAST_EXCERPT = 3


_FIRST: Place = (1, 0)
_SECOND: Place = (2, 0)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that begins with 第…条; doubtful if it goes on from the line before or reads on as a mention."""

    index: int
    line: Line
    marker: Marker
    is_doubtful: bool
    is_cut_off: bool

    @property
    def place(self) -> Place:
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
    second = _second_document(candidates)
    taken, problems = _in_sequence(candidates[:second])
    if taken and taken[0].place != _FIRST and len(taken) < _LEAST_EXCERPT:
        taken, problems = [], []
    numbers = frozenset(candidate.line.number for candidate in taken)
    if second == len(candidates):
        return ArticleLines(numbers, len(lines), tuple(problems))
    problems.append(_begins_anew(candidates[second]))
    return ArticleLines(numbers, _beginning(lines, candidates[second].index), tuple(problems))


def _second_document(candidates: Sequence[_Candidate]) -> int:
    """Return where among the candidates the numbers begin anew, as where two documents stand in one file."""
    sure = [(position, candidate.place) for position, candidate in enumerate(candidates) if not candidate.is_doubtful]
    firsts = [position for position, place in sure if place == _FIRST]
    seconds = [position for position, place in sure if place == _SECOND]
    anew = (first for first in firsts[1:] if seconds and seconds[0] < first < seconds[-1])
    return next(anew, len(candidates))


def _in_sequence(candidates: Sequence[_Candidate]) -> tuple[list[_Candidate], list[Problem]]:
    last_seen = {candidate.place: candidate.index for candidate in candidates if not candidate.is_doubtful}
    taken: list[_Candidate] = []
    problems = []
    for candidate in candidates:
        place = taken[-1].place if taken else BEFORE_ALL
        if article_follows(place, candidate.place):
            if not candidate.is_doubtful or last_seen.get(candidate.place, 0) <= candidate.index:
                taken.append(candidate)
        elif candidate.is_doubtful:
            continue
        elif candidate.place > place and last_seen.get(first_missing(place, candidate.place), 0) <= candidate.index:
            problems.append(_gap(place, candidate))
            taken.append(candidate)
        elif not candidate.is_cut_off:
            problems.append(_out_of_sequence(place, candidate))
    return taken, problems


def _candidates(lines: Sequence[Line], wrapping: Wrapping) -> list[_Candidate]:
    found: list[_Candidate] = []
    for index, line in enumerate(lines):
        marker = line.marker
        if marker is not None and marker.rank is Rank.ARTICLE:
            # What stands above the first article is a title or a note, however unfinished it looks.
            goes_on = bool(found) and wrapping.continues(lines[index - 1], line)
            is_cut_off = bool(found) and lines[index - 1].is_unfinished
            found.append(_Candidate(index, line, marker, goes_on or marker.is_reference, is_cut_off))
    return found


def _beginning(lines: Sequence[Line], first_article: int) -> int:
    """Return the index of the title or heading that leads up to a first article."""
    index = first_article
    while index > 0 and not ends_sentence(lines[index - 1].text):
        index -= 1
    return index


def _gap(place: Place, candidate: _Candidate) -> Problem:
    return articles_missing(candidate.line.number, candidate.marker.label, place, candidate.place)


def _out_of_sequence(place: Place, candidate: _Candidate) -> Problem:
    message = f"“{candidate.marker.label}”不接在{article_name(place)}之后，当作正文读入。"
    return Problem(candidate.line.number, message)


def _begins_anew(candidate: _Candidate) -> Problem:
    message = "条号又从第一条开始，可能是另一份文件；从这里起没有读入条款，请分开导入。"
    return Problem(candidate.line.number, message)
