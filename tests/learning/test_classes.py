"""Training classes: roster and timetable, order, 三看, and who has completed one."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest

from accounts.enums import Role
from learning.attendance import Attended
from learning.completion import Breach, CompletionRule, Standing, objections
from learning.enums import RecordState
from learning.models import Trainee
from learning.schemes.periods import Span
from learning.schemes.presets import preset_text
from learning.selectors.classes import class_spans, trainee_rows
from learning.selectors.schemes import requirement_statuses
from learning.services.classes import (
    ClassRefusedError,
    Outcome,
    breach_withdraw,
    class_close,
    grade_give,
    session_add,
    trainees_add,
)
from learning.services.events import event_close, sign_in
from learning.services.schemes import scheme_load
from lrs.models import OutboxEntry
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.classes import make_breach, make_class, make_session
from tests.factories.events import FOUR, TWO, make_plan
from tests.factories.learning import make_note
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db
GOOD = Standing(sessions=10, attended=9, notes=1, breaches=(), has_passed=True)


@pytest.fixture
def organizer():
    return make_user(make_office(), Role.ORGANIZER, name="考务")


@pytest.fixture
def people(organizer):
    return [make_user(organizer.office, name=name) for name in ("程立新", "骆嘉")]


@pytest.fixture
def school(organizer, people):
    return make_class(organizer, people)


def held(school, organizer, *there):
    """Hold a session that these signed in to."""
    event = make_session(school, organizer)
    for person in there:
        sign_in(event=event, user=person, arrived_at=TWO)
    return event_close(event=event, rest=Attended.ABSENT, by=organizer, now=FOUR)


def load(organizer, since=date(2026, 1, 1), **instead):
    """Let the office's scheme be that of Xiantao, with other words."""
    text = preset_text("xiantao_class")
    for old, new in instead.items():
        text = text.replace(old, new)
    return scheme_load(office=organizer.office, text=text, effective_from=since, by=None, now=NOON)


def give(trainee, by, view, grade):
    return grade_give(trainee=trainee, view=view, grade=grade, comment="", by=by, now=NOON)


def close(school, organizer, **decided):
    rows = trainee_rows(school)
    outcomes = {row.trainee.pk: decided.get(row.trainee.user.name, Outcome(not row.objections)) for row in rows}
    return class_close(training_class=school, outcomes=outcomes, by=organizer, now=FOUR)


@pytest.mark.parametrize(
    ("rule", "standing", "found"),
    [
        (CompletionRule(), Standing(10, 0, 0, ("phone",), None), []),
        (CompletionRule(least_attendance=90), GOOD, []),
        (CompletionRule(least_attendance=91), GOOD, ["出席 9/10 节，不到 91%"]),
        (CompletionRule(must_pass=True), Standing(1, 1, 0, (), None), ["结业考试没有成绩"]),
        (CompletionRule(must_pass=True), Standing(1, 1, 0, (), False), ["结业考试未及格"]),
        (CompletionRule(least_notes=2), GOOD, ["笔记 1 篇，不足 2 篇"]),
        (CompletionRule(barring=("phone",)), Standing(1, 1, 0, ("phone", "late_in"), None), ["有违纪：接打手机"]),
    ],
)
def test_rule_says_why_completing_is_not_proposed(rule, standing, found):
    assert objections(rule, standing) == found


class TestTimetable:
    def test_everybody_is_on_the_list_of_each_session_also_who_comes_later(self, school, organizer, people):
        event, late = make_session(school, organizer), make_user(organizer.office)

        assert trainees_add(training_class=school, people=[late, people[0]]) == 1

        assert {row.user for row in event.attendances.all()} == {*people, late}

    def test_session_lies_within_the_class(self, school, organizer):
        plan = make_plan(organizer, begins_at=TWO + timedelta(days=5), ends_at=FOUR + timedelta(days=5))

        with pytest.raises(ClassRefusedError, match="起止日期"):
            session_add(training_class=school, plan=plan, speakers=(), study_hours=Decimal(2), by=organizer)


class TestStanding:
    def test_counts_sessions_hours_notes_and_breaches_that_stand(self, school, organizer, people):
        held(school, organizer, people[0])
        held(school, organizer, *people)
        make_note(people[0], RecordState.SUBMITTED, occurred_on=date(2026, 10, 12))
        make_note(people[0], RecordState.SUBMITTED, occurred_on=date(2026, 10, 20))
        trainee = school.trainees.get(user=people[0])
        make_breach(trainee, organizer, Breach.DISTURBANCE)
        breach_withdraw(note=make_breach(trainee, organizer), reason="认错人", by=organizer, now=NOON)

        first, second = trainee_rows(school)

        assert first.standing == Standing(2, 2, 1, [Breach.DISTURBANCE], None)
        assert (first.study_hours, first.minutes) == (Decimal("5.0"), 240)
        assert (second.standing.attended, second.states) == (1, [("缺席", 1)])

    def test_newest_grade_of_a_view_counts_and_the_later_look_comes_later(self, school, organizer, people):
        load(organizer)
        trainee = school.trainees.get(user=people[0])
        with pytest.raises(ClassRefusedError, match="结业以后"):
            give(trainee, organizer, "effect_later", "good")
        for grade in ("plain", "good"):
            give(trainee, organizer, "attitude", grade)

        close(school, organizer)
        trainee = Trainee.objects.select_related("training_class").get(pk=trainee.pk)
        give(trainee, organizer, "effect_later", "fair")
        with pytest.raises(ClassRefusedError, match="不能再写“看态度”"):
            give(trainee, organizer, "attitude", "poor")

        row = trainee_rows(school)[0]
        assert {view: grade.grade for view, grade in row.grades.items()} == {
            "attitude": "good",
            "effect_later": "fair",
        }

    @pytest.mark.parametrize("count", [1, 3])
    def test_takes_as_many_queries_for_more_trainees(self, organizer, count, django_assert_num_queries):
        school = make_class(organizer, [make_user(organizer.office) for _ in range(count)])
        held(school, organizer)

        with django_assert_num_queries(6):
            trainee_rows(school)


class TestEnd:
    def test_follows_the_proposal_credits_hours_and_tells_the_store(self, organizer, people):
        school = make_class(organizer, people, least_attendance=80)
        held(school, organizer, people[0])

        closed = close(school, organizer)

        first, second = closed.trainees.all()
        assert (first.has_completed, first.study_hours, first.reason) == (True, Decimal("2.5"), "")
        assert (second.has_completed, second.reason) == (False, "出席 0/1 节，不到 80%")
        said = [json.loads(entry.payload) for entry in OutboxEntry.objects.order_by("pk")]
        assert [each["verb"]["id"].rsplit("/", 1)[1] for each in said] == ["attended", "completed"]
        assert [row.user for row in closed.whole.attendances.all()] == [people[0]]

    def test_against_the_proposal_takes_a_reason(self, organizer, people):
        school = make_class(organizer, people, least_attendance=80)
        held(school, organizer)

        with pytest.raises(ClassRefusedError, match="程立新的决定和建议不同"):
            close(school, organizer, 程立新=Outcome(True))
        closed = close(school, organizer, 程立新=Outcome(True, "因公请假，已补课"))

        assert closed.trainees.get(user=people[0]).reason == "因公请假，已补课"

    def test_waits_for_every_session_and_comes_once(self, school, organizer, people):
        event = make_session(school, organizer)
        with pytest.raises(ClassRefusedError, match="还有课没有结束"):
            close(school, organizer)
        event_close(event=event, rest=Attended.PRESENT, by=organizer, now=FOUR)

        close(school, organizer)

        with pytest.raises(ClassRefusedError, match="已经结业"):
            make_breach(school.trainees.first(), organizer)

    def test_counts_for_duties_of_the_class_and_of_training(self, school, organizer, people):
        text = """
scheme: {key: here, name: 本地制度, place: 某区}
requirements:
  - {key: lessons, name: 上课, kind: event, period: class, filter: {subtype: 上课}, value: 2, source: 纪律}
  - {key: training, name: 培训, kind: event, period: year, filter: {subtype: 培训}, value: 1, source: 培训}
"""
        scheme_load(office=organizer.office, text=text, effective_from=date(2026, 1, 1), by=None, now=NOON)
        held(school, organizer, people[0])
        close(school, organizer)

        stands = {
            (each.subject.name, each.status.requirement.key): (each.status.value, each.status.period)
            for each in requirement_statuses(organizer.office, "here", on=date(2026, 10, 14))
        }

        span = Span(date(2026, 10, 11), date(2026, 10, 13))
        assert class_spans(organizer.office) == {person.pk: [span] for person in people}
        assert stands["程立新", "lessons"] == (1, span)
        assert stands["骆嘉", "lessons"] == (0, span)
        assert stands["程立新", "training"][0] == 1
        assert ("考务", "lessons") not in stands


class TestPages:
    @pytest.fixture(autouse=True)
    def _noon(self, time_machine):
        time_machine.move_to(NOON, tick=False)

    def test_class_is_planned_scheduled_and_ended(self, organizer, people):
        desk = client_for(organizer)
        typed = {
            "title": "培训班",
            "unit": organizer.memberships.get().unit.uuid,
            "place": "党校",
            "begins_on": "2026-10-12",
            "ends_on": "2026-10-14",
            "people": "程立新 骆嘉",
        }
        made = desk.post("/classes/new/", typed).url
        lesson = {"subtype": "上课", "title": "条例", "unit": typed["unit"], "place": "党校", "day": "2026-10-12"}
        hours = {"begins": "09:00", "ends": "11:30", "tolerance": "5", "study_hours": "3"}
        desk.post(f"{made}sessions/", {**lesson, **hours})
        event = desk.get(made).context["sessions"][0][0].event
        desk.post(f"/events/{event.record.uuid}/close/", {"rest": "present"})

        form = desk.get(f"{made}close/").context["form"]
        desk.post(f"{made}close/", {name: field.initial or "" for name, field in form.fields.items()})

        book = openpyxl.load_workbook(io.BytesIO(b"".join(desk.get(f"{made}list/?to=xlsx"))))
        paper = pypdfium2.PdfDocument(io.BytesIO(desk.get(f"{made}list/").content))
        words = paper[0].get_textpage().get_text_range()
        assert [row[6].value for row in book.active.iter_rows(min_row=2)] == [3, 3]
        assert "培训班结业名单" in words
        assert "学员 2 人　结业 2 人" in words
        assert "3.0 学时" in client_for(people[0]).get(made).content.decode()

    def test_monitor_without_a_role_notes_breaches_and_no_more(self, organizer, people):
        monitor, other = people
        school = make_class(organizer, people, monitor=monitor)
        page = f"/classes/trainees/{school.trainees.get(user=other).uuid}/"
        phone = client_for(monitor)

        phone.post(f"{page}breaches/", {"code": "phone"})
        refused = phone.post(f"{page}grades/", {"view": "attitude", "grade": "good"})

        trainee = school.trainees.get(user=other)
        note = trainee.breaches.get()
        assert (note.by, refused.status_code, trainee.grades.count()) == (monitor, 403, 0)
        phone.post(f"/classes/breaches/{note.pk}/withdraw/", {"reason": "记错了"})
        assert trainee_rows(school, only=trainee)[0].breaches == []

    def test_trainee_sees_the_own_page_alone(self, school, people):
        own, others = (school.trainees.get(user=person).get_absolute_url() for person in people)
        phone = client_for(people[0])

        assert (phone.get(own).status_code, phone.get(others).status_code) == (200, 404)


class TestCodesOfTheScheme:
    @pytest.fixture
    def trainee(self, organizer, people):
        load(organizer, 接打手机="玩手机")
        return make_class(organizer, people, barring=("phone",)).trainees.get(user=people[0])

    def test_a_breach_is_noted_by_the_name_the_scheme_gives_it_and_keeps_it(self, trainee, organizer):
        client = client_for(organizer)
        offered = dict(client.get(trainee.get_absolute_url()).context["breach_form"].fields["code"].choices)
        assert offered["phone"] == "玩手机"
        assert {"late", "early"} & set(offered) == set()

        make_breach(trainee, organizer)
        load(organizer, since=date(2026, 10, 13), 接打手机="看手机")

        assert "玩手机" in client.get(trainee.get_absolute_url()).content.decode()
        assert trainee_rows(trainee.training_class, trainee)[0].objections == ["有违纪：玩手机"]

    def test_a_code_that_the_scheme_does_not_know_is_refused(self, trainee, organizer):
        with pytest.raises(ClassRefusedError, match="没有这种违纪"):
            make_breach(trainee, organizer, "invented")


class TestAppraisalOfTheScheme:
    @pytest.fixture(autouse=True)
    def _noon(self, time_machine):
        time_machine.move_to(NOON, tick=False)

    @pytest.fixture
    def trainee(self, school, people):
        return school.trainees.get(user=people[0])

    def test_without_one_there_is_no_form_and_the_page_says_so(self, trainee, organizer):
        page = client_for(organizer).get(trainee.get_absolute_url())
        sent = {"view": "attitude", "grade": "good"}
        after = client_for(organizer).post(f"{trainee.get_absolute_url()}grades/", sent, follow=True)

        assert page.context["grade_form"] is None
        assert "本机关的方案没有写怎么评价学员" in page.content.decode()
        assert "现在没有要评价的" in after.content.decode()
        assert trainee.grades.count() == 0

    def test_offers_what_the_scheme_says_and_keeps_the_words_it_was_given_by(self, trainee, organizer):
        load(organizer, 看态度="看学风", 较好="良好")
        client = client_for(organizer)
        form = client.get(trainee.get_absolute_url()).context["grade_form"]
        assert form.fields["view"].choices[0][1] == "看学风（学习是不是用心、投入）"
        client.post(f"{trainee.get_absolute_url()}grades/", {"view": "attitude", "grade": "fair"})

        load(organizer, since=date(2026, 10, 12), 看态度="看作风")

        page = client.get(trainee.get_absolute_url()).content.decode()
        book = openpyxl.load_workbook(
            io.BytesIO(b"".join(client.get(f"{trainee.training_class.get_absolute_url()}list/?to=xlsx")))
        )
        header, first, *_ = ([cell.value for cell in row] for row in book.active.iter_rows())
        assert "<dt>看学风</dt><dd><b>良好</b>" in page
        assert "看作风（" in page
        assert dict(zip(header, first, strict=True))["看学风"] == "良好"

    @pytest.mark.parametrize(("view", "grade"), [("health", "good"), ("attitude", "superb")])
    def test_a_view_or_grade_that_the_scheme_does_not_know_is_refused(self, trainee, organizer, view, grade):
        load(organizer)

        with pytest.raises(ClassRefusedError, match="没有这样的评价"):
            give(trainee, organizer, view, grade)

    def test_the_page_of_the_scheme_says_views_grades_and_source(self, organizer):
        load(organizer)

        page = client_for(organizer).get("/schemes/xiantao_class/").content.decode()

        assert "培训班怎么评价学员：三看" in page
        assert "分档：好、较好、一般、差" in page
