"""The rows of a blueprint: so many questions of one type, about one topic or any of several."""

from __future__ import annotations

from dataclasses import dataclass

from question_bank.content import QuestionType
from quizzes.assembly.blueprint import Blueprint, Section
from quizzes.assembly.pool import PoolItem


@dataclass(frozen=True, slots=True)
class Row:
    """`count` questions for the section at `section`; empty `topics` let any question in."""

    section: int
    title: str
    type: QuestionType
    topics: frozenset[str]
    count: int

    def admits(self, item: PoolItem) -> bool:
        return item.type is self.type and (not self.topics or not self.topics.isdisjoint(item.topics))


def rows_of(blueprint: Blueprint) -> tuple[Row, ...]:
    return tuple(row for index, section in enumerate(blueprint.sections) for row in _rows_of_section(index, section))


def _rows_of_section(index: int, section: Section) -> list[Row]:
    wanted = [(frozenset({topic}), count) for topic, count in section.topic_counts]
    left = section.count - sum(count for _, count in wanted)
    return [
        Row(section=index, title=section.title, type=section.type, topics=topics, count=count)
        for topics, count in [*wanted, (frozenset(section.topics), left)]
        if count
    ]
