"""Reading a policy document: its table of contents, a search in its words, a page for each provision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import VersionState
from question_bank.forms import ReadingForm
from question_bank.models import DocumentVersion, Provision
from question_bank.provisions import ProvisionKind, fold_text
from question_bank.provisions.alignment import Piece
from question_bank.provisions.tree import HEADING_KINDS
from question_bank.selectors import (
    ProvisionNode,
    provision_counts,
    provision_lineage,
    provision_tree,
    provisions_read,
    questions_below,
    questions_by_provision,
    version_in_force,
    versions_beside,
)
from question_bank.views.access import get_provision_for_user, may_write, readers_only

_QUESTIONS_SHOWN = 50


@dataclass(slots=True)
class Heading:
    """An entry of the table of contents, and the articles it spans."""

    provision: Provision
    first: str = ""
    last: str = ""
    below: list[Heading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision that holds the words looked for, these marked."""

    provision: Provision
    pieces: list[Piece]


def show_reading(request: AuthenticatedHttpRequest, shown: DocumentVersion) -> HttpResponse:
    """Show a confirmed text to be read."""
    provisions = list(provisions_read(shown))
    form = ReadingForm(request.GET)
    words = form.words
    resting = questions_by_provision([shown], request.user.office)
    nodes = provision_tree(provisions, shown.source_lines, questions=resting)
    others = versions_beside(shown, request.user.office)
    confirmed = [shown, *(other for other in others if other.state == VersionState.CONFIRMED)]
    is_own = shown.document.office_id == request.user.office_id
    context = {
        "version": shown,
        "document": shown.document,
        "others": others,
        "in_force": version_in_force(confirmed, timezone.localdate()),
        "is_repealed": shown.repealed_on is not None and shown.repealed_on <= timezone.localdate(),
        "counts": provision_counts(shown),
        "corrected": sum(provision.corrected_at is not None for provision in provisions),
        "nodes": nodes,
        "headings": _headings(nodes),
        "form": form,
        "words": words,
        "hits": _hits(provisions, words) if words else [],
        "questions": len(set().union(*resting.values())),
        "lines": enumerate(shown.source_lines, start=1),
        "may_use": may_write(request),
        "may_withdraw": is_own and may_write(request) and not shown.provisions.filter(citations__isnull=False).exists(),
    }
    return render(request, "question_bank/version_reading.html", context)


@require_safe
@readers_only
def provision(request: AuthenticatedHttpRequest, provision: UUID) -> HttpResponse:
    """Show one provision at its lasting address: what it says, what it was and became, what rests on it."""
    shown = get_provision_for_user(request, provision)
    version = shown.version
    confirmed = [
        one for one in [version, *versions_beside(version, request.user.office)] if one.state == VersionState.CONFIRMED
    ]
    in_force = version_in_force(confirmed, timezone.localdate())
    lineage = provision_lineage(shown)
    questions = questions_below(shown, request.user.office)
    context = {
        "provision": shown,
        "version": version,
        "document": version.document,
        "in_force": in_force,
        "is_in_force": in_force == version,
        "may_draft": may_write(request) and in_force == version,
        "current": lineage.in_version(in_force) if in_force and in_force != version else [],
        "lineage": lineage,
        "above": _above(shown),
        "questions": questions[:_QUESTIONS_SHOWN],
        "question_count": questions.count(),
    }
    return render(request, "question_bank/provision_detail.html", context)


def _headings(nodes: Iterable[ProvisionNode]) -> list[Heading]:
    """Return the table of contents; without chapters, the points that only head others."""
    headings = []
    for node in nodes:
        kind = ProvisionKind(node.provision.kind)
        below = _headings(node.children)
        if kind in HEADING_KINDS or (kind is ProvisionKind.SERIAL and node.children):
            articles = list(_articles(node.children))
            first, last = (articles[0].number, articles[-1].number) if articles else ("", "")
            headings.append(Heading(node.provision, first, last, below))
    return headings


def _articles(nodes: Iterable[ProvisionNode]) -> Iterable[Provision]:
    for node in nodes:
        if node.provision.kind == ProvisionKind.ARTICLE:
            yield node.provision
        else:
            yield from _articles(node.children)


def _above(provision: Provision) -> list[Provision]:
    above = []
    place = provision.parent
    while place is not None:
        above.append(place)
        place = place.parent
    return above[::-1]


def _hits(provisions: Sequence[Provision], words: str) -> list[Hit]:
    wanted = fold_text(words)
    return [
        Hit(provision, _marked(provision.text, words))
        for provision in provisions
        if wanted in fold_text(provision.text) or wanted == fold_text(provision.label)
    ]


def _marked(text: str, words: str) -> list[Piece]:
    pieces: list[Piece] = []
    for place, between in enumerate(text.split(words)):
        if place:
            pieces.append(Piece(words, is_changed=True))
        pieces.append(Piece(between, is_changed=False))
    return pieces
