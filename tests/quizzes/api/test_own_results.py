"""One's own published results: what the organizers chose to show, and nothing that they did not."""

from __future__ import annotations

import pytest

from accounts.enums import Scope
from quizzes.release import Release
from tests.factories.accounts import make_user
from tests.factories.quizzes import make_published_exam, make_result, publish
from tests.factories.taking import make_candidate, make_exam
from tests.quizzes.api.conftest import Program

pytestmark = pytest.mark.django_db


def taken(exam, *others, total=700):
    """Return somebody who took the exam, and the program that asks for them."""
    candidate = make_candidate(exam)
    for other in others:
        make_result(make_candidate(exam), total=other)
    make_result(candidate, total=total)
    return Program(candidate.user, Scope.RESULTS_OWN)


def test_only_what_is_published_and_ones_own(time_machine):
    hidden, shown = make_exam(title="未发布"), make_exam(title="已发布")
    program = taken(shown)
    person = program.row.user
    make_result(make_candidate(hidden, person))
    publish(shown)

    page = program.get("results/").json()

    assert [(row["title"], row["total"], row["is_pass"]) for row in page["results"]] == [("已发布", 7.0, True)]
    assert program.get(f"results/{hidden.uuid}/").status_code == 404
    assert program.get(f"results/{make_published_exam(None, 700).uuid}/").status_code == 404


def test_what_is_not_released_is_not_told():
    exam = make_exam()
    program = taken(exam, 500, 500, 500, 500)
    publish(exam, release=Release(answers=False, mean=False))

    shown = program.get(f"results/{exam.uuid}/").json()

    assert (shown["total"], shown["pass_marks"]) == (7.0, 6.0)
    assert (shown["questions"], shown["standing"]) == (None, None)


def test_what_is_released_is_told():
    exam = make_exam()
    program = taken(exam, 500, 500, 500, 800)
    publish(exam, release=Release(ranking=True))

    shown = program.get(f"results/{exam.uuid}/").json()

    assert shown["standing"] == {"count": 5, "mean": 6.0, "rank": 2}
    assert sum(question["earned"] for question in shown["questions"]) == 7.0
    assert set(shown["questions"][0]) == {"id", "earned", "maximum"}


def test_a_small_group_tells_nothing_of_the_others():
    exam = make_exam()
    program = taken(exam, 500, 500, 500)
    publish(exam, release=Release(ranking=True))

    assert program.get(f"results/{exam.uuid}/").json()["standing"] is None


def test_taking_exams_and_seeing_results_are_two_scopes():
    person = make_user()
    taking, seeing = Program(person, Scope.EXAMS_TAKE), Program(person, Scope.RESULTS_OWN)

    assert [each.get("exams/").status_code for each in (taking, seeing)] == [200, 403]
    assert [each.get("results/").status_code for each in (taking, seeing)] == [403, 200]
