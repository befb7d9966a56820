"""Write amendments: align a new text with the one before, and let the questions follow when it is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.enums import QuestionState, VersionState
from question_bank.errors import DocumentError
from question_bank.models import (
    Amendment,
    Citation,
    DocumentVersion,
    ProvisionAlignment,
    Question,
    QuestionReview,
)
from question_bank.provisions.alignment import Relation
from question_bank.selectors import (
    Fate,
    TouchedQuestion,
    amendment_steps,
    citation_fate,
    touched_questions,
    version_after,
    version_before,
    versions_align,
)
from question_bank.selectors.amendments import Step
from question_bank.services.following import citations_move

_BATCH = 500
_LONGEST_COMMENT = 500
#: What a reason names; the work list shows all.
_NAMED_PROVISIONS = 5


def amendment_prepare(*, version: DocumentVersion, now: datetime) -> Amendment | None:
    """Align a confirmed version with the one before it, and the one after it with it; nothing follows yet."""
    with transaction.atomic():
        after = version_after(version)
        if after is not None and not Amendment.objects.filter(after=after).exists():
            _amendment_create(version, after, now)
        before = version_before(version)
        return _amendment_create(before, version, now) if before else None


def amendment_apply(*, version: DocumentVersion, by: User, now: datetime) -> Amendment:
    """Let the questions follow a new text: at once if it is in force, else on the day.

    Repeating changes nothing.

    Raises:
        DocumentError: the version takes no other's place.
    """
    with transaction.atomic():
        amendment = _locked(Amendment.objects.filter(after=version).first())
        if amendment.decided_at is None:
            amendment.decided_by, amendment.decided_at = by, now
            amendment.save(update_fields=["decided_by", "decided_at"])
        if amendment.applied_at is None and is_in_force(version, now):
            _take_effect(amendment, now)
    return amendment


def amendments_take_effect(*, now: datetime) -> int:
    """Apply what was decided and is in force by now; return how many. Repeating changes nothing."""
    waiting = Amendment.objects.filter(decided_at__isnull=False, applied_at__isnull=True).select_related("after")
    due = [amendment for amendment in waiting if is_in_force(amendment.after, now)]
    for amendment in due:
        with transaction.atomic():
            locked = _locked(amendment)
            if locked.applied_at is None:
                _take_effect(locked, now)
    return len(due)


def is_in_force(version: DocumentVersion, now: datetime) -> bool:
    """Say whether a text has taken effect; one that names no day has."""
    return version.effective_on is None or version.effective_on <= timezone.localdate(now)


def version_withdraw(*, version: DocumentVersion) -> DocumentVersion:
    """Make a version that was confirmed by mistake a draft again.

    Raises:
        DocumentError: it is a draft, a question was ever rested on it, or questions have been sent back because of it.
    """
    with transaction.atomic():
        locked = DocumentVersion.objects.select_for_update().select_related("document").get(pk=version.pk)
        if locked.state != VersionState.CONFIRMED:
            raise DocumentError(_("这个版本还没有确认，直接更正或删除即可。"))
        if Citation.objects.filter(provision__version=locked).exists():
            raise DocumentError(_("已经有试题引用过这个版本，不能撤回确认。"))
        own = Amendment.objects.filter(after=locked).first()
        if own and own.applied_at and any(own.effect.values()):
            raise DocumentError(_("试题已经按这个版本转为待复核或停用，不能撤回确认；有错请上传改好的版本。"))
        following = locked.amended_by.values_list("after", flat=True)
        later = list(DocumentVersion.objects.filter(pk__in=following))
        Amendment.objects.filter(before=locked).delete()
        Amendment.objects.filter(after=locked).delete()
        locked.state, locked.confirmed_at, locked.confirmed_by = VersionState.DRAFT, None, None
        locked.save(update_fields=["state", "confirmed_at", "confirmed_by"])
        for other in later:
            if before := version_before(other):
                _amendment_create(before, other, other.confirmed_at or other.uploaded_at)
    return locked


def _amendment_create(before: DocumentVersion, after: DocumentVersion, now: datetime) -> Amendment:
    alignment = versions_align(before, after)
    amendment = Amendment.objects.create(before=before, after=after, counts=asdict(alignment.counts), created_at=now)
    old = dict(before.provisions.values_list("path", "pk"))
    new = dict(after.provisions.values_list("path", "pk"))
    ProvisionAlignment.objects.bulk_create(
        (
            ProvisionAlignment(
                amendment=amendment,
                order=order,
                relation=pair.relation,
                before_id=old[pair.old] if pair.old else None,
                after_id=new[pair.new] if pair.new else None,
                is_unit=pair.is_unit,
                keeps_words=pair.keeps_words,
            )
            for order, pair in enumerate(alignment.pairs, start=1)
        ),
        batch_size=_BATCH,
    )
    return amendment


def _locked(amendment: Amendment | None) -> Amendment:
    if amendment is None:
        raise DocumentError(_("这个版本之前没有别的版本，没有修订要应用。"))
    return (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("before__document", "after__document", "decided_by")
        .get(pk=amendment.pk)
    )


def _take_effect(amendment: Amendment, now: datetime) -> None:
    by = amendment.decided_by
    if by is None:
        raise DocumentError(_("还没有人决定应用这次修订。"))
    steps = amendment_steps(amendment)
    _lock_questions(amendment)
    touched = touched_questions(amendment.before, steps)
    kept = {
        provision: [step.after for step in became if step.after is not None]
        for provision, became in steps.items()
        if citation_fate(became) is Fate.FOLLOWS
    }
    citations = [citation for question in touched for citation in question.citations]
    followed = citations_move(citations=citations, to=kept, by=by, now=now, amendment=amendment)
    reviewed = _move(amendment, steps, touched, Fate.NEEDS_REVIEW, QuestionState.NEEDS_REVIEW, by, now)
    retired = _move(amendment, steps, touched, Fate.RETIRES, QuestionState.RETIRED, by, now)
    amendment.applied_at = now
    amendment.effect = {"followed": followed, "need_review": reviewed, "retired": retired}
    amendment.save(update_fields=["applied_at", "effect"])


def _lock_questions(amendment: Amendment) -> None:
    """Hold the questions that rest on the version before, so that nobody approves one meanwhile."""
    resting = Citation.objects.filter(provision__version=amendment.before_id).values("question_version__question")
    list(Question.objects.select_for_update().filter(pk__in=resting).order_by("pk").values_list("pk", flat=True))


def _move(
    amendment: Amendment,
    steps: dict[int, list[Step]],
    touched: Sequence[TouchedQuestion],
    fate: Fate,
    to: QuestionState,
    by: User,
    now: datetime,
) -> int:
    """Move the questions of one fate, each with the reason; one that waits already waits on."""
    moving = [question for question in touched if question.fate is fate and question.state is not to]
    QuestionReview.objects.bulk_create(
        (
            QuestionReview(
                question_id=question.question,
                version_id=question.citations[0].question_version_id,
                from_state=question.state,
                to_state=to,
                by=by,
                at=now,
                comment=_reason(amendment, steps, question)[:_LONGEST_COMMENT],
            )
            for question in moving
        ),
        batch_size=_BATCH,
    )
    keys = [question.question for question in moving]
    for start in range(0, len(keys), _BATCH):
        Question.objects.filter(pk__in=keys[start : start + _BATCH]).update(state=to)
    return len(moving)


def _reason(amendment: Amendment, steps: dict[int, list[Step]], question: TouchedQuestion) -> str:
    told: dict[Relation, list[str]] = {}
    for citation in question.citations:
        for step in steps.get(citation.provision_id, ())[:1]:
            if step.fate is not Fate.FOLLOWS:
                told.setdefault(step.relation, []).append(citation.provision.label)
    words = [
        _("%(labels)s%(relation)s")
        % {"labels": "、".join(dict.fromkeys(labels[:_NAMED_PROVISIONS])), "relation": _TOLD[relation]}
        for relation, labels in told.items()
    ]
    return _("依据已修订为%(version)s：%(words)s。") % {"version": amendment.after, "words": "，".join(words)}


_TOLD = {
    Relation.CHANGED: "有修改",
    Relation.SPLIT: "被拆分",
    Relation.MERGED: "被合并",
    Relation.DELETED: "已删去",
}
