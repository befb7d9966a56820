"""Write who was asked what: apps above tell it, occasion by occasion, as often as they like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Office
from question_bank.models import QuestionUse, QuestionVersion

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Use:
    """A version of a question on an occasion; no figures before there are results."""

    version: int
    candidates: int
    count: int = 0
    facility: float | None = None
    discrimination: float | None = None


def uses_record(*, office: Office, occasion: str, title: str, asked_on: date, uses: Iterable[Use]) -> int:
    """Let exactly these uses stand for an occasion; return how many there are."""
    told = {use.version: use for use in uses}
    questions = dict(QuestionVersion.objects.filter(pk__in=told).values_list("pk", "question"))
    with transaction.atomic():
        QuestionUse.objects.filter(office=office, occasion=occasion).delete()
        QuestionUse.objects.bulk_create(
            QuestionUse(
                question_id=questions[use.version],
                version_id=use.version,
                office=office,
                occasion=occasion,
                title=title[:_LONGEST_TITLE],
                asked_on=asked_on,
                candidates=use.candidates,
                count=use.count,
                facility=use.facility,
                discrimination=use.discrimination,
            )
            for use in told.values()
        )
    return len(told)
