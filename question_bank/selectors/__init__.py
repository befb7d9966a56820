"""Read documents, questions and what they rest on."""

from __future__ import annotations

from question_bank.selectors.banks import TypeCount, banks_listed, topics_listed, type_counts
from question_bank.selectors.citations import (
    ProvisionFinder,
    citable_versions,
    readable_documents,
    standing_citations,
    version_in_force,
)
from question_bank.selectors.documents import (
    ProvisionNode,
    SourceSpan,
    documents_listed,
    provision_counts,
    provision_tree,
    provisions_with_use,
    source_window,
    stored_provisions,
    versions_readable,
)
from question_bank.selectors.imports import (
    RowPlace,
    StandingCount,
    imports_listed,
    parsed_of,
    row_place,
    row_shown,
    row_standing,
    rows_standing,
    standing_counts,
)
from question_bank.selectors.questions import (
    QuestionFilter,
    citations_of,
    drawable_questions,
    prefetched_citations,
    questions_found,
)

__all__ = [
    "ProvisionFinder",
    "ProvisionNode",
    "QuestionFilter",
    "RowPlace",
    "SourceSpan",
    "StandingCount",
    "TypeCount",
    "banks_listed",
    "citable_versions",
    "citations_of",
    "documents_listed",
    "drawable_questions",
    "imports_listed",
    "parsed_of",
    "prefetched_citations",
    "provision_counts",
    "provision_tree",
    "provisions_with_use",
    "questions_found",
    "readable_documents",
    "row_place",
    "row_shown",
    "row_standing",
    "rows_standing",
    "source_window",
    "standing_citations",
    "standing_counts",
    "stored_provisions",
    "topics_listed",
    "type_counts",
    "version_in_force",
    "versions_readable",
]
