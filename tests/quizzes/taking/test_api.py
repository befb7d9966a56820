from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from quizzes.models import Attempt, ExamMessage, Response, Result
from quizzes.taking.attempts import attempt_start
from quizzes.taking.tokens import token_for
from tests.factories.accounts import make_user
from tests.factories.taking import (
    NOON,
    ONE_CHOICE,
    make_attempt,
    make_candidate,
    make_exam,
    make_paper,
    slot_ids,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def problem(response):
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    return body["status"], body.get("code"), body["detail"]


def test_my_exams_are_listed_with_what_can_be_done(api, client):
    candidate = make_candidate(make_exam(attempt_limit=2))
    make_candidate(candidate.exam)
    make_attempt(candidate)

    response = client.get("/api/v1/exams/", headers=api.bearer(candidate.user, NOON))

    exam = candidate.exam
    assert response.json() == [
        {
            "id": str(exam.uuid),
            "title": "季季考",
            "kind": "quarterly_test",
            "phase": "open",
            "opens_at": "2026-10-12T11:00:00+08:00",
            "closes_at": "2026-10-12T14:00:00+08:00",
            "duration_minutes": 60,
            "attempt_limit": 2,
            "attempts_left": 1,
            "can_enter": True,
        }
    ]


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_exams_take_four_queries_however_many(api, client, django_assert_num_queries, item_count):
    user = make_user()
    for _ in range(item_count):
        make_attempt(make_candidate(make_exam(make_paper(user.office)), user))
    headers = api.bearer(user, NOON)

    with django_assert_num_queries(4):
        assert len(client.get("/api/v1/exams/", headers=headers).json()) == item_count


def test_drafts_and_other_peoples_exams_are_not_listed(api, client):
    candidate = make_candidate(make_exam(state="draft"))
    make_candidate()

    assert client.get("/api/v1/exams/", headers=api.bearer(candidate.user, NOON)).json() == []
    assert api.start(candidate, api.bearer(candidate.user, NOON)).status_code == 404


def test_starting_gives_the_paper_in_the_contracts_shape(api):
    candidate = make_candidate(make_exam(make_paper(questions=ONE_CHOICE)))

    response = api.start(candidate, api.bearer(candidate.user, NOON))

    attempt = Attempt.objects.get()
    assert response.status_code == 200
    assert response.json() == {
        "id": str(attempt.uuid),
        "attempt_token": str(token_for(attempt)),
        "seq": 0,
        "answers": {},
        "remaining_seconds": 3600,
        "paper": {
            "sections": [
                {
                    "title": "第一部分",
                    "questions": [
                        {
                            "id": str(slot_ids(attempt)[0]),
                            "type": "single_choice",
                            "stem": "每天学习不少于（　　）。",
                            "options": [
                                {"id": "w", "text": "半小时"},
                                {"id": "x", "text": "一小时"},
                                {"id": "y", "text": "两小时"},
                            ],
                            "marks": 2.0,
                        }
                    ],
                }
            ]
        },
    }


def test_starting_again_resumes_with_answers_seq_and_the_time_left(api, at_noon):
    candidate = make_candidate()
    headers = api.bearer(candidate.user, NOON)
    first = api.start(candidate, headers).json()
    attempt = Attempt.objects.get()
    slot = str(slot_ids(attempt)[0])
    api.save(attempt, {"seq": 8, "answers": {slot: ["x"]}}, first["attempt_token"])
    at_noon.shift(timedelta(minutes=10))

    again = api.start(candidate, headers).json()

    assert (again["id"], again["attempt_token"]) == (first["id"], first["attempt_token"])
    assert (again["seq"], again["answers"], again["remaining_seconds"]) == (8, {slot: ["x"]}, 3000)


def test_another_sign_in_takes_over_and_the_first_device_is_told(api):
    candidate = make_candidate()
    first = api.start(candidate, api.bearer(candidate.user, NOON)).json()
    second = api.start(candidate, api.bearer(candidate.user, NOON)).json()
    attempt = Attempt.objects.get()
    body = {"seq": 1, "answers": {str(slot_ids(attempt)[0]): ["x"]}}

    old, new = (api.save(attempt, body, each["attempt_token"]) for each in (first, second))

    assert problem(old) == (409, "taken_over", "已在其他设备登录，本机不能继续作答。")
    assert (new.status_code, attempt.epoch) == (200, 2)
    assert problem(api.get(attempt, first["attempt_token"]))[:2] == (409, "taken_over")
    assert problem(api.submit(attempt, first["attempt_token"]))[:2] == (409, "taken_over")


@pytest.mark.parametrize("shift", [timedelta(hours=-2), timedelta(hours=3)])
def test_starting_outside_the_window_is_refused(api, at_noon, shift):
    candidate = make_candidate()
    at_noon.shift(shift)

    response = api.start(candidate, api.bearer(candidate.user, NOON + shift))

    assert problem(response)[:2] == (409, "cannot_start")
    assert Attempt.objects.count() == 0


def test_who_is_no_candidate_finds_no_exam(api):
    candidate = make_candidate()

    assert api.start(candidate, api.bearer(make_user(candidate.exam.office), NOON)).status_code == 404


def test_starting_needs_a_sign_in(api):
    assert api.start(make_candidate(), {}).status_code == 401


def test_a_save_is_acknowledged_with_the_servers_time(api):
    attempt = make_attempt()

    response = api.save(attempt, {"seq": 3, "answers": {str(slot_ids(attempt)[0]): ["x"]}})

    assert response.status_code == 200
    assert response.json() == {"seq": 3, "saved_at": "2026-10-12T12:00:00.000+08:00", "remaining_seconds": 3600}
    assert Response.objects.get().answer == ["x"]


def test_a_repeated_and_an_older_save_are_acknowledged_and_ignored(api):
    attempt = make_attempt()
    slot = str(slot_ids(attempt)[0])
    api.save(attempt, {"seq": 2, "answers": {slot: ["x"]}})

    repeated = api.save(attempt, {"seq": 2, "answers": {slot: ["x"]}})
    older = api.save(attempt, {"seq": 1, "answers": {slot: ["w"]}})

    assert [(each.status_code, each.json()["seq"]) for each in (repeated, older)] == [(200, 2), (200, 2)]
    assert Response.objects.get().answer == ["x"]


def test_seen_questions_are_stamped_by_the_server(api):
    attempt = make_attempt()
    slot = slot_ids(attempt)[0]

    api.save(attempt, {"seq": 1, "answers": {}, "viewed": [str(slot)]})

    assert Response.objects.values_list("slot_id", "answer", "first_viewed_at").get() == (slot, None, NOON)


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ("no json", 400, "内容应为 JSON。"),
        ("[" * 100_000, 400, "内容应为 JSON。"),
        ("[]", 400, "内容应为一个 JSON 对象。"),
        ({"answers": {}}, 400, "seq 应为从 1 起递增的整数。"),
        ({"seq": 0, "answers": {}}, 400, "seq 应为从 1 起递增的整数。"),
        ({"seq": True, "answers": {}}, 400, "seq 应为从 1 起递增的整数。"),
        ({"seq": 2**31, "answers": {}}, 400, "seq 应为从 1 起递增的整数。"),
        ({"seq": 1, "answers": []}, 400, "answers 应为题号到答案的对象。"),
        ({"seq": 1, "answers": {}, "viewed": "1"}, 400, "viewed 应为题号的列表。"),
        ({"seq": 1, "answers": {"999999": ["x"]}}, 422, "试卷上没有题号为“999999”的题。"),
        ({"seq": 1, "answers": {}, "viewed": ["999999"]}, 422, "试卷上没有题号为“999999”的题。"),
        (r'{"seq": 1, "answers": {"\ud800": true}}', 422, "试卷上没有题号为“?”的题。"),
        ({"seq": 1, "answers": {}, "viewed": [["x"]]}, 422, "试卷上没有题号为“['x']”的题。"),
        ({"seq": 1, "answers": {"SLOT": ["q"]}}, 422, "题号“SLOT”：答案中有本题没有的选项。"),
        (
            {"seq": 1, "answers": {"SLOT": {"answer": ["x"], "marks": 200}}},
            422,
            "题号“SLOT”：选择题的答案应为所选的选项。",
        ),
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(api, body, status, detail):
    attempt = make_attempt()
    slot = str(slot_ids(attempt)[0])
    text = body if isinstance(body, str) else json.dumps(body)

    response = api.save(attempt, text.replace("SLOT", slot))

    assert problem(response)[::2] == (status, detail.replace("SLOT", slot))
    assert Response.objects.count() == 0


def test_a_body_that_is_too_large_is_refused_unread(api):
    attempt = make_attempt()

    response = api.save(attempt, " " * (1024 * 1024 + 1))

    assert problem(response)[::2] == (400, "一次发送的内容太大。")


def test_marks_sent_by_a_candidate_change_nothing(api):
    attempt = make_attempt(make_candidate(make_exam(make_paper(questions=ONE_CHOICE))))
    slot = str(slot_ids(attempt)[0])
    own = {"marks": {slot: 200}, "total": 200, "is_pass": True, "state": "submitted", "deadline_at": "2099-01-01"}

    api.save(attempt, {"seq": 1, "answers": {slot: ["w"]}, **own})
    api.submit(attempt)

    result = Result.objects.get()
    assert (result.total, result.slot_marks) == (0, {slot: 0})


def test_the_deadline_is_the_servers(api, at_noon):
    attempt = make_attempt()
    body = {"seq": 1, "answers": {str(slot_ids(attempt)[0]): ["x"]}, "saved_at": "2026-10-12T12:00:00+08:00"}
    at_noon.move_to(attempt.accepts_until + timedelta(milliseconds=1))

    response = api.save(attempt, body)

    assert problem(response)[:2] == (409, "time_is_up")
    assert Response.objects.count() == 0


def test_a_save_in_the_grace_period_is_taken_with_no_time_left(api, at_noon):
    attempt = make_attempt()
    at_noon.move_to(attempt.deadline_at + timedelta(seconds=3))

    response = api.save(attempt, {"seq": 1, "answers": {str(slot_ids(attempt)[0]): ["x"]}})

    assert (response.status_code, response.json()["remaining_seconds"]) == (200, 0)
    assert Response.objects.get().saved_at > attempt.deadline_at


def test_submitting_twice_gives_the_same_receipt_and_no_score(api, at_noon):
    attempt = make_attempt()

    first = api.submit(attempt)
    at_noon.shift(timedelta(minutes=1))
    second = api.submit(attempt)

    assert first.json() == second.json()
    assert first.json() == {
        "id": str(attempt.uuid),
        "state": "submitted",
        "submitted_at": "2026-10-12T12:00:00.000+08:00",
        "submit_reason": "candidate",
    }
    assert Result.objects.count() == 1


def test_after_submission_the_paper_is_closed(api):
    attempt = make_attempt()
    api.submit(attempt)

    assert problem(api.get(attempt))[:2] == (409, "submitted")
    assert problem(api.save(attempt, {"seq": 1, "answers": {}}))[:2] == (409, "submitted")


def test_anothers_attempt_does_not_exist(api):
    mine, theirs = make_attempt(), make_attempt()
    token = token_for(mine)

    for response in (
        api.get(theirs, token),
        api.save(theirs, {"seq": 1, "answers": {}}, token),
        api.submit(theirs, token),
    ):
        assert problem(response) == (404, None, "没有这次作答。")
    theirs.refresh_from_db()
    assert theirs.state == "open"


def test_a_session_or_a_bearer_token_is_no_attempt_token(api, client):
    attempt = make_attempt()
    client.force_login(attempt.candidate.user)
    url = f"/api/v1/attempts/{attempt.uuid}/"

    for headers in ({}, api.bearer(attempt.candidate.user, NOON), {"authorization": "Attempt forged"}):
        response = client.get(url, headers=headers)
        assert problem(response)[0] == 401
        assert response["WWW-Authenticate"] == "Attempt"


def test_an_unknown_attempt_is_not_told_from_anothers(api, client):
    token = token_for(make_attempt())

    response = client.get(f"/api/v1/attempts/{uuid4()}/", headers={"authorization": f"Attempt {token}"})

    assert problem(response) == (404, None, "没有这次作答。")


def test_the_hot_path_takes_one_query_to_save_and_one_to_open_and_no_session(api, client, django_assert_num_queries):
    attempt = make_attempt()
    client.force_login(attempt.candidate.user)
    slots = slot_ids(attempt)
    body = {"seq": 1, "answers": {str(slots[0]): ["x"]}, "viewed": [str(slots[1])]}

    with django_assert_num_queries(1):
        save = api.save(attempt, body)
    with django_assert_num_queries(1):
        api.get(attempt)
    with django_assert_num_queries(2):
        api.save(attempt, body)

    assert save.cookies == {}
    assert save["Cache-Control"] == "no-store"
    assert save["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_a_shuffled_paper_keeps_its_order_through_a_reload(api):
    exam = make_exam(shuffle_questions=True, shuffle_options=True)
    attempt = attempt_start(candidate=make_candidate(exam), holder="x", shuffle_seed=3, now=NOON)

    first, second = (api.get(attempt).json()["paper"] for _ in range(2))

    assert first == second
    assert [question["id"] for question in first["sections"][0]["questions"]] != list(map(str, slot_ids(attempt)))


def test_the_hot_endpoints_are_in_the_schema(client):
    paths = client.get("/api/schema/?format=json").json()["paths"]

    assert {path: list(paths[path]) for path in sorted(paths) if "/attempts/" in path} == {
        "/api/v1/attempts/{attempt}/": ["get"],
        "/api/v1/attempts/{attempt}/contact/": ["post"],
        "/api/v1/attempts/{attempt}/responses/": ["put"],
        "/api/v1/attempts/{attempt}/submit/": ["post"],
        "/api/v1/exams/{exam}/attempts/": ["post"],
        "/api/v1/office/exams/{exam}/attempts/": ["get"],
    }


class TestContact:
    def send(self, client, attempt, body):
        return client.post(
            f"/api/v1/attempts/{attempt.uuid}/contact/",
            body if isinstance(body, str) else json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Attempt {token_for(attempt)}"},
        )

    def test_gives_the_time_left_and_messages(self, client, at_noon):
        attempt = make_attempt()
        ExamMessage.objects.create(exam=attempt.exam, text="还剩半小时", by=attempt.candidate.user, at=NOON)
        told = self.send(client, attempt, {"last_message": 0, "noticed": [{"kind": "away", "amount": 9}]}).json()
        assert told["remaining_seconds"] == 3600
        assert [message["text"] for message in told["messages"]] == ["还剩半小时"]
        assert attempt.integrity_events.get().amount == 9

    @pytest.mark.parametrize(
        "body",
        [
            "[]",
            {"noticed": "away"},
            {"noticed": [{"kind": "takeover"}]},
            {"noticed": [{"kind": {}}]},
            {"noticed": [{"kind": "away", "amount": -1}]},
            {"noticed": [{"kind": "away"}] * 51},
            {"last_message": "x"},
            {"last_message": 2**63},
        ],
    )
    def test_refuses_what_is_no_report(self, client, at_noon, body):
        assert self.send(client, make_attempt(), body).status_code == 400
