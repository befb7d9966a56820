"""A quarter's test of two thousand, from the roster to the archive: nobody touches the database, no answer is lost.

The organizer works through the pages, a hundred candidates through the API, the others through the services behind it.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.enums import Role
from accounts.models import Cohort, User
from accounts.services import api_token_issue, password_set
from appraisal.models import LedgerEntry
from appraisal.selectors import ledger_break
from exam_site.clockwork import tick
from question_bank.content import QuestionType
from quizzes.models import Attempt, Candidate, Exam, Paper, PaperSlot, Result
from quizzes.selectors import latest_results
from quizzes.services import blueprint_create, papers_assemble
from quizzes.taking.attempts import attempt_start, attempt_submit
from quizzes.taking.saving import answers_save
from tests.accounts.workbooks import roster_bytes
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.appraisal import make_rules
from tests.factories.question_bank import make_bank, make_content, make_provision, make_question, make_version
from tests.factories.quizzes import make_plan

pytestmark = pytest.mark.django_db

PEOPLE = 2000
BY_API = 60
QUESTIONS = 12
#: 09:00 in the office, on the day of the test.
NINE = datetime(2026, 10, 12, 1, 0, tzinfo=UTC)
LOCAL = "%Y-%m-%dT%H:%M"
#: Places on the roster of those to whom something happens.
WEAK, ABSENT, DEFERRED, SLOW, LATER, HASTY = 0, (1, 2), (3, 4), 5, 6, 7


@dataclass
class Desk:
    """The organizer at the pages."""

    client: Client
    time: object
    after_commit: Callable

    def at(self, moment: datetime) -> None:
        """Let time pass: PostgreSQL will have counted its tables by then, as it cannot inside a test's transaction."""
        self.time.move_to(moment, tick=False)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def read(self, name: str, *args: object, **query: object) -> str:
        response = self.client.get(reverse(f"quizzes:{name}", args=args), query)
        assert response.status_code == 200
        return " ".join(html.fromstring(response.content.decode()).text_content().split())

    def send(self, name: str, *args: object, **data: object) -> list[str]:
        """Send a form and return what the page then says."""
        with self.after_commit(execute=True):
            response = self.client.post(reverse(f"quizzes:{name}", args=args), data, follow=True)
        assert response.redirect_chain, html.fromstring(response.content.decode()).text_content()
        return [str(message) for message in response.context["messages"]]

    def grant(self, candidate: Candidate, kind: str, **data: object) -> list[str]:
        where = (candidate.exam.uuid, candidate.uuid)
        return self.send("candidate_grant", *where, kind=kind, reason=f"{kind}的原因", **data)


@dataclass
class Room:
    """All who sit, with what each was told is saved."""

    exam: Exam
    wrong: int
    chance: random.Random = field(default_factory=lambda: random.Random(2026))
    slots: dict[int, list[PaperSlot]] = field(default_factory=dict)
    acknowledged: dict[int, dict[int, list[str]]] = field(default_factory=dict)

    def candidates(self) -> list[Candidate]:
        found = list(self.exam.candidates.select_related("user", "exam").order_by("user__username"))
        for candidate in found:
            candidate.exam = self.exam
        return found

    def answers(self, attempt: Attempt, ability: float) -> dict[int, list[str]]:
        """Answer each question, right as often as one is able; nobody who knows falls for the wrong key."""
        if attempt.paper_id not in self.slots:
            self.slots[attempt.paper_id] = list(attempt.paper.slots.select_related("question_version"))
        given = {}
        for slot in self.slots[attempt.paper_id]:
            right = "C" if slot.question_version_id == self.wrong else slot.key[0]
            others = [letter for letter in "ABCD" if letter != right]
            given[slot.pk] = [right if self.chance.random() < ability else self.chance.choice(others)]
        return given

    def begin(self, candidate: Candidate, now: datetime) -> Attempt:
        return attempt_start(candidate=candidate, holder="desk", shuffle_seed=candidate.pk, now=now)

    def save(self, attempt: Attempt, seq: int, answers: dict[int, list[str]], now: datetime) -> None:
        saved = answers_save(
            attempt=attempt.pk, epoch=attempt.epoch, seq=seq, answers=answers, viewed=(), arrived_at=now
        )
        assert (saved.seq, saved.passed_over) == (seq, 0)
        self.acknowledged.setdefault(attempt.pk, {}).update(answers)

    def sit(self, candidate: Candidate, ability: float, now: datetime) -> Attempt:
        attempt = self.begin(candidate, now)
        self.save(attempt, 1, self.answers(attempt, ability), now)
        return attempt


@pytest.fixture
def desk(client_for_organizer, time_machine, django_capture_on_commit_callbacks):
    desk = Desk(client_for_organizer, time_machine, django_capture_on_commit_callbacks)
    desk.at(NINE - timedelta(days=7))
    return desk


@pytest.fixture
def office():
    office = make_office()
    make_rules(office)
    return office


@pytest.fixture
def client_for_organizer(office):
    return client_for(make_user(office, Role.ORGANIZER))


def people_come_in(desk: Desk) -> Cohort:
    """Bring the roster in from Excel and make a cohort of all."""
    rows = [(f"K{place:05}", f"干部{place}", f"第{place % 20 + 1}科") for place in range(PEOPLE)]
    file = SimpleUploadedFile("名单.xlsx", roster_bytes(*((*row, "科员", "", "") for row in rows)))
    preview = desk.client.post(reverse("accounts:roster_upload"), {"file": file})
    assert "2000" in desk.client.get(preview["Location"]).content.decode()
    desk.client.post(f"{preview['Location']}commit/", {"on": "2026-10-01"}, follow=True)
    listed = "\n".join(row[0] for row in rows)
    desk.client.post(reverse("accounts:cohort_add"), {"name": "全县科级干部", "kind": "list", "usernames": listed})
    return Cohort.objects.get()


def papers_are_made(office, trainer: User) -> list[Paper]:
    """Draw two forms from a bank in which every key is B; one of them should be C."""
    bank = make_bank(office)
    provision = make_provision(make_version(office))
    for _number in range(5 * QUESTIONS):
        content = make_content(QuestionType.SINGLE_CHOICE)
        make_question(bank, author=trainer, provision=provision, content=content)
    plan = make_plan((QuestionType.SINGLE_CHOICE, QUESTIONS, 500), title="第四季度")
    blueprint = blueprint_create(bank=bank, plan=plan, by=trainer)
    return papers_assemble(blueprint=blueprint, seed="2026", forms=2, by=trainer, now=NINE - timedelta(days=7))


def exam_is_announced(desk: Desk, cohort: Cohort, papers: Sequence[Paper]) -> Exam:
    form = {
        "kind": "quarterly_test",
        "title": "2026年第四季度季季考",
        "year": 2026,
        "quarter": 4,
        "cohort": cohort.pk,
        "papers": [paper.pk for paper in papers],
        "opens_at": "2026-10-12T09:00",
        "closes_at": "2026-10-12T12:00",
        "duration_minutes": 60,
        "attempt_limit": 1,
        "counting": "best",
        "pass_marks": 10,
        "grace_seconds": 10,
        "rules": "独立作答。",
    }
    desk.send("exam_new", **form)
    exam = Exam.objects.get(title=form["title"])
    assert desk.send("schedule", exam.uuid) == [f"已发布给 {PEOPLE} 名考生，到时自动开考。"]
    exam.refresh_from_db()
    return exam


def sat_by_api(room: Room, candidate: Candidate, ability: float, now: datetime) -> None:
    """Sit by the public API, as the exam page and other clients do, and hand in."""
    token, _row = api_token_issue(user=candidate.user, now=now)
    client = Client(headers={"authorization": f"Bearer {token}"})
    begun = client.post(f"/api/v1/exams/{room.exam.uuid}/attempts/").json()
    attempt = Attempt.objects.select_related("paper").get(uuid=begun["id"])
    answers = room.answers(attempt, ability)
    by_attempt = {"authorization": f"Attempt {begun['attempt_token']}"}
    body = {"seq": 1, "answers": answers}
    saved = client.put(
        f"/api/v1/attempts/{begun['id']}/responses/", body, content_type="application/json", headers=by_attempt
    )
    assert saved.json()["seq"] == 1
    room.acknowledged[attempt.pk] = answers
    assert client.post(f"/api/v1/attempts/{begun['id']}/submit/", headers=by_attempt).status_code == 200


def is_on(paper: Paper, slot: PaperSlot) -> bool:
    return paper.slots.filter(question_version=slot.question_version_id).exists()


def terms_are_granted(desk: Desk, everybody: Sequence[Candidate]) -> None:
    """Give one more time, one another hour of the day, and defer two."""
    desk.grant(everybody[SLOW], "extra_time", minutes=30)
    desk.grant(everybody[LATER], "window", opens_at="2026-10-12T14:00", closes_at="2026-10-12T15:30")
    for place in DEFERRED:
        desk.grant(everybody[place], "state", to="deferred")


def everybody_writes(desk: Desk, room: Room, everybody: Sequence[Candidate]) -> dict[int, Attempt]:
    """Let all begin at five past nine who come; return the attempts of those who do not hand in at once."""
    now = NINE + timedelta(minutes=5)
    desk.at(now)
    aside = {everybody[place].pk for place in (*ABSENT, *DEFERRED, LATER)}
    present = [candidate for candidate in everybody if candidate.pk not in aside]
    ability = {candidate.pk: 0.6 + 0.4 * room.chance.random() for candidate in present}
    ability[everybody[WEAK].pk] = 0
    for candidate in present[-BY_API:]:
        sat_by_api(room, candidate, ability[candidate.pk], now)
    return {candidate.pk: room.sit(candidate, ability[candidate.pk], now) for candidate in present[:-BY_API]}


def outage_is_given_back(desk: Desk, exam: Exam, writing: int) -> None:
    """Give ten minutes to all who write, and to those who might still come."""
    desk.at(NINE + timedelta(minutes=31))
    [told] = desk.send("credit", exam.uuid, minutes=10, since="2026-10-12T09:20", reason="机房停电")
    assert told.startswith(f"已给 {writing + len(ABSENT) + 1} 人补时 10 分钟")


def somebody_is_let_in_again(desk: Desk, room: Room, attempts: dict[int, Attempt], hasty: Candidate) -> None:
    """Hand in by mistake, be let in again and go on."""
    now = NINE + timedelta(minutes=40)
    desk.at(now)
    attempt_submit(attempt=attempts[hasty.pk].pk, epoch=1, now=now)
    desk.grant(hasty, "reopen", minutes=20)
    attempt = room.begin(hasty, now)
    room.save(attempt, 1, room.answers(attempt, 1), now + timedelta(minutes=1))


def time_runs_out(desk: Desk, room: Room, attempts: dict[int, Attempt], everybody: Sequence[Candidate]) -> None:
    """Save in the minutes that were given back; then the clock ends it for all but the one with still more time."""
    for attempt in list(attempts.values())[100:200]:
        slot = room.slots[attempt.paper_id][0]
        room.save(attempt, 2, {slot.pk: slot.key}, NINE + timedelta(minutes=70))
    desk.at(NINE + timedelta(minutes=76))
    tick(now=NINE + timedelta(minutes=76))
    writing = room.exam.attempts.filter(state="open")
    assert [attempt.candidate_id for attempt in writing] == [everybody[SLOW].pk]
    slow = attempts[everybody[SLOW].pk]
    room.save(slow, 2, room.answers(slow, 0.9), NINE + timedelta(minutes=100))
    tick(now=NINE + timedelta(minutes=110))


def results_come_out(desk: Desk, room: Room, later: Candidate) -> None:
    """Publish, which is refused until the last one has sat in the afternoon."""
    desk.at(NINE + timedelta(hours=3, minutes=1))
    [refused] = desk.send("publish", room.exam.uuid)
    assert "另定了考试时间" in refused
    afternoon = NINE + timedelta(hours=5, minutes=10)
    attempt = room.sit(later, 0.8, afternoon)
    attempt_submit(attempt=attempt.pk, epoch=1, now=afternoon + timedelta(minutes=30))
    desk.at(NINE + timedelta(hours=7))
    [told] = desk.send("publish", room.exam.uuid, answers="on", keys="on", explanations="on", provisions="on")
    assert told.startswith("成绩已发布")


def wrong_key_is_found_and_corrected(desk: Desk, exam: Exam, wrong: PaperSlot) -> None:
    """Let the question table name it, look at whose marks would move, and correct it with a reason."""
    asked_on = sum(is_on(paper, wrong) for paper in exam.papers.all())
    assert re.findall(r"高分者多选 (\w)，核对答案", desk.read("exam_analysis", exam.uuid)) == ["C"] * asked_on
    place, change = (exam.uuid, wrong.pk), {"kind": "rekey", "answer": "C"}
    moving = re.search(r"更正第 4 题：(\d+) 人升，(\d+) 人降", desk.read("correct_question", *place, **change))
    assert Result.objects.filter(attempt__exam=exam, revision__gt=2).count() == 0
    [told] = desk.send("correct_question", *place, **change, reason="原答案与第二条不符")

    after = Result.objects.filter(attempt__exam=exam, reason__contains="原答案与第二条不符")
    count = sum(map(int, moving.groups()))
    assert (after.count(), told) == (count, f"第 4 题已更正，{count} 份成绩有了新的一版。")
    # What was published stays on record below the new revision, and the paper stays as it was frozen.
    assert all(result.attempt.results.count() == result.revision > 1 for result in after[:20])
    assert PaperSlot.objects.get(pk=wrong.pk).key == ["B"]
    one = after[0].attempt.candidate
    own = client_for(password_set(user=one.user, password="长风破浪会有时", now=NINE + timedelta(hours=7)))
    # The points follow by counter-entries, and the chain holds.
    assert LedgerEntry.objects.filter(reverses__isnull=False).count() > 0
    assert ledger_break(exam.office) is None
    assert "原答案与第二条不符" in own.get(reverse("quizzes:my_result", args=[one.uuid])).content.decode()


def resit_is_held(desk: Desk, exam: Exam) -> None:
    """Let the five sit again who failed, were absent or were deferred, and publish it."""
    desk.send("resit", exam.uuid)
    resit = exam.resits.get()
    desk.send("schedule", resit.uuid)
    desk.at(resit.opens_at + timedelta(minutes=5))
    again = Room(resit, 0)
    for candidate in again.candidates():
        attempt = again.sit(candidate, 1, resit.opens_at + timedelta(minutes=5))
        attempt_submit(attempt=attempt.pk, epoch=1, now=resit.opens_at + timedelta(minutes=30))
    desk.at(resit.closes_at + timedelta(minutes=5))
    [published] = desk.send("publish", resit.uuid, answers="on", keys="on")
    assert published.startswith("成绩已发布")
    assert [result.is_pass for result in latest_results(resit)] == [True] * 5
    assert not set(exam.papers.all()) & set(resit.papers.all())


def archive_of(desk: Desk, exam: Exam, folder) -> dict[str, list[dict]]:
    """Take the archive, let the script inside verify it, and return its tables."""
    response = desk.client.post(reverse("quizzes:archive_file", args=[exam.uuid]))
    file = folder / "archive.zip"
    file.write_bytes(b"".join(response.streaming_content))
    with zipfile.ZipFile(file) as archive:
        (folder / "verify.py").write_bytes(archive.read("verify.py"))
        tables = {
            name.removesuffix(".jsonl"): [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
            if name.endswith(".jsonl")
        }
    fingerprint = exam.archives.get().fingerprint
    checked = subprocess.run(
        [sys.executable, "-I", folder / "verify.py", file, fingerprint], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return tables


def answers_in(tables: dict[str, list[dict]]) -> dict[int, dict[int, list[str]]]:
    found: dict[int, dict[int, list[str]]] = {}
    for row in tables["response"]:
        if row["answer"] is not None:
            found.setdefault(row["attempt_id"], {})[row["slot_id"]] = row["answer"]
    return found


def test_a_quarter_of_two_thousand_from_the_roster_to_the_archive(desk, office, tmp_path):
    cohort = people_come_in(desk)
    papers = papers_are_made(office, make_user(office, Role.TRAINER))
    exam = exam_is_announced(desk, cohort, papers)
    wrong = papers[0].slots.order_by("number")[3]
    room = Room(exam, wrong.question_version_id)
    everybody = room.candidates()

    terms_are_granted(desk, everybody)
    attempts = everybody_writes(desk, room, everybody)
    outage_is_given_back(desk, exam, len(attempts))
    somebody_is_let_in_again(desk, room, attempts, everybody[HASTY])
    time_runs_out(desk, room, attempts, everybody)
    results_come_out(desk, room, everybody[LATER])
    wrong_key_is_found_and_corrected(desk, exam, wrong)
    resit_is_held(desk, exam)

    desk.at(NINE + timedelta(days=30))
    tables = archive_of(desk, exam, tmp_path)
    # Each answer that was told saved is there, and no other.
    assert answers_in(tables) == room.acknowledged
    assert {row["state"] for row in tables["attempt"]} == {"submitted"}
    states = Counter(row["state"] for row in tables["candidate"])
    there = PEOPLE - len(ABSENT) - len(DEFERRED)
    assert states == {"expected": there, "absent": len(ABSENT), "deferred": len(DEFERRED)}
    kinds = Counter(row["kind"] for row in tables["accommodation"])
    given_back = len(attempts) + len(ABSENT) + 1
    assert kinds == {"extra_time": 1, "window": 1, "reopen": 1, "time_credit": given_back}
    assert desk.send("archive", exam.uuid) == ["已归档。成绩和记录都还可以查看，不能再改。"]
