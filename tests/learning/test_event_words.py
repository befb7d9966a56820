"""What is said at events, their files, and whose turn it is to speak."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.enums import Role
from accounts.models import User
from learning.attendance import Part, Said
from learning.models import Event, EventWord
from learning.rotas import drawn
from learning.selectors.events import says, words_of
from learning.services.rotas import RotaRefusedError, turns_swap
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.events import make_event, make_question_said, make_rota
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer():
    return make_user(make_office(), Role.ORGANIZER, name="考务")


@pytest.fixture
def guest(organizer):
    return make_user(organizer.office, name="程立新")


@pytest.fixture
def event(organizer, guest):
    return make_event(organizer, guests=[guest])


def test_each_says_what_is_theirs_to_say(organizer, guest, event):
    speaker, leader = make_user(organizer.office), make_user(organizer.office, Role.DIRECTOR)
    newcomer = make_user(organizer.office)
    User.objects.filter(pk=newcomer.pk).update(is_newcomer=True)
    newcomer.refresh_from_db()
    lecture = make_event(organizer, guests=[guest, newcomer], speakers=[speaker])

    allowed = {who: set(says(who, lecture)) for who in (guest, newcomer, speaker, leader, organizer)}

    of_guests = {Said.PEER, Said.SPEECH, Said.QUESTION}
    assert allowed[guest] == of_guests
    assert allowed[newcomer] == {*of_guests, Said.NEWCOMER}
    assert allowed[speaker] == {*of_guests, Said.ANSWER}
    assert allowed[leader] == {Said.LEADER, Said.SPEECH, Said.QUESTION, Said.ANSWER, Said.MINUTES}
    assert allowed[organizer] == {Said.SPEECH, Said.QUESTION, Said.ANSWER, Said.MINUTES}


def test_question_and_answer_stand_together(organizer, guest, event):
    asked = make_question_said(event, guest)

    client_for(organizer).post(f"/events/answers/{asked.uuid}/", {"text": "按第三条。"})
    client_for(guest).post(f"/events/answers/{asked.uuid}/", {"text": "我来答。"})

    ((label, (question,)),) = words_of(event)
    assert (label, question, [each.text for each in question.answered.all()]) == ("提问", asked, ["按第三条。"])
    assert "按第三条。" in client_for(guest).get(f"/events/{event.record.uuid}/").content.decode()


def test_word_that_is_not_ones_own_is_refused(guest, event):
    response = client_for(guest).post(f"/events/{event.record.uuid}/words/", {"kind": "leader", "text": "好。"})

    assert (response.status_code, EventWord.objects.count()) == (422, 0)


def test_file_comes_back_to_be_saved_and_a_program_is_not_taken(organizer, guest, event, tmp_path):
    desk, page = client_for(organizer), f"/events/{event.record.uuid}/"
    for name in ("课件.pdf", "程序.exe"):
        (tmp_path / name).write_bytes(b"<script>")
        with (tmp_path / name).open("rb") as file:
            desk.post(f"{page}files/", {"file": file})

    (kept,) = event.files.all()
    answer = client_for(guest).get(f"/events/files/{kept.uuid}/")

    assert (kept.name, b"".join(answer)) == ("课件.pdf", b"<script>")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert client_for(make_user(organizer.office)).get(f"/events/files/{kept.uuid}/").status_code == 404


def test_award_is_entered_with_the_attendance(organizer, guest):
    contest = make_event(organizer, guests=[guest], subtype="竞赛")
    row = contest.attendances.get()

    client_for(organizer).post(
        f"/events/{contest.record.uuid}/attendance/", {f"state-{row.pk}": "present", f"award-{row.pk}": "一等奖"}
    )

    row.refresh_from_db()
    assert (row.award, row.state) == ("一等奖", "present")


class TestRota:
    def test_lots_are_the_same_for_the_same_seed_and_leaders_come_first(self):
        people = [f"u{number}" for number in range(20)]

        first, again, other = drawn(people, "a"), drawn(reversed(people), "a"), drawn(people, "b")

        assert first == again
        assert first != other
        assert sorted(first) == sorted(people)
        assert set(drawn(people, "a", leading={"u3", "u7"})[:2]) == {"u3", "u7"}

    def test_two_change_places_for_a_reason(self, organizer):
        people = [make_user(organizer.office) for _ in range(3)]
        rota = make_rota(organizer, people)
        one, two = [turn.user for turn in rota.turns.all()][:2]
        with pytest.raises(RotaRefusedError, match="为什么"):
            turns_swap(rota=rota, first=one, second=two, reason="", by=organizer, now=NOON)

        turns_swap(rota=rota, first=one, second=two, reason="出差", by=organizer, now=NOON)

        assert [turn.user for turn in rota.turns.all()][:2] == [two, one]
        assert rota.swaps.get().reason == "出差"

    def test_series_takes_speakers_in_their_turn(self, organizer, time_machine):
        time_machine.move_to(NOON, tick=False)
        people = [make_user(organizer.office) for _ in range(3)]
        rota = make_rota(organizer, people)
        order = [turn.user for turn in rota.turns.all()]
        typed = {
            "subtype": "讲堂",
            "title": "周末讲堂",
            "unit": rota.unit.uuid,
            "place": "礼堂",
            "day": "2026-10-16",
            "begins": "15:00",
            "ends": "17:00",
            "tolerance": "5",
            "weeks": "1",
            "until": "2026-10-23",
            "rota": rota.uuid,
        }

        client_for(organizer).post("/events/new/", typed)

        events = list(Event.objects.order_by("begins_at"))
        spoken = [event.attendances.get(part=Part.SPEAKER).user for event in events]
        assert [event.record.occurred_on for event in events] == [date(2026, 10, 16), date(2026, 10, 23)]
        assert spoken == order[:2]
        assert [turn.event for turn in rota.turns.select_related("event")] == [*events, None]
