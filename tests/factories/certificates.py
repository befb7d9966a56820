"""Plain factories for certificates: somebody who passed, and what was issued for it."""

from __future__ import annotations

from datetime import UTC, datetime

from accounts.enums import Role
from accounts.models import Office
from certificates.models import Certificate
from certificates.services import certificate_reissue, certificate_revoke, certificates_issue, template_ensure
from quizzes.models import Exam
from tests.factories.accounts import make_user
from tests.factories.quizzes import make_result, publish
from tests.factories.taking import NOON, make_candidate, make_exam, make_paper

#: Noon in the office.
ISSUED_AT = datetime(2026, 10, 20, 4, 0, tzinfo=UTC)


def make_passed_exam(office: Office | None = None, *names: str, total: int = 1500) -> Exam:
    """Return an exam with published results that people of these names passed, in this order of staff numbers."""
    exam = make_exam(make_paper(office), title="第四季度季季考")
    for name in names or ("程立新",):
        make_result(make_candidate(exam, make_user(exam.office, name=name)), total=total)
    return publish(exam)


def issue(exam: Exam, *, at: datetime = ISSUED_AT) -> list[Certificate]:
    by = make_user(exam.office, Role.ORGANIZER)
    return certificates_issue(exam=exam, template=template_ensure(office=exam.office, by=by), by=by, now=at)


def make_certificate(exam: Exam | None = None) -> Certificate:
    (certificate,) = issue(exam or make_passed_exam())
    return certificate


def make_revoked_certificate(exam: Exam | None = None) -> Certificate:
    certificate = make_certificate(exam)
    certificate_revoke(certificate=certificate, reason="姓名写错", by=certificate.issued_by, now=NOON)
    return certificate


def reissue(certificate: Certificate) -> Certificate:
    by = certificate.issued_by
    template = template_ensure(office=certificate.office, by=by)
    return certificate_reissue(certificate=certificate, template=template, by=by, now=ISSUED_AT)
