"""Answers in a file that repeats the questions without their options: 1|||职业道德形成于哪个时期。|||B，奴隶社会"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from question_bank.content import QuestionType
from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Note, Problem
from question_bank.sheets.words.folding import squeezed
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.types import NamedType

_SHORTEST_STEM = 5
_FEWEST = 2
_MOST = 0.9
#: At the same number and of the same type the words may differ more: “（　）” became “什么”.
_LEAST_AT_NUMBER = 60
_LEAST_ANYWHERE = 90
#: Each answer that is sought among all questions takes time; so many strangers do not belong together.
_MOST_SOUGHT = 300
_LEAST_SAME_WORDS = 80
_MOST_NAMED = 10
_UNSPOKEN = re.compile(r"\W")
_BRACKET = re.compile(r"[（(][\s　]*[)）]|_{2,}")


@dataclass(frozen=True, slots=True)
class RepeatedAnswers:
    """The drafts of a file of answers, and the types that its name leaves open."""

    file: str
    drafts: tuple[Draft, ...]
    candidates: frozenset[QuestionType] | None = None


def repeated_answers(file: str, drafts: Sequence[Draft], hint: NamedType | None) -> RepeatedAnswers | None:
    """Return what a file answers, if nearly all of it are stems with their answers."""
    told = [draft for draft in drafts if Field.ANSWER in draft.fields and len(draft.stem) >= _SHORTEST_STEM]
    if len(told) < max(_FEWEST, _MOST * len(drafts)):
        return None
    return RepeatedAnswers(file, tuple(drafts), hint.candidates if hint else None)


def attach_repeated(answers: RepeatedAnswers, drafts: Sequence[Draft]) -> list[Problem]:
    """Give the drafts without an answer the one that stands with the same words; say which answers are left over."""
    strangers = []
    for draft, target in _matched(answers, [draft for draft in drafts if Field.ANSWER not in draft.fields]):
        if target is None:
            strangers.append(draft.location)
            continue
        target.fields[Field.ANSWER] = draft.fields.get(Field.ANSWER, "")
        if Field.EXPLANATION in draft.fields:
            target.fields.setdefault(Field.EXPLANATION, draft.fields[Field.EXPLANATION])
        if doubt := _doubt(draft.fields.get(Field.ANSWER, ""), target):
            target.notes.append(doubt)
    if not strangers:
        return []
    named = "、".join(strangers[:_MOST_NAMED])
    return [Problem(answers.file, f"{len(strangers)} 个答案没有找到对应的试题：{named}")]


def answers_nearly_all(answers: RepeatedAnswers, drafts: Sequence[Draft]) -> bool:
    """Return whether these are answers to those questions: nearly all of them find one."""
    may_miss = (1 - _MOST) * len(answers.drafts)
    missed = 0
    for _, target in _matched(answers, drafts):
        missed += target is None
        if missed > may_miss:
            return False
    return True


def _matched(answers: RepeatedAnswers, drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft | None]]:
    """Yield each answer with the question that it stands with, each question once."""
    free = {index: draft for index, draft in enumerate(drafts) if _may_be(draft, answers.candidates)}
    words = {index: _words(draft) for index, draft in free.items()}
    by_number: dict[int | None, list[int]] = {}
    for index, draft in free.items():
        by_number.setdefault(draft.number, []).append(index)
    missed = 0
    for draft in answers.drafts:
        said = _words(draft)
        beside = [index for index in by_number.get(draft.number, ()) if index in free] if draft.number else []
        near = {index: words[index] for index in beside}
        found = _likeliest(said, near, _LEAST_AT_NUMBER)
        if found is None:
            # A long question is repeated in short.
            found = _likeliest(said, near, _LEAST_SAME_WORDS, fuzz.partial_ratio)
        if found is None and missed < _MOST_SOUGHT:
            found = _likeliest(said, {index: words[index] for index in free}, _LEAST_ANYWHERE)
        missed += found is None
        yield draft, free.pop(found) if found is not None else None


def _likeliest(said: str, words: dict[int, str], least: int, scorer: Callable[..., float] = fuzz.ratio) -> int | None:
    best = process.extractOne(said, words, scorer=scorer, score_cutoff=least)
    return best[2] if best else None


def _may_be(draft: Draft, candidates: frozenset[QuestionType] | None) -> bool:
    declared = draft.declared
    return candidates is None or declared is None or bool(declared.candidates & candidates)


def _words(draft: Draft) -> str:
    return squeezed(_BRACKET.sub("", draft.stem))


def _doubt(answer: str, target: Draft) -> Note | None:
    """“C，一定职业” names an option by its words too; where these are another option's, somebody has to look."""
    letter, words = answer[:1].upper(), _UNSPOKEN.sub("", squeezed(answer[1:]))
    own = _UNSPOKEN.sub("", squeezed(target.options.get(letter, "")))
    if not own or len(words) < len(own) or fuzz.partial_ratio(own, words) >= _LEAST_SAME_WORDS:
        return None
    return Note("key", "doubtful", f"答案“{answer[:30]}”与选项 {letter} 的文字不一致", answer)
