"""Rows that share a material (题帽, 共用题干) made into cases."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from question_bank.content import QuestionType
from question_bank.sheets.drafts import Draft
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.types import NamedType, named_type

_CASE = NamedType("案例", frozenset({QuestionType.CASE}))


def in_cases(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts, with those that stand next to each other and name the same material as one case."""
    grouped: list[Draft] = []
    for material, members in groupby(drafts, key=lambda draft: draft.fields.get(Field.MATERIAL, "")):
        rows = list(members)
        grouped += [_case(material, rows)] if material else rows
    return grouped


def _case(material: str, parts: list[Draft]) -> Draft:
    for part in parts:
        part.fields.pop(Field.MATERIAL)
        named = named_type(part.fields.get(Field.TYPE, ""))
        if named is not None and named.candidates == {QuestionType.CASE}:
            # The column names the case, not how its questions are answered.
            part.fields.pop(Field.TYPE)
    first, last = parts[0], parts[-1]
    return Draft(
        first.location,
        first.first_line,
        last.last_line,
        number=first.number,
        section=first.section,
        tag=_CASE,
        stem=material,
        parts=parts,
    )
