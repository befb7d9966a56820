"""What upper apps build their statements from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lrs.statements import (
    ActivityType,
    Verb,
    activity_for,
    actor_for,
    score_for,
    statement_for,
    statement_id_for,
)
from lrs.validation import Version, validate_statement
from tests.factories.accounts import make_user

ORIGIN = "https://exam.yunling.example"


def test_same_fact_has_the_same_statement_id():
    assert statement_id_for("attempt", 7, "completed") == statement_id_for("attempt", "7", "completed")
    assert statement_id_for("attempt", 7, "completed") != statement_id_for("attempt", 7, "scored")


@pytest.mark.django_db
def test_person_is_an_account_of_this_site():
    user = make_user(name="程立新")

    assert actor_for(user, ORIGIN) == {
        "objectType": "Agent",
        "name": "程立新",
        "account": {"homePage": ORIGIN, "name": str(user.uuid)},
    }


def test_marks_in_hundredths_become_a_score():
    assert score_for(raw=8_050, highest=10_000) == {"scaled": 0.805, "raw": 80.5, "min": 0, "max": 100.0}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("version", Version)
def test_built_statement_is_valid_in_both_versions(verb, version):
    statement = statement_for(
        statement_id=statement_id_for("attempt", 7, verb.name),
        actor=actor_for(make_user(), ORIGIN),
        verb=verb,
        target=(
            {"objectType": "StatementRef", "id": str(statement_id_for("attempt", 6))}
            if verb is Verb.VOIDED
            else activity_for(f"{ORIGIN}/exams/1", "季季考", ActivityType.ASSESSMENT, description="第三季度")
        ),
        at=datetime(2026, 10, 4, 1, tzinfo=UTC),
        result={"score": score_for(raw=8_050, highest=10_000)},
        context={"platform": "季季考"} if verb is not Verb.VOIDED else None,
    )

    assert validate_statement(statement, version) is None
    assert statement["timestamp"] == "2026-10-04T01:00:00.000Z"
