"""The API against its own documentation: whatever is sent, no fault of ours and no answer that is not written down.

Schemathesis makes the requests from the OpenAPI document, fit and unfit; the site answers them over WSGI, with an
office that has an exam in every state. Each request is undone, so that none changes what the next one meets.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections import defaultdict
from collections.abc import Iterator

import pytest
import schemathesis
import time_machine
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import ignored_auth

from tests.factories.accounts import PASSWORD
from tests.factories.taking import NOON
from tests.factories.world import OUTSIDER, House, Stage, make_house
from tests.visitors import attempt_token, bearer

_document = json.loads(OpenApiJsonRenderer().render(SchemaGenerator().get_schema(request=None, public=True)))
#: Which ids a paper has is not in the document: a question that is on none is refused by 422.
_accepted = ["2xx", "401", "403", "404", "409", "422"]
_config = SchemathesisConfig.from_dict({"checks": {"positive_data_acceptance": {"expected-statuses": _accepted}}})
schema = schemathesis.openapi.from_dict(_document, config=_config)
schema.app = get_wsgi_application()


pytestmark = pytest.mark.django_db

#: The exams that requests name, and the exams whose attempts: those in which most can be done most often.
STAGES = (Stage.SCHEDULED, Stage.PUBLISHED, Stage.OPEN, Stage.PUBLISHED, Stage.SCHEDULED, Stage.SUBMITTED, Stage.DRAFT)
#: Where an operation can do what it is for in one alone.
AIMED = {
    "PATCH /api/v1/office/exams/{exam}/candidates/{candidate}/": (Stage.SCHEDULED,),
    "GET /api/v1/results/{exam}/": (Stage.PUBLISHED,),
}
ATTEMPTED = (Stage.OPEN, Stage.OPEN, Stage.SUBMITTED)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker) -> Iterator[House]:
    logging.disable(logging.CRITICAL)
    # The end of a request must not end the transaction that undoes all (Django's own client does the same).
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), time_machine.travel(NOON), transaction.atomic():
        made = make_house("云岭")
        made.people[OUTSIDER].set_password(PASSWORD)
        made.people[OUTSIDER].save()
        yield made
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def answered() -> Iterator[dict[str, set[int]]]:
    """Keep which kinds of answers each operation gave; one that never did what it is for was not tested."""
    kinds: dict[str, set[int]] = defaultdict(set)
    yield kinds
    assert {label for label, given in kinds.items() if 2 not in given} == set()


@pytest.fixture(scope="module")
def organizer(house) -> dict[str, str]:
    return bearer(house.people["organizer"])


@schema.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_answer_is_a_fault_or_unknown(case, house, organizer, answered):
    aim(case, house)
    cache.clear()

    with transaction.atomic():
        # Who may not is asked elsewhere, of every address as everybody (`tests/test_access_matrix.py`).
        answer = case.call_and_validate(headers=sign_in(case, house, organizer), excluded_checks=[ignored_auth])
        transaction.set_rollback(True)
    answered[case.operation.label].add(answer.status_code // 100)


def aim(case, house):
    """Let most requests name what there is: a random id or password meets nothing but refusals."""
    dice = zlib.crc32(repr((case.path_parameters, case.query, case.body)).encode(errors="replace"))
    if case.path_parameters and dice % 8 and not case.meta.is_negative_at(ParameterLocation.PATH):
        there = known(house, dice // 8, AIMED.get(case.operation.label, STAGES))
        case.path_parameters = {name: str(there[name]) for name in case.path_parameters}
    if isinstance(case.body, dict) and dice % 4 and not case.meta.is_negative_at(ParameterLocation.BODY):
        case.body = {**case.body, **meant(case.body, house)}


def known(house, dice, stages):
    """Return ids of things that stand together."""
    staged = house.exams[stages[dice % len(stages)]]
    candidates = [each.uuid for each in staged.candidates.values()] or [house.office.uuid]
    cohorts = [each.uuid for each in house.office.cohorts.order_by("pk")]
    return {
        "exam": staged.exam.uuid,
        "candidate": candidates[dice % len(candidates)],
        "attempt": house.exams[ATTEMPTED[dice % len(ATTEMPTED)]].attempts["cadre"].uuid,
        "cohort": cohorts[dice % len(cohorts)],
        "person": house.people["cadre"].uuid,
    }


def meant(body, house):
    """Return what a body would say if its sender knew the office."""
    outsider = house.people[OUTSIDER].username
    right = {"person": outsider, "username": outsider, "password": PASSWORD, "state": "excused"}
    right["answers"] = on_paper(body.get("answers"), house)
    return {name: value for name, value in right.items() if name in body}


def on_paper(answers, house):
    """Return what was made up as answers to questions that are asked."""
    if not isinstance(answers, dict):
        return answers
    asked = [str(slot.pk) for slot in house.exams[Stage.OPEN].paper.slots.all()]
    return dict(zip(asked, answers.values(), strict=False)) if answers else answers


def sign_in(case, house, organizer):
    """Return the header that opens the address to whoever may use it."""
    if case.operation.label == "POST /api/v1/session/":
        return {}
    if case.path.startswith("/api/v1/attempts/"):
        meant = (case.path_parameters or {}).get("attempt")
        attempts = [attempt for staged in house.exams.values() for attempt in staged.attempts.values()]
        return attempt_token(next((each for each in attempts if str(each.uuid) == meant), attempts[0]))
    return organizer
