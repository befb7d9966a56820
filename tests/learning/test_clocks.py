"""The clock of a time of study: the server measures, and what came of the time is what counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import Membership
from learning.attendance import Attended
from learning.enums import RecordState
from learning.models import Attendance, Note, Record, StudyClock
from learning.selectors.clocks import fruits_of, minutes_today
from learning.selectors.reminders import waiting_for
from learning.services import RecordIncompleteError, record_submit
from learning.services.clocks import study_drop, study_start, study_stop
from learning.services.materials import checkpoint_pass, checkpoint_set, material_read
from tests.clients import client_for
from tests.factories.accounts import make_unit, make_user
from tests.factories.events import make_event
from tests.factories.learning import make_note
from tests.factories.materials import make_material
from tests.factories.taking import NOON
from tests.pages import Browser

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=35, seconds=50)
FORGOTTEN = NOON + timedelta(hours=11)


@pytest.fixture
def keeper():
    return make_user(None, Role.ORGANIZER, name="考务")


@pytest.fixture
def reader(keeper):
    return make_user(unit=make_unit(keeper.office, "干部科"), name="程立新")


@pytest.fixture
def running(reader):
    return study_start(by=reader, now=NOON)


def write_note(reader, at):
    note = make_note(reader, title="读《乡土中国》")
    Note.objects.filter(record=note).update(saved_at=at)
    return note


class TestClock:
    @pytest.mark.usefixtures("running")
    def test_stops_into_a_draft_of_full_minutes(self, reader):
        record = study_stop(by=reader, now=LATER)

        assert (record.state, record.minutes, record.occurred_on.isoformat()) == (
            RecordState.DRAFT,
            35,
            str(NOON.date()),
        )
        assert (record.clock.minutes, record.session.field) == (35, "组工业务")

    @pytest.mark.usefixtures("running")
    def test_alone_earns_nothing(self, reader):
        record = study_stop(by=reader, now=LATER)

        with pytest.raises(RecordIncompleteError, match="写一句学了什么"):
            record_submit(record=record, now=LATER)
        assert minutes_today(reader, LATER) == 0

    def test_runs_once_however_often_it_is_started(self, reader, running):
        assert study_start(by=reader, now=LATER) == running
        with pytest.raises(IntegrityError), transaction.atomic():
            StudyClock.objects.create(user=reader, started_at=LATER)

    @pytest.mark.usefixtures("running")
    def test_of_less_than_a_minute_leaves_nothing(self, reader):
        assert study_stop(by=reader, now=NOON + timedelta(seconds=59)) is None

        assert not StudyClock.objects.exists()
        assert not Record.objects.exists()

    @pytest.mark.usefixtures("running")
    def test_thrown_away_leaves_nothing(self, reader):
        assert study_drop(by=reader)
        assert not study_drop(by=reader)
        assert study_stop(by=reader, now=LATER) is None

    @pytest.mark.usefixtures("running")
    def test_next_one_is_of_the_same_sort(self, reader):
        first = study_stop(by=reader, now=LATER)
        first.session.field = "理论政策"
        first.session.save()
        study_start(by=reader, now=LATER)

        assert study_stop(by=reader, now=LATER + timedelta(hours=1)).attributes == {
            "mode": "alone",
            "field": "理论政策",
        }

    @pytest.mark.usefixtures("running")
    def test_of_somebody_in_no_unit_goes_on(self, reader):
        Membership.objects.filter(user=reader).delete()

        with pytest.raises(RecordIncompleteError, match="不属于任何单位"):
            study_stop(by=reader, now=LATER)
        assert StudyClock.objects.get().stopped_at is None


@pytest.mark.usefixtures("running")
class TestForgottenClock:
    def test_asks_how_long(self, reader):
        with pytest.raises(RecordIncompleteError, match="实际学了多少分钟"):
            study_stop(by=reader, now=FORGOTTEN)

        assert StudyClock.objects.get().stopped_at is None

    def test_takes_what_its_owner_says(self, reader):
        record = study_stop(by=reader, now=FORGOTTEN, minutes=50)

        assert (record.minutes, record.clock.minutes) == (50, 660)

    def test_measured_no_less_than_they_say(self, reader):
        with pytest.raises(RecordIncompleteError, match="只走了 35 分钟"):
            study_stop(by=reader, now=LATER, minutes=36)


@pytest.mark.usefixtures("running")
class TestWhatCameOfIt:
    def test_is_written_into_the_draft_and_enough_to_hand_it_in(self, reader):
        write_note(reader, NOON + timedelta(minutes=20))
        record = study_stop(by=reader, now=LATER)

        assert record.session.gist.startswith("读《乡土中国》（读书笔记 · ")
        assert record_submit(record=record, now=LATER).state == RecordState.SUBMITTED
        assert minutes_today(reader, LATER) == 35

    def test_counts_the_minutes_of_a_material_once(self, keeper, reader):
        material_read(
            material=make_material(keeper, title="支部工作条例讲解", minutes=20),
            answer="支部要抓在日常、严在经常，先把三会一课开好。",
            by=reader,
            now=NOON + timedelta(minutes=10),
        )

        record = study_stop(by=reader, now=LATER)

        assert record.minutes == 15
        assert "支部工作条例讲解" in record.session.gist

    def test_has_the_questions_answered_within_a_material(self, keeper, reader):
        material = make_material(keeper, data="第一段。\n第二段。".encode())
        checkpoint = checkpoint_set(material=material, after=1, question="讲几件事？", answer="三件")
        checkpoint_pass(checkpoint=checkpoint, answer="三件", by=reader, now=NOON + timedelta(minutes=5))

        [fruit] = fruits_of(reader, NOON, LATER)
        assert (fruit.title, fruit.note) == (material.title, "检查题：讲几件事？")

    def test_shows_a_reviewer_no_note_that_was_not_handed_in(self, keeper, reader):
        write_note(reader, NOON + timedelta(minutes=1))
        record = study_stop(by=reader, now=LATER)
        record.session.gist = "读了一章。"
        record.session.save()
        record_submit(record=record, now=LATER)
        reviewer = make_user(keeper.office, Role.REVIEWER)

        assert "读《乡土中国》" in client_for(reader).get(record.get_absolute_url()).content.decode()
        assert "读《乡土中国》" not in client_for(reviewer).get(record.get_absolute_url()).content.decode()

    def test_is_of_that_time_and_person(self, keeper, reader):
        write_note(reader, NOON - timedelta(minutes=1))
        write_note(make_user(keeper.office), NOON + timedelta(minutes=1))

        assert fruits_of(reader, NOON, LATER) == []

    def test_has_who_signed_in(self, keeper, reader):
        event = make_event(keeper)
        Attendance.objects.create(event=event, user=reader, state=Attended.PRESENT, arrived_at=NOON)

        [fruit] = fruits_of(reader, NOON, LATER)
        assert (fruit.title, fruit.note) == (event.record.title, "签到参加")


class TestPages:
    def test_start_look_stop_and_hand_in(self, reader, time_machine):
        time_machine.move_to(NOON)
        browser = Browser(reader)
        running = browser.send(browser.open("/records/new/session/"), "/start/")
        assert "正在学习" in running.text
        assert "做点什么，这段时间才算数" in running.text
        write_note(reader, NOON + timedelta(minutes=20))
        time_machine.move_to(LATER)
        running = browser.open("/records/study/")
        assert ">35</output>" in running.text
        assert "读《乡土中国》" in running.text

        draft = browser.send(running, "/stop/")
        assert "停在 35 分钟" in draft.text
        record = browser.send(draft, action="submit", gist="读了两章，记了笔记。", minutes=40)

        assert "计时器走了 35 分钟" in record.text
        assert "填的是 40 分钟，比计时多" in record.text
        assert "读《乡土中国》" in record.text

    def test_forgotten_clock_shows_what_was_typed_again(self, reader, running, time_machine):
        time_machine.move_to(FORGOTTEN)
        client = client_for(reader)

        for typed, complaint in {"": "请填实际学了多少分钟", "900": "600"}.items():
            answer = client.post("/records/study/stop/", {"minutes": typed})
            assert answer.status_code == 422
            assert complaint in answer.content.decode()
        running.refresh_from_db()
        assert running.stopped_at is None

    @pytest.mark.usefixtures("running")
    def test_home_leads_to_a_clock_that_runs(self, keeper, reader):
        [waiting] = waiting_for(keeper.office, [reader.pk], LATER)[reader.pk]

        assert (waiting.title, waiting.url) == ("学习计时还在走", "/records/study/")

    @pytest.mark.usefixtures("running")
    def test_nothing_runs_after_it_is_thrown_away(self, reader):
        answer = client_for(reader).post("/records/study/drop/", follow=True).content.decode()

        assert "什么也没有记" in answer
        assert "开始学习" in answer

    def test_short_one_says_that_nothing_is_kept(self, reader):
        client = client_for(reader)
        client.post("/records/study/start/")

        assert "没有记下" in client.post("/records/study/stop/", follow=True).content.decode()
