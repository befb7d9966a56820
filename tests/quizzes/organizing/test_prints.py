"""What an exam puts on paper."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import docx
import pypdfium2
import pytest

from accounts.enums import Role
from quizzes.enums import CandidateState, SeatOrder
from quizzes.seating import RoomLine
from quizzes.services.seating import seats_allot
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.quizzes import make_result
from tests.factories.taking import NOON, make_candidate, make_exam

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def exam():
    exam = make_exam(
        rules="带身份证和准考证。", opens_at=NOON - timedelta(hours=3), closes_at=NOON + timedelta(hours=3)
    )
    for name in ("欧阳明", "阿卜杜热西提·买买提", "王𬭎"):
        make_candidate(exam, make_user(exam.office, name=name))
    return exam


@pytest.fixture
def seated(exam):
    rooms = [RoomLine("第1考场", "三楼会议室", 2), RoomLine("第2考场", "", 9)]
    seats_allot(exam=exam, rooms=rooms, order=SeatOrder.BY_UNIT, seed="1", by=exam.created_by, now=NOON)
    return exam


@pytest.fixture
def desk(exam):
    return client_for(make_user(exam.office, Role.ORGANIZER))


def pages(desk, exam, **asked):
    response = desk.get(f"/organize/exams/{exam.uuid}/prints/file/", asked)
    assert response["Content-Type"] == "application/pdf"
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(response.content)]


def test_cards_hold_name_number_room_seat_time_and_rules(desk, seated):
    [page] = pages(desk, seated, what="cards")

    for words in (
        "准 考 证",
        "王𬭎",
        "2026010003",
        "第2考场",
        "01 号",
        "2026年10月12日 9:00 至 15:00",
        "带身份证和准考证。",
    ):
        assert words in page
    assert page.count("照片") == 3


def test_sign_in_list_begins_a_page_for_each_room(desk, seated):
    first, second = pages(desk, seated, what="sign_in")

    assert "第1考场（三楼会议室）" in first
    assert ("欧阳明" in first, "王𬭎" in first, "王𬭎" in second) == (True, False, True)


def test_sign_in_list_by_unit_needs_no_seats(desk, exam):
    [page] = pages(desk, exam, what="sign_in")

    assert "应到 3 人" in page


def test_door_signs_name_the_range_of_numbers(desk, seated):
    first, _second = pages(desk, seated, what="doors")

    assert "准考证号 2026010001 至 2026010002，共 2 人" in first


def test_cards_without_seats_lead_to_the_rooms(desk, exam):
    response = desk.get(f"/organize/exams/{exam.uuid}/prints/file/?what=cards", follow=True)

    assert response.redirect_chain == [(f"/organize/exams/{exam.uuid}/rooms/", 302)]
    assert "还没有排座位" in response.content.decode()


def test_score_table_gives_reasons_and_figures_and_no_places(desk, exam):
    best, second, away = exam.candidates.order_by("pk")
    make_result(best, total=1800)
    make_result(second, total=500)
    type(away).objects.filter(pk=away.pk).update(state=CandidateState.DEFERRED)

    [page] = pages(desk, exam, what="scores")
    [placed] = pages(desk, exam, what="scores", places="1")

    assert "应考 3 人，实考 2 人，及格线 6 分，及格 1 人，及格率 50.0%，平均 11.5 分，最高 18 分，最低" in page.replace(
        "\r\n", ""
    )
    assert "缓考" in page
    assert ("名次" in page, "名次" in placed) == (False, True)


def test_word_holds_the_same_table(desk, seated):
    response = desk.get(f"/organize/exams/{seated.uuid}/prints/file/?what=sign_in&to=docx")

    word = docx.Document(io.BytesIO(response.content))
    assert [cell.text for cell in word.tables[0].rows[1].cells] == [
        "1",
        "欧阳明",
        "干部科",
        "2026010001",
        "01",
        "",
        "",
    ] or (word.tables[0].rows[1].cells[1].text == "欧阳明")


def test_what_is_not_printed_is_not_found(desk, exam):
    assert desk.get(f"/organize/exams/{exam.uuid}/prints/file/?what=keys").status_code == 404


class TestEntry:
    def test_screen_shows_the_code_and_who_is_in(self, exam, settings):
        settings.PUBLIC_ORIGIN = "https://exam.example"
        screen = client_for(make_user(exam.office, Role.INVIGILATOR))

        page = screen.get(f"/organize/exams/{exam.uuid}/entry/").content.decode()

        assert f"https://exam.example/exams/{exam.uuid}/" in page
        assert "<svg" in page
        assert "style=" not in page
        assert "只在本机能打开" not in page

    def test_code_leads_by_way_of_signing_in_to_the_start(self, exam, client):
        person = exam.candidates.first().user
        person.set_password("很长的密码-2026")
        person.save()

        led = client.get(f"/exams/{exam.uuid}/")
        asked = re.search(r'name="next"[^>]*value="([^"]*)"', client.get(led["Location"]).content.decode())
        form = {"username": person.username, "password": "很长的密码-2026", "next": asked[1]}
        entered = client.post("/sign-in/", form, follow=True)

        assert entered.redirect_chain[-1][0] == f"/exams/{exam.uuid}/"
        assert "开始作答" in entered.content.decode()

    def test_poster_holds_the_address(self, desk, exam, settings):
        settings.PUBLIC_ORIGIN = "https://exam.example"

        response = desk.get(f"/organize/exams/{exam.uuid}/entry/poster/")

        [page] = pypdfium2.PdfDocument(response.content)
        assert f"https://exam.example/exams/{exam.uuid}/" in page.get_textpage().get_text_range().replace("\r\n", "")

    def test_address_that_only_this_machine_opens_is_told(self, desk, exam, settings):
        settings.PUBLIC_ORIGIN = "http://127.0.0.1:8000"

        assert "只在本机能打开" in desk.get(f"/organize/exams/{exam.uuid}/entry/").content.decode()
