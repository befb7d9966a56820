"""Write question drafts: make them from a text, and decide about each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from question_bank.content import QuestionContent, asked_digest, content_digest, to_json
from question_bank.drafting import (
    Asked,
    Draft,
    PolicyText,
    UnclearReplyError,
    draft_questions,
    prompt_for,
    read_reply,
)
from question_bank.enums import DraftState
from question_bank.errors import DraftError
from question_bank.models import DocumentVersion, DraftedQuestion, Question, QuestionBank
from question_bank.selectors import asked_contents, citable_versions, policy_text
from question_bank.services.citations import citation_add
from question_bank.services.model_endpoint import model_answer
from question_bank.services.questions import question_create

_LONGEST_REASON = 500
_LONGEST_COMMENT = 200
_BATCH = 500


def drafts_make(
    *, office: Office, version: DocumentVersion, by: User, now: datetime, place: str = ""
) -> list[DraftedQuestion]:
    """Return the new drafts of a text, or of what stands at one place of it.

    What was drafted before, or is in a bank, stays as it is.

    Raises:
        DraftError: the text cannot be cited.
    """
    policy = _policy(office, version)
    paths = None if not place else _under(policy, place)
    with transaction.atomic():
        # Two makings at once would otherwise both find nothing there.
        Office.objects.select_for_update().get(pk=office.pk)
        known = asked_contents(office, version.document)
        return drafts_keep(
            office=office,
            version=version,
            drafts=draft_questions(policy, paths=paths, known=known),
            by=by,
            now=now,
        )


def drafts_keep(
    *, office: Office, version: DocumentVersion, drafts: Sequence[Draft], by: User, now: datetime
) -> list[DraftedQuestion]:
    """Keep drafts for a trainer's decision; one that is there already is not kept twice."""
    provisions = dict(version.provisions.filter(path__in={draft.path for draft in drafts}).values_list("path", "pk"))
    rows = [
        DraftedQuestion(
            office=office,
            provision_id=provisions[draft.path],
            rule=draft.rule,
            type=draft.content.type,
            words=to_json(draft.content),
            digest=asked_digest(draft.content),
            start=draft.start,
            end=draft.end,
            reason=draft.reason[:_LONGEST_REASON],
            made_by=by,
            made_at=now,
        )
        for draft in drafts
    ]
    known = set(
        DraftedQuestion.objects.filter(office=office, provision__in=provisions.values()).values_list(
            "provision", "digest"
        )
    )
    fresh = {(row.provision_id, row.digest): row for row in rows if (row.provision_id, row.digest) not in known}
    return DraftedQuestion.objects.bulk_create(list(fresh.values()), batch_size=_BATCH)


@dataclass(frozen=True, slots=True)
class ModelOutcome:
    """What came of asking a language model: drafts kept, and for each of the others why it was left out."""

    kept: list[DraftedQuestion]
    left_out: tuple[str, ...]


def drafts_ask_model(*, office: Office, version: DocumentVersion, path: str, by: User, now: datetime) -> ModelOutcome:
    """Ask the office's own language model about one provision and keep what passes the validation.

    Raises:
        DraftError: there is no such provision or no model, it does not answer, or not as asked.
    """
    policy = _policy(office, version)
    passage = next((passage for passage in policy.passages if passage.path == path), None)
    if passage is None:
        raise DraftError(_("请先选一条条文。"))
    # The model may take a minute: no transaction waits for it.
    answer = model_answer(prompt_for(policy, passage))
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office.pk)
        asked = Asked(asked_contents(office, version.document))
        try:
            reply = read_reply(answer, policy, passage, asked)
        except UnclearReplyError as error:
            raise DraftError(str(error)) from error
        kept = drafts_keep(office=office, version=version, drafts=reply.drafts, by=by, now=now)
    return ModelOutcome(kept, reply.left_out)


def draft_accept(
    *,
    draft: DraftedQuestion,
    bank: QuestionBank,
    by: User,
    now: datetime,
    content: QuestionContent | None = None,
    topics: Iterable[str] = (),
    difficulty: str = "",
) -> Question:
    """Make a draft a question, as it stands or as edited; it cites its provision and quotes its source.

    Raises:
        DraftError: it was decided before.
        QuestionError: the words are not fit to be asked, or the bank asks them already.
    """
    with transaction.atomic():
        locked = _pending(draft)
        words = content or locked.content
        question = question_create(bank=bank, content=words, by=by, now=now, topics=topics, difficulty=difficulty)
        if question.current_version is None:
            raise DraftError(_("这道题没有保存下来，请再试一次。"))
        citation_add(
            question_version=question.current_version,
            provision=locked.provision,
            quoted=locked.quoted,
            by=by,
            now=now,
        )
        locked.state, locked.question = DraftState.ACCEPTED, question
        locked.is_edited = content_digest(words) != content_digest(locked.content)
        locked.decided_by, locked.decided_at = by, now
        locked.save(update_fields=["state", "question", "is_edited", "decided_by", "decided_at"])
    return question


def draft_reject(*, draft: DraftedQuestion, by: User, now: datetime, reason: str) -> DraftedQuestion:
    """Put a draft aside for good, with the reason.

    Raises:
        DraftError: it was decided before.
    """
    with transaction.atomic():
        locked = _pending(draft)
        locked.state, locked.comment = DraftState.REJECTED, reason[:_LONGEST_COMMENT]
        locked.decided_by, locked.decided_at = by, now
        locked.save(update_fields=["state", "comment", "decided_by", "decided_at"])
    return locked


def draft_restore(*, draft: DraftedQuestion) -> DraftedQuestion:
    """Take a rejected draft up again.

    Raises:
        DraftError: it is not a rejected one.
    """
    with transaction.atomic():
        locked = DraftedQuestion.objects.select_for_update().get(pk=draft.pk)
        if locked.state != DraftState.REJECTED:
            raise DraftError(_("只有标为“不用”的草稿可以恢复。"))
        locked.state, locked.comment, locked.decided_by, locked.decided_at = DraftState.PENDING, "", None, None
        locked.save(update_fields=["state", "comment", "decided_by", "decided_at"])
    return locked


def _policy(office: Office, version: DocumentVersion) -> PolicyText:
    if not citable_versions(office).filter(pk=version.pk).exists():
        raise DraftError(_("这份文件还没有确认，或者不归本机关使用，不能起草试题。"))
    return policy_text(version)


def _under(policy: PolicyText, place: str) -> Collection[str]:
    """Return the passages of a chapter and its sections, of an article, or the one that a smaller part belongs to."""
    return {
        passage.path
        for passage in policy.passages
        if _holds(place, passage.chapter) or _holds(place, passage.path) or _holds(passage.path, place)
    }


def _holds(place: str, path: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def _pending(draft: DraftedQuestion) -> DraftedQuestion:
    """Lock a draft that nobody has decided about yet."""
    locked = DraftedQuestion.objects.select_for_update(of=("self",)).select_related("provision").get(pk=draft.pk)
    if locked.state != DraftState.PENDING:
        raise DraftError(_("这道草稿已经处理过（%(state)s）。") % {"state": DraftState(locked.state).label})
    return locked
