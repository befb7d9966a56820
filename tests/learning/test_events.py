"""Events: who is invited, who was there, what counts, and how it is told."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.models import User
from learning.attendance import Attended, Hours, Part
from learning.enums import RecordState
from learning.models import Attendance
from learning.schemes.workdays import Workdays
from learning.selectors.events import events_of, leave_to_decide, runs_event
from learning.selectors.schemes import requirement_statuses
from learning.series import series_days
from learning.services.events import (
    Entered,
    EventRefusedError,
    attendance_enter,
    event_cancel,
    event_close,
    event_invite,
    event_update,
    leave_ask,
    leave_decide,
    series_create,
    sign_in,
    sign_out,
)
from learning.services.schemes import scheme_load
from lrs.models import OutboxEntry
from tests.factories.accounts import make_office, make_unit, make_user
from tests.factories.events import FOUR, TWO, make_event, make_plan
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db
HOURS = Hours(TWO, FOUR, tolerance=5)
MINUTE = timedelta(minutes=1)


def test_who_arrives_within_the_tolerance_is_not_late():
    assert [HOURS.on_arrival(TWO + minutes * MINUTE) for minutes in (-30, 5, 6)] == [
        Attended.PRESENT,
        Attended.PRESENT,
        Attended.LATE,
    ]


@pytest.mark.parametrize(
    ("state", "arrived", "left", "minutes", "counts"),
    [
        (Attended.PRESENT, 3, None, 120, True),
        (Attended.LATE, 30, None, 90, True),
        (Attended.EARLY, 0, 60, 60, True),
        (Attended.EARLY, 0, 59, 59, False),
        (Attended.LEAVE, None, None, 0, False),
        (Attended.ABSENT, None, None, 0, False),
    ],
)
def test_being_there_counts_by_the_rule(state, arrived, left, minutes, counts):
    came, went = (None if each is None else TWO + each * MINUTE for each in (arrived, left))

    spent = HOURS.spent(state, came, went)

    assert (spent, HOURS.counts(state, spent)) == (minutes, counts)


def test_a_series_leaves_out_holidays_but_keeps_the_chosen_day():
    off = Workdays(holidays=frozenset({date(2026, 10, 2), date(2026, 10, 16)}))

    days = series_days(date(2026, 10, 2), weeks=1, until=date(2026, 10, 30), workdays=off)
    fortnights = series_days(date(2026, 10, 9), weeks=2, until=date(2026, 11, 6), workdays=off)

    assert [day.day for day in days] == [2, 9, 23, 30]
    assert [day.day for day in fortnights] == [9, 23, 6]


@pytest.fixture
def organizer():
    return make_user(make_office(), Role.ORGANIZER, name="考务")


@pytest.fixture
def guest(organizer):
    return make_user(organizer.office, name="程立新")


@pytest.fixture
def event(organizer, guest):
    return make_event(organizer, guests=[guest])


def own(event, user):
    return event.attendances.get(user=user)


def close(event, by, rest=Attended.ABSENT, now=FOUR):
    return event_close(event=event, rest=rest, by=by, now=now)


class TestPlanning:
    def test_each_is_listed_once_in_the_unit_of_that_day(self, organizer):
        unit = make_unit(organizer.office, "干部科")
        speaker = make_user(unit=unit)

        event = make_event(organizer, guests=[speaker, organizer], speakers=[speaker])

        rows = {row.user: (row.part, row.unit) for row in event.attendances.select_related("unit")}
        assert rows == {speaker: (Part.SPEAKER, unit), organizer: (Part.GUEST, event.record.unit)}
        assert event_invite(event=event, people=[speaker]) == 0

    def test_a_series_has_an_event_a_day_at_the_same_hours(self, organizer, guest):
        days = [TWO.date(), TWO.date() + timedelta(weeks=2)]

        made = series_create(plan=make_plan(organizer), days=days, guests=[guest], by=organizer)

        assert [event.record.occurred_on for event in made] == days
        assert {event.begins_at.time() for event in made} == {TWO.time()}
        assert len({event.series for event in made}) == 1
        assert events_of(guest).count() == 2

    def test_a_change_of_speaker_keeps_the_former_on_the_list(self, organizer, guest):
        event, other = make_event(organizer, speakers=[guest]), make_user(organizer.office)

        event_update(event=event, plan=make_plan(organizer, place="礼堂"), speakers=[other])

        event.refresh_from_db()
        parts = dict(event.attendances.values_list("user", "part"))
        assert (event.place, parts) == ("礼堂", {guest.pk: Part.GUEST, other.pk: Part.SPEAKER})

    def test_who_is_over_the_unit_or_chairs_runs_it(self, organizer):
        unit = make_unit(organizer.office, "干部科")
        chair, head, stranger = (make_user(organizer.office) for _ in range(3))
        head.role_assignments.create(role=Role.REVIEWER, unit=unit, from_date=date(2020, 1, 1))
        event = make_event(organizer, unit=unit, chair=chair)

        assert [runs_event(who, event) for who in (organizer, head, chair, stranger)] == [True, True, True, False]

    def test_what_is_called_off_says_why_and_takes_nobody(self, event, guest):
        with pytest.raises(EventRefusedError, match="原因"):
            event_cancel(event=event, reason=" ")
        event_cancel(event=event, reason="主讲人出差")

        with pytest.raises(EventRefusedError, match="取消"):
            sign_in(event=event, user=guest, arrived_at=TWO)


class TestSigningIn:
    def test_the_first_time_counts(self, event, guest):
        sign_in(event=event, user=guest, arrived_at=TWO)
        sign_in(event=event, user=guest, arrived_at=TWO + 30 * MINUTE)

        row = own(event, guest)
        assert (row.state, row.arrived_at, row.minutes) == (Attended.PRESENT, TWO, 120)

    @pytest.mark.parametrize("minutes", [-61, 181])
    def test_is_refused_long_before_and_long_after(self, event, guest, minutes):
        with pytest.raises(EventRefusedError, match="不是签到的时间"):
            sign_in(event=event, user=guest, arrived_at=TWO + minutes * MINUTE)

    def test_takes_strangers_where_it_is_open(self, organizer):
        closed, opened = make_event(organizer), make_event(organizer, is_open=True)
        stranger = make_user(organizer.office)

        with pytest.raises(EventRefusedError, match="不在这次活动的名单上"):
            sign_in(event=closed, user=stranger, arrived_at=TWO)
        assert sign_in(event=opened, user=stranger, arrived_at=TWO).state == Attended.PRESENT

    def test_leaving_early_needs_a_reason(self, event, guest):
        sign_in(event=event, user=guest, arrived_at=TWO)

        with pytest.raises(EventRefusedError, match="写明原因"):
            sign_out(event=event, user=guest, reason="", now=TWO + 50 * MINUTE)
        row = sign_out(event=event, user=guest, reason="接访", now=TWO + 50 * MINUTE)

        assert (row.state, row.minutes, row.is_counted) == (Attended.EARLY, 50, False)
        assert own(event, guest).reason == "接访"


class TestLeave:
    def test_is_asked_for_in_advance_and_granted_by_another(self, event, organizer, guest):
        leave_ask(event=event, user=guest, reason="下乡", now=NOON)
        (asked,) = leave_to_decide(organizer)
        leave_decide(attendance=asked, is_granted=True, by=organizer)

        row = own(event, guest)
        assert (row.state, row.reason, row.decided_by) == (Attended.LEAVE, "下乡", organizer)
        assert not leave_to_decide(organizer).exists()

    def test_is_too_late_once_it_has_begun(self, event, guest):
        with pytest.raises(EventRefusedError, match="已经开始"):
            leave_ask(event=event, user=guest, reason="下乡", now=TWO)

    def test_nobody_grants_their_own(self, organizer):
        event = make_event(organizer, guests=[organizer])
        asked = leave_ask(event=event, user=organizer, reason="出差", now=NOON)

        with pytest.raises(EventRefusedError, match="由别人批"):
            leave_decide(attendance=asked, is_granted=True, by=organizer)
        assert not leave_to_decide(organizer).exists()

    def test_has_to_be_decided_before_the_closing(self, event, organizer, guest):
        asked = leave_ask(event=event, user=guest, reason="下乡", now=NOON)
        with pytest.raises(EventRefusedError, match="请假没有批"):
            close(event, organizer)

        leave_decide(attendance=asked, is_granted=False, by=organizer)
        close(event, organizer)

        assert own(event, guest).state == Attended.ABSENT


class TestClosing:
    def test_settles_who_was_there_and_tells_the_store(self, event, organizer, guest):
        absent = make_user(organizer.office)
        event_invite(event=event, people=[absent])
        sign_in(event=event, user=guest, arrived_at=TWO + 30 * MINUTE)

        closed = close(event, organizer)

        (entry,) = OutboxEntry.objects.all()
        told = json.loads(entry.payload)
        assert (closed.record.state, own(event, absent).state) == (RecordState.APPROVED, Attended.ABSENT)
        assert (told["verb"]["id"], told["result"]) == (
            "http://adlnet.gov/expapi/verbs/attended",
            {"duration": "PT90M"},
        )
        assert told["actor"]["account"]["name"] == str(guest.uuid)

    def test_takes_who_spoke_as_there(self, organizer, guest):
        event = make_event(organizer, speakers=[guest])

        close(event, organizer)

        assert own(event, guest).state == Attended.PRESENT

    def test_happens_once_and_not_before_it_begins(self, event, organizer):
        with pytest.raises(EventRefusedError, match="还没有开始"):
            close(event, organizer, now=NOON)
        close(event, organizer)
        with pytest.raises(EventRefusedError, match="已经结束"):
            close(event, organizer)

    def test_what_is_put_right_afterwards_says_why_and_is_told_anew(self, event, organizer, guest):
        close(event, organizer, rest=Attended.PRESENT)
        row = own(event, guest)
        with pytest.raises(EventRefusedError, match="说明"):
            attendance_enter(event=event, entered={row.pk: Entered(Attended.ABSENT)}, by=organizer, now=FOUR)

        for state in (Attended.ABSENT, Attended.PRESENT):
            told = {row.pk: Entered(state, reason="查过签到表")}
            attendance_enter(event=event, entered=told, by=organizer, now=FOUR)

        said = [json.loads(entry.payload) for entry in OutboxEntry.objects.order_by("pk")]
        verbs = [statement["verb"]["id"].rsplit("/", 1)[1] for statement in said]
        assert verbs == ["attended", "voided", "attended"]
        assert said[1]["object"]["id"] == said[0]["id"] != said[2]["id"]
        assert own(event, guest).is_counted


class TestEvidence:
    SCHEME = """
scheme: {key: here, name: 本地制度, place: 某区}
requirements:
  - {key: friday, name: 集中学习, kind: event, period: week, filter: {subtype: 集中学习}, value: 1, source: 学习}
  - {key: lecture, name: 讲课, kind: event, period: rota, filter: {part: 主讲}, value: 1, source: 讲堂}
  - {key: minutes, name: 学时, kind: event, period: year, measure: minutes, value: 60, source: 学习}
  - {key: salon, name: 办沙龙, kind: event, subject: unit, period: year, value: 1, source: 学习}
"""

    def stand(self, office):
        found = {}
        for each in requirement_statuses(office, "here", on=NOON.date()):
            name = each.subject.username if isinstance(each.subject, User) else each.subject.name
            found[name, each.status.requirement.key] = each.status
        return found

    def test_of_people_is_their_attendance_of_units_the_event(self, organizer, guest):
        scheme_load(office=organizer.office, text=self.SCHEME, effective_from=date(2026, 1, 1), by=None, now=NOON)
        make_unit(organizer.office, "干部科")
        unit = make_unit(organizer.office, "组织科")
        event = make_event(organizer, guests=[organizer], speakers=[guest], unit=unit)
        sign_in(event=event, user=guest, arrived_at=TWO)
        waiting = self.stand(organizer.office)

        close(event, organizer)

        stands = self.stand(organizer.office)
        keys = ("friday", "lecture", "minutes")
        assert waiting[guest.username, "friday"].waiting == 1
        assert [stands[guest.username, key].value for key in keys] == [1, 1, 120]
        assert [stands[organizer.username, key].value for key in keys] == [0, 0, 0]
        assert [stands[name, "salon"].value for name in ("组织科", "干部科")] == [1, 0]
        assert stands[guest.username, "friday"].evidence == (str(event.record.uuid),)

    def test_speaking_is_of_who_speaks_alone(self, event, organizer, guest):
        sign_in(event=event, user=guest, arrived_at=TWO)

        assert Attendance.objects.get(user=guest).part == Part.GUEST
