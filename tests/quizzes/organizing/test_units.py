"""Units beside each other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import Role
from quizzes.enums import CandidateState
from quizzes.organizing.selectors import score_table
from quizzes.organizing.units import not_come, unit_rows
from tests.clients import client_for
from tests.factories.accounts import make_unit, make_user
from tests.factories.quizzes import make_result, make_submitted_attempt
from tests.factories.taking import NOON, make_candidate, make_exam

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam():
    """Return an exam of two units, one of them too small to speak of, and somebody who did not come."""
    exam = make_exam()
    large, small = make_unit(exam.office, "第一科"), make_unit(exam.office, "第二科")
    for unit, totals in ((large, (500, 700, 900, 1100, 1300)), (small, (400, 2000, 2000, 2000))):
        for total in totals:
            make_result(make_candidate(exam, make_user(exam.office, unit=unit)), total=total)
    make_candidate(exam, make_user(exam.office, unit=small, name="韦向榆"), state=CandidateState.ABSENT)
    return exam


def test_units_stand_beside_each_other_but_for_small_ones(exam):
    found = unit_rows(score_table(exam))

    assert [(row.name, row.expected, row.sat, row.mean, row.pass_rate, row.length) for row in found] == [
        ("第一科", 5, 5, 900, 0.8, 45),
        ("第二科", 5, 4, None, None, 0),
    ]


def test_who_is_not_wholly_marked_makes_no_group_larger(exam):
    make_result(exam.candidates.get(user__name="韦向榆"), total=100, is_complete=False)

    assert [row.is_small for row in unit_rows(score_table(exam))] == [False, True]


def test_who_still_writes_has_come(exam):
    make_submitted_attempt(make_candidate(exam))

    assert [row.candidate.user.name for row in not_come(score_table(exam))] == ["韦向榆"]


def test_page_compares_names_who_did_not_come_and_narrows_the_table(exam, time_machine):
    time_machine.move_to(NOON + timedelta(days=1), tick=False)
    desk = client_for(make_user(exam.office, Role.ORGANIZER))

    whole = desk.get(f"/organize/exams/{exam.uuid}/results/")
    narrowed = desk.get(f"/organize/exams/{exam.uuid}/results/", {"unit": "第二科"})

    shown = whole.content.decode()
    assert ("没有参加的 1 人" in shown, "人数太少" in shown) == (True, True)
    assert [len(page.context["shown_rows"]) for page in (whole, narrowed)] == [10, 5]


def test_table_goes_out_as_text(exam):
    response = client_for(make_user(exam.office, Role.ORGANIZER)).get(f"/organize/exams/{exam.uuid}/results/csv/")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert len(response.content.decode("utf-8-sig").splitlines()) == 11
