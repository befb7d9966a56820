"""What a writer reads beside the note: the office's policy documents in force, and its learning materials.

Cadres do not open the bank; of policy documents they see here what holds, and nothing of drafts or questions.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Office
from learning.models import Material, Record
from learning.quoting import quotable_words, quotation, quoted_characters, source_of
from question_bank.models import DocumentVersion, Provision
from question_bank.provisions import ProvisionKind
from question_bank.selectors import versions_in_force

#: As many provisions as a column shows; a search finds the others.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A provision as the column shows it, and what quoting it puts into the note."""

    provision: UUID
    label: str
    words: str
    quotation: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the note: provisions that can be quoted, or the lines of a material."""

    title: str
    passages: list[Passage]
    lines: list[str]
    more: int = 0


def texts_in_force(office: Office, on: date) -> list[DocumentVersion]:
    """Return the policy texts that hold for an office on a day, its own and shared ones, by title."""
    held = [each for each in versions_in_force(office, on) if each.repealed_on is None or each.repealed_on > on]
    return sorted(held, key=lambda version: version.document.title)


def materials_beside(office: Office) -> QuerySet[Material]:
    """Return the materials of an office that have a text to show."""
    return Material.objects.filter(office=office, withdrawn_at=None).exclude(lines=[]).defer("data").order_by("title")


def beside(office: Office, on: date, chosen: UUID, query: str) -> Beside | None:
    """Return the text that somebody chose, of its provisions those that hold a word; nothing of what is not theirs."""
    version = next((each for each in texts_in_force(office, on) if each.uuid == chosen), None)
    if version is not None:
        return _of_policy(version, query)
    material = materials_beside(office).filter(uuid=chosen).first()
    if material is None:
        return None
    lines = [line for line in material.lines if query in line]
    return Beside(material.title, [], lines)


def quotable(office: Office, on: date, provisions: Collection[UUID], record: Record | None) -> list[Provision]:
    """Return which of these provisions a note may quote: of texts in force, and those that it quotes already."""
    if not provisions:
        return []
    versions = [version.pk for version in texts_in_force(office, on)]
    found = Provision.objects.filter(uuid__in=provisions).select_related("version__document")
    may = found.filter(version__in=versions)
    if record is not None:
        may = may | found.filter(pk__in=record.quotations.values("provision"))
    return list(may.distinct())


def passage(provision: Provision) -> Passage:
    """Return a provision as it is read and quoted."""
    words = quotable_words(provision.full_text, provision.label)
    source = source_of(provision.version.document.title, provision.label)
    return Passage(provision.uuid, provision.label, words, quotation(source, words))


def quoted_in(record: Record) -> int:
    """Return how many characters of a note are quoted."""
    return quoted_characters(record.note.body, [each.text for each in record.quotations.all()])


def _of_policy(version: DocumentVersion, query: str) -> Beside:
    provisions = version.provisions.select_related("version__document").exclude(full_text="").order_by("order")
    articles = provisions.filter(kind=ProvisionKind.ARTICLE)
    shown = articles if articles.exists() else provisions
    if query:
        shown = shown.filter(full_text__icontains=query)
    passages = [passage(each) for each in shown[:SHOWN]]
    return Beside(str(version), passages, [], max(0, shown.count() - SHOWN))
