"""Read questions drafted from policy text, and what the rules read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import Office
from question_bank.content import QuestionContent, QuestionType
from question_bank.drafting import PolicyText, Rule, SourceProvision, policy_text_of
from question_bank.enums import DraftState
from question_bank.models import DocumentVersion, DraftedQuestion, PolicyDocument, Question, QuestionVersion
from question_bank.provisions import ProvisionKind
from question_bank.selectors.citations import citable_versions

#: Only these are drafted, so only these can be asked already.
DRAFTED_TYPES = (
    QuestionType.SINGLE_CHOICE,
    QuestionType.MULTIPLE_CHOICE,
    QuestionType.INDETERMINATE_CHOICE,
    QuestionType.TRUE_FALSE,
    QuestionType.FILL_IN_THE_BLANK,
)
_HEADINGS = (ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION)
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class DraftFilter:
    """What the drafts of a text are narrowed to; an empty value narrows nothing."""

    rule: str = ""
    type: str = ""
    state: str = ""
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """A draft among those shown, with its neighbours."""

    position: int
    total: int
    previous: UUID | None
    next: UUID | None


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """What became of a rule's drafts. `share` of those decided was taken, in per cent; None before any was."""

    rule: Rule
    total: int
    as_is: int
    edited: int
    rejected: int

    @property
    def pending(self) -> int:
        """How many wait."""
        return self.total - self.decided

    @property
    def decided(self) -> int:
        """How many do not."""
        return self.as_is + self.edited + self.rejected

    @property
    def share(self) -> int | None:
        """How many of those decided were taken, edited or not."""
        return round(100 * (self.as_is + self.edited) / self.decided) if self.decided else None


def policy_text(version: DocumentVersion) -> PolicyText:
    """Return a version's text as the rules read it."""
    fields = ("path", "parent__path", "kind", "label", "text", "full_text")
    rows = version.provisions.order_by("order").values_list(*fields)
    return policy_text_of(
        f"《{version.document.short_title}》",
        (
            SourceProvision(path, parent_path or "", ProvisionKind(kind), label, text, full_text)
            for path, parent_path, kind, label, text, full_text in rows
        ),
    )


def asked_contents(office: Office, document: PolicyDocument) -> list[QuestionContent]:
    """Return what an office asks already, and what was drafted for it from any text of a document."""
    current = Question.objects.filter(bank__office=office).values("current_version")
    versions = QuestionVersion.objects.filter(pk__in=current, type__in=DRAFTED_TYPES)
    drafts = DraftedQuestion.objects.filter(office=office, provision__version__document=document)
    return [
        *(version.content for version in versions.iterator(_BATCH)),
        *(draft.content for draft in drafts.iterator(_BATCH)),
    ]


def drafts_found(office: Office, version: DocumentVersion, wanted: DraftFilter) -> QuerySet[DraftedQuestion]:
    """Return an office's drafts of a text in reading order."""
    drafts = DraftedQuestion.objects.filter(office=office, provision__version=version)
    exact = {"rule": wanted.rule, "type": wanted.type, "state": wanted.state}
    drafts = drafts.filter(**{name: value for name, value in exact.items() if value})
    if wanted.chapter:
        drafts = drafts.filter(provision__order__range=_range_of(version, wanted.chapter))
    return drafts.order_by("provision__order", "start", "pk")


def draft_shown(drafts: QuerySet[DraftedQuestion], asked: UUID | None) -> DraftedQuestion | None:
    """Return the draft asked for, else the first that waits, else the first."""
    shown = drafts.select_related("provision__version__document", "question__bank", "made_by", "decided_by")
    found = shown.filter(uuid=asked).first() if asked else None
    return found or shown.filter(state=DraftState.PENDING).first() or shown.first()


def draft_place(drafts: QuerySet[DraftedQuestion], draft: DraftedQuestion) -> DraftPlace:
    """Return where a draft stands among those shown; one that has just left them stands before the next."""
    here = (draft.provision.order, draft.start, draft.pk)
    places = [(key[:3], key[3]) for key in drafts.values_list("provision__order", "start", "pk", "uuid")]
    earlier = [uuid for place, uuid in places if place < here]
    later = [uuid for place, uuid in places if place > here]
    return DraftPlace(
        position=len(earlier) + 1,
        total=len(places),
        previous=earlier[-1] if earlier else None,
        next=later[0] if later else None,
    )


def state_counts(office: Office, version: DocumentVersion) -> dict[DraftState, int]:
    """Count an office's drafts of a text by state, every state named."""
    rows = drafts_found(office, version, DraftFilter()).order_by().values_list("state").annotate(total=Count("pk"))
    counted = dict(rows)
    return {state: counted.get(state.value, 0) for state in DraftState}


def rule_figures(office: Office, version: DocumentVersion | None = None) -> list[RuleFigures]:
    """Count what became of each rule's drafts, of one text or of all; rules without any are left out."""
    drafts = DraftedQuestion.objects.filter(office=office)
    if version:
        drafts = drafts.filter(provision__version=version)
    accepted = Q(state=DraftState.ACCEPTED)
    rows = (
        drafts.order_by("rule")
        .values_list("rule")
        .annotate(
            total=Count("pk"),
            as_is=Count("pk", filter=accepted & Q(is_edited=False)),
            edited=Count("pk", filter=accepted & Q(is_edited=True)),
            rejected=Count("pk", filter=Q(state=DraftState.REJECTED)),
        )
    )
    known = {rule: RuleFigures(Rule(rule), *figures) for rule, *figures in rows}
    return [known[rule] for rule in Rule if rule in known]


def drafted_documents(office: Office) -> QuerySet[DocumentVersion]:
    """Return the texts an office may draft from, each with how many drafts there are and how many wait."""
    own = Q(provisions__drafts__office=office)
    return (
        citable_versions(office)
        .annotate(
            draft_count=Count("provisions__drafts", filter=own),
            waiting_count=Count("provisions__drafts", filter=own & Q(provisions__drafts__state=DraftState.PENDING)),
        )
        .order_by("document__title", "-effective_on", "-pk")
    )


def version_headings(version: DocumentVersion) -> list[tuple[str, str]]:
    """Return a text's 编, 章 and 节 by path, with what they are called."""
    headings = version.provisions.filter(kind__in=_HEADINGS).order_by("order")
    return [(path, f"{number} {text}".strip()) for path, number, text in headings.values_list("path", "number", "text")]


def _range_of(version: DocumentVersion, chapter: str) -> tuple[int, int]:
    """Return the first and last place of what stands under a heading, by the order of its sisters."""
    headings = version.provisions.filter(kind__in=_HEADINGS)
    places = list(headings.order_by("order").values_list("path", "order"))
    first = next((order for path, order in places if path == chapter), 0)
    following = (order for path, order in places if order > first and not path.startswith(f"{chapter}/"))
    last = version.provisions.count() + first
    return first, next(following, last + 1) - 1
