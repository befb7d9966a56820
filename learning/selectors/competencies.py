"""Read competencies: what is offered, who claims what, who is confirmed for what."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import Office, User
from accounts.selectors import has_office_role, has_role, units_overseen
from learning.enums import ClaimState, RecordState
from learning.models import Competency, CompetencyClaim, Record
from learning.selectors.reviewing import REVIEWING_ROLES
from quizzes.taking.history import TopicScore, past_exams, topic_scores

#: Who decides on the claims of a whole office, and looks for authors and lecturers in its directory.
OFFICE_ROLES = (Role.ORGANIZER, Role.TRAINER)
_EVIDENCE_SHOWN = 200


def competencies_offered(office: Office) -> QuerySet[Competency]:
    """Return what people of an office can claim, group by group."""
    return Competency.objects.filter(office=office, is_offered=True)


def competencies_of(office: Office) -> QuerySet[Competency]:
    """Return all that an office has on its list, also what is no longer offered."""
    return Competency.objects.filter(office=office).select_related("topic__bank")


def claims_of(user: User) -> QuerySet[CompetencyClaim]:
    """Return somebody's own claims, the newest first."""
    return _claims().filter(user=user)


def decides_on_claims(user: User) -> bool:
    """Return whether somebody decides on others' claims at all."""
    return has_office_role(user, *OFFICE_ROLES) or has_role(user, *REVIEWING_ROLES)


def claims_overseen(user: User) -> QuerySet[CompetencyClaim]:
    """Return the claims somebody decides on: an organizer's and a trainer's whole office, a reviewer's units."""
    claims = _claims().filter(competency__office=user.office_id)
    if has_office_role(user, *OFFICE_ROLES):
        return claims
    condition = Q(pk__in=[])
    for role in REVIEWING_ROLES:
        if has_role(user, role):
            condition |= Q(unit__in=units_overseen(user, role))
    return claims.filter(condition)


def claims_waiting(user: User) -> QuerySet[CompetencyClaim]:
    """Return the claims that wait for somebody's word, the oldest first; never their own."""
    return claims_overseen(user).filter(state=ClaimState.WAITING).exclude(user=user).order_by("claimed_at")


def visible_claims(user: User) -> QuerySet[CompetencyClaim]:
    """Return one's own claims and those one decides on."""
    own = Q(user=user, competency__office=user.office_id)
    return _claims().filter(own | Q(pk__in=claims_overseen(user).order_by().values("pk")))


def claims_confirmed(office: Office) -> QuerySet[CompetencyClaim]:
    """Return who of an office is confirmed for what, in the order of the list; who left is not in it."""
    confirmed = _claims().filter(competency__office=office, state=ClaimState.CONFIRMED, user__is_active=True)
    return confirmed.order_by("competency__group", "competency", "user__username")


def evidence_offered(user: User) -> QuerySet[Record]:
    """Return the own records that can stand for a claim: what is approved, exams among it, and not confidential."""
    approved = Record.objects.filter(subject=user, state=RecordState.APPROVED, is_confidential=False)
    return approved.filter(pk__in=list(approved.values_list("pk", flat=True)[:_EVIDENCE_SHOWN]))


def topic_result(claim: CompetencyClaim, viewer: User) -> TopicScore | None:
    """Return what the claimant's published exams earned on the competency's topic, for those who may see their results.

    These are the claimant, an organizer and the reviewers of their unit; a trainer writes questions, and reads no
    one's results.
    """
    if claim.competency.topic is None or not _sees_results(claim, viewer):
        return None
    name = claim.competency.topic.name
    return next((score for score in topic_scores(past_exams(claim.user)) if score.name == name), None)


def _sees_results(claim: CompetencyClaim, viewer: User) -> bool:
    if viewer.pk == claim.user_id or has_office_role(viewer, Role.ORGANIZER):
        return True
    return any(
        has_role(viewer, role) and units_overseen(viewer, role).filter(pk=claim.unit_id).exists()
        for role in REVIEWING_ROLES
    )


def _claims() -> QuerySet[CompetencyClaim]:
    return CompetencyClaim.objects.select_related("competency__topic", "user", "unit", "record", "decided_by")
