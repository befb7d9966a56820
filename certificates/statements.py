"""What certificates say to the record store."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from certificates.models import Certificate, Revocation
from lrs.services import statement_enqueue
from lrs.statements import ActivityType, Verb, activity_for, actor_for, statement_for, statement_id_for


def certificate_earned(certificate: Certificate) -> None:
    """Report in the caller's transaction that a person earned a certificate."""
    origin = settings.PUBLIC_ORIGIN
    statement_enqueue(
        office=certificate.office,
        statement=statement_for(
            statement_id=_earned_id(certificate),
            actor=actor_for(certificate.holder, origin),
            verb=Verb.EARNED,
            target=activity_for(
                f"{origin}{certificate.get_absolute_url()}",
                f"{certificate.title} {certificate.number}",
                ActivityType.CERTIFICATE,
            ),
            at=certificate.issued_at,
        ),
    )


def certificate_voided(revocation: Revocation) -> None:
    """Void in the caller's transaction what was said of a certificate that is now revoked; the reason stays here."""
    certificate = revocation.certificate
    statement_enqueue(
        office=certificate.office,
        statement=statement_for(
            statement_id=statement_id_for("certificate-voided", certificate.uuid),
            actor=actor_for(revocation.by, settings.PUBLIC_ORIGIN),
            verb=Verb.VOIDED,
            target={"objectType": "StatementRef", "id": str(_earned_id(certificate))},
            at=revocation.at,
        ),
    )


def _earned_id(certificate: Certificate) -> UUID:
    return statement_id_for("certificate-earned", certificate.uuid)
