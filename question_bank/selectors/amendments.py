"""Read what an amendment does to the questions, and which of them wait to be looked at again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import Office
from question_bank.enums import TOUCHING_RELATIONS, QuestionState, VersionState
from question_bank.models import (
    Amendment,
    Citation,
    DocumentVersion,
    Provision,
    ProvisionAlignment,
    Question,
    QuestionReview,
    QuestionVersion,
)
from question_bank.provision_trees import tree_stored
from question_bank.provisions.alignment import AlignedPair, Alignment, Relation, align
from question_bank.selectors.citations import standing_citations, standing_prefetch, version_order
from question_bank.selectors.documents import stored_provisions, versions_readable

#: No chain of amendments is longer; a circle has no end.
_LONGEST_CHAIN = 50


class Fate(IntEnum):
    """What an amendment does to a question, the worst last."""

    FOLLOWS = 0
    NEEDS_REVIEW = 1
    RETIRES = 2


@dataclass(frozen=True, slots=True)
class Step:
    """Where one provision went in one amendment."""

    relation: Relation
    after: int | None
    keeps_words: bool

    @property
    def fate(self) -> Fate:
        """What happens to a question that rests on the provision."""
        if self.relation is Relation.DELETED:
            return Fate.RETIRES
        return Fate.NEEDS_REVIEW if self.relation in TOUCHING_RELATIONS and not self.keeps_words else Fate.FOLLOWS


@dataclass(slots=True)
class TouchedQuestion:
    """A question that rests on the version before, with its citations there and the worst that happens to any."""

    question: int
    state: QuestionState
    office: int
    citations: list[Citation] = field(default_factory=list)
    fate: Fate = Fate.FOLLOWS


@dataclass(frozen=True, slots=True)
class AmendmentProspect:
    """How many of an office's questions an amendment touches, and how."""

    follow: int
    need_review: int
    retire: int
    elsewhere: int


def version_before(version: DocumentVersion) -> DocumentVersion | None:
    """Return the confirmed text that a version takes the place of."""
    earlier = [other for other in _confirmed_beside(version) if version_order(other) < version_order(version)]
    return max(earlier, key=version_order, default=None)


def version_after(version: DocumentVersion) -> DocumentVersion | None:
    """Return the confirmed text that takes a version's place."""
    later = [other for other in _confirmed_beside(version) if version_order(other) > version_order(version)]
    return min(later, key=version_order, default=None)


def versions_beside(version: DocumentVersion, office: Office) -> list[DocumentVersion]:
    """Return the other texts of a document that an office may read, the newest first."""
    others = versions_readable(office).filter(document=version.document_id).exclude(pk=version.pk)
    return sorted(others.defer("source_lines"), key=version_order, reverse=True)


def versions_align(before: DocumentVersion, after: DocumentVersion) -> Alignment:
    """Return what became of each provision from one stored text to another."""
    return align(tree_stored(stored_provisions(before)), tree_stored(stored_provisions(after)))


def amendment_between(before: DocumentVersion, after: DocumentVersion) -> Amendment | None:
    """Return the amendment that leads straight from one text to another."""
    return Amendment.objects.select_related("decided_by").filter(before=before, after=after).first()


def alignment_between(before: DocumentVersion, after: DocumentVersion) -> Alignment:
    """Return the alignment of any two texts, the kept one if there is one."""
    amendment = amendment_between(before, after)
    if amendment is None:
        return versions_align(before, after)
    rows = amendment.alignments.order_by("order")
    columns = ("relation", "before__path", "after__path", "is_unit", "keeps_words")
    return Alignment(
        tuple(
            AlignedPair(Relation(relation), old, new, is_unit, keeps_words)
            for relation, old, new, is_unit, keeps_words in rows.values_list(*columns)
        )
    )


def amendment_steps(amendment: Amendment) -> dict[int, list[Step]]:
    """Return where each provision of the version before went."""
    rows = amendment.alignments.filter(before__isnull=False).order_by("order")
    steps: dict[int, list[Step]] = defaultdict(list)
    for before, relation, after, keeps_words in rows.values_list("before", "relation", "after", "keeps_words"):
        steps[before].append(Step(Relation(relation), after, keeps_words))
    return steps


def steps_between(pairs: Iterable[AlignedPair], before: Mapping[str, int]) -> dict[int, list[Step]]:
    """Return where each provision of a version, its keys given by path, goes in a text that is not kept yet."""
    steps: dict[int, list[Step]] = defaultdict(list)
    for pair in pairs:
        if pair.old is not None:
            steps[before[pair.old]].append(Step(pair.relation, None, pair.keeps_words))
    return steps


def touched_questions(before: DocumentVersion, steps: Mapping[int, list[Step]]) -> list[TouchedQuestion]:
    """Return the questions whose current words rest on a version, but for the retired ones."""
    citations = (
        standing_citations()
        .filter(
            provision__version=before.pk,
            question_version__question__current_version=F("question_version"),
        )
        .exclude(question_version__question__state=QuestionState.RETIRED)
        .select_related(None)
        .defer(None)
        .select_related("provision", "question_version__question__bank")
        .order_by("pk")
    )
    touched: dict[int, TouchedQuestion] = {}
    for citation in citations:
        question = citation.question_version.question
        state, office = QuestionState(question.state), question.bank.office_id
        known = touched.setdefault(question.pk, TouchedQuestion(question.pk, state, office))
        known.citations.append(citation)
        known.fate = max(known.fate, citation_fate(steps.get(citation.provision_id, ())))
    return list(touched.values())


def citation_fate(steps: Sequence[Step]) -> Fate:
    """Return the worst of what happened to a provision; of one nothing is known of, somebody must look."""
    return max((step.fate for step in steps), default=Fate.NEEDS_REVIEW)


def amendment_prospect(amendment: Amendment, office: Office) -> AmendmentProspect:
    """Return what applying the amendment would do to an office's questions."""
    touched = touched_questions(amendment.before, amendment_steps(amendment))
    fates = Counter(question.fate for question in touched if question.office == office.pk)
    return AmendmentProspect(
        follow=fates[Fate.FOLLOWS],
        need_review=fates[Fate.NEEDS_REVIEW],
        retire=fates[Fate.RETIRES],
        elsewhere=sum(question.office != office.pk for question in touched),
    )


def questions_by_provision(versions: Iterable[DocumentVersion], office: Office) -> dict[int, set[int]]:
    """Return which of an office's questions rest on each provision of some versions."""
    rows = standing_citations().filter(
        provision__version__in=list(versions),
        question_version__question__current_version=F("question_version"),
        question_version__question__bank__office=office,
    )
    resting: dict[int, set[int]] = defaultdict(set)
    for provision, question in rows.values_list("provision", "question_version__question"):
        resting[provision].add(question)
    return resting


def amendments_waiting(office: Office) -> QuerySet[Amendment]:
    """Return an office's amendments that nobody has let the questions follow yet."""
    return Amendment.objects.filter(
        after__document__office=office, decided_at__isnull=True, applied_at__isnull=True
    ).select_related("before__document", "after__document")


def successors(provisions: Iterable[int]) -> dict[int, list[int]]:
    """Return the provisions of the texts in force that some have become, through all applied amendments.

    What was deleted, or stands in a text that nothing has taken the place of, is not among the keys.
    """
    reached = {provision: [provision] for provision in provisions}
    if not reached:
        return {}
    moved: set[int] = set()
    for _amendment in range(_LONGEST_CHAIN):
        here = {place for places in reached.values() for place in places}
        rows = ProvisionAlignment.objects.filter(
            before__in=here, after__isnull=False, amendment__applied_at__isnull=False
        ).order_by("order")
        following: dict[int, list[int]] = defaultdict(list)
        for before, after in rows.values_list("before", "after"):
            following[before].append(after)
        if not following:
            break
        for provision, places in reached.items():
            if any(place in following for place in places):
                moved.add(provision)
                further = [after for place in places for after in following.get(place, [place])]
                reached[provision] = list(dict.fromkeys(further))
    return {provision: reached[provision] for provision in moved}


def touched_citations(on: date) -> QuerySet[Citation]:
    """Return the standing citations whose provision reads otherwise, or is gone, by a day."""
    amended = ProvisionAlignment.objects.filter(
        Q(amendment__applied_at__isnull=False) | Q(amendment__after__effective_on__lte=on),
        Q(relation__in=TOUCHING_RELATIONS, keeps_words=False) | Q(relation=Relation.DELETED),
        before=OuterRef("provision"),
    )
    return standing_citations().filter(Exists(amended))


def keys_amended(office: Office) -> list[int]:
    """Return the keys of the questions that wait to be looked at again because what they rest on was amended.

    In the order of the texts.
    """
    rows = touched_citations(date.min).filter(
        question_version__question__bank__office=office,
        question_version__question__state=QuestionState.NEEDS_REVIEW,
        question_version__question__current_version=F("question_version"),
    )
    # Sorted here: SQLite would walk whole texts to sort for itself.
    places = rows.values_list("provision__version", "provision__order", "question_version__question")
    return list(dict.fromkeys(question for _version, _order, question in sorted(places)))


def questions_shown_amended(keys: Sequence[int]) -> list[Question]:
    """Return questions in the order of their keys, each with its citations and the state it had before."""
    sent_back = QuestionReview.objects.filter(question=OuterRef("pk"), to_state=QuestionState.NEEDS_REVIEW)
    found = (
        Question.objects.annotate(state_before=Subquery(sent_back.order_by("-pk").values("from_state")[:1]))
        .select_related("current_version__author", "bank")
        .prefetch_related(standing_prefetch())
        .in_bulk(list(keys))
    )
    return [found[key] for key in keys]


def versions_amended(versions: Iterable[int], on: date) -> QuerySet[QuestionVersion]:
    """Return those of some question versions that rest on what reads otherwise, or is gone, by a day."""
    touched = touched_citations(on).filter(question_version=OuterRef("pk"))
    return QuestionVersion.objects.filter(Exists(touched), pk__in=list(versions))


def provisions_told(keys: Iterable[int]) -> dict[int, Provision]:
    """Return provisions by key, each with its version and document."""
    return Provision.objects.select_related("version__document").in_bulk(list(keys))


def _confirmed_beside(version: DocumentVersion) -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.filter(document=version.document_id, state=VersionState.CONFIRMED).exclude(
        pk=version.pk
    )
