"""Pools and blueprints as plain data."""

from __future__ import annotations

from collections.abc import Iterable

from question_bank.content import QuestionType
from quizzes.assembly import Blueprint, PoolItem, Section


def make_item(
    id_: int,
    *topics: str,
    kind: QuestionType = QuestionType.SINGLE_CHOICE,
    digest: str = "",
    group: str = "",
    provisions: Iterable[str] = (),
    is_anchor: bool = False,
) -> PoolItem:
    """Return an item that is like no other unless a digest or group says so."""
    return PoolItem(
        id=id_,
        type=kind,
        digest=digest or f"digest-{id_}",
        topics=frozenset(topics),
        group=group,
        provisions=frozenset(provisions),
        is_anchor=is_anchor,
    )


def make_section(
    count: int,
    *topics: str,
    title: str = "单选题",
    kind: QuestionType = QuestionType.SINGLE_CHOICE,
    marks: int = 200,
    topic_counts: dict[str, int] | None = None,
) -> Section:
    return Section(title, kind, count, marks, topics, tuple((topic_counts or {}).items()))


def make_blueprint(*sections: Section) -> Blueprint:
    return Blueprint("第四季度季季考", sections)
