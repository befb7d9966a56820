"""Read questions and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import (
    Exists,
    F,
    FloatField,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from accounts.enums import Role
from accounts.models import Office, User
from question_bank.content import search_words
from question_bank.enums import AWAITING_REVIEW, QUESTION_TYPE_CHOICES, QuestionState
from question_bank.models import (
    Citation,
    PolicyDocument,
    Provision,
    Question,
    QuestionBank,
    QuestionReview,
    QuestionUse,
    SavedFilter,
)
from question_bank.selectors.citations import standing_citations, standing_prefetch
from question_bank.word_index import questions_with_pairs

#: How many questions are listed where an index cannot count them: nobody turns more pages than these.
LONGEST_LIST = 1_000


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """What a list of questions is narrowed to; an empty value narrows nothing."""

    text: str = ""
    bank: QuestionBank | None = None
    type: str = ""
    state: str = ""
    topic: str = ""
    tag: str = ""
    difficulty: str = ""
    document: PolicyDocument | None = None
    provision: Provision | None = None
    is_uncited: bool = False
    author: User | None = None
    is_returned: bool = False
    #: Asked on this day or later; not asked since this day, or never.
    used_since: date | None = None
    unused_since: date | None = None
    #: The share of the marks that those who were asked earned, from 0 to 1; questions never marked have none.
    facility_from: float | None = None
    facility_to: float | None = None

    @property
    def is_counted(self) -> bool:
        """Return whether an index alone tells how many questions answer to it."""
        narrowing = (self.text, self.topic, self.tag, self.document, self.provision, self.is_uncited, self.is_returned)
        since = (self.used_since, self.unused_since)
        exact = (self.type, self.state, self.author, self.difficulty)
        return (
            not any((*narrowing, *since))
            and self.facility_from is None
            and self.facility_to is None
            and (sum(map(bool, exact)) <= 1)
        )


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    """A line of the bank's list, its words put together here: a template takes three times as long over fifty lines."""

    question: Question
    words: str
    #: Type, topics, difficulty and author in one line.
    about: str
    address: str
    state_label: str
    tags: Sequence[str]
    citations: Sequence[Citation]
    return_reason: str


def drawable_questions(bank: QuestionBank) -> QuerySet[Question]:
    """Return what a paper may be drawn from: the approved questions, with current words, topics and citations."""
    return _with_words(Question.objects.filter(bank=bank, state=QuestionState.APPROVED))


def questions_found(office: Office, wanted: QuestionFilter) -> QuerySet[Question]:
    """Return an office's questions that answer to a filter, newest first, with words, topics and citations."""
    return _with_words(questions_narrowed(office, wanted)).select_related("current_version__author", "bank")


def questions_narrowed(office: Office, wanted: QuestionFilter) -> QuerySet[Question]:
    """Return an office's questions that answer to a filter, newest first, nothing fetched along.

    Only columns of the question itself are compared; what other tables know comes in as a set of keys, so that a
    hundred thousand rows are never joined.
    """
    banks = [wanted.bank.pk] if wanted.bank else list(office.banks.values_list("pk", flat=True))
    exact = {
        "type": wanted.type,
        "state": wanted.state,
        "difficulty": wanted.difficulty,
        "writer": wanted.author,
    }
    questions = Question.objects.filter(bank__in=banks)
    questions = questions.filter(**{name: value for name, value in exact.items() if value})
    questions = _holding(questions, list(filter(None, map(search_words, wanted.text.split()))))
    for keys in _keys_wanted(office, wanted):
        questions = questions.filter(pk__in=keys)
    if wanted.document or wanted.provision:
        questions = _resting_on(questions, wanted)
    if wanted.is_uncited:
        questions = questions.filter(~Exists(standing_citations().filter(question_version=OuterRef("current_version"))))
    if wanted.unused_since:
        questions = questions.exclude(pk__in=_asked_since(office, wanted.unused_since))
    return _returned(questions) if wanted.is_returned else questions


def questions_paged(office: Office, wanted: QuestionFilter, number: int | str | None, per_page: int) -> Page[Question]:
    """Return a page of the questions that answer to a filter; its `paginator.is_bounded` where there are more still."""
    found = questions_narrowed(office, wanted)
    if wanted.is_counted:
        return Paginator(found, per_page).get_page(number)
    # What has to be looked for row by row is looked for once, and no further than anybody would turn the pages.
    return BoundedPaginator(list(found.values_list("pk", flat=True)[: LONGEST_LIST + 1]), per_page).get_page(number)


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # generic for mypy alone
    """Pages of keys that were found, of which there may be more."""

    def __init__(self, keys: list[int], per_page: int) -> None:
        self.is_bounded = len(keys) > LONGEST_LIST
        super().__init__(keys[:LONGEST_LIST], per_page)


def questions_listed(page: Page[Any], *, with_returns: bool = False) -> list[ListedQuestion]:
    """Return the lines of one page in two queries; topics and tags come along as names."""
    paged: Any = page.object_list
    keys: Any = paged.values("pk") if isinstance(paged, QuerySet) else paged
    questions = Question.objects.filter(pk__in=keys)
    rows = list(
        (_with_return_reason(questions) if with_returns else questions)
        .select_related("current_version", "writer")
        .defer("search_text", "current_version__options", "current_version__key", "current_version__explanation")
        .annotate(
            topic_names=_names(Question.topics.through, "topic__name"),
            tag_names=_names(Question.tags.through, "tag__name"),
        )
    )
    resting: dict[int, list[Citation]] = {}
    versions = [row.current_version_id for row in rows]
    shown = ("question_version", "provision__label", "provision__version__document__title")
    for citation in standing_citations().filter(question_version__in=versions).defer(None).only(*shown):
        resting.setdefault(citation.question_version_id, []).append(citation)
    labels = {value: str(label) for value, label in (*QUESTION_TYPE_CHOICES, *QuestionState.choices)}
    return [
        ListedQuestion(
            question=row,
            words=row.current_version.words if row.current_version else "",
            about=_about(row, labels),
            address=row.get_absolute_url(),
            state_label=labels[row.state],
            tags=_parted(row.tag_names),
            citations=sorted(resting.get(row.current_version_id or 0, []), key=lambda citation: citation.pk),
            return_reason=getattr(row, "return_reason", None) or "",
        )
        for row in rows
    ]


def _about(row: Any, labels: Mapping[str, str]) -> str:
    known = (labels.get(row.type), *_parted(row.topic_names), row.difficulty, row.writer.name if row.writer else "")
    return " · ".join(filter(None, known))


def saved_filters(user: User) -> QuerySet[SavedFilter]:
    """Return the searches somebody keeps, and those that colleagues share."""
    return SavedFilter.objects.filter(Q(owner=user) | Q(office=user.office_id, is_shared=True)).select_related("owner")


def question_writers(office: Office) -> QuerySet[User]:
    """Return who writes an office's questions, or once did; asking the questions themselves would take too long."""
    return User.objects.filter(office=office, role_assignments__role=Role.TRAINER).order_by("name", "pk").distinct()


def questions_to_review(reviewer: User, wanted: QuestionFilter) -> QuerySet[Question]:
    """Return what waits for a reviewer among what a filter asks for, whatever state it asks for."""
    found = questions_found(reviewer.office, replace(wanted, state="", is_returned=False))
    return found.filter(state__in=AWAITING_REVIEW).exclude(writer=reviewer)


def returned_questions(author: User) -> QuerySet[Question]:
    """Return the questions that came back to the one who wrote their current words."""
    return _returned(Question.objects.filter(bank__office=author.office_id, writer=author))


def return_of(question: Question) -> QuestionReview | None:
    """Return the step that sent a draft back to its author, if that was the last."""
    last = question.reviews.select_related("by", "version").first()
    is_return = last is not None and question.state == QuestionState.DRAFT and last.from_state in AWAITING_REVIEW
    return last if last and is_return and last.by_id != last.version.author_id else None


def citations_of(question: Question) -> QuerySet[Citation]:
    """Return what a question's current words rest on."""
    return standing_citations().filter(question_version=question.current_version_id).order_by("pk")


def citation_steps(question: Question) -> list[Citation]:
    """Return who cited and withdrew what for a question, in order; what a new version carried on is no step."""
    rows = (
        Citation.objects.filter(question_version__question=question)
        .select_related("provision__version__document", "question_version", "created_by")
        .order_by("pk")
    )
    firsts: dict[tuple[object, ...], Citation] = {}
    for row in rows:
        firsts.setdefault((row.provision_id, row.created_by_id, row.created_at, row.withdraws_id), row)
    return list(firsts.values())


def prefetched_citations(question: Question) -> list[Citation]:
    """Return the same for a question that came from this module's lists, without asking again."""
    standing: list[Citation] = question.current_version.standing  # type: ignore[union-attr]  # set by _with_words
    return standing


def _keys_wanted(office: Office, wanted: QuestionFilter) -> Iterator[QuerySet[Any, Any]]:
    """Yield the sets of keys that a question must be in."""
    if wanted.topic:
        named = Question.topics.through.objects.filter(topic__name=wanted.topic, topic__bank__office=office)
        yield named.values("question")
    if wanted.tag:
        yield Question.tags.through.objects.filter(tag__name=wanted.tag, tag__office=office).values("question")
    if wanted.used_since:
        yield _asked_since(office, wanted.used_since)
    if wanted.facility_from is not None or wanted.facility_to is not None:
        yield _with_facility(office, wanted.facility_from, wanted.facility_to)


def _holding(questions: QuerySet[Question], words: list[str]) -> QuerySet[Question]:
    """Return the questions that say all the words; where the database has an index, only what it offers is read."""
    offered = questions_with_pairs(words, connection.vendor)
    if offered is not None:
        questions = questions.filter(pk__in=offered)
    for word in words:
        # Not LIKE: folded texts are compared as they are, and that takes SQLite half as long.
        questions = questions.filter(GreaterThan(StrIndex("search_text", Value(word)), 0))
    return questions


def _resting_on(questions: QuerySet[Question], wanted: QuestionFilter) -> QuerySet[Question]:
    """Return the questions whose current words cite a document, or a provision.

    Few that are left by other filters are asked one by one; of all, the keys come in as a set.
    """
    resting = standing_citations()
    if wanted.document:
        resting = resting.filter(provision__in=Provision.objects.filter(version__document=wanted.document).values("pk"))
    if wanted.provision:
        resting = resting.filter(provision=wanted.provision)
    if wanted.text or wanted.topic or wanted.tag:
        return questions.filter(Exists(resting.filter(question_version=OuterRef("current_version"))))
    return questions.filter(current_version__in=resting.values("question_version"))


def _asked_since(office: Office, day: date) -> QuerySet[Any, Any]:
    return QuestionUse.objects.filter(office=office, asked_on__gte=day).order_by().values("question")


def _with_facility(office: Office, lowest: float | None, highest: float | None) -> QuerySet[Any, Any]:
    """Return the questions whose facility over all who answered lies between two figures."""
    measured = (
        QuestionUse.objects.filter(office=office, facility__isnull=False, count__gt=0)
        .order_by()
        .values("question")
        .annotate(share=Sum(F("facility") * F("count")) / Sum("count", output_field=FloatField()))
    )
    if lowest is not None:
        measured = measured.filter(share__gte=lowest)
    if highest is not None:
        measured = measured.filter(share__lte=highest)
    return measured.values("question")


class _Joined(Func):
    """All names of a group as one text, a line each; every database calls it something else."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s, char(10))", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s, chr(10))", **context)


def _names(link: type[Model], name: str) -> Subquery:
    """Return the names a question is linked to."""
    rows = link._default_manager.filter(question=OuterRef("pk")).order_by()  # noqa: SLF001 -- a through model's manager
    return Subquery(rows.annotate(joined=_Joined(F(name))).values("joined")[:1])


def _parted(names: str | None) -> list[str]:
    return sorted(names.split("\n")) if names else []


def _returned(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Return the drafts that another person sent back; new words of one's own are no return."""
    returns = QuestionReview.objects.filter(pk=OuterRef("last_review"), from_state__in=AWAITING_REVIEW)
    return (
        questions.filter(state=QuestionState.DRAFT)
        .annotate(last_review=Subquery(_last_reviews().values("pk")[:1]))
        .filter(Exists(returns.exclude(by=F("version__author"))))
    )


def _with_return_reason(questions: QuerySet[Question]) -> QuerySet[Question]:
    return questions.annotate(return_reason=Subquery(_last_reviews().values("comment")[:1]))


def _last_reviews() -> QuerySet[QuestionReview]:
    return QuestionReview.objects.filter(question=OuterRef("pk")).order_by("-pk")


def _with_words(questions: QuerySet[Question]) -> QuerySet[Question]:
    return (
        questions.filter(current_version__isnull=False)
        .select_related("current_version")
        .defer("search_text")
        .prefetch_related("topics", standing_prefetch())
    )
