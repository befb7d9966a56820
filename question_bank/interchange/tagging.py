"""What formats made elsewhere have no place for, as tags: 题型：不定项, 难度：中, 依据：《…》第三条."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from question_bank.content import Part, QuestionContent, QuestionType
from question_bank.interchange.settling import one_line
from question_bank.interchange.shape import CitationText, InterchangeQuestion

_TYPES = {type_.label: type_ for type_ in QuestionType}
_CITATION = re.compile(r"《(?P<document>.*)》(?P<label>.*)")
_ORDER_FREE = "不分先后"
_NUMBER = re.compile(r"[1-9][0-9]{0,2}|1000")


@dataclass(frozen=True, slots=True)
class TaggedFacts:
    """What tags say about a question; `part_weight` where it belongs to the case before it."""

    type: QuestionType | None = None
    difficulty: str = ""
    topics: tuple[str, ...] = ()
    citations: tuple[CitationText, ...] = ()
    is_order_free: bool = False
    part_weight: int | None = None
    tags: tuple[str, ...] = ()


def tags_of(question: InterchangeQuestion, *, implied: QuestionType | None, topics: Iterable[str]) -> list[str]:
    """Return the tags to write: the type where the format implies another, and the topics that need a tag."""
    content, tags = question.content, []
    if content.type is not implied:
        tags.append(f"题型：{content.type.label}")
    if content.is_order_free:
        tags.append(_ORDER_FREE)
    if difficulty := one_line(question.difficulty):
        tags.append(f"难度：{difficulty}")
    tags += [f"知识点：{topic}" for topic in _written(topics)]
    tags += [f"依据：{citation}" for citation in _written(map(str, question.citations))]
    return _written([*tags, *(_unmistakable(tag) for tag in _written(question.tags))])


def part_tag(weight: int) -> str:
    """Return the tag that joins a question to the case before it."""
    return f"小题：{weight}"


def facts_from(tags: Iterable[str]) -> TaggedFacts:
    """Return what tags say; those that say nothing to us stay tags."""
    facts = TaggedFacts()
    for tag in _written(tags):
        facts = _with_tag(facts, tag)
    return facts


def citation_from(text: str) -> CitationText:
    """Return the citation that a text names."""
    found = _CITATION.fullmatch(text)
    return CitationText(found["document"], found["label"]) if found else CitationText("", text)


def tagged_question(
    content: QuestionContent,
    facts: TaggedFacts,
    *,
    category: str,
    identifier: str,
    where: str,
    notes: Iterable[str],
    images: dict[str, bytes] | None = None,
) -> InterchangeQuestion:
    """Return a question with what its tags and its category say of it."""
    return InterchangeQuestion(
        content=replace(content, is_order_free=facts.is_order_free and content.type is QuestionType.FILL_IN_THE_BLANK),
        topics=tuple(dict.fromkeys(filter(None, [category, *facts.topics]))),
        tags=facts.tags,
        difficulty=facts.difficulty,
        citations=facts.citations,
        identifier=identifier,
        images=images or {},
        where=where,
        notes=tuple(dict.fromkeys(notes)),
    )


class CaseFolder:
    """Joins material and the questions tagged as its parts into one case again, in order."""

    def __init__(self) -> None:
        self._questions: list[InterchangeQuestion] = []

    def add(self, question: InterchangeQuestion, part_weight: int | None) -> None:
        """Take the next question; it is a part only where a case stands before it."""
        before = self._questions[-1] if self._questions else None
        if part_weight is None or before is None or before.content.type is not QuestionType.CASE:
            self._questions.append(question)
            return
        part = Part(question.content, part_weight)
        self._questions[-1] = replace(
            before,
            content=replace(before.content, parts=(*before.content.parts, part)),
            images={**before.images, **question.images},
            notes=(*before.notes, *question.notes),
        )

    @property
    def questions(self) -> tuple[InterchangeQuestion, ...]:
        """Return all that came in, cases whole."""
        return tuple(self._questions)


def material_of(question: InterchangeQuestion) -> QuestionContent:
    """Return a case without its parts."""
    return replace(question.content, parts=())


def _unmistakable(tag: str) -> str:
    """Return a tag that cannot be taken for one of ours."""
    return tag if facts_from([tag]).tags else tag.replace("：", ":") if "：" in tag else f"#{tag}"


def _written(tags: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(one_line, tags))))


def _with_tag(facts: TaggedFacts, tag: str) -> TaggedFacts:
    if tag == _ORDER_FREE:
        return replace(facts, is_order_free=True)
    word, _, value = tag.partition("：")
    value = value.strip()
    changes: dict[str, Any] = {}
    if word in _READERS and value:
        changes = _READERS[word](facts, value)
    return replace(facts, **changes) if changes else replace(facts, tags=(*facts.tags, tag))


_READERS: dict[str, Callable[[TaggedFacts, str], dict[str, Any]]] = {
    "题型": lambda _facts, value: {"type": _TYPES[value]} if value in _TYPES else {},
    "难度": lambda _facts, value: {"difficulty": value},
    "知识点": lambda facts, value: {"topics": (*facts.topics, value)},
    "依据": lambda facts, value: {"citations": (*facts.citations, citation_from(value))},
    "小题": lambda _facts, value: {"part_weight": int(value)} if _NUMBER.fullmatch(value) else {},
}
