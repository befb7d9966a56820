from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.places import Button
from quizzes.enums import ExamState
from quizzes.models import Attempt, Mark, PaperSlot, Response, Result
from quizzes.places import own_result_actions
from quizzes.taking.attempts import attempt_start, attempt_submit
from quizzes.taking.saving import answers_save
from tests.factories.accounts import make_user
from tests.factories.taking import (
    CANARY,
    NOON,
    ONE_CHOICE,
    SIX_TYPES,
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


@pytest.fixture
def candidate(client):
    candidate = make_candidate(make_exam(attempt_limit=2))
    client.force_login(candidate.user)
    return candidate


@pytest.fixture
def attempt(client, candidate):
    """Return an attempt that this client's session holds."""
    client.post(start_url(candidate))
    return Attempt.objects.get()


def start_url(candidate):
    return reverse("quizzes:start", kwargs={"exam": candidate.exam.uuid})


def url(name, attempt):
    return reverse(f"quizzes:{name}", kwargs={"attempt": attempt.uuid})


def sheet_data(attempt, seq=1, **answers):
    """Return the form as a browser sends it; answers by position: q1=["x"]."""
    slots = slot_ids(attempt)
    return {"seq": seq, **{f"q-{slots[int(name[1:]) - 1]}": given for name, given in answers.items()}}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def answers(attempt):
    return {row.slot_id: row.answer for row in Response.objects.filter(attempt=attempt)}


def publish(exam):
    exam.state = ExamState.PUBLISHED
    exam.published_at = NOON
    exam.save()


def test_my_exams_part_now_from_upcoming_and_past(client, candidate):
    office, user = candidate.exam.office, candidate.user
    paper = make_paper(office)
    day = timedelta(days=1)
    later = make_exam(paper, title="下周", opens_at=NOON + day, closes_at=NOON + 2 * day)
    gone = make_exam(paper, title="上周", opens_at=NOON - 2 * day, closes_at=NOON - day)
    for exam in (later, gone):
        make_candidate(exam, user)

    context = client.get(reverse("quizzes:my_exams")).context

    shown = {name: [card.exam.title for card in context[name]] for name in ("now", "upcoming", "past")}
    assert shown == {"now": ["季季考"], "upcoming": ["下周"], "past": ["上周"]}


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_exams_take_as_many_queries_however_many(client, django_assert_num_queries, item_count):
    user = make_user()
    for _ in range(item_count):
        make_attempt(make_candidate(make_exam(make_paper(user.office)), user))
    client.force_login(user)

    # Session, user, and the masthead's two; candidacies, attempts, results.
    with django_assert_num_queries(7):
        client.get(reverse("quizzes:my_exams"))


def test_the_rules_are_shown_before_the_start_and_nothing_begins(client, candidate):
    response = client.get(start_url(candidate))

    assert "开始作答" in response.content.decode()
    assert Attempt.objects.count() == 0


def test_starting_leads_to_the_exam_page(client, candidate):
    response = client.post(start_url(candidate))

    assert response.url == url("attempt", Attempt.objects.get())


def test_a_refused_start_says_why(client, candidate, at_noon):
    at_noon.shift(timedelta(hours=3))

    response = client.post(start_url(candidate))

    assert response.url == start_url(candidate)
    assert said(response) == ["考试已经结束。"]


def test_who_is_no_candidate_finds_no_exam(client, candidate):
    client.force_login(make_user(candidate.exam.office))

    assert client.get(start_url(candidate)).status_code == 404
    assert client.post(start_url(candidate)).status_code == 404


@pytest.mark.parametrize("name", ["attempt", "submit_check", "submitted"])
def test_anothers_attempt_does_not_exist(client, candidate, name):
    theirs = make_attempt()

    assert client.get(url(name, theirs)).status_code == 404
    assert client.post(url(name, theirs)).status_code in {404, 405}
    theirs.refresh_from_db()
    assert theirs.state == "open"


def test_the_exam_page_shows_every_question_with_what_is_saved(client, attempt):
    slots = slot_ids(attempt)
    answers_save(attempt=attempt.pk, epoch=1, seq=4, answers={slots[0]: ["x"]}, viewed=(), arrived_at=NOON)

    response = client.get(url("attempt", attempt))

    page = response.content.decode()
    assert [asked.question.slot for asked in response.context["questions"]] == slots
    assert f'name="q-{slots[0]}" value="x" checked' in page
    assert page.count(" checked") == 1
    assert 'data-next-seq="5"' in page
    assert 'data-saved-at="12:00:00"' in page
    assert 'data-remaining-seconds="3600"' in page


def test_a_plain_form_saves_answers_of_every_type(client, attempt):
    data = sheet_data(attempt, q1="x", q2=["w", "y"], q4="true", q5=["忠诚", ""], q6="编审\r\n复审")

    response = client.post(url("attempt", attempt), {**data, "save": "1"})

    assert response.url == url("attempt", attempt)
    assert said(response) == ["已保存 12:00:00"]
    one, two, _three, four, five, six = slot_ids(attempt)
    assert answers(attempt) == {one: ["x"], two: ["w", "y"], four: True, five: ["忠诚", ""], six: "编审\n复审"}


def test_a_plain_form_writes_only_what_changed_and_clears_what_was_emptied(client, attempt):
    client.post(url("attempt", attempt), sheet_data(attempt, seq=1, q1="x", q2=["w"]))

    client.post(url("attempt", attempt), sheet_data(attempt, seq=2, q1="x"))

    one, two, *_rest = slot_ids(attempt)
    assert {row.slot_id: (row.answer, row.seq) for row in Response.objects.all()} == {one: (["x"], 1), two: (None, 2)}


def test_an_old_page_overwrites_nothing_newer_and_says_so(client, attempt):
    slot = slot_ids(attempt)[0]
    answers_save(attempt=attempt.pk, epoch=1, seq=6, answers={slot: ["x"]}, viewed=(), arrived_at=NOON)

    response = client.post(url("attempt", attempt), sheet_data(attempt, seq=2, q1="w"))

    assert said(response)[0] == "有 1 题在别的页面上已有较新的答案，保留了较新的。"
    assert answers(attempt) == {slot: ["x"]}


@pytest.mark.parametrize("seq", ["", "x", "0", str(2**31)])
def test_a_form_without_its_number_is_not_saved(client, attempt, seq):
    response = client.post(url("attempt", attempt), sheet_data(attempt, seq=seq, q1="x"))

    assert said(response) == ["页面内容不完整，没有保存。请在下面重新作答后保存。"]
    assert answers(attempt) == {}


def test_a_form_with_an_option_of_another_question_is_not_saved(client, attempt):
    response = client.post(url("attempt", attempt), sheet_data(attempt, q1="zz", q2=["w"]))

    assert said(response) == [f"题号“{slot_ids(attempt)[0]}”：答案中有本题没有的选项。"]
    assert answers(attempt) == {}


def test_checking_saves_first_and_lists_what_is_unanswered(client, attempt):
    response = client.post(url("attempt", attempt), {**sheet_data(attempt, q1="x"), "check": "1"}, follow=True)

    assert response.redirect_chain == [(url("submit_check", attempt), 302)]
    assert [asked.number for asked in response.context["unanswered"]] == [2, 3, 4, 5, 6]
    assert answers(attempt) == {slot_ids(attempt)[0]: ["x"]}


def test_confirming_hands_in_once_however_often(client, attempt):
    for _ in range(2):
        response = client.post(url("submit_check", attempt))
        assert response.url == url("submitted", attempt)

    assert Result.objects.count() == 1
    assert "接下来" in client.get(url("submitted", attempt)).content.decode()


def test_after_submission_the_exam_page_leads_on_and_saves_nothing(client, attempt):
    client.post(url("submit_check", attempt))

    assert client.get(url("attempt", attempt)).url == url("submitted", attempt)
    assert client.post(url("attempt", attempt), sheet_data(attempt, q1="x")).url == url("submitted", attempt)
    assert answers(attempt) == {}


def test_before_submission_the_last_page_leads_back(client, attempt):
    assert client.get(url("submitted", attempt)).url == url("attempt", attempt)


def test_when_time_is_up_a_form_is_not_taken(client, attempt, at_noon):
    at_noon.move_to(attempt.accepts_until + timedelta(seconds=1))

    response = client.post(url("attempt", attempt), sheet_data(attempt, q1="x"), follow=True)

    assert "时间已到，系统正在交卷" in response.content.decode()
    assert answers(attempt) == {}


def test_another_device_is_offered_the_attempt_and_saves_nothing_before_it_takes_over(client, candidate):
    elsewhere = attempt_start(candidate=candidate, holder="elsewhere", shuffle_seed=1, now=NOON)

    seen = client.get(url("attempt", elsewhere))
    saved = client.post(url("attempt", elsewhere), sheet_data(elsewhere, q1="x"))
    handed_in = client.post(url("submit_check", elsewhere))

    assert [each.status_code for each in (seen, saved, handed_in)] == [200, 409, 409]
    assert "每天学习不少于" not in seen.content.decode()
    elsewhere.refresh_from_db()
    assert (elsewhere.epoch, elsewhere.state, answers(elsewhere)) == (1, "open", {})
    client.post(start_url(candidate))
    assert "每天学习不少于" in client.get(url("attempt", elsewhere)).content.decode()
    assert Attempt.objects.get().epoch == 2


def test_answers_survive_a_refresh_and_a_new_sign_in(client, attempt, candidate):
    client.post(url("attempt", attempt), sheet_data(attempt, q1="x", q5=["忠诚", "干净"]))
    client.logout()
    client.force_login(candidate.user)
    client.post(start_url(candidate))

    page = client.get(url("attempt", attempt)).content.decode()

    assert 'value="x" checked' in page
    assert 'value="忠诚"' in page
    assert 'value="干净"' in page


def test_before_publication_there_is_no_result(client, attempt, candidate):
    client.post(url("submit_check", attempt))

    response = client.get(reverse("quizzes:my_result", kwargs={"candidate": candidate.uuid}))

    assert "成绩尚未发布" in response.content.decode()
    assert "report" not in response.context


def test_after_publication_each_answer_stands_with_its_key_explanation_and_provision(client, attempt, candidate):
    one, *_rest, six = slot_ids(attempt)
    client.post(url("attempt", attempt), sheet_data(attempt, q1="w", q6="编审"))
    client.post(url("submit_check", attempt))
    first = Result.objects.get()
    Mark.objects.create(attempt=attempt, slot_id=six, marks=500, comment="缺终审", marker=make_user())
    Result.objects.create(
        attempt=attempt,
        revision=2,
        slot_marks={**first.slot_marks, str(six): 500},
        total=500,
        maximum=2000,
        is_complete=True,
        is_pass=False,
    )
    publish(candidate.exam)

    response = client.get(reverse("quizzes:my_result", kwargs={"candidate": candidate.uuid}))

    report = response.context["report"]
    assert (report.result.total, report.sections[0].earned) == (500, 500)
    by_slot = {reviewed.asked.question.slot: reviewed for reviewed in report.questions}
    assert [row.verdict for row in by_slot[one].options] == ["wrong", "right", ""]
    assert by_slot[one].key == ["B"]
    assert (by_slot[six].earned, by_slot[six].comment) == (500, "缺终审")
    page = response.content.decode()
    assert page.count(f"解析{CANARY}") == page.count(f"条文全文{CANARY}") == 6


def test_of_several_attempts_the_counting_one_is_shown_and_the_others_can_be(client, candidate):
    totals = {}
    for number, answer in ((1, ["x"]), (2, ["w"])):
        attempt = make_attempt(candidate)
        answers_save(
            attempt=attempt.pk, epoch=1, seq=1, answers={slot_ids(attempt)[0]: answer}, viewed=(), arrived_at=NOON
        )
        attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
        totals[number] = Result.objects.get(attempt=attempt).total
    publish(candidate.exam)
    page = reverse("quizzes:my_result", kwargs={"candidate": candidate.uuid})

    best, other, nonsense = (client.get(page + query).context["report"] for query in ("", "?attempt=2", "?attempt=x"))

    assert totals == {1: 200, 2: 0}
    assert [report.attempt.number for report in (best, other, nonsense)] == [1, 2, 1]
    assert [(row.number, row.counts) for row in best.attempts] == [(1, True), (2, False)]


def test_a_published_exam_without_an_attempt_says_so(client, candidate):
    publish(candidate.exam)

    page = client.get(reverse("quizzes:my_result", kwargs={"candidate": candidate.uuid})).content.decode()

    assert "这场考试没有你的成绩" in page


def test_anothers_result_does_not_exist(client, candidate):
    theirs = make_candidate(candidate.exam)
    publish(candidate.exam)

    assert client.get(reverse("quizzes:my_result", kwargs={"candidate": theirs.uuid})).status_code == 404


def test_the_result_page_has_a_place_for_upper_apps(client, attempt, candidate, monkeypatch):
    monkeypatch.setattr(own_result_actions, "offers", [lambda request, subject: Button("证书", f"/c/{subject.uuid}")])
    client.post(url("submit_check", attempt))
    publish(candidate.exam)

    page = client.get(reverse("quizzes:my_result", kwargs={"candidate": candidate.uuid})).content.decode()

    assert f'href="/c/{candidate.uuid}">证书' in page


def _everything_a_candidate_can_fetch(client, api, candidate, attempt):
    bearer = api.bearer(candidate.user, NOON)
    slot = str(slot_ids(attempt)[0])
    pages = [
        reverse("quizzes:my_exams"),
        start_url(candidate),
        url("attempt", attempt),
        url("submit_check", attempt),
        url("submitted", attempt),
        reverse("quizzes:my_result", kwargs={"candidate": candidate.uuid}),
        "/api/v1/exams/",
    ]
    responses = [client.get(page, follow=True) for page in pages]
    responses += [client.post(url("attempt", attempt), sheet_data(attempt, q1="w"), follow=True)]
    responses += [api.get(attempt), api.save(attempt, {"seq": 9, "answers": {slot: ["q"]}})]
    responses += [api.save(attempt, {"seq": 9, "answers": {slot: ["w"]}}), api.start(candidate, bearer)]
    return [response.content.decode() + str(response.headers) for response in responses]


def test_no_secret_leaves_the_server_before_publication(client, api, attempt, candidate):
    assert CANARY in str(list(PaperSlot.objects.values("key", "explanation", "provisions")))

    during = _everything_a_candidate_can_fetch(client, api, candidate, attempt)
    attempt.refresh_from_db()
    receipts = [response.content.decode() for response in (api.submit(attempt), api.submit(attempt))]
    after = _everything_a_candidate_can_fetch(client, api, candidate, attempt)

    assert [text for text in during + receipts + after if CANARY in text] == []
    publish(candidate.exam)
    page = client.get(reverse("quizzes:my_result", kwargs={"candidate": candidate.uuid}))
    assert CANARY in page.content.decode()


def test_the_papers_json_holds_nothing_but_what_is_named(api):
    attempt = make_attempt(make_candidate(make_exam(make_paper(questions=ONE_CHOICE + SIX_TYPES[4:5]))))

    paper = api.get(attempt).json()["paper"]

    choice, blanks = paper["sections"][0]["questions"]
    assert list(paper) == ["sections"]
    assert list(paper["sections"][0]) == ["title", "questions"]
    assert list(choice) == ["id", "type", "stem", "options", "marks"]
    assert list(blanks) == ["id", "type", "stem", "options", "marks", "blanks"]
    assert list(choice["options"][0]) == ["id", "text"]


def test_a_sheet_sent_after_the_end_is_told_that_it_was_not_taken(client, attempt, at_noon):
    at_noon.move_to(attempt.accepts_until + timedelta(seconds=1), tick=False)

    response = client.post(url("attempt", attempt), sheet_data(attempt, q1=["x"]))

    assert (response["Location"], answers(attempt)) == (url("submitted", attempt), {})
    assert said(response) == ["已交卷或时间已到，刚才提交的内容没有收下；之前保存的都在。"]


@pytest.mark.parametrize(("missed", "shown"), [("2", True), ("0", False), ("", False), ("²", False), ("9999", False)])
def test_the_last_page_says_how_many_answers_came_too_late(client, attempt, at_noon, missed, shown):
    at_noon.move_to(attempt.accepts_until + timedelta(seconds=1), tick=False)

    page = client.get(url("submitted", attempt), {"missed": missed}).content.decode()

    assert (f"最后改动的 {missed} 题到得太晚" in page) == shown
