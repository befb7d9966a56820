"""Headings of a section: 一、单选题（每题2分，共20分）, 第三章 录用."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from question_bank.content import CHOICE_TYPES, QuestionType
from question_bank.sheets.words.folding import shape
from question_bank.sheets.words.marks import marks_in_heading
from question_bank.sheets.words.types import PLAIN_TYPE_WORD, NamedType, named_type

_LONGEST = 160
_ORDINAL = r"(?:第?\(?[一二三四五六七八九十\d]{1,3}\)?(?:部分|大题)?|Part\s?\d|[IVX]{1,4})\s{0,4}[、.:,]?\s{0,4}"
_TYPED = re.compile(
    rf"\A\s{{0,20}}(?P<ordinal>{_ORDINAL})?(?P<type>{PLAIN_TYPE_WORD})(?P<noun>\s?题)?(?:部分)?\s{{0,4}}(?P<rest>[\[(:。,;]|$)"
)
_CHAPTER = re.compile(r"\A\s{0,20}第\s?[零一二三四五六七八九十百\d]{1,4}\s?[编章节讲课]")
_PART = re.compile(
    r"\A[一二三四五六七八九十]{1,3}\s?、|\A\([一二三四五六七八九十]{1,3}\)|\A第\s?[一二三四五六七八九十\d]{1,3}\s?部分"
)
_INSTRUCTION = re.compile(r"每\s?[小道]|\d\s?分|本大?题|共\s?\d|下列|正确|错误|选[择出]|请|填|回答|个答案|[√×]")
_ONE_ANSWER = re.compile(r"[只仅]有[一1]个|[选][择出]?[一1][个项]|单选")
_TRUE_LETTER = re.compile(r"(?:正确|对)的?[^A-Za-z]{0,8}([AB])(?![A-Za-z])")
_FALSE_LETTER = re.compile(r"(?:错误|错)的?[^A-Za-z]{0,8}([AB])(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Section:
    """What holds for every question under a heading."""

    type: NamedType | None = None
    marks: int | None = None
    topic: str = ""
    #: What the letters of a true/false section stand for, when the heading says so.
    judgements: dict[str, bool] = field(default_factory=dict)


def section_heading(cleaned: str) -> Section | None:
    """Return the section a line opens by naming a question type; None for any other line."""
    if len(cleaned) > _LONGEST:
        return None
    shaped = shape(cleaned)
    match = _TYPED.match(shaped)
    if match is None or not _is_heading(match, shaped):
        return None
    named = named_type(match["type"])
    return Section(_narrowed(named, shaped), marks_in_heading(shaped), "", _judgements(named, shaped))


def chapter_heading(cleaned: str) -> str | None:
    """Return the topic a line such as “第三章 录用” opens."""
    if len(cleaned) <= 40 and _CHAPTER.match(cleaned) and cleaned[-1] not in "。？！?；;：:，":
        return cleaned
    return None


def part_heading(cleaned: str) -> str | None:
    """Return the topic of a line such as “二、公文管理”, which may also be an item of a list: look at what follows."""
    if len(cleaned) <= 30 and _PART.match(shape(cleaned)) and cleaned[-1] not in "。？！?；;：:，":
        return cleaned
    return None


def _is_heading(match: re.Match[str], shaped: str) -> bool:
    """A bare type word is a heading; with words after it, only if these instruct (“判断：对的打√”)."""
    rest = shaped[match.start("rest") :]
    numbered = (match["ordinal"] or "").strip()[:1].isdigit()
    if _INSTRUCTION.search(rest):
        return not numbered or bool(match["noun"])
    if rest[:1] == "(":
        return bool(match["noun"])
    return not rest.strip(":。,; ") and (not numbered or bool(match["noun"]))


def _narrowed(named: NamedType | None, shaped: str) -> NamedType | None:
    """选择题（每题只有一个正确答案） is 单选."""
    if named and named.candidates == CHOICE_TYPES and _ONE_ANSWER.search(shaped):
        return NamedType("单选", frozenset({QuestionType.SINGLE_CHOICE}))
    return named


def _judgements(named: NamedType | None, shaped: str) -> dict[str, bool]:
    """“正确的选A，错误的选B” gives letters a meaning."""
    if named is None or QuestionType.TRUE_FALSE not in named.candidates:
        return {}
    right, wrong = _TRUE_LETTER.search(shaped), _FALSE_LETTER.search(shaped)
    return {right[1]: True, wrong[1]: False} if right and wrong and right[1] != wrong[1] else {}
