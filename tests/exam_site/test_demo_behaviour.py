from __future__ import annotations

from datetime import timedelta
from statistics import mean, stdev

import pytest

from exam_site.demo.behaviour import abilities, answer_moments, award_marks, plan_sittings, seeded, simulate_answer
from exam_site.demo.sources import DemoQuestion, load_exam_plans, load_office, load_questions
from question_bank.content import QuestionType, asked_digest
from quizzes.assembly import PoolItem, assemble
from quizzes.marking import AnswerSpace, mark, normalize_answer

HOUR = timedelta(minutes=60)
STAFF_NUMBERS = tuple(cadre.staff_number for cadre in load_office().cadres)
PRESENT = tuple(number for number in STAFF_NUMBERS if number != load_office().absentee)


def of_type(question_type: QuestionType) -> DemoQuestion:
    return next(question for question in load_questions() if question.content.type is question_type)


def marks_of_a_quarter(seed: str) -> list[float]:
    """Let the office sit one quarter's paper and return the points of those who came."""
    questions = load_questions()
    pool = [
        PoolItem(
            id=number,
            type=question.content.type,
            digest=asked_digest(question.content),
            topics=frozenset({question.topic}),
            provisions=frozenset({question.citation}),
        )
        for number, question in enumerate(questions)
    ]
    (draw,) = assemble(load_exam_plans()["quarterly_test"].blueprint, pool, seed)
    ability = abilities(STAFF_NUMBERS, load_office().newcomers, seed)
    totals = []
    for sitting in plan_sittings(PRESENT, HOUR, seed):
        chance = seeded(seed, sitting.staff_number)
        total = 0
        for part in draw.sections:
            for item in part.items:
                question = questions[int(str(item.id))]
                answer = simulate_answer(ability[sitting.staff_number], question, chance)
                content, section = question.content, part.section
                marks = mark(content.type, content.key, answer, section.marks, section.rule)
                total += award_marks(question.points, str(answer), section.marks) if marks is None else marks
        totals.append(total / 100)
    return totals


@pytest.mark.parametrize("seed", ["2026-1", "2026-2", "2026-3"])
def test_results_look_like_an_office(seed):
    totals = marks_of_a_quarter(seed)

    assert len(totals) == 39
    assert mean(totals) == pytest.approx(81, abs=3)
    assert stdev(totals) == pytest.approx(9, abs=2.5)
    assert 1 <= sum(total < 60 for total in totals) <= 4
    assert max(totals) < 100


def test_same_seed_gives_same_results_and_another_seed_others():
    assert marks_of_a_quarter("2026-3") == marks_of_a_quarter("2026-3")
    assert marks_of_a_quarter("2026-3") != marks_of_a_quarter("2026-2")


def test_newcomers_are_less_able_on_average():
    newcomers = load_office().newcomers

    ability = abilities(STAFF_NUMBERS, newcomers, "2026")

    assert mean(ability[number] for number in newcomers) < mean(
        value for number, value in ability.items() if number not in newcomers
    )


def test_nobody_comes_too_late_or_stays_too_long():
    sittings = plan_sittings(PRESENT, HOUR, "2026-3")

    assert tuple(sitting.staff_number for sitting in sittings) == PRESENT
    assert all(timedelta() <= sitting.started_after < timedelta(minutes=15) for sitting in sittings)
    assert all(timedelta(minutes=20) < sitting.took <= HOUR for sitting in sittings)


def test_answer_moments_rise_and_end_before_the_submission():
    moments = answer_moments(HOUR, 48, seeded("moments"))

    assert len(moments) == 48
    assert sorted(set(moments)) == list(moments)
    assert timedelta() < moments[0]
    assert moments[-1] < HOUR


@pytest.mark.parametrize("ability", [-3, 0, 3])
def test_answers_have_the_shape_an_exam_takes(ability):
    chance = seeded("shapes", ability)

    for question in load_questions():
        content = question.content
        ids = [option.id for option in content.options]
        blanks = len(content.key) if content.type is QuestionType.FILL_IN_THE_BLANK else 0
        answer = simulate_answer(ability, question, chance)

        assert normalize_answer(AnswerSpace(content.type, ids, blanks=blanks), answer) == answer


@pytest.mark.parametrize("question_type", sorted({one.content.type for one in load_questions()}))
def test_the_able_are_right_more_often(question_type):
    question = of_type(question_type)
    rule = load_exam_plans()["quarterly_test"].blueprint.sections[0].rule
    chance = seeded("ability", question_type)

    def total(ability):
        answers = [simulate_answer(ability, question, chance) for _ in range(200)]
        marks = [mark(question_type, question.content.key, answer, 500, rule) for answer in answers]
        return sum(
            award_marks(question.points, answer, 500) if given is None else given
            for given, answer in zip(marks, answers, strict=True)
        )

    assert total(-2) < total(0) < total(2)


def test_short_answers_come_in_three_qualities():
    question = of_type(QuestionType.SHORT_ANSWER)
    chance = seeded("qualities")

    complete = simulate_answer(9, question, chance)
    partial = simulate_answer(0.5, question, chance)
    vague = simulate_answer(-9, question, chance)

    assert award_marks(question.points, complete, 500) == 500
    assert 0 < award_marks(question.points, partial, 500) < 500
    assert award_marks(question.points, vague, 500) == 0
    assert len(vague) > 10


def test_award_marks_rounds_to_half_marks():
    question = next(question for question in load_questions() if len(question.points) == 6)

    marks = [award_marks(question.points, point.formal, 500) for point in question.points]

    assert marks == [100] * 6
