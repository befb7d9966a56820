"""What certificates say to the record store."""

from __future__ import annotations

from django.conf import settings

from certificates.models import Certificate
from lrs.services import statement_enqueue
from lrs.statements import ActivityType, Verb, activity_for, actor_for, statement_for, statement_id_for


def certificate_earned(certificate: Certificate) -> None:
    """Report in the caller's transaction that a person earned a certificate."""
    origin = settings.PUBLIC_ORIGIN
    statement_enqueue(
        office=certificate.office,
        statement=statement_for(
            statement_id=statement_id_for("certificate-earned", certificate.uuid),
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
