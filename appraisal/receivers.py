"""What this app does when it hears news from below."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from appraisal.selectors.earnings import (
    attendance_claims,
    breach_claims,
    decision_claims,
    problem_claims,
    publication_claims,
)
from appraisal.services import claims_post, exam_points_post, record_points_post
from learning.models import (
    Attendance,
    BreachNote,
    Event,
    IdeaDecision,
    Publication,
    Record,
    RecordReview,
    Trainee,
)
from quizzes.models import Exam


def on_results_published(sender: type[Exam], exam: Exam, **kwargs: Any) -> None:  # noqa: ARG001 -- a receiver's signature
    """Published results earn points; corrected ones are countered and entered anew."""
    exam_points_post(exam=exam, now=timezone.now())


def on_record_approved(sender: type[Record], record: Record, **kwargs: Any) -> None:  # noqa: ARG001 -- a receiver's signature
    """An approved note or piece earns points."""
    record_points_post(record=record, now=timezone.now())


def on_publication_decided(sender: type[Publication], publication: Publication, **kwargs: Any) -> None:  # noqa: ARG001 -- a receiver's signature
    """A confirmed publication earns points; one taken back is countered."""
    claims = publication_claims(Publication.objects.filter(pk=publication.pk))
    claims_post(office=publication.record.office, claims=claims, now=timezone.now())


def on_problem_named(sender: type[Record], record: Record, **kwargs: Any) -> None:  # noqa: ARG001 -- a receiver's signature
    """A problem that a reviewer names may cost points; one taken back is countered."""
    claims = problem_claims(RecordReview.objects.filter(record=record))
    claims_post(office=record.office, claims=claims, now=timezone.now())


def on_attendance_settled(sender: type[Event], event: Event, **kwargs: Any) -> None:  # noqa: ARG001 -- a receiver's signature
    """Who spoke and who came may earn points; what is put right afterwards is countered and entered anew."""
    claims = attendance_claims(Attendance.objects.filter(event=event))
    claims_post(office=event.record.office, claims=claims, now=timezone.now())


def on_idea_decided(sender: type[Record], record: Record, **kwargs: Any) -> None:  # noqa: ARG001 -- a receiver's signature
    """An idea taken up may earn points; a later decision counters those of the one before."""
    claims = decision_claims(IdeaDecision.objects.filter(idea=record.pk))
    claims_post(office=record.office, claims=claims, now=timezone.now())


def on_breach_noted(sender: type[Trainee], trainee: Trainee, **kwargs: Any) -> None:  # noqa: ARG001 -- a receiver's signature
    """A breach may cost points; a note taken back is countered."""
    claims = breach_claims(BreachNote.objects.filter(trainee=trainee))
    claims_post(office=trainee.training_class.office, claims=claims, now=timezone.now())
