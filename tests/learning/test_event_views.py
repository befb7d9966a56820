"""The pages of events: planning, the code on the wall, the phone that reads it, entering by hand."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client

from accounts.enums import Role
from learning.attendance import Attended
from learning.entry_codes import code_at, opens
from learning.enums import RecordState
from learning.models import Event
from tests.clients import client_for
from tests.factories.accounts import PASSWORD, make_office, make_user
from tests.factories.events import FOUR, TWO, make_event
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def organizer():
    return make_user(make_office(), Role.ORGANIZER, name="考务")


@pytest.fixture
def guest(organizer):
    return make_user(organizer.office, name="程立新", password=PASSWORD)


@pytest.fixture
def desk(organizer):
    return client_for(organizer)


@pytest.fixture
def event(organizer, guest):
    return make_event(organizer, guests=[guest])


def at(event, page=""):
    return f"/events/{event.record.uuid}/{page}"


class TestPlanning:
    def typed(self, organizer, **changes):
        return {
            "subtype": "讲堂",
            "title": "条例解读",
            "unit": organizer.memberships.get().unit.uuid,
            "place": "礼堂",
            "day": "2026-10-16",
            "begins": "15:00",
            "ends": "17:00",
            "chair": organizer.username,
            "tolerance": "5",
            "weeks": "0",
            **changes,
        }

    def test_a_year_of_fridays_is_planned_at_once(self, desk, organizer, guest):
        typed = self.typed(organizer, people="程立新", weeks="2", until="2026-11-30")

        response = desk.post("/events/new/", typed, follow=True)

        days = [event.record.occurred_on.isoformat() for event in Event.objects.select_related("record")]
        assert days == ["2026-10-16", "2026-10-30", "2026-11-13", "2026-11-27"]
        assert "已安排 4 次活动，名单上有 1 人。" in response.content.decode()

    @pytest.mark.parametrize(
        ("changes", "field", "message"),
        [
            ({"ends": "14:00"}, "ends", "结束要晚于开始。"),
            ({"people": "没这人"}, "people", "没有工号或姓名是“没这人”的在职人员"),
            ({"weeks": "1"}, "until", "重复的活动请填最后一天。"),
            ({"speakers": "程立新"}, "speakers", "有几个人叫“程立新”"),
        ],
    )
    def test_fault_is_named_at_its_field(self, desk, organizer, guest, changes, field, message):
        make_user(organizer.office, name="程立新")

        response = desk.post("/events/new/", self.typed(organizer, **changes))

        errors = {name: told for form in response.context["forms"] for name, told in form.errors.items()}
        assert (response.status_code, list(errors)) == (422, [field])
        assert message in errors[field][0]
        assert not Event.objects.exists()

    def test_form_comes_back_as_it_was_saved(self, desk, event):
        (form,) = desk.get(at(event, "edit/")).context["forms"]

        desk.post(at(event, "edit/"), {**form.initial, "place": "二楼"})

        event.refresh_from_db()
        assert (event.place, event.begins_at) == ("二楼", TWO)


class TestCode:
    def test_opens_for_its_step_and_the_next(self, event):
        code = code_at(event.record.uuid, TWO)

        assert [opens(event.record.uuid, code, TWO + timedelta(seconds=late)) for late in (0, 20, 40)] == [
            True,
            True,
            False,
        ]
        assert not opens(make_event(event.record.subject).record.uuid, code, TWO)

    def test_wall_shows_a_fresh_one_and_how_many_are_in(self, desk, event, clock):
        clock.move_to(TWO, tick=False)

        first = desk.get(at(event, "wall/"))
        clock.move_to(TWO + timedelta(seconds=20), tick=False)
        second = desk.get(at(event, "wall/"))

        drawn = [re.search(r"<svg.*?</svg>", each.content.decode(), re.DOTALL)[0] for each in (first, second)]
        assert drawn[0] != drawn[1]
        assert (first.context["expected"], first["Cache-Control"]) == (1, "no-store")

    def test_who_must_sign_in_first_keeps_the_moment_of_scanning(self, event, guest, clock):
        clock.move_to(TWO + timedelta(minutes=5), tick=False)
        phone = Client()
        landed = phone.get(at(event, f"enter/?code={code_at(event.record.uuid, TWO + timedelta(minutes=5))}"))
        clock.move_to(TWO + timedelta(minutes=7), tick=False)
        phone.post("/sign-in/", {"username": guest.username, "password": PASSWORD})

        response = phone.post(at(event, "sign-in/"), follow=True)

        row = event.attendances.get(user=guest)
        assert landed.url == at(event, "sign-in/")
        assert (row.state, row.arrived_at) == (Attended.PRESENT, TWO + timedelta(minutes=5))
        assert "已签到：出席。" in response.content.decode()

    def test_a_stale_code_and_none_at_all_sign_nobody_in(self, event, guest, clock):
        clock.move_to(TWO, tick=False)
        phone = client_for(guest)

        stale = phone.get(at(event, f"enter/?code={code_at(event.record.uuid, TWO - timedelta(minutes=1))}"))
        phone.post(at(event, "sign-in/"))

        assert stale.status_code == 400
        assert event.attendances.get(user=guest).arrived_at is None

    def test_scanning_is_good_for_five_minutes(self, event, guest, clock):
        clock.move_to(TWO, tick=False)
        phone = client_for(guest)
        phone.get(at(event, f"enter/?code={code_at(event.record.uuid, TWO)}"))
        clock.move_to(TWO + timedelta(minutes=6), tick=False)

        phone.post(at(event, "sign-in/"))

        assert event.attendances.get(user=guest).arrived_at is None


class TestDay:
    def test_of_a_cadre_from_leave_to_the_own_list(self, desk, event, guest):
        phone = client_for(guest)
        phone.post(at(event, "leave/"), {"reason": "下乡"})
        row = event.attendances.get(user=guest)
        assert "下乡" in desk.get("/events/").content.decode()

        desk.post(f"/events/leave/{row.uuid}/", {"granted": "yes"})

        assert "考务 已准假" in phone.get(at(event)).content.decode()
        assert "请假" in phone.get("/events/").content.decode()

    def test_of_an_organizer_who_enters_by_hand_and_closes(self, desk, event, guest, clock):
        clock.move_to(FOUR, tick=False)
        row = event.attendances.get(user=guest)
        typed = {f"state-{row.pk}": "late", f"minutes-{row.pk}": "80", f"reason-{row.pk}": "会议冲突"}

        desk.post(at(event, "attendance/"), typed)
        shown = desk.post(at(event, "close/"), {"rest": "absent"}, follow=True).content.decode()

        row.refresh_from_db()
        event.record.refresh_from_db()
        assert (row.state, row.minutes, event.record.state) == (Attended.LATE, 80, RecordState.APPROVED)
        assert "出席情况已定" in shown
        assert client_for(guest).get(f"/records/{event.record.uuid}/").status_code == 200

    def test_state_entered_without_minutes_takes_them_from_the_hours(self, desk, event, guest):
        row = event.attendances.get(user=guest)

        desk.post(at(event, "attendance/"), {f"state-{row.pk}": "present", f"minutes-{row.pk}": ""})

        row.refresh_from_db()
        assert (row.minutes, row.is_counted) == (120, True)

    @pytest.mark.parametrize("item_count", [1, 3])
    def test_list_takes_as_many_queries_however_many_events(
        self, organizer, guest, item_count, django_assert_num_queries
    ):
        for _ in range(item_count):
            make_event(organizer, guests=[guest])
        phone = client_for(guest)

        with django_assert_num_queries(7):
            phone.get("/events/")


def test_sign_in_sheet_names_everybody_and_leaves_room(desk, event):
    pdf = pypdfium2.PdfDocument(io.BytesIO(desk.get(at(event, "sheet/")).content))

    words = pdf[0].get_textpage().get_text_range()

    assert "学习新修订的条例签到表" in words
    assert "程立新" in words
    assert "应到 1 人" in words


def test_who_is_not_on_the_list_does_not_find_it(event, organizer):
    stranger = client_for(make_user(organizer.office))

    assert stranger.get(at(event)).status_code == 404
