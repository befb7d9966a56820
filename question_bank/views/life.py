"""What happened to a question, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.models import Citation, Question, QuestionReview
from question_bank.selectors import citation_steps


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One thing that somebody did to a question."""

    title: str
    note: str
    by: User
    at: datetime
    #: The number of the version it was done to; the beginning has none.
    version: int | None = None


def question_life(question: Question) -> list[LifeEvent]:
    """Return what happened to a question, the latest first."""
    events = [
        LifeEvent(_("建立"), str(question.bank), question.author, question.created_at),
        *(_cited(citation) for citation in citation_steps(question) if not _is_moved_away(citation)),
        *(_reviewed(review) for review in question.reviews.select_related("by", "version").order_by("pk")),
    ]
    return sorted(events, key=lambda event: event.at)[::-1]


def _is_moved_away(citation: Citation) -> bool:
    """Return whether a row only takes back what an amendment moved: where it went to says it all."""
    return citation.amendment_id is not None and citation.withdraws_id is not None


def _cited(citation: Citation) -> LifeEvent:
    provision = citation.provision
    if citation.amendment_id:
        title = _("依据随修订改引%(label)s")
    else:
        title = _("撤回依据%(label)s") if citation.withdraws_id else _("引用%(label)s")
    return LifeEvent(
        title % {"label": provision.label},
        str(provision.version),
        citation.created_by,
        citation.created_at,
        citation.question_version.number,
    )


def _reviewed(review: QuestionReview) -> LifeEvent:
    title = f"{review.get_from_state_display()} → {review.get_to_state_display()}"
    return LifeEvent(title, review.comment, review.by, review.at, review.version.number)
