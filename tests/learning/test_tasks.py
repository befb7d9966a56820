"""The ledger of work: overdue first, put off with a reason, struck off with evidence that a reviewer confirms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.append_only import AppendOnlyError
from accounts.enums import Role
from learning.enums import RecordState, TaskEvent, Verdict
from learning.models import Record
from learning.selectors import ledger_of, own_tasks, requirement_statuses
from learning.services import (
    RecordClosedError,
    RecordIncompleteError,
    record_review,
    scheme_load,
    task_finish,
    task_postpone,
)
from tests.clients import client_for
from tests.factories.accounts import LONG_AGO, make_unit, make_user
from tests.factories.learning import make_task
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db

DUE = date(2026, 10, 15)
WORDS = {"reason": "会议改期", "measures": "先书面征求意见", "due": DUE + timedelta(days=10)}


@pytest.fixture
def owner():
    return make_user(unit=make_unit(make_user().office, "干部科"))


def finish(task, owner, evidence="印发了云组〔2026〕3 号", on=DUE):
    return task_finish(record=task, evidence=evidence, done_on=on, by=owner, now=NOON)


class TestSteps:
    def test_each_is_kept_with_its_day_and_reason(self, owner):
        task = make_task(owner)

        task_postpone(record=task, by=owner, now=NOON, **WORDS)
        done = finish(task, owner, on=date(2026, 10, 20))

        steps = [(step.event, step.due, step.reason) for step in task.task.steps.all()]
        assert steps == [
            (TaskEvent.PLANNED, DUE, ""),
            (TaskEvent.POSTPONED, WORDS["due"], "会议改期"),
            (TaskEvent.DONE, WORDS["due"], ""),
        ]
        assert (done.state, done.occurred_on) == (RecordState.SUBMITTED, date(2026, 10, 20))

    def test_none_can_be_changed(self, owner):
        step = make_task(owner).task.steps.get()
        step.due = DUE + timedelta(days=1)

        with pytest.raises(AppendOnlyError):
            step.save()

    @pytest.mark.parametrize("change", [{"reason": " "}, {"measures": ""}, {"due": DUE}])
    def test_a_later_day_takes_reason_measures_and_to_be_later(self, owner, change):
        task = make_task(owner)

        with pytest.raises(RecordIncompleteError):
            task_postpone(record=task, by=owner, now=NOON, **(WORDS | change))

        task.task.refresh_from_db()
        assert (task.task.due, task.task.steps.count()) == (DUE, 1)

    def test_nothing_is_struck_off_without_evidence(self, owner):
        task = make_task(owner)

        with pytest.raises(RecordIncompleteError, match="凭据"):
            finish(task, owner, evidence=" ")

        assert Record.objects.get().state == RecordState.DRAFT

    def test_who_waits_for_the_reviewer_can_do_no_more(self, owner):
        task = finish(make_task(owner), owner)

        with pytest.raises(RecordClosedError):
            task_postpone(record=task, by=owner, now=NOON, **WORDS)

    def test_what_is_sent_back_is_under_way_again(self, owner):
        task = finish(make_task(owner), owner)
        reviewer = make_user(owner.office, Role.REVIEWER)
        record_review(record=task, verdict=Verdict.RETURNED, comment="没有附文件", by=reviewer, now=NOON)

        assert finish(task, owner).state == RecordState.SUBMITTED


class TestLedger:
    def test_tells_overdue_open_waiting_and_done_apart(self, owner):
        late, soon, waiting = (make_task(owner, title=title) for title in ("过期", "将到", "待销"))
        task_postpone(record=soon, by=owner, now=NOON, **WORDS)
        finish(waiting, owner)

        ledger = ledger_of(own_tasks(owner, 2026), DUE + timedelta(days=1))

        assert (ledger.overdue, ledger.open, ledger.waiting, ledger.done) == ([late], [soon], [waiting], [])

    def test_open_work_of_last_year_stays_on_it(self, owner):
        old = make_task(owner, due=date(2025, 12, 1))

        assert list(own_tasks(owner, 2026)) == [old]

    def test_counts_for_a_duty_once_it_is_struck_off(self, owner):
        text = (
            "scheme: {key: s, name: 甲, place: 乙, document: 丙, year_start: 01-01, effective_from: 2026-01-01}\n"
            "requirements:\n"
            "  - {key: t, name: 课题, kind: task, period: year, filter: {type: 日程表}, value: 1, source: 丁}\n"
        )
        scheme_load(office=owner.office, text=text, by=None, now=NOON)
        task = make_task(owner)

        def stand():
            found = requirement_statuses(owner.office, "s", on=date(2026, 12, 1), unit=None)
            return next((each.status.value, each.status.waiting) for each in found if each.subject == owner)

        before = stand()
        finish(task, owner)

        assert (before, stand()) == ((0, 0), (0, 1))


class TestPages:
    TYPED = {"title": "写总结", "type": "日程表", "work_class": "常规", "due": "2026-12-01", "plan": "", "owner": ""}

    def test_own_work_is_listed_and_done(self, owner):
        browser = client_for(owner)
        browser.post("/records/tasks/new/", self.TYPED)
        task = Record.objects.get()

        listed = browser.get("/records/tasks/?year=2026").content.decode()
        browser.post(f"/records/tasks/{task.uuid}/done/", {"done_on": "2026-11-30", "evidence": "见归档第 3 卷"})

        task.refresh_from_db()
        assert "写总结" in listed
        assert (task.subject, task.state) == (owner, RecordState.SUBMITTED)

    def test_reviewer_plans_for_and_reads_the_unit(self, owner):
        reviewer = make_user(owner.office, name="骆嘉")
        unit = owner.memberships.get().unit
        reviewer.role_assignments.create(role=Role.REVIEWER, unit=unit, from_date=LONG_AGO)
        browser = client_for(reviewer)

        browser.post("/records/tasks/new/", {**self.TYPED, "owner": owner.username})

        task = Record.objects.get()
        assert (task.subject, task.task.planned_by) == (owner, reviewer)
        assert "写总结" in browser.get(f"/records/tasks/?unit={unit.uuid}&year=2026").content.decode()
        assert browser.get(f"/records/{task.uuid}/").status_code == 200

    def test_nobody_else_does(self, owner):
        stranger = client_for(make_user(owner.office))
        unit = owner.memberships.get().unit

        refused = stranger.post("/records/tasks/new/", {**self.TYPED, "owner": owner.username})

        assert refused.context["form"].errors == {"owner": ["只能给自己和所管单位的人安排。"]}
        assert stranger.get(f"/records/tasks/?unit={unit.uuid}").status_code == 404
        assert stranger.get(f"/records/{make_task(owner).uuid}/").status_code == 404

    def test_what_is_wrong_is_told_and_changes_nothing(self, owner):
        task = make_task(owner)

        shown = client_for(owner).post(f"/records/tasks/{task.uuid}/later/", {**WORDS, "reason": ""}, follow=True)

        assert "没有完成的原因：该字段是必填项。" in shown.content.decode()
        assert task.task.steps.count() == 1

    @pytest.mark.parametrize("item_count", [1, 3])
    def test_list_takes_as_many_queries_for_more(self, owner, item_count, django_assert_num_queries):
        for _each in range(item_count):
            make_task(owner)
        browser = client_for(owner)

        with django_assert_num_queries(6):
            browser.get("/records/tasks/?year=2026")
