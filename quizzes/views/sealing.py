"""What the waiting page of a candidate asks for: the paper sealed and ahead, and at the minute its key."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from quizzes.arrival import arrived_at
from quizzes.models import Attempt, Candidate
from quizzes.taking.contact import messages_for
from quizzes.taking.papers import display_draw, frozen_paper
from quizzes.taking.rescue import rescue_key
from quizzes.taking.sealed import may_be_sealed, paper_ahead, sealed_under, sealing_key
from quizzes.taking.selectors import candidacies_of
from quizzes.taking.sheet import answer_sheet, sheet_questions
from quizzes.taking.standing import remaining_seconds
from quizzes.taking.tokens import token_for
from quizzes.terms import terms_of
from quizzes.views.sheet_html import card_links, sheet_parts

#: Everybody's clock strikes at once; a start every so often is what a small server bears beside saves.
_A_START = timedelta(milliseconds=15)
_LEAST_SPREAD, _MOST_SPREAD = timedelta(seconds=1), timedelta(seconds=30)


@require_safe
def sealed(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Say how long the own window is still closed and, shortly before it opens, hand out the paper under seal."""
    candidate = get_object_or_404(candidacies_of(request.user), exam__uuid=exam)
    now = arrived_at(request)
    paper = paper_ahead(candidate, attempts_used=candidate.attempts.count(), now=now)
    under_seal = _sealed_page(exam, candidate.exam.title, paper.uuid) if paper else b"{}"
    return _json(b'{"opens_in":%d,"ahead":%s}' % (until_open(candidate, now), under_seal))


def waiting_data(candidate: Candidate, now: datetime) -> dict[str, str]:
    """Return what the waiting page's script has to know, by the names of the data attributes; times in milliseconds."""
    exam = {"exam": candidate.exam.uuid}
    spread = _A_START * candidate.exam.candidates.count()
    return {
        "exam": str(candidate.exam.uuid),
        "opens-in": str(until_open(candidate, now)),
        "spread": str(min(max(spread, _LEAST_SPREAD), _MOST_SPREAD) // timedelta(milliseconds=1)),
        "sealed-url": reverse("quizzes:sealed", kwargs=exam),
        "take-url": static("quizzes/take.js"),
    }


def until_open(candidate: Candidate, now: datetime) -> int:
    """Return how many milliseconds are left until a candidate may begin."""
    return max(0, -((now - terms_of(candidate).opens_at) // timedelta(milliseconds=1)))


def opening_response(attempt: Attempt, now: datetime) -> HttpResponse:
    """Answer a start from the waiting page: the exam page's address and, while nothing is answered, all but the paper.

    The paper it has already; an attempt that is gone on with is opened at its own address.
    """
    opening: dict[str, Any] = {"url": reverse("quizzes:attempt", kwargs={"attempt": attempt.uuid})}
    is_new = attempt.started_at == now
    if may_be_sealed(attempt.paper) and (is_new or not attempt.responses.exists()):
        opening |= {
            "paper": str(attempt.paper.uuid),
            "key": sealing_key(attempt.exam.uuid, attempt.paper.uuid).hex(),
            "display": attempt.display,
            "data": sheet_data(attempt, seq=0, saved_at=None, told=(), now=now)
            | {"told": json.dumps(_told(attempt), ensure_ascii=False)},
        }
    return JsonResponse(opening)


def refusal_response(candidate: Candidate, reason: str, now: datetime) -> HttpResponse:
    """Answer a start from the waiting page that the door or the rules refuse."""
    return JsonResponse({"detail": reason, "opens_in": until_open(candidate, now)}, status=409)


def sheet_data(
    attempt: Attempt, *, seq: int, saved_at: datetime | None, told: Sequence[Mapping[str, Any]], now: datetime
) -> dict[str, str]:
    """Return what the exam page's script has to know of an attempt, by the names of the data attributes."""
    at_attempt = {"attempt": attempt.uuid}
    return {
        "token": str(token_for(attempt)),
        "responses-url": reverse("quizzes_api:responses", kwargs=at_attempt),
        "contact-url": reverse("quizzes_api:contact", kwargs=at_attempt),
        "last-message": str(told[-1]["pk"]) if told else "",
        "watches": "true" if attempt.exam.watches_departures else "false",
        "submit-url": reverse("quizzes_api:submit", kwargs=at_attempt),
        "check-url": reverse("quizzes:submit_check", kwargs=at_attempt),
        "done-url": reverse("quizzes:submitted", kwargs=at_attempt),
        "start-url": reverse("quizzes:start", kwargs={"exam": attempt.exam.uuid}),
        "attempt": str(attempt.uuid),
        "epoch": str(attempt.epoch),
        "rescue-key": rescue_key(attempt.uuid, attempt.epoch).hex(),
        "next-seq": str(seq + 1),
        "saved-at": timezone.localtime(saved_at).strftime("%H:%M:%S") if saved_at else "",
        "remaining-seconds": str(remaining_seconds(attempt.deadline_at, now)),
    }


def _told(attempt: Attempt) -> list[dict[str, Any]]:
    return [
        {"id": each["pk"], "text": each["text"], "at": timezone.localtime(each["at"]).isoformat(timespec="seconds")}
        for each in messages_for(attempt)
    ]


@lru_cache(maxsize=64)
def _sealed_page(exam: UUID, title: str, paper: UUID) -> bytes:
    """Return the exam page of a paper in the paper's own order, nobody's and without an answer, under seal, as JSON."""
    frozen = frozen_paper(paper)
    display = display_draw(frozen, seed=0, shuffle_questions=False, shuffle_options=False)
    sheet = answer_sheet(frozen, display, {})
    questions = sheet_questions(sheet)
    context = {
        "exam": {"title": title},
        "parts": sheet_parts(paper, sheet),
        "questions": questions,
        "links": card_links(questions),
        "next_seq": 1,
        "answered": 0,
    }
    page = sealed_under(exam, paper, render_to_string("quizzes/taking/sealed.html", context).encode())
    ahead = {
        "paper": str(paper),
        "nonce": base64.b64encode(page.nonce).decode(),
        "sealed": base64.b64encode(page.content).decode(),
    }
    return json.dumps(ahead).encode()


def _json(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/json")
