"""Exams as their organizers see them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Unit
from question_bank.content import QuestionType
from question_bank.enums import QuestionState
from quizzes.organizing.selectors import (
    MarkedAnswer,
    exams_to_mark,
    final_scores,
    last_marks,
    marking_tasks,
    next_to_mark,
    office_exams,
    pool_of,
    score_table,
)
from quizzes.services import mark_give
from quizzes.taking.attempts import attempt_submit
from quizzes.taking.saving import answers_save
from tests.factories.accounts import make_office, make_unit, make_user
from tests.factories.question_bank import make_bank, make_question
from tests.factories.quizzes import make_result
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam, make_paper, slot_ids

pytestmark = pytest.mark.django_db


def write(candidate, *, submit=False):
    """Return an attempt with the first and the last question answered, perhaps handed in."""
    attempt = make_attempt(candidate)
    first, *_between, last = slot_ids(attempt)
    answers_save(
        attempt=attempt.pk,
        epoch=1,
        seq=1,
        answers={first: ["x"], last: "编审"},
        viewed=[],
        arrived_at=NOON + timedelta(minutes=5),
    )
    return attempt_submit(attempt=attempt.pk, epoch=1, now=NOON + timedelta(minutes=9)) if submit else attempt


def test_score_table_has_everybody_by_unit_and_staff_number():
    exam = make_exam()
    division = make_unit(exam.office, "第一科")
    names = ["B2", "A1", "C3"]
    candidates = [make_candidate(exam, make_user(exam.office, username=name)) for name in names]
    exam.candidates.filter(pk=candidates[2].pk).update(unit=division)
    make_result(candidates[0], total=700)
    make_result(candidates[1], total=1900)

    rows = score_table(exam)

    assert [(row.candidate.user.username, row.result and row.result.total, row.attempt_count) for row in rows] == [
        ("A1", 1900, 1),
        ("B2", 700, 1),
        ("C3", None, 0),
    ]


def test_score_table_shows_the_result_that_counts():
    exam = make_exam(attempt_limit=2, counting="last")
    candidate = make_candidate(exam)
    for number, total in ((1, 1900), (2, 700)):
        make_result(candidate, total=total, number=number)

    (row,) = score_table(exam)

    assert (row.result.total, row.attempt_count) == (700, 2)


def test_score_table_follows_the_tree_of_units():
    office = make_office()
    above, below, beside = (make_unit(office, name) for name in ("干部工作部", "干部科", "办公室"))
    below.parent = above
    below.save()
    exam = make_exam(make_paper(office))
    for unit in (beside, below, above):
        make_candidate(exam, make_user(office, unit=unit))

    units = [row.candidate.unit for row in score_table(exam)]

    assert units == [unit for unit in Unit.objects.filter(office=office).with_tree_fields() if unit in units]
    assert units.index(below) == units.index(above) + 1


def test_scores_count_once_every_answer_is_marked():
    exam = make_exam()
    make_result(make_candidate(exam), total=1650)
    make_result(make_candidate(exam), total=300, is_complete=False)

    assert final_scores(score_table(exam)) == [1650]


class TestMarking:
    @pytest.fixture
    def exam(self):
        exam = make_exam()
        for _person in range(2):
            write(make_candidate(exam), submit=True)
        return exam

    def give(self, exam, slot):
        return mark_give(
            attempt=next_to_mark(exam, slot, make_user(exam.office)),
            slot=slot,
            marks=100,
            comment="",
            marker=make_user(exam.office),
            now=NOON,
        )

    def test_tasks_are_the_short_answers_with_how_far_they_are(self, exam):
        (task,) = marking_tasks(exam)
        self.give(exam, task.slot)

        (after,) = marking_tasks(exam)

        assert (task.slot.type, task.done, task.total, task.is_done) == ("short_answer", 0, 2, False)
        assert (after.done, after.total) == (1, 2)

    def test_answers_come_one_after_the_other_until_none_is_left(self, exam):
        slot = marking_tasks(exam)[0].slot

        marked = [self.give(exam, slot).attempt_id for _time in range(2)]

        assert (len(set(marked)), next_to_mark(exam, slot, make_user(exam.office))) == (2, None)
        assert marking_tasks(exam)[0].is_done

    def test_nobody_is_given_the_own_attempt(self, exam):
        slot = marking_tasks(exam)[0].slot
        first, second = [candidate.user for candidate in exam.candidates.order_by("pk")]

        given = [next_to_mark(exam, slot, marker).candidate.user for marker in (first, second)]

        assert given == [second, first]

    def test_what_was_marked_can_be_looked_at_again(self, exam):
        slot = marking_tasks(exam)[0].slot
        mark = self.give(exam, slot)

        (task,) = marking_tasks(exam)

        assert task.marked == [MarkedAnswer(mark.attempt.uuid, 100)]
        assert last_marks(mark.attempt, slot) == {"attempt": mark.attempt.uuid, "marks": 1, "comment": ""}

    def test_what_is_still_being_written_does_not_wait(self, exam):
        write(make_candidate(exam))

        assert marking_tasks(exam)[0].total == 2

    def test_offices_to_mark_are_counted_by_exam(self, exam):
        slot = marking_tasks(exam)[0].slot
        counts = [exams_to_mark(exam.office)]
        for _time in range(2):
            self.give(exam, slot)
            counts.append(exams_to_mark(exam.office))

        assert (counts, exams_to_mark(make_office())) == ([1, 1, 0], 0)


def test_offices_exams_are_counted_over_people_not_attempts():
    exam = make_exam(attempt_limit=2)
    candidate = make_candidate(exam)
    for _time in range(2):
        write(candidate, submit=True)
    make_candidate(exam)
    make_exam(make_paper())

    (row,) = office_exams(exam.office)

    assert (row, row.candidate_count, row.submitted_count) == (exam, 2, 1)


def test_pool_counts_approved_questions_by_type_and_topic():
    bank = make_bank()
    make_question(bank, topics=("职责",))
    make_question(bank, topics=("职责", "知识"))
    make_question(bank, type=QuestionType.TRUE_FALSE)
    make_question(bank, state=QuestionState.DRAFT, topics=("职责",))

    pool = pool_of(bank)

    rows = {row.type: (row.total, list(row.by_topic)) for row in pool.rows}
    assert (pool.total, sorted(pool.topics)) == (3, ["知识", "职责"])
    assert rows[QuestionType.SINGLE_CHOICE] == (2, [{"知识": 1, "职责": 2}[topic] for topic in pool.topics])
    assert rows[QuestionType.TRUE_FALSE] == (1, [0, 0])
    assert rows[QuestionType.SHORT_ANSWER] == (0, [0, 0])
