"""Doubts about numbers that do not follow one another, in the words a trainer reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from question_bank.provisions.markers import Rank, find_marker
from question_bank.provisions.numerals import format_numeral
from question_bank.provisions.problems import Problem
from question_bank.provisions.tree import HEADING_KINDS, LIST_KINDS, ParsedProvision, ProvisionKind, each_provision

#: An article's number, and the 2 of 之二.
Place = tuple[int, int]
BEFORE_ALL: Place = (0, 0)


def numbering_doubts(tree: Sequence[ParsedProvision]) -> list[Problem]:
    """Return what is doubtful about a tree's numbers, in the words in which a reader of its lines reports it."""
    provisions = list(each_provision(tree))
    return [*_heading_doubts(provisions), *_article_doubts(provisions), *_list_doubts(provisions)]


def article_name(place: Place) -> str:
    """Return 第十二条之一."""
    ordinal, suffix = place
    return f"第{format_numeral(ordinal)}条" + (f"之{format_numeral(suffix)}" if suffix else "")


def article_follows(before: Place, place: Place) -> bool:
    """Say whether one article's number is the next after another's."""
    ordinal, suffix = before
    return place in {(ordinal + 1, 0), (ordinal, suffix + 1)}


def first_missing(before: Place, place: Place) -> Place:
    """Return the first number that lacks between two articles."""
    return (before[0], before[1] + 1) if place[0] == before[0] else (before[0] + 1, 0)


def articles_missing(line: int, label: str, before: Place, place: Place) -> Problem:
    """Report that numbers lack before an article."""
    first, (ordinal, suffix) = first_missing(before, place), place
    last = (ordinal, suffix - 1) if suffix else (ordinal - 1, 0)
    missing = article_name(first) if first == last else f"{article_name(first)}至{article_name(last)}"
    after = f"{article_name(before)}之后是" if before != BEFORE_ALL else "条号开始于"
    return Problem(line, f"{after}{label}，缺少{missing}。")


def number_unexpected(line: int, label: str, ordinal: int, last: int = 0) -> Problem:
    """Report a number that does not follow the last of its rank."""
    if ordinal == last:
        doubt = "与前面的编号重复"
    elif ordinal == 1:
        doubt = "又从头编号"
    else:
        doubt = f"之前没有编号 {ordinal - 1}"
    return Problem(line, f"“{label}”{doubt}，请核对原文。")


def _heading_doubts(provisions: Sequence[ParsedProvision]) -> Iterator[Problem]:
    last: dict[Rank, int] = {}
    restarting: set[Rank] = set()
    for heading in provisions:
        marker = find_marker(heading.number) if heading.kind in HEADING_KINDS else None
        if marker is None:
            continue
        before = last.get(marker.rank, 0)
        may_restart = marker.ordinal == 1 and marker.rank in restarting
        if not (marker.suffix or marker.ordinal == before + 1 or may_restart):
            yield number_unexpected(heading.line, heading.number, marker.ordinal, before)
        last[marker.rank] = marker.ordinal
        # Below a wider heading the narrower ones may begin anew or go on.
        restarting = {rank for rank in {*restarting, *last} if rank > marker.rank} | (restarting - {marker.rank})


def _article_doubts(provisions: Sequence[ParsedProvision]) -> Iterator[Problem]:
    before = BEFORE_ALL
    for article in provisions:
        if article.kind is not ProvisionKind.ARTICLE:
            continue
        place = (article.ordinal, article.suffix)
        if place == before:
            yield number_unexpected(article.line, article.number, article.ordinal, before[0])
        elif place < before:
            yield Problem(article.line, f"“{article.number}”不接在{article_name(before)}之后，请核对原文。")
        elif not article_follows(before, place):
            yield articles_missing(article.line, article.number, before, place)
        before = place


def _list_doubts(provisions: Sequence[ParsedProvision]) -> Iterator[Problem]:
    for above in provisions:
        last: dict[Rank, int] = {}
        previous: Rank | None = None
        for child in above.children:
            marker = find_marker(child.number) if child.kind in LIST_KINDS else None
            if marker is not None:
                expected = {last.get(marker.rank, 0) + 1} | ({1} if previous is not marker.rank else set())
                if marker.ordinal not in expected:
                    yield number_unexpected(child.line, child.number, marker.ordinal)
                last[marker.rank] = marker.ordinal
            previous = marker.rank if marker else None
