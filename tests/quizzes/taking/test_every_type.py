"""A paper with a question of every type, from the sheet without JavaScript to the published result."""

from __future__ import annotations

import json

import pytest
import time_machine
from django.urls import reverse

from question_bank.content import QuestionType
from quizzes.models import Attempt, PaperSlot, Response
from quizzes.services import mark_give, papers_assemble, results_publish
from quizzes.taking.attempts import attempt_start, attempt_submit
from quizzes.taking.papers import paper_json
from tests.factories.accounts import make_user
from tests.factories.quizzes import make_blueprint
from tests.factories.taking import NOON, make_candidate, make_exam

pytestmark = pytest.mark.django_db

#: What the factory's questions are answered with to be right, by type.
RIGHT = {
    "single_choice": ["B"],
    "multiple_choice": ["A", "C"],
    "indeterminate_choice": ["D"],
    "true_false": True,
    "fill_in_the_blank": ["一"],
    "short_answer": "三审。",
    "essay": "学与写。",
    "matching": {"A": "B", "B": "A", "C": "D", "D": "C"},
    "ordering": ["B", "A", "D", "C"],
}
MARKED_BY_PERSON = {"short_answer", "essay"}


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def candidate():
    blueprint = make_blueprint(None, *[(kind, 1, 300) for kind in QuestionType])
    (paper,) = papers_assemble(blueprint=blueprint, seed="1", by=make_user(), now=NOON)
    return make_candidate(make_exam(paper))


@pytest.fixture
def attempt(client, candidate):
    client.force_login(candidate.user)
    client.post(reverse("quizzes:start", kwargs={"exam": candidate.exam.uuid}))
    return Attempt.objects.get()


def slots(attempt):
    return list(PaperSlot.objects.filter(paper=attempt.paper).order_by("number"))


def form_data(attempt):
    """Return the right answers as the plain form sends them."""
    data = {"seq": 1, "save": "1"}
    for slot in slots(attempt):
        answer = RIGHT[slot.type]
        if isinstance(answer, dict):
            data |= {f"q-{slot.pk}-{left}": right for left, right in answer.items()}
        else:
            data[f"q-{slot.pk}"] = "true" if answer is True else answer
    return data


def sheet_url(attempt):
    return reverse("quizzes:attempt", kwargs={"attempt": attempt.uuid})


def test_the_plain_form_saves_every_type(client, attempt):
    client.post(sheet_url(attempt), form_data(attempt))

    saved = {row.slot_id: row.answer for row in Response.objects.filter(attempt=attempt)}
    assert saved == {slot.pk: RIGHT[slot.type] for slot in slots(attempt)}


def test_the_sheet_shows_what_was_saved(client, attempt):
    client.post(sheet_url(attempt), form_data(attempt))

    shown = {asked.question.type: asked for asked in client.get(sheet_url(attempt)).context["questions"]}
    matching, ordering = shown[QuestionType.MATCHING], shown[QuestionType.ORDERING]
    assert [(pair.value, pair.chosen.value) for pair in matching.pairs] == list(RIGHT["matching"].items())
    assert [option.value for place in ordering.places for option in place.options if option.is_chosen] == RIGHT[
        "ordering"
    ]
    assert shown[QuestionType.ESSAY].text == "学与写。"


def test_the_material_of_a_case_is_shown_once_above_its_first_part(client, attempt):
    page = client.get(sheet_url(attempt)).content.decode()

    opened = [asked.opens_case for asked in client.get(sheet_url(attempt)).context["questions"]]
    assert opened == [False] * 9 + [True, False]
    assert page.count('id="material-1"') == 1
    assert page.count('href="#material-1"') == 1


@pytest.mark.parametrize(
    ("kind", "sent", "saved"),
    [
        ("ordering", ["B", "", "D", ""], ["B", "D"]),
        ("ordering", ["B", "B", "A", ""], ["B", "A"]),
        ("ordering", ["", "", "", ""], None),
    ],
)
def test_a_plain_form_of_places_closes_gaps_and_keeps_first_places(client, attempt, kind, sent, saved):
    slot = next(slot for slot in slots(attempt) if slot.type == kind)

    client.post(sheet_url(attempt), {"seq": 1, "save": "1", f"q-{slot.pk}": sent})

    row = Response.objects.filter(attempt=attempt, slot=slot).first()
    assert (row.answer if row else None) == saved


def test_all_right_answers_earn_all_that_a_machine_can_give(attempt, client):
    client.post(sheet_url(attempt), form_data(attempt))

    attempt_submit(attempt=attempt.pk, epoch=attempt.epoch, now=NOON)

    marks = attempt.results.get().slot_marks
    assert marks == {str(slot.pk): None if slot.type in MARKED_BY_PERSON else slot.marks for slot in slots(attempt)}


def test_the_published_result_reads_well_for_every_type(client, attempt):
    client.post(sheet_url(attempt), form_data(attempt))
    attempt_submit(attempt=attempt.pk, epoch=attempt.epoch, now=NOON)
    marker = make_user(attempt.exam.office)
    for slot in slots(attempt):
        if slot.type in MARKED_BY_PERSON:
            mark_give(attempt=attempt, slot=slot, marks=slot.marks, comment="", marker=marker, now=NOON)
    exam = attempt.exam
    exam.closes_at = NOON
    exam.save()
    results_publish(exam=exam, by=marker, now=NOON)

    reviewed = (
        client.get(reverse("quizzes:my_result", kwargs={"candidate": attempt.candidate.uuid}))
        .context["report"]
        .questions
    )

    by_type = {each.asked.question.type: each for each in reviewed}
    assert by_type[QuestionType.ORDERING].key == ["BADC"]
    assert by_type[QuestionType.MATCHING].key == ["1 → B．一", "2 → A．半", "3 → D．三", "4 → C．两"]
    assert [point["text"] for point in by_type[QuestionType.ESSAY].marking_points] == ["学与写", "说与干"]
    assert {each.is_full for each in reviewed} == {True}


def test_the_api_names_targets_and_material_and_no_key(candidate):
    attempt = attempt_start(candidate=candidate, holder="holder", shuffle_seed=7, now=NOON)

    sent = json.loads(paper_json(attempt.paper.uuid, json.dumps(attempt.display)))

    asked = {each["type"]: each for section in sent["sections"] for each in section["questions"]}
    assert [target["id"] for target in asked["matching"]["targets"]] == ["A", "B", "C", "D"]
    case = sent["sections"][-1]["questions"]
    assert [part["stimulus"]["id"] for part in case] == ["1", "1"]
    assert "没有经过三审" not in json.dumps(sent, ensure_ascii=False)
