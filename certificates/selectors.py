"""Read certificates: one's own, an exam's, and what anyone may verify."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Office, User
from accounts.selectors import has_office_role
from certificates.codes import read_code
from certificates.enums import Validity
from certificates.models import Certificate, CertificateTemplate
from certificates.printing import unprintable_characters
from quizzes.models import Exam, Result
from quizzes.selectors import are_results_visible, counting_results


@dataclass(frozen=True, slots=True)
class Verification:
    """What a stranger with a code is told: enough to compare with the paper in their hand, and no more.

    The page is open to whoever holds the code, so it must not be a register of who scored what: the name shows as much
    as tells a changed name on the paper, and the score is left out, which the page says, lest a page that matches be
    taken for a proof of the score on the paper.
    """

    validity: Validity
    masked_name: str = ""
    title: str = ""
    exam: str = ""
    number: str = ""
    issuing_body: str = ""
    issued_on: date | None = None
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """What issuing an exam's certificates would do."""

    results: list[Result]
    unprintable: list[str]


def readable_certificates(user: User) -> QuerySet[Certificate]:
    """Return the certificates a person may open: their own; the office's, for an organizer."""
    mine = Certificate.objects.select_related(
        "revocation", "replaces", "replacement", "holder", "office", "result__attempt__exam"
    )
    if has_office_role(user, Role.ORGANIZER):
        return mine.filter(office=user.office)
    return mine.filter(holder=user)


def exam_certificates(exam: Exam) -> QuerySet[Certificate]:
    """Return an exam's certificates in order of their numbers."""
    return (
        Certificate.objects.filter(result__attempt__exam=exam)
        .select_related("revocation", "holder", "office", "result__attempt__candidate__unit")
        .order_by("pk")
    )


def current_template(office: Office) -> CertificateTemplate | None:
    """Return the words an office prints now."""
    return CertificateTemplate.objects.filter(office=office).first()


def issue_for(exam: Exam) -> Issue:
    """Return whose certificates are still to be issued, and which characters of their names no font can draw.

    Whose certificate was revoked does not wait here, even after a correction: they may have cheated, so that another
    is a decision about them alone (`reissuable_certificates`).
    """
    served = set(_candidates_of(exam_certificates(exam)))
    waiting = [result for candidate, result in passing_results(exam).items() if candidate not in served]
    waiting.sort(key=lambda result: (result.attempt.candidate.unit.position, result.attempt.candidate.user.username))
    names = [result.attempt.candidate.user.name for result in waiting]
    return Issue(waiting, unprintable_characters(names))


def reissuable_certificates(exam: Exam) -> list[Certificate]:
    """Return the revoked certificates of those who passed and are left without one."""
    certificates = exam_certificates(exam)
    settled = set(_candidates_of(certificates.filter(revocation__isnull=True)))
    passed = passing_results(exam).keys()
    revoked = certificates.filter(revocation__isnull=False, replacement__isnull=True)
    return [
        certificate
        for certificate in revoked
        if certificate.result.attempt.candidate_id in passed and certificate.result.attempt.candidate_id not in settled
    ]


def unearned_certificates(exam: Exam) -> list[Certificate]:
    """Return the standing certificates of those whom a correction has left below the pass line.

    None is revoked by itself: who has been told that they passed is a decision for a person.
    """
    passed = passing_results(exam).keys()
    standing = exam_certificates(exam).filter(revocation__isnull=True)
    return [certificate for certificate in standing if certificate.result.attempt.candidate_id not in passed]


def passing_results(exam: Exam) -> dict[int, Result]:
    """Return the published results that deserve a certificate, by the candidate's key."""
    if not are_results_visible(exam):
        return {}
    return {
        candidate: result
        for candidate, result in counting_results(exam).items()
        if result.is_pass and result.is_complete
    }


def _candidates_of(certificates: QuerySet[Certificate]) -> QuerySet[Certificate, int]:
    return certificates.select_related(None).values_list("result__attempt__candidate", flat=True)


def verification(typed: str) -> Verification:
    """Return what a code proves; a malformed one is as unknown as a made-up one."""
    code = read_code(typed)
    certificate = Certificate.objects.select_related("revocation", "result__attempt__exam").filter(code=code).first()
    if code is None or certificate is None:
        return Verification(Validity.UNKNOWN)
    revocation = getattr(certificate, "revocation", None)
    return Verification(
        validity=Validity.REVOKED if revocation else Validity.VALID,
        masked_name=masked(certificate.holder_name),
        title=certificate.title,
        exam=certificate.result.attempt.exam.title,
        number=certificate.number,
        issuing_body=certificate.issuing_body,
        issued_on=certificate.issued_on,
        revoked_on=timezone.localdate(revocation.at) if revocation else None,
    )


def masked(name: str) -> str:
    """Return a name with its first character and, of three and more, its last: 王*, 欧*明."""
    shown_at_end = name[2:][-1:]
    return name[:1] + "*" * (len(name) - 1 - len(shown_at_end)) + shown_at_end
