"""An office's exams for programs: who may ask, what they get, how lists are narrowed and paged."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from accounts.enums import Role, Scope
from quizzes.enums import CandidateState, ExamKind
from quizzes.models import Response
from tests.factories.accounts import make_unit, make_user
from tests.factories.quizzes import make_published_exam, make_result, make_revision, make_submitted_attempt, publish
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam, make_paper, slot_ids
from tests.quizzes.api.conftest import Program

PROBLEM = "application/problem+json"

#: What each address wants.
READS = {
    "office/exams/": Scope.EXAMS_READ,
    "office/exams/{exam}/": Scope.EXAMS_READ,
    "office/exams/{exam}/candidates/": Scope.ROSTERS_READ,
    "office/exams/{exam}/attempts/": Scope.ATTEMPTS_READ,
    "office/exams/{exam}/results/": Scope.RESULTS_READ,
}


@pytest.fixture
def exam(organizer):
    return make_exam(make_paper(organizer.office), title="第四季度")


@pytest.mark.parametrize(("path", "scope"), READS.items())
def test_a_token_opens_what_its_scope_says_and_nothing_else(organizer, exam, path, scope):
    others = [other for other in Scope if other != scope]
    url = path.format(exam=exam.uuid)

    refused = Program(organizer, *others).get(url)

    assert Program(organizer, scope).get(url).status_code == 200
    assert (refused.status_code, refused["Content-Type"]) == (403, PROBLEM)
    assert refused.json()["detail"] == f"令牌没有“{scope.value}”这项权限。"


@pytest.mark.parametrize("path", READS)
def test_a_role_that_ended_takes_its_tokens_scopes_along(organizer, program, exam, path):
    organizer.role_assignments.all().delete()

    response = program.get(path.format(exam=exam.uuid))

    assert (response.status_code, response.json()["detail"]) == (403, "这个接口由考务使用。")


def test_head_wants_the_scope_as_well(organizer, exam):
    program = Program(organizer, Scope.EXAMS_TAKE)

    assert program.client.head("/api/v1/office/exams/").status_code == 403


def test_a_role_over_a_part_of_the_office_is_not_enough(organizer, exam):
    unit = make_unit(organizer.office)
    partly = make_user(organizer.office)
    partly.role_assignments.create(role=Role.ORGANIZER, unit=unit, from_date=NOON.date())

    assert Program(partly, Scope.EXAMS_TAKE).get("office/exams/").status_code == 403


def test_exam_is_shown_with_where_it_stands(program, exam):
    make_submitted_attempt(make_candidate(exam))
    make_candidate(exam)

    shown = program.get(f"office/exams/{exam.uuid}/").json()

    assert (shown["title"], shown["state"], shown["phase"]) == ("第四季度", "scheduled", "open")
    assert (shown["candidate_count"], shown["submitted_count"], shown["pass_marks"]) == (2, 1, 6.0)
    assert [paper["total_marks"] for paper in shown["papers"]] == [exam.papers.get().total_marks / 100]
    assert not {"access_code", "networks", "seb_keys"} & shown.keys()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["模拟", "第四季度"]),
        ({"kind": "mock"}, ["模拟"]),
        ({"year": 2026, "quarter": 4}, ["第四季度"]),
        ({"state": "published"}, []),
        ({"opens_from": "2026-10-13T00:00:00Z"}, ["模拟"]),
        ({"opens_before": "2026-10-13T00:00:00+08:00"}, ["第四季度"]),
        (
            {"opens_from": "0001-01-01T00:00:00+14:00", "opens_before": "9999-12-31T23:59:59-14:00"},
            ["模拟", "第四季度"],
        ),
    ],
)
def test_exams_are_narrowed(program, organizer, exam, query, found):
    later = {"opens_at": NOON + timedelta(days=2), "closes_at": NOON + timedelta(days=3)}
    make_exam(make_paper(organizer.office), title="模拟", kind=ExamKind.MOCK, year=None, quarter=None, **later)
    make_exam(title="别的机关")

    response = program.get("office/exams/", **query)

    assert [each["title"] for each in response.json()["results"]] == found


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ({"state": "over"}, "请求的内容有误：state “over” 不是合法选项"),
        ({"status": "open"}, "请求的内容有误：status 没有这个参数"),
        ({"limit": "201"}, "请求的内容有误：limit 请确保该值小于或者等于 200"),
        ({"offset": "-1"}, "请求的内容有误：offset 请确保该值大于或者等于 0"),
        ({"year": ["2025", "2026"]}, "请求的内容有误：year 这个参数只能给一次"),
        ({"opens_from": "昨天"}, "请求的内容有误：opens_from 日期时间格式错误"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(program, query, detail):
    response = program.get("office/exams/", **query)

    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert response.json()["detail"].startswith(detail)


def test_pages_lead_on_and_back(program, exam):
    keys = [str(make_candidate(exam).uuid) for _each in range(5)]
    path = f"/api/v1/office/exams/{exam.uuid}/candidates/"

    first = program.client.get(path, {"limit": 2, "state": "expected"}).json()
    second = program.client.get(first["next"]).json()
    third = program.client.get(second["next"]).json()

    pages = [first, second, third]
    assert [row["id"] for page in pages for row in page["results"]] == keys
    assert (first["count"], first["previous"], third["next"]) == (5, None, None)
    assert program.client.get(third["previous"]).json() == second
    assert program.get(path.removeprefix("/api/v1/"), offset=1_000_000).json()["results"] == []


def test_roster_is_narrowed_by_unit_state_and_words(program, organizer, exam):
    above = make_unit(organizer.office, "干部科")
    below = make_unit(organizer.office, "一股", above)
    inside = make_candidate(exam, make_user(unit=below, name="江一舟"))
    make_candidate(exam, make_user(unit=below, name="江二舟"), state=CandidateState.EXCUSED)
    make_candidate(exam, make_user(organizer.office, name="江三舟"))
    path = f"office/exams/{exam.uuid}/candidates/"

    rows = program.get(path, unit=str(above.uuid), state="expected", q="江").json()["results"]

    assert rows == [
        {
            "id": str(inside.uuid),
            "person": {"id": str(inside.user.uuid), "username": inside.user.username, "name": "江一舟"},
            "unit": {"id": str(below.uuid), "name": "一股"},
            "state": "expected",
            "extra_minutes": 0,
            "extra_attempts": 0,
            "opens_at": None,
            "closes_at": None,
        }
    ]
    assert program.get(path, unit=str(exam.uuid)).json()["count"] == 0


@pytest.mark.parametrize("told", ["uuid", "username"])
def test_a_person_is_added_with_a_reason_on_record(program, organizer, exam, told):
    person = make_user(organizer.office)
    body = json.dumps({"person": str(getattr(person, told)), "reason": "补报"})

    response = program.send("POST", f"office/exams/{exam.uuid}/candidates/", body)

    added = exam.candidates.get()
    assert (response.status_code, response.json()["id"]) == (201, str(added.uuid))
    assert (added.user, added.transitions.get().by, added.transitions.get().reason) == (person, organizer, "补报")


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ('{"person": "nobody", "reason": "补报"}', 404, "没有 id 或工号为“nobody”的在职人员。"),
        ('{"person": "u1", "reason": " "}', 400, "请求的内容有误：reason 该字段不能为空"),
        ('{"person": 7, "reason": "补报"}', 400, "请求的内容有误：person 不是有效的字符串"),
        ('{"person": ', 400, "请求的内容不是能读的 JSON。"),
        ("[" * 100_000, 400, "请求的内容不是能读的 JSON。"),
        (r'{"person": "\ud800", "reason": "补报"}', 400, "请求的内容不是能读的 JSON。"),
    ],
)
def test_a_body_that_makes_no_sense_is_told(program, exam, body, status, detail):
    response = program.send("POST", f"office/exams/{exam.uuid}/candidates/", body)

    assert (response.status_code, response["Content-Type"], response.json()["detail"]) == (status, PROBLEM, detail)


def test_rules_of_the_service_hold_here_too(program, organizer):
    exam = make_published_exam(organizer.office, 900)
    body = json.dumps({"person": make_user(organizer.office).username, "reason": "补报"})

    response = program.send("POST", f"office/exams/{exam.uuid}/candidates/", body)

    assert (response.status_code, response["Content-Type"]) == (409, PROBLEM)
    assert "不能再作个别安排" in response.json()["detail"]


def test_a_candidate_is_excused_but_not_once_begun(program, exam):
    free, writing = make_candidate(exam), make_candidate(exam)
    make_attempt(writing)
    body = '{"state": "excused", "reason": "公差"}'

    answers = [
        program.send("PATCH", f"office/exams/{exam.uuid}/candidates/{each.uuid}/", body) for each in (free, writing)
    ]

    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[0].json()["state"] == "excused"
    free.refresh_from_db()
    assert (free.state, free.transitions.get().reason) == ("excused", "公差")


def test_reading_a_roster_is_not_writing_it(organizer, exam):
    program = Program(organizer, Scope.ROSTERS_READ)

    response = program.send("POST", f"office/exams/{exam.uuid}/candidates/", '{"person": "u1", "reason": "补报"}')

    assert response.status_code == 403
    assert not exam.candidates.exists()


def test_attempts_tell_how_far_each_is(program, exam):
    handed_in = make_submitted_attempt(make_candidate(exam))
    late = handed_in.deadline_at + timedelta(seconds=5)
    for slot, at in zip(slot_ids(handed_in)[:2], (NOON, late), strict=True):
        Response.objects.create(attempt=handed_in, slot_id=slot, answer="三审", epoch=1, seq=1, saved_at=at)
    make_attempt(make_candidate(exam))

    rows = program.get(f"office/exams/{exam.uuid}/attempts/", state="submitted").json()["results"]

    assert [(row["id"], row["submit_reason"], row["answered"], row["late"]) for row in rows] == [
        (str(handed_in.uuid), "candidate", 2, 1)
    ]
    assert "三审" not in json.dumps(rows, ensure_ascii=False)


def test_results_are_those_that_count_in_their_standing_revision(program, exam):
    first = make_result(make_candidate(exam), total=500)
    make_revision(first, total=700)
    waiting = make_result(make_candidate(exam), total=500, is_complete=False)
    make_candidate(exam)

    rows = program.get(f"office/exams/{exam.uuid}/results/").json()["results"]

    told = [(row["candidate"], row["revision"], row["total"], row["is_pass"], row["questions"]) for row in rows]
    assert told == [
        (str(first.attempt.candidate.uuid), 2, 7.0, True, None),
        (str(waiting.attempt.candidate.uuid), 1, None, None, None),
    ]


def test_marks_of_each_question_want_a_scope_and_publication(program, organizer, exam):
    result = make_result(make_candidate(exam), total=700)
    path = f"office/exams/{exam.uuid}/results/"
    before = program.get(path, include="questions")
    publish(exam)

    rows = program.get(path, include="questions").json()["results"]

    assert (before.status_code, before.json()["detail"]) == (409, "成绩发布以后才能看各题得分。")
    assert {each["id"]: each["marks"] * 100 for each in rows[0]["questions"]} == result.slot_marks
    assert Program(organizer, Scope.RESULTS_READ).get(path, include="questions").status_code == 403


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        # The token with its owner, the roles; the count, the page.
        ("office/exams/", 4),
        # The exam besides.
        ("office/exams/{exam}/candidates/", 5),
        ("office/exams/{exam}/attempts/", 6),
        ("office/exams/{exam}/results/?include=questions", 6),
        ("results/", 4),
        ("office/cohorts/", 6),
        ("office/cohorts/{cohort}/people/", 5),
    ],
)
@pytest.mark.parametrize("count", [1, 4])
def test_a_page_costs_the_same_whatever_it_holds(program, organizer, path, queries, count, django_assert_num_queries):
    exams = [make_exam(make_paper(organizer.office)) for _each in range(count)]
    for each in exams:
        make_result(make_candidate(each, organizer), total=700)
        for _other in range(count):
            make_result(make_candidate(each), total=600)
        publish(each, by=organizer)
        each.cohort.people.set([make_user(organizer.office) for _person in range(count)])
    url = path.format(exam=exams[0].uuid, cohort=exams[0].cohort.uuid)

    with django_assert_num_queries(queries):
        response = program.client.get(f"/api/v1/{url}")

    assert response.status_code == 200
    assert len(response.json()["results"]) >= count
