"""Reminders that leave the site: what is made ready, what is sent, what becomes of it when something breaks."""

from __future__ import annotations

import logging
from datetime import date, time, timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Role
from exam_site.clockwork import errands
from learning.enums import RecordState, ReminderState, Rhythm
from learning.models import OfficeReminders, OwnReminders, Reminder, ReviewTerm, Robot
from learning.selectors.reminders import unit_notice_lines
from learning.services import scheme_load
from learning.services.reminders import (
    RemindersRefusedError,
    own_reminders_set,
    reminders_prepare,
    reminders_send,
    robot_remove,
)
from tests.clients import client_for
from tests.factories.accounts import LONG_AGO, make_office, make_unit, make_user
from tests.factories.learning import make_note, make_piece, make_talk, make_task
from tests.factories.reminders import make_robot, set_office, set_own
from tests.factories.taking import NOON
from tests.learning.servers import mail_server, robot_server
from tests.workers import make_workers

pytestmark = pytest.mark.django_db

SCHEME = """
scheme: {key: small, name: 小方案, place: 某地, document: 某文件, effective_from: 2026-01-01}
requirements:
  - {key: week, name: 每周一次学习, kind: session, period: week, value: 1, source: 自学}
  - {key: note, name: 每月一篇笔记, kind: note, period: month, value: 1, source: 读书}
  - {key: day, name: 每天学习, kind: session, period: day, measure: minutes, value: 60, source: 自学}
  - {key: soft, name: 多写信息, kind: piece, period: week, value: 1, level: soft, source: 写作}
"""


@pytest.fixture(autouse=True)
def quiet_settings(settings):
    settings.EMAIL_HOST = "mail.example"
    settings.PUBLIC_ORIGIN = "https://jijikao.example"


@pytest.fixture
def cadre():
    cadre = make_user(name="程立新")
    make_task(cadre, title="修订联系点制度", due=date(2026, 10, 14))
    return cadre


@pytest.fixture
def office(cadre):
    set_office(cadre.office)
    return cadre.office


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER)


def send(now=NOON):
    return reminders_send(clock=lambda: now, is_stopping=lambda: False)


class TestWhatIsMadeReady:
    def test_a_digest_for_who_wants_one_and_has_something_due(self, cadre, office):
        set_own(cadre)
        set_own(make_user(office), rhythm=Rhythm.OFF, email="")
        set_own(make_user(office))
        make_task(make_user(office), due=date(2026, 10, 14))

        assert reminders_prepare(now=NOON) == 1
        reminder = Reminder.objects.get()
        assert (reminder.person, reminder.on, reminder.state) == (cadre, date(2026, 10, 12), ReminderState.WAITING)
        assert [line["title"] for line in reminder.lines] == ["修订联系点制度"]

    def test_a_reviewer_is_told_what_waits_and_what_is_overdue(self, cadre, office):
        reviewer = make_user(office, Role.REVIEWER, name="科长")
        set_own(reviewer)
        make_note(cadre, RecordState.SUBMITTED)
        ReviewTerm.objects.create(office=office, role="unit", days=2)
        make_piece(cadre, RecordState.SUBMITTED, reviewer=reviewer, now=NOON - timedelta(days=7))

        assert reminders_prepare(now=NOON) == 1
        told = [(line["title"], line["note"], line["url"]) for line in Reminder.objects.get().lines]
        assert told == [
            ("1 份记录等你审核", "等得最久的排在最前", "/reviews/"),
            ("1 篇稿件等你审", "其中 1 篇已经过期", "/pieces/waiting/"),
        ]

    def test_once_a_day_however_often_the_worker_asks(self, cadre, office):
        set_own(cadre)

        assert [reminders_prepare(now=NOON + timedelta(minutes=each)) for each in range(3)] == [1, 0, 0]
        assert reminders_prepare(now=NOON + timedelta(days=1)) == 1

    def test_once_a_week_where_that_is_wanted(self, cadre, office):
        set_own(cadre, rhythm=Rhythm.WEEKLY)

        assert [reminders_prepare(now=NOON + timedelta(days=each)) for each in range(8)] == [1, 0, 0, 0, 0, 0, 0, 1]

    def test_not_before_its_hour_not_on_days_off(self, cadre, office):
        set_own(cadre)

        assert reminders_prepare(now=NOON - timedelta(hours=5)) == 0
        assert reminders_prepare(now=NOON - timedelta(days=1)) == 0

    def test_not_where_the_office_has_not_switched_it_on_or_no_server_takes_mail(self, cadre, office, settings):
        set_own(cadre)
        set_office(office, is_on=False)
        assert reminders_prepare(now=NOON) == 0

        set_office(office)
        settings.EMAIL_HOST = ""
        assert reminders_prepare(now=NOON) == 0

        settings.EMAIL_HOST = "mail.example"
        assert reminders_prepare(now=NOON) == 1

    def test_waits_for_the_end_of_quiet_hours_of_the_person_and_the_office(self, cadre, office):
        set_office(office, quiet_from=time(11), quiet_until=time(13))
        set_own(cadre, quiet_from=time(13), quiet_until=time(14, 30))

        reminders_prepare(now=NOON)

        assert timezone.localtime(Reminder.objects.get().send_from).time() == time(14, 30)
        assert send() == 0
        assert send(NOON + timedelta(hours=2, minutes=30)) == 1

    def test_what_is_confidential_is_a_number_alone(self, cadre, office):
        colleague = make_user(office)
        set_own(colleague)
        make_talk(cadre, RecordState.SUBMITTED, counterpart=colleague)

        reminders_prepare(now=NOON)
        send()

        assert "1 份记录等你确认" in mail.outbox[0].body
        for part in (mail.outbox[0].body, mail.outbox[0].alternatives[0][0]):
            assert "谈" not in part
            assert "住院" not in part

    def test_the_office_says_how_long_before(self, cadre, office):
        set_office(office, lead=1)
        set_own(cadre)

        assert reminders_prepare(now=NOON) == 0


class TestSending:
    def test_reaches_a_real_mail_server_as_text_and_html(self, cadre, office, settings):
        set_own(cadre)
        reminders_prepare(now=NOON)

        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.DEFAULT_FROM_EMAIL = "jijikao@mail.example"
        with mail_server() as server:
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            assert (send(), send()) == (1, 0)

        [message] = server.taken
        text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
        task = cadre.records.get()
        reminder = Reminder.objects.get()
        assert message["To"] == f"{cadre.username.lower()}@mail.example"
        assert message["Subject"].strip() == "【季季考】1 件事快到时间（2026年10月12日）"
        assert message["Message-ID"] == f"<{reminder.uuid}@jijikao>"
        for part in (text, html):
            assert "程立新同志" in part
            assert "修订联系点制度" in part
            assert f"https://jijikao.example{task.get_absolute_url()}" in part
            assert "https://jijikao.example/me/reminders/" in part
        assert reminder.state == ReminderState.SENT

    def test_what_is_refused_is_tried_again_and_given_up(self, cadre, office, settings):
        set_own(cadre)
        reminders_prepare(now=NOON)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        tries = [timedelta(0), timedelta(minutes=5), timedelta(minutes=35), timedelta(minutes=155)]

        with mail_server() as server:
            server.refuses = True
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            states = []
            for after in tries:
                assert send(NOON + after - timedelta(seconds=1)) == 0
                assert send(NOON + after) == 0
                states.append(Reminder.objects.get().state)
            assert send(NOON + timedelta(hours=9)) == 0

        reminder = Reminder.objects.get()
        assert states == ["waiting", "waiting", "waiting", "failed"]
        assert (reminder.tries, server.taken) == (4, [])
        assert "no such user" in reminder.error

    def test_a_server_that_is_away_loses_nothing_and_ends_the_round(self, cadre, office, settings):
        other = make_user(office)
        make_task(other, due=date(2026, 10, 13))
        for person in (cadre, other):
            set_own(person)
        reminders_prepare(now=NOON)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

        assert send() == 0
        assert sorted(Reminder.objects.values_list("tries", flat=True)) == [0, 1]

        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert send(NOON + timedelta(minutes=6)) == 2

    def test_what_a_worker_died_over_is_taken_up_again_but_not_without_end(self, cadre, office):
        set_own(cadre)
        reminders_prepare(now=NOON)
        dying = {"state": ReminderState.SENDING, "tried_at": NOON}
        Reminder.objects.update(tries=1, **dying)

        assert send(NOON + timedelta(minutes=9)) == 0
        assert send(NOON + timedelta(minutes=10)) == 1

        Reminder.objects.update(tries=4, **dying)
        assert send(NOON + timedelta(minutes=10)) == 0
        reminder = Reminder.objects.get()
        assert (reminder.state, reminder.error) == (ReminderState.FAILED, "发送时中断，不知道发出去没有。")

    @pytest.mark.parametrize("state", [ReminderState.WAITING, ReminderState.SENDING])
    def test_what_is_of_the_day_before_yesterday_is_let_go_of(self, cadre, office, state):
        set_own(cadre)
        reminders_prepare(now=NOON)
        Reminder.objects.update(state=state, tried_at=NOON)

        assert send(NOON + timedelta(days=2)) == 0
        assert Reminder.objects.get().state == ReminderState.DROPPED

    @pytest.mark.parametrize("who", ["office", "person"])
    def test_switched_off_nothing_of_what_was_ready_goes_out(self, cadre, office, who):
        set_own(cadre)
        reminders_prepare(now=NOON)

        if who == "office":
            set_office(office, is_on=False)
        else:
            set_own(cadre, rhythm=Rhythm.OFF)

        assert send() == 0
        assert Reminder.objects.get().state == ReminderState.DROPPED

    def test_nothing_goes_out_to_who_left_meanwhile(self, cadre, office):
        set_own(cadre)
        reminders_prepare(now=NOON)
        cadre.is_active = False
        cadre.save(update_fields=["is_active"])

        assert send() == 0

    def test_the_worker_does_it_all(self, cadre, office, time_machine):
        time_machine.move_to(NOON, tick=False)
        set_own(cadre)

        errands(is_stopping=lambda: False)
        errands(is_stopping=lambda: False)

        assert len(mail.outbox) == 1

    def test_a_stopping_worker_sends_no_more(self, cadre, office):
        set_own(cadre)
        reminders_prepare(now=NOON)

        assert reminders_send(clock=lambda: NOON, is_stopping=lambda: True) == 0


class TestGroups:
    @pytest.fixture
    def group(self, office, organizer, settings):
        scheme_load(office=office, text=SCHEME, by=None, now=NOON)
        with robot_server() as server:
            settings.ROBOT_ORIGINS = [server.origin]
            make_robot(organizer, url=f"{server.origin}/send?key=abc", name="全机关工作群")
            yield server

    def told(self, server):
        return [body["text"]["content"] for _path, body in server.asked]

    def test_a_group_is_told_how_many_and_nobody_by_name(self, cadre, organizer, group):
        assert reminders_prepare(now=NOON) == 1
        assert send() == 1

        unit = organizer.office.units.get(parent=None).name
        assert self.told(group) == [
            "\n".join(
                [
                    f"【提醒】{unit}，10月12日",
                    "近期要完成的：",
                    "1. 每周一次学习，10月18日前，还有 2 人没有完成",
                    "查看和填报：https://jijikao.example",
                ]
            )
        ]

    def test_names_stand_in_the_order_of_staff_numbers_where_the_office_chose_them(self, cadre, office, group):
        set_office(office, names_people=True)

        reminders_prepare(now=NOON)
        send()

        people = office.users.order_by("username").values_list("name", flat=True)
        assert f"没有完成：{'、'.join(people)}" in self.told(group)[0]

    def test_what_was_handed_in_is_no_longer_counted(self, cadre, office, organizer):
        scheme_load(office=office, text=SCHEME, by=None, now=NOON)
        unit = office.units.get(parent=None)
        owed = partial(unit_notice_lines, unit, date(2026, 10, 12), date(2026, 10, 31), names_people=False)

        assert [(line.name, line.count) for line in owed()] == [("每周一次学习", 2), ("每月一篇笔记", 2)]
        make_note(cadre, RecordState.SUBMITTED)
        assert [(line.name, line.count) for line in owed()] == [("每周一次学习", 2), ("每月一篇笔记", 1)]

    def test_whom_two_schemes_ask_for_the_same_counts_once(self, office, group):
        scheme_load(office=office, text=SCHEME.replace("key: small", "key: other"), by=None, now=NOON)

        reminders_prepare(now=NOON)
        send()

        assert "每周一次学习，10月18日前，还有 2 人没有完成" in self.told(group)[0]
        assert "3." not in self.told(group)[0]

    def test_a_group_hears_of_its_unit_alone_and_nothing_when_all_is_done(self, office, organizer, group, settings):
        other = make_unit(office, name="空科室")
        Robot.objects.update(unit=other)

        assert reminders_prepare(now=NOON) == 0

    def test_once_a_week_on_its_day_from_its_hour_on(self, group):
        moments = [NOON - timedelta(hours=4), NOON, *(NOON + timedelta(days=each) for each in range(1, 7))]

        assert [reminders_prepare(now=moment) for moment in moments] == [0, 1, 0, 0, 0, 0, 0, 0]

    def test_what_the_robot_refuses_is_kept_with_its_words(self, group):
        group.body = b'{"errcode": 45009, "errmsg": "api freq out of limit"}'
        reminders_prepare(now=NOON)

        assert send() == 0
        reminder = Reminder.objects.get()
        assert reminder.error == "机器人没有收下：api freq out of limit（45009）"
        assert reminder.state == ReminderState.WAITING

    def test_a_robot_taken_away_is_forgotten_and_silent(self, group, organizer):
        reminders_prepare(now=NOON)
        robot = Robot.objects.get()

        robot_remove(robot=robot, by=organizer, now=NOON)

        robot.refresh_from_db()
        assert (robot.url, robot.secret, robot.removed_by) == ("", "", organizer)
        assert send() == 0
        assert group.asked == []


class TestPages:
    def test_a_person_sets_and_unsets_their_own(self, cadre):
        client = client_for(cadre)
        form = {"rhythm": "weekly", "email": "lixin@mail.example", "quiet_from": "22:00", "quiet_until": "07:00"}

        assert "没有打开提醒" in client.get("/me/reminders/").content.decode()
        assert client.post("/me/reminders/", form).status_code == 302
        kept = OwnReminders.objects.get(person=cadre)
        assert (kept.rhythm, kept.email, kept.quiet_from) == ("weekly", "lixin@mail.example", time(22))
        assert "lixin@mail.example" in client.get("/me/reminders/").content.decode()

        client.post("/me/reminders/", {"rhythm": "off"})
        kept.refresh_from_db()
        assert (kept.rhythm, kept.quiet) == ("off", [])

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"email": ""}, "要收邮件提醒，请填电子邮箱。"),
            ({"quiet_until": ""}, "要么都填，要么都不填"),
            ({"email": "不是邮箱"}, "电子邮箱写得不对"),
        ],
    )
    def test_what_does_not_go_together_is_told(self, cadre, change, sentence):
        form = {"rhythm": "daily", "email": "a@b.example", "quiet_from": "22:00", "quiet_until": "07:00", **change}

        response = client_for(cadre).post("/me/reminders/", form)

        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not OwnReminders.objects.exists()

    def test_says_that_no_server_takes_mail(self, cadre, organizer, settings):
        settings.EMAIL_HOST = ""

        assert "发不出去" in client_for(cadre).get("/me/reminders/").content.decode()
        assert "EMAIL_HOST" in client_for(organizer).get("/reminders/").content.decode()

    def test_an_organizer_sets_the_offices(self, organizer, office):
        form = {
            "is_on": "on",
            "lead": "10",
            "digest_at": "07:30",
            "notice_weekday": "2",
            "notice_at": "15:00",
            "quiet_from": "20:00",
            "quiet_until": "06:30",
            "names_people": "on",
        }
        client = client_for(organizer)

        assert client.post("/reminders/", form).status_code == 302
        kept = OfficeReminders.objects.get(office=office)
        assert (kept.lead, kept.notice_weekday, kept.digest_at, kept.names_people) == (10, 2, time(7, 30), True)
        assert client.post("/reminders/", {**form, "lead": "99"}).status_code == 422

    def test_a_robots_address_is_never_shown_again_nor_logged(self, organizer, caplog, settings):
        client = client_for(organizer)
        root = organizer.office.units.get(parent=None)
        with robot_server() as server, caplog.at_level(logging.DEBUG):
            settings.ROBOT_ORIGINS = [server.origin]
            form = {
                "name": "工作群",
                "unit": root.uuid,
                "maker": "dingtalk",
                "form": "markdown",
                "url": f"{server.origin}/send?key=veiled-key-9f3c",
                "secret": "SECveiled",
            }
            assert client.post("/reminders/robots/", form).status_code == 302
            robot = Robot.objects.get()
            shown = client.get("/reminders/").content.decode()
            tried = client.post(f"/reminders/robots/{robot.uuid}/test/", follow=True).content.decode()
            server.body = b'{"errcode": 310000, "errmsg": "sign not match"}'
            refused = client.post(f"/reminders/robots/{robot.uuid}/test/", follow=True).content.decode()

        assert "机器人回答：ok（0）" in tried
        assert "sign not match（310000）" in refused
        assert "季季考的测试消息" in server.asked[0][1]["markdown"]["text"]
        assert "9f3c" in shown
        for text in (shown, tried, refused, caplog.text, str(robot)):
            assert "veiled" not in text

    def test_an_address_elsewhere_is_refused_and_not_repeated_by_the_list(self, organizer):
        root = organizer.office.units.get(parent=None)
        form = {"name": "工作群", "unit": root.uuid, "maker": "wecom", "form": "text", "url": "http://127.0.0.1:9/"}

        response = client_for(organizer).post("/reminders/robots/", form)

        assert response.status_code == 422
        assert "照机器人页面上的原样整个粘贴" in response.content.decode()
        assert not Robot.objects.exists()

    def test_a_reviewer_copies_the_text_for_units_they_look_after(self, cadre, office):
        scheme_load(office=office, text=SCHEME, by=None, now=NOON)
        unit, other = make_unit(office, name="干部一科"), make_unit(office, name="干部二科")
        reviewer = make_user(office, unit=unit, name="许审")
        reviewer.role_assignments.create(role=Role.REVIEWER, unit=unit, from_date=LONG_AGO)
        client = client_for(reviewer)

        shown = client.get("/reminders/notice/", {"within": "year"}).content.decode()
        assert "【提醒】干部一科" in shown
        assert "许审、" not in shown
        assert client.get("/reminders/notice/", {"unit": other.uuid}).status_code == 404
        assert client_for(cadre).get("/reminders/notice/").status_code == 403

    def test_what_failed_lately_is_shown_to_the_organizer(self, cadre, organizer, office):
        Reminder.objects.create(
            office=office,
            person=cadre,
            on=timezone.localdate(),
            send_from=timezone.now(),
            tries=4,
            tried_at=timezone.now(),
            state=ReminderState.FAILED,
            error="550 no such user",
        )

        shown = client_for(organizer).get("/reminders/").content.decode()
        assert "550 no such user" in shown
        assert "550" not in client_for(make_user(make_office(), Role.ORGANIZER)).get("/reminders/").content.decode()

    def test_ones_own_page_leads_there(self, cadre):
        assert 'href="/me/reminders/"' in client_for(cadre).get("/me/").content.decode()


def test_a_message_is_for_a_person_or_a_group_and_one_a_day(cadre, office):
    told = {"office": office, "on": date(2026, 10, 12), "send_from": NOON}
    for wrong in ({}, {"person": cadre}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.bulk_create(Reminder(**told, **wrong) for _each in range(2))


def test_mail_is_not_wanted_without_an_address(cadre):
    for told in ({"rhythm": Rhythm.DAILY, "email": ""}, {"rhythm": Rhythm.OFF, "email": "", "quiet_from": time(1)}):
        with pytest.raises(RemindersRefusedError):
            own_reminders_set(person=cadre, **{"quiet_from": None, "quiet_until": None, **told})


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_everybody_once(office, tmp_path):
    people = [make_user(office) for _each in range(5)]
    for person in people:
        make_task(person, due=date(2026, 10, 14))
        set_own(person)
    workers = make_workers(tmp_path)

    made = workers.run(*[partial(reminders_prepare, now=NOON)] * 2)
    sent = workers.run(send, send)

    assert sorted(made) == [0, len(people)]
    assert sum(sent) == len(people)
    assert sorted(message.to for message in mail.outbox) == sorted([wish.email] for wish in OwnReminders.objects.all())
