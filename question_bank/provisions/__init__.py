"""Policy documents read into provisions: bytes in, a tree of 编章节条款项目 out."""

from __future__ import annotations

from question_bank.provisions.folding import fold_text, text_hash
from question_bank.provisions.numbering import numbering_doubts
from question_bank.provisions.parser import ParsedPolicy, parse_policy
from question_bank.provisions.problems import Problem, UnreadableDocument
from question_bank.provisions.reading import read_policy
from question_bank.provisions.source import PolicySource, SourceFormat, read_source
from question_bank.provisions.tree import (
    FlatProvision,
    ParsedProvision,
    ProvisionCounts,
    ProvisionKind,
    count,
    walk,
)

__all__ = [
    "FlatProvision",
    "ParsedPolicy",
    "ParsedProvision",
    "PolicySource",
    "Problem",
    "ProvisionCounts",
    "ProvisionKind",
    "SourceFormat",
    "UnreadableDocument",
    "count",
    "fold_text",
    "numbering_doubts",
    "parse_policy",
    "read_policy",
    "read_source",
    "text_hash",
    "walk",
]
