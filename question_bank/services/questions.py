"""Write questions: new ones, and new words for old ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.content import (
    QuestionContent,
    asked_digest,
    check_content,
    content_digest,
    extras_to_json,
    options_to_json,
    widened_slots,
)
from question_bank.enums import QuestionState
from question_bank.errors import QuestionError
from question_bank.models import Citation, Question, QuestionBank, QuestionReview, QuestionVersion
from question_bank.selectors import provisions_told, standing_citations, successors
from question_bank.services.banks import tags_ensure, topics_ensure
from question_bank.services.following import stands_in, targets

_LONGEST_DIFFICULTY = 10
_BATCH = 500


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question on its way into the bank; `provision` is the key of what it rests on, if anything yet."""

    content: QuestionContent
    topics: tuple[str, ...] = ()
    difficulty: str = ""
    provision: int | None = None
    tags: tuple[str, ...] = ()


class DuplicateQuestionError(QuestionError):
    """The bank asks this already."""

    def __init__(self, message: str, existing: Question) -> None:
        super().__init__(message)
        self.existing = existing


def question_create(
    *,
    bank: QuestionBank,
    content: QuestionContent,
    by: User,
    now: datetime,
    topics: Iterable[str] = (),
    difficulty: str = "",
    tags: Iterable[str] = (),
) -> Question:
    """Return a new draft.

    Raises:
        QuestionError: the content is not fit to be asked.
        DuplicateQuestionError: the bank asks it already.
    """
    _refuse_unfit(content)
    with transaction.atomic():
        locked = QuestionBank.objects.select_for_update().get(pk=bank.pk)
        _refuse_duplicate(locked, content)
        draft = QuestionDraft(content, tuple(topics), difficulty, tags=tuple(tags))
        return questions_create(bank=locked, drafts=[draft], by=by, now=now)[0]


def questions_create(*, bank: QuestionBank, drafts: Sequence[QuestionDraft], by: User, now: datetime) -> list[Question]:
    """Return new drafts in order. The caller has checked them and holds the bank's lock."""
    questions = [
        Question(bank=bank, author=by, created_at=now, difficulty=draft.difficulty[:_LONGEST_DIFFICULTY])
        for draft in drafts
    ]
    versions = [_version(question, 1, draft, by, now) for question, draft in zip(questions, drafts, strict=True)]
    for question, version in zip(questions, versions, strict=True):
        question.copy_words(version)
    with transaction.atomic():
        Question.objects.bulk_create(questions, batch_size=_BATCH)
        QuestionVersion.objects.bulk_create(versions, batch_size=_BATCH)
        _make_current(questions, versions)
        _set_topics(bank, questions, drafts)
        _set_tags(bank, questions, drafts)
        # What a sheet was found to rest on may have been amended between reading and bringing in.
        moved = successors({draft.provision for draft in drafts if draft.provision is not None})
        Citation.objects.bulk_create(
            (
                Citation(question_version=version, provision_id=provision, created_by=by, created_at=now)
                for version, draft in zip(versions, drafts, strict=True)
                if draft.provision is not None
                for provision in moved.get(draft.provision, [draft.provision])
            ),
            batch_size=_BATCH,
        )
    return questions


def question_revise(
    *,
    question: Question,
    content: QuestionContent,
    by: User,
    now: datetime,
    reason: str,
    topics: Iterable[str] = (),
    difficulty: str = "",
    tags: Iterable[str] | None = None,
) -> QuestionVersion:
    """Give a question new words as a new version; what it rests on comes along, and it must be approved anew.

    Words that say the same as before make no version; topics, tags and difficulty are set in any case.

    Raises:
        QuestionError: the content is unfit, another question asks it, or the question is retired.
    """
    _refuse_unfit(content)
    with transaction.atomic():
        bank = QuestionBank.objects.select_for_update().get(pk=question.bank_id)
        locked = Question.objects.select_for_update().get(pk=question.pk)
        if locked.state == QuestionState.RETIRED:
            raise QuestionError(_("这道题已经停用，请先恢复再修改。"))
        locked.topics.set(topics_ensure(bank=bank, names=topics).values())
        if tags is not None:
            locked.tags.set(tags_ensure(office=bank.office, names=tags).values())
        locked.difficulty = difficulty[:_LONGEST_DIFFICULTY]
        locked.save(update_fields=["difficulty"])
        before = locked.versions.latest("number")
        if content_digest(before.content) == content_digest(content):
            return before
        _refuse_duplicate(bank, content, other_than=locked)
        after = _version(locked, before.number + 1, QuestionDraft(content, difficulty=difficulty), by, now, reason)
        after.save()
        _carry_citations(before, after)
        _take_up(locked, after, by, now, reason)
    return after


def known_questions(bank: QuestionBank, digests: Collection[str]) -> dict[str, Question]:
    """Return the questions of a bank that already ask what these digests stand for."""
    found: dict[str, Question] = {}
    wanted = list(digests)
    for start in range(0, len(wanted), _BATCH):
        rows = Question.objects.filter(bank=bank, current_version__digest__in=wanted[start : start + _BATCH])
        for question in rows.select_related("current_version"):
            if question.current_version is not None:
                found[question.current_version.digest] = question
    return found


def _version(
    question: Question, number: int, draft: QuestionDraft, by: User, now: datetime, reason: str = ""
) -> QuestionVersion:
    content = draft.content
    return QuestionVersion(
        question=question,
        number=number,
        type=content.type,
        stem=widened_slots(content.stem),
        options=options_to_json(content.options),
        key=content.key,
        explanation=content.explanation,
        extras=extras_to_json(content),
        difficulty=draft.difficulty[:_LONGEST_DIFFICULTY],
        digest=asked_digest(content),
        author=by,
        created_at=now,
        reason=reason,
    )


def _make_current(questions: Sequence[Question], versions: Sequence[QuestionVersion]) -> None:
    """Make first versions the current ones: the database joins them, ten times as fast as naming each."""
    first = QuestionVersion.objects.filter(question=OuterRef("pk"), number=1).order_by()
    for start in range(0, len(questions), _BATCH):
        keys = [question.pk for question in questions[start : start + _BATCH]]
        Question.objects.filter(pk__in=keys).update(current_version=Subquery(first.values("pk")))
    for question, version in zip(questions, versions, strict=True):
        question.current_version = version


def _set_topics(bank: QuestionBank, questions: Sequence[Question], drafts: Sequence[QuestionDraft]) -> None:
    topics = topics_ensure(bank=bank, names={name for draft in drafts for name in draft.topics})
    link = Question.topics.through
    link.objects.bulk_create(
        (
            link(question=question, topic=topics[name])
            for question, draft in zip(questions, drafts, strict=True)
            for name in dict.fromkeys(draft.topics)
            if name in topics
        ),
        batch_size=_BATCH,
    )


def _set_tags(bank: QuestionBank, questions: Sequence[Question], drafts: Sequence[QuestionDraft]) -> None:
    tags = tags_ensure(office=bank.office, names={name for draft in drafts for name in draft.tags})
    link = Question.tags.through
    link.objects.bulk_create(
        (
            link(question=question, tag=tags[name])
            for question, draft in zip(questions, drafts, strict=True)
            for name in dict.fromkeys(draft.tags)
            if name in tags
        ),
        batch_size=_BATCH,
    )


def _carry_citations(before: QuestionVersion, after: QuestionVersion) -> None:
    """Let new words rest on what the old ones did, as it reads now; who cited it, and when, stays."""
    standing = list(standing_citations().filter(question_version=before).order_by("pk"))
    moved = successors({citation.provision_id for citation in standing})
    provisions = provisions_told({after for became in moved.values() for after in became})
    carried: dict[int, Citation] = {}
    for citation in standing:
        became = [provisions[key] for key in moved.get(citation.provision_id, ())] or [citation.provision]
        for provision in targets(citation.quoted, became):
            carried.setdefault(
                provision.pk,
                Citation(
                    question_version=after,
                    provision=provision,
                    quoted=citation.quoted if stands_in(citation.quoted, provision) else "",
                    created_by=citation.created_by,
                    created_at=citation.created_at,
                ),
            )
    Citation.objects.bulk_create(carried.values())


def _take_up(question: Question, version: QuestionVersion, by: User, now: datetime, reason: str) -> None:
    """Make a version the current one; nobody has approved it yet."""
    left, question.state = QuestionState(question.state), QuestionState.DRAFT
    question.save(update_fields=[*question.adopt(version), "state"])
    if left != QuestionState.DRAFT:
        QuestionReview.objects.create(
            question=question,
            version=version,
            from_state=left,
            to_state=QuestionState.DRAFT,
            by=by,
            at=now,
            comment=_("修改为第 %(number)d 版：%(reason)s") % {"number": version.number, "reason": reason},
        )


def _refuse_unfit(content: QuestionContent) -> None:
    if problems := check_content(content):
        raise QuestionError("；".join(problems) + "。")


def _refuse_duplicate(bank: QuestionBank, content: QuestionContent, other_than: Question | None = None) -> None:
    existing = known_questions(bank, [asked_digest(content)]).get(asked_digest(content))
    if existing and existing != other_than:
        raise DuplicateQuestionError(_("题库里已经有同样的题（题干和选项都相同）。"), existing)


def questions_reconcile() -> int:
    """Copy what lists look for anew for all questions; return how many differed."""
    keys = list(Question.objects.order_by("pk").values_list("pk", flat=True))
    return sum(
        questions_index(
            questions=Question.objects.filter(pk__in=keys[start : start + _BATCH]).select_related("current_version")
        )
        for start in range(0, len(keys), _BATCH)
    )


def questions_index(*, questions: Iterable[Question]) -> int:
    """Copy what lists look for from current versions anew; return how many differed."""
    stale = []
    for question in questions:
        if question.current_version is None:
            continue
        before = (question.type, question.writer_id, question.search_text)
        fields = question.adopt(question.current_version)
        if before != (question.type, question.writer_id, question.search_text):
            stale.append(question)
    if stale:
        Question.objects.bulk_update(stale, fields, batch_size=_BATCH)
    return len(stale)
