"""The paper under seal: who gets it when, what opens it, and that its key waits for the minute."""

from __future__ import annotations

import base64
import gzip
import re
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
import time_machine
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.urls import reverse

from quizzes.enums import CandidateState, ExamState
from quizzes.models import Attempt, Paper, Response
from quizzes.taking.attempts import form_dealt
from quizzes.taking.sealed import sealed_under, sealing_key
from quizzes.views.sealing import _sealed_page
from tests.factories.accounts import make_office, make_user
from tests.factories.taking import CANARY, NOON, SIX_TYPES, make_candidate, make_exam, make_paper, slot_ids

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
OPENS = NOON + 10 * MINUTE
SECRET_WORDS = re.compile(rf"{CANARY}|忠诚|终审")


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def candidate(client):
    """Return the candidate of an exam that opens in ten minutes, signed in."""
    candidate = make_candidate(make_exam(opens_at=OPENS, closes_at=OPENS + timedelta(hours=2)))
    client.force_login(candidate.user)
    return candidate


def fetched(client, candidate):
    return client.get(reverse("quizzes:sealed", kwargs={"exam": candidate.exam.uuid})).json()


def entered(client, candidate, **fields):
    """Return the answer to a start as the waiting page asks for it."""
    return client.post(reverse("quizzes:start", kwargs={"exam": candidate.exam.uuid}), {"sealed": "1", **fields})


def opened(ahead, key, exam):
    """Open a seal as a browser does."""
    nonce, content = (base64.b64decode(ahead[name]) for name in ("nonce", "sealed"))
    associated = f"{exam.uuid}:{ahead['paper']}".encode()
    return gzip.decompress(AESGCM(bytes.fromhex(key)).decrypt(nonce, content, associated)).decode()


def test_the_key_of_the_start_opens_what_was_fetched_before(client, candidate, at_noon):
    ahead = fetched(client, candidate)["ahead"]
    at_noon.move_to(OPENS)

    start = entered(client, candidate).json()

    attempt = Attempt.objects.get()
    page = opened(ahead, start["key"], candidate.exam)
    assert [stem in page for _type, stem, *_rest in SIX_TYPES[:4]] == [True] * 4
    assert [f'data-question="{slot}"' in page for slot in slot_ids(attempt)] == [True] * len(SIX_TYPES)
    assert SECRET_WORDS.findall(page) == []
    assert start["paper"] == ahead["paper"]
    assert start["url"] == reverse("quizzes:attempt", kwargs={"attempt": attempt.uuid})
    assert start["display"] == attempt.display
    assert (start["data"]["next-seq"], start["data"]["remaining-seconds"]) == ("1", "3600")


def test_nobodys_name_and_nothing_readable_is_under_the_seal_or_on_it(client, candidate):
    response = client.get(reverse("quizzes:sealed", kwargs={"exam": candidate.exam.uuid}))

    ahead = response.json()["ahead"]
    page = opened(ahead, sealing_key(candidate.exam.uuid, UUID(ahead["paper"])).hex(), candidate.exam)
    assert candidate.user.name not in page
    assert "csrfmiddlewaretoken" not in page
    assert "每天学习" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_before_the_minute_the_start_is_refused_and_says_how_long(client, candidate, at_noon):
    at_noon.move_to(OPENS - timedelta(seconds=1))

    response = entered(client, candidate)

    assert (response.status_code, response.json()) == (409, {"detail": "考试还没有开始。", "opens_in": 1000})
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize(
    ("minutes", "is_given"), [(-16, False), (-15, True), (-1, True), (0, False), (10, False)], ids=str
)
def test_the_paper_is_given_out_in_the_quarter_of_an_hour_before(client, candidate, at_noon, minutes, is_given):
    at_noon.move_to(OPENS + minutes * MINUTE)

    answer = fetched(client, candidate)

    assert bool(answer["ahead"]) is is_given
    assert answer["opens_in"] == max(0, -minutes) * 60_000


def test_the_own_window_counts_and_not_the_exams(client, candidate, at_noon):
    candidate.opens_at = OPENS + 60 * MINUTE
    candidate.save()
    at_noon.move_to(OPENS)

    answer, refused = fetched(client, candidate), entered(client, candidate)

    assert answer == {"opens_in": 3_600_000, "ahead": {}}
    assert (refused.status_code, set(refused.json())) == (409, {"detail", "opens_in"})


def test_who_is_no_candidate_gets_neither_paper_nor_key(client, candidate, at_noon):
    client.force_login(make_user(candidate.exam.office))
    at_noon.move_to(OPENS)

    assert client.get(reverse("quizzes:sealed", kwargs={"exam": candidate.exam.uuid})).status_code == 404
    assert entered(client, candidate).status_code == 404


def test_who_is_excused_gets_neither(client, candidate, at_noon):
    candidate.state = CandidateState.EXCUSED
    candidate.save()

    ahead = fetched(client, candidate)["ahead"]
    at_noon.move_to(OPENS)
    refused = entered(client, candidate)

    assert (ahead, refused.status_code, "key" in refused.json()) == ({}, 409, False)


def test_a_draft_is_not_given_out(client, candidate):
    candidate.exam.state = ExamState.DRAFT
    candidate.exam.save()

    assert client.get(reverse("quizzes:sealed", kwargs={"exam": candidate.exam.uuid})).status_code == 404


def test_the_door_asks_before_the_key_leaves(client, candidate, at_noon):
    candidate.exam.access_code = "云岭"
    candidate.exam.save()
    at_noon.move_to(OPENS)

    refused, let_in = (entered(client, candidate, access_code=code) for code in ("不对", "云岭"))

    assert refused.json() == {"detail": "考场口令不对，请看现场公布的口令。", "opens_in": 0}
    assert "key" in let_in.json()


def test_an_attempt_with_answers_is_opened_at_its_own_address(client, candidate, at_noon):
    at_noon.move_to(OPENS)
    first = entered(client, candidate).json()
    attempt = Attempt.objects.get()
    Response.objects.create(attempt=attempt, slot_id=slot_ids(attempt)[0], answer=["x"], epoch=1, seq=1, saved_at=OPENS)

    at_noon.shift(timedelta(seconds=1))
    again = entered(client, candidate).json()

    assert "key" in first
    assert again == {"url": first["url"]}


def test_everybody_is_given_ahead_the_form_that_they_are_asked(client, at_noon):
    office = make_office()
    exam = make_exam(make_paper(office), opens_at=OPENS, closes_at=OPENS + timedelta(hours=2))
    exam.papers.add(make_paper(office, form="B"))
    candidates = [make_candidate(exam) for _ in range(3)]

    given = []
    for candidate, moment in product(candidates, (NOON, OPENS)):
        at_noon.move_to(moment)
        client.force_login(candidate.user)
        given.append(fetched(client, candidate)["ahead"] if moment == NOON else entered(client, candidate).json())

    papers = [each["paper"] for each in given]
    assert papers[::2] == papers[1::2] == [str(form_dealt(candidate, number=1).uuid) for candidate in candidates]
    assert len(set(papers)) == 2


def test_a_stock_is_not_given_out_ahead_nor_its_key(client, at_noon):
    stock = make_paper(form=Paper.STOCK_FORM)
    candidate = make_candidate(make_exam(stock, opens_at=OPENS, closes_at=OPENS + timedelta(hours=2)))
    client.force_login(candidate.user)

    ahead = fetched(client, candidate)["ahead"]
    at_noon.move_to(OPENS)

    assert ahead == {}
    assert set(entered(client, candidate).json()) == {"url"}


def test_a_seal_holds_for_one_exam_and_paper_and_no_nonce_comes_twice():
    ones, others = make_exam(), make_exam()
    paper = ones.papers.get()

    first, second = (sealed_under(ones.uuid, paper.uuid, b"<p>") for _ in range(2))

    associated = f"{ones.uuid}:{paper.uuid}".encode()
    packed = AESGCM(sealing_key(ones.uuid, paper.uuid)).decrypt(first.nonce, first.content, associated)
    assert gzip.decompress(packed) == b"<p>"
    assert first.nonce != second.nonce
    for key, context in (
        (sealing_key(others.uuid, paper.uuid), associated),
        (sealing_key(ones.uuid, paper.uuid), f"{others.uuid}:{paper.uuid}".encode()),
    ):
        with pytest.raises(InvalidTag):
            AESGCM(key).decrypt(first.nonce, first.content, context)


def test_the_burst_takes_few_queries(client, candidate, at_noon, django_assert_num_queries):
    _sealed_page(candidate.exam.uuid, candidate.exam.title, candidate.exam.papers.get().uuid)

    # Session, user, candidacy; how often begun; the forms.
    with django_assert_num_queries(5):
        fetched(client, candidate)
    at_noon.move_to(OPENS)
    # Session, user, candidacy; in a savepoint the candidate locked, the newest attempt, the forms, the new attempt;
    # what was told.
    with django_assert_num_queries(8 + 2):
        entered(client, candidate)


def test_the_waiting_page_counts_down_on_the_servers_clock(client, candidate):
    page = client.get(reverse("quizzes:start", kwargs={"exam": candidate.exam.uuid})).content.decode()

    assert 'data-opens-in="600000"' in page
    assert 'data-spread="1000"' in page
    assert "到点自动进入" in page
