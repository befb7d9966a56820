from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import permutations

import pytest

from accounts.enums import Role
from exam_site.demo.cast import CADRE
from exam_site.demo.sources import (
    load_exam_plans,
    load_notes,
    load_office,
    load_questions,
    policy_text,
    questions_by_digest,
)
from question_bank.content import QuestionType, asked_digest, check_content, options_refer_to_each_other
from question_bank.provisions import FlatProvision, ProvisionCounts, count, parse_policy, walk
from quizzes.assembly import PoolItem, assemble

TOPICS = {"基本职责", "基本知识", "基本方法", "基本规范"}
RARE_NAMES = {"黎㛃", "龚䶮", "钟𬭎", "梁𠅤", "陆㙓"}

FINISHED_NOTES = [note for note in load_notes() if not note.is_draft]

each_note = pytest.mark.parametrize("note", FINISHED_NOTES, ids=lambda note: note.cadre)


@cache
def provisions() -> dict[str, FlatProvision]:
    """Return the policy's provisions by the way they are cited, a 款 that stands alone by its 条."""
    by_label: dict[str, FlatProvision] = {}
    for provision in walk(parse_policy(policy_text()).tree):
        by_label.setdefault(provision.citation_label, provision)
    return by_label


def test_policy_is_read_whole():
    policy = parse_policy(policy_text())

    assert policy.problems == ()
    assert policy.title == "组工干部学习和考试管理办法（试行）"
    assert policy.number == "澜组发〔2025〕36号"
    assert (policy.adopted, policy.effective) == (date(2025, 12, 12), date(2026, 1, 1))
    assert len(policy.tree) == 8
    assert count(policy.tree) == ProvisionCounts(articles=52, paragraphs=104, subparagraphs=80)


def test_bank_has_its_counts():
    counts = Counter(question.content.type for question in load_questions())

    assert counts == {
        QuestionType.SINGLE_CHOICE: 44,
        QuestionType.MULTIPLE_CHOICE: 22,
        QuestionType.INDETERMINATE_CHOICE: 10,
        QuestionType.TRUE_FALSE: 24,
        QuestionType.FILL_IN_THE_BLANK: 12,
        QuestionType.SHORT_ANSWER: 8,
    }


def test_every_question_is_fit_for_use():
    questions = load_questions()
    problems = {question.content.stem: check_content(question.content) for question in questions}

    assert {stem: found for stem, found in problems.items() if found} == {}
    assert {question.topic for question in questions} == TOPICS
    assert {question.difficulty for question in questions} == {"易", "中", "难"}
    assert [question for question in questions if not question.content.explanation.endswith("。")] == []


def test_every_question_rests_on_the_provision_it_cites():
    misquoted = [
        (question.content.stem, question.citation, question.quote)
        for question in load_questions()
        if question.quote not in provisions()[question.citation].full_text
    ]

    assert misquoted == []


def test_marking_points_are_the_words_of_the_provision():
    unfounded = [
        (question.citation, point.formal)
        for question in load_questions()
        for point in question.points
        if point.formal not in provisions()[question.citation].full_text
    ]

    assert unfounded == []


def test_no_marking_point_is_part_of_another():
    for question in load_questions():
        wordings = [wording for point in question.points for wording in (point.formal, point.plain)]

        assert [one for one, other in permutations(wordings, 2) if one in other] == []


def test_options_keep_the_rules_the_policy_sets():
    # 第二十三条第（四）项、第（五）项
    for question in load_questions():
        lengths = [len(option.text) for option in question.content.options]

        assert not options_refer_to_each_other(question.content.options)
        assert not lengths or max(lengths) - min(lengths) <= 14


def test_no_question_is_asked_twice():
    questions = load_questions()

    assert len(questions_by_digest()) == len(questions)
    assert len({question.content.stem for question in questions}) == len(questions)


def test_right_answers_are_spread():
    single = [q for q in load_questions() if q.content.type is QuestionType.SINGLE_CHOICE]
    letters = Counter(question.content.key[0] for question in single)
    verdicts = Counter(q.content.key for q in load_questions() if q.content.type is QuestionType.TRUE_FALSE)

    assert set(letters) == set("ABCD")
    assert all(0.15 <= count / len(single) <= 0.35 for count in letters.values())
    assert verdicts[True] == verdicts[False]


def test_quarterly_test_has_a_hundred_marks_and_every_topic_fifteen():
    test = load_exam_plans()["quarterly_test"]
    by_topic = Counter()
    for section in test.blueprint.sections:
        for topic, wanted in section.topic_counts:
            by_topic[topic] += wanted * section.marks

    assert test.blueprint.total_marks == 100_00
    assert (test.pass_marks, test.duration_minutes) == (60_00, 60)
    assert set(by_topic) == TOPICS
    # 第五条第二款
    assert min(by_topic.values()) >= 15_00


def test_practice_has_twenty_questions_and_a_hundred_marks():
    practice = load_exam_plans()["practice"].blueprint

    assert (practice.question_count, practice.total_marks) == (20, 100_00)


@pytest.mark.parametrize("key", ["quarterly_test", "practice"])
def test_bank_holds_half_as_much_again_as_a_paper_needs(key):
    available = Counter((question.content.type, question.topic) for question in load_questions())
    by_type = Counter(question.content.type for question in load_questions())

    for section in load_exam_plans()[key].blueprint.sections:
        assert by_type[section.type] >= 1.5 * section.count
        for topic, wanted in section.topic_counts:
            assert available[section.type, topic] >= 1.5 * wanted


def test_two_papers_can_differ_in_every_question():
    pool = [
        PoolItem(number, question.content.type, asked_digest(question.content), frozenset({question.topic}))
        for number, question in enumerate(load_questions())
    ]

    first, second = assemble(load_exam_plans()["quarterly_test"].blueprint, pool, seed=1, forms=2)

    assert {item.id for item in first.items}.isdisjoint({item.id for item in second.items})


def test_office_has_forty_people_in_nine_units():
    office = load_office()

    assert (len(office.cadres), len(office.units)) == (40, 9)
    assert len({cadre.name for cadre in office.cadres}) == 40
    assert [cadre.staff_number for cadre in office.cadres] == [f"YL{number:03}" for number in range(1, 41)]
    assert {cadre.name for cadre in office.cadres} >= RARE_NAMES


def test_units_form_a_tree_and_are_led_by_their_own_people():
    office = load_office()
    unit_of = {cadre.staff_number: cadre.unit for cadre in office.cadres}
    above = {""}

    for unit in office.units:
        assert unit.parent in above
        assert unit_of[unit.head] == unit.name
        above.add(unit.name)

    assert set(unit_of.values()) == above
    assert office.unit_path("信息中心") == "办公室/信息中心"
    assert office.unit_path("") == "中共云澜县委组织部"


def test_roles_are_held_by_people_over_units():
    office = load_office()
    people = {cadre.staff_number for cadre in office.cadres}
    units = {unit.name for unit in office.units}
    roles = Counter(role.role for role in office.roles)

    assert {role.staff_number for role in office.roles} <= people
    assert {role.unit for role in office.roles} <= units | {""}
    assert set(roles) <= set(Role.values)
    assert (roles["director"], roles["trainer"], roles["organizer"], roles["auditor"]) == (1, 2, 1, 1)


def test_cohort_of_newcomers_is_those_who_joined_this_year():
    office = load_office()

    everybody, newcomers = office.cohorts

    assert everybody.members == ()
    assert set(newcomers.members) == office.newcomers


def test_absentee_has_no_part_but_a_cadres():
    office = load_office()
    with_a_part = {role.staff_number for role in office.roles} | {unit.head for unit in office.units}

    assert office.absentee in {cadre.staff_number for cadre in office.cadres} - with_a_part - office.newcomers


@each_note
def test_note_is_long_enough_and_written_in_2026(note):
    characters = len("".join(note.body.split()))

    # 第十五条第一款，每篇不少于三百字。
    assert 300 <= characters <= 900
    assert note.written_on.year == 2026
    assert note.book


@each_note
def test_note_is_reviewed_in_time_by_somebody_above(note):
    office = load_office()
    cadres = {cadre.staff_number: cadre for cadre in office.cadres}
    heads = {unit.name: unit.head for unit in office.units}
    over = {heads[cadres[note.cadre].unit]} | {role.staff_number for role in office.roles if role.role == "reviewer"}

    if not note.verdict:
        assert (note.reviewed_by, note.reviewed_on, note.comment) == ("", None, "")
    else:
        assert note.verdict in {"approved", "returned"}
        assert note.reviewed_by in over - {note.cadre}
        # 第十一条第（三）项: 五个工作日, a week at most
        assert note.written_on < note.reviewed_on <= note.written_on + timedelta(days=7)
        assert note.reviewed_on.isoweekday() <= 5
        assert note.comment


def test_notes_come_from_ten_people_in_every_state():
    assert len({note.cadre for note in FINISHED_NOTES}) == len(FINISHED_NOTES) == 10
    assert Counter(note.verdict for note in FINISHED_NOTES) == {"approved": 8, "returned": 1, "": 1}


def test_one_note_is_a_draft_that_nobody_has_seen():
    (draft,) = (note for note in load_notes() if note.is_draft)

    assert draft.cadre == CADRE
    assert (draft.verdict, draft.reviewed_by, draft.reviewed_on, draft.comment) == ("", "", None, "")
