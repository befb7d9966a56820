"""What a paper can be drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from question_bank.content import QuestionType

#: The database key of a question version.
VersionId = int | str | UUID


@dataclass(frozen=True, slots=True)
class PoolItem:
    """A question version that may be drawn, with all that assembly needs to know of it.

    Items that share a `digest`, or a non-empty `group` of near-duplicates, never meet in one paper.
    `provisions` are any keys that tell the cited provisions apart. An anchor (锚题) is on every form, so that what it
    tells of one cohort can be laid beside what it tells of the next.
    """

    id: VersionId
    type: QuestionType
    digest: str
    topics: frozenset[str] = frozenset()
    group: str = ""
    provisions: frozenset[str] = frozenset()
    is_anchor: bool = False
