"""Which text a new one amends, as `import_document --amends` is told, and what that does to the questions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError

from accounts.models import Office
from question_bank.enums import VersionState
from question_bank.models import DocumentVersion, PolicyDocument
from question_bank.provision_trees import tree_stored
from question_bank.provisions import ParsedProvision
from question_bank.provisions.alignment import Alignment, align
from question_bank.references import title_matches
from question_bank.selectors import (
    Fate,
    TouchedQuestion,
    steps_between,
    stored_provisions,
    touched_questions,
    version_order,
)
from question_bank.services import policy_read

_FATES = {Fate.FOLLOWS: "follows", Fate.NEEDS_REVIEW: "needs_review", Fate.RETIRES: "retired"}


@dataclass(frozen=True, slots=True)
class Amended:
    """The text before: a kept version, or nothing but the tree of a file."""

    tree: Sequence[ParsedProvision]
    version: DocumentVersion | None = None


def amended_file(named: str) -> Amended | None:
    """Return the text of a file, if that is what was named."""
    path = Path(named)
    if not path.is_file():
        return None
    return Amended(policy_read(path.read_bytes(), path.name)[1].tree)


def amended_version(named: str, office: Office, data: bytes) -> Amended:
    """Return the newest text of an office's document, named by its title or public id, other than the file given.

    A confirmed one comes before a draft.

    Raises:
        CommandError: no document, or several, are called so.
    """
    documents = [document for document in PolicyDocument.objects.filter(office=office) if _is_meant(named, document)]
    if len(documents) != 1:
        raise CommandError(
            f"没有找到政策文件“{named}”。" if not documents else f"有多份政策文件叫“{named}”，请写全称。"
        )
    versions = documents[0].versions.exclude(source_digest=hashlib.sha256(data).hexdigest())
    newest = max(versions.filter(state=VersionState.CONFIRMED) or versions, key=version_order, default=None)
    if newest is None:
        raise CommandError(f"《{documents[0]}》没有别的版本可以对照。")
    return Amended(tree_stored(stored_provisions(newest)), newest)


def amendment_report(before: Amended, tree: Sequence[ParsedProvision]) -> dict[str, Any]:
    """Return the contract's counts, the articles by relation, and the questions that are touched."""
    alignment = align(before.tree, tree)
    return {
        "alignment": {**asdict(alignment.counts), "rewrite": alignment.is_rewrite},
        "articles_by_relation": _articles(alignment),
        "questions": _questions(before.version, alignment) if before.version else [],
    }


def _articles(alignment: Alignment) -> list[dict[str, Any]]:
    return [
        {"relation": pair.relation.value, "old": pair.old, "new": pair.new, "punctuation_only": pair.keeps_words}
        for pair in alignment.units
        if pair.old != pair.new or pair.relation != "same"
    ]


def _questions(version: DocumentVersion, alignment: Alignment) -> list[dict[str, Any]]:
    keys = dict(version.provisions.values_list("path", "pk"))
    touched = touched_questions(version, steps_between(alignment.pairs, keys))
    return [_told(question) for question in touched if question.fate is not Fate.FOLLOWS]


def _told(touched: TouchedQuestion) -> dict[str, Any]:
    version = touched.citations[0].question_version
    return {
        "id": str(version.question.uuid),
        "stem": version.stem,
        "provisions": [citation.provision.label for citation in touched.citations],
        "becomes": _FATES[touched.fate],
    }


def _is_meant(named: str, document: PolicyDocument) -> bool:
    try:
        return UUID(named) == document.uuid
    except ValueError:
        return title_matches(named.strip("《》"), document.title)
