"""Getting in and out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import first_use_code_issue, password_reset, user_leave
from tests.factories.accounts import PASSWORD, make_user

SIGN_IN = "/sign-in/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(house):
    return make_user(house.office, unit=house.unit, username="YL002", password=PASSWORD)


@pytest.fixture
def counted(settings):
    settings.AXES_ENABLED = True


def send(client, username="YL002", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def signed_in_as(client) -> User | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


@pytest.mark.parametrize("username", ["YL002", "yl002", " YL002 "])
def test_sign_in_with_the_password_leads_home_for_twelve_hours(client, person, username):
    response = send(client, username)

    assert (response.status_code, response.url) == (302, "/")
    assert signed_in_as(client) == person
    assert client.cookies["sessionid"]["max-age"] == 12 * 60 * 60


@pytest.mark.parametrize(("username", "password"), [("YL002", "wrong-password-1"), ("YL999", PASSWORD), ("", "")])
def test_sign_in_with_anything_else_is_refused_without_saying_which(client, person, username, password):
    response = send(client, username, password)

    assert response.status_code == 200
    assert signed_in_as(client) is None
    wrong = ["工号或密码不对。连续错 5 次，要等 15 分钟。"]
    assert response.context["form"].non_field_errors() == (wrong if username else [])


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/me/", "/me/"),
        ("/people/?q=1", "/people/?q=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_sign_in_goes_on_only_within_this_site(client, person, wanted, target):
    assert client.get(SIGN_IN, {"next": wanted}).context["next_form"].initial == {}

    assert send(client, next=wanted).url == target


def test_sign_in_keeps_what_was_asked_for(client, person):
    refused = client.get("/me/")

    assert refused.url == "/sign-in/?next=/me/"
    assert 'name="next" value="/me/"' in client.get(refused.url).content.decode()


def test_sign_in_again_leads_on(client_for, person):
    assert client_for(person).get(SIGN_IN, {"next": "/me/"}).url == "/me/"


def test_sign_in_page_tells_phones_what_the_fields_are(client, db):
    page = client.get(SIGN_IN).content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'autocapitalize="none"' in page
    assert 'name="viewport"' in page


def test_first_use_code_leads_to_a_password_and_then_to_what_was_asked_for(client, house):
    house.cadre.password_set_at = None
    house.cadre.save()
    code = first_use_code_issue(user=house.cadre, by=house.organizer, now=timezone.now())

    assert send(client, "YL001", code, next="/me/").url == "/me/"
    forced = client.get("/me/")
    assert forced.url == "/set-password/?next=%2Fme%2F"
    response = client.post(
        forced.url, {"new_password1": "yun-ling-2026", "new_password2": "yun-ling-2026", "next": "/me/"}
    )

    assert response.url == "/me/"
    assert client.get("/me/").status_code == 200
    assert send(Client(), "YL001", code).status_code == 200
    assert send(Client(), "YL001", "yun-ling-2026").status_code == 302


def test_first_password_of_a_wanted_form_is_not_lost(client_for, house):
    house.organizer.password_set_at = None
    house.organizer.save()

    assert client_for(house.organizer).post("/people/add/", {}).url == "/set-password/"


@pytest.mark.parametrize(
    ("password", "again", "message"),
    [
        ("short-1", "short-1", "密码太短，至少要 10 个字符。"),
        ("20261122001", "20261122001", "密码只包含数字。"),
        ("password123", "password123", "这个密码太常见了。"),
        ("ling-yl001-2026", "ling-yl001-2026", "密码里不能有自己的工号。"),
        ("程立新-2026-11-22", "程立新-2026-11-22", "密码里不能有自己的姓名。"),
        ("yun-ling-2026", "yun-ling-2027", "输入的两个密码不一致。"),
    ],
)
def test_weak_password_is_refused(client_for, house, password, again, message):
    house.cadre.password_set_at = None
    house.cadre.save()

    response = client_for(house.cadre).post("/set-password/", {"new_password1": password, "new_password2": again})

    assert message in response.context["form"].errors["new_password2"]
    assert User.objects.get(pk=house.cadre.pk).password_set_at is None


def test_change_of_password_asks_for_the_old_one_and_keeps_this_session_alone(client, person):
    send(client)
    elsewhere = Client()
    send(elsewhere)
    new = {"new_password1": "yun-ling-2026", "new_password2": "yun-ling-2026"}

    wrong = client.post("/set-password/", {"old_password": "wrong", **new})
    response = client.post("/set-password/", {"old_password": PASSWORD, **new})

    assert "old_password" in wrong.context["form"].errors
    assert response.url == "/me/"
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302


def test_reset_ends_every_session(client, house, person):
    send(client)

    password_reset(user=person, by=house.organizer, now=timezone.now())

    assert client.get("/me/").url == "/sign-in/?next=/me/"
    assert send(Client()).status_code == 200


def test_leaving_ends_every_session_and_every_way_in(client, person):
    send(client)
    day = timezone.localdate()

    user_leave(user=person, on=day, today=day)

    assert client.get("/me/").url == "/sign-in/?next=/me/"
    assert send(Client()).status_code == 200


def test_sign_out_clears_the_browser(client, person):
    send(client)

    response = client.post("/sign-out/")

    assert response.url == "/sign-in/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert signed_in_as(client) is None


def test_sign_out_by_a_link_is_refused(client, person):
    send(client)

    assert client.get("/sign-out/").status_code == 405
    assert signed_in_as(client) == person


def test_sign_in_page_is_not_kept(client, db):
    assert "no-store" in client.get(SIGN_IN)["Cache-Control"]


def test_me_shows_ones_own_facts_over_time(client_for, house):
    response = client_for(house.organizer).get("/me/")

    assert response.context["person"] == house.organizer
    assert [row.unit for row in response.context["postings"].begun] == [house.root]
    assert [row.get_role_display() for row in response.context["roles"]] == ["考务"]


@pytest.mark.usefixtures("counted")
class TestTooManyWrongPasswords:
    def test_five_shut_this_place_out_whatever_the_case(self, client, person):
        names = ["YL002", "yl002", "Yl002", "YL002 ", "YL002"]

        statuses = [send(client, name, "wrong-password-1").status_code for name in names]
        locked = send(client)

        assert statuses == [200, 200, 200, 200, 429]
        assert (locked.status_code, locked["Retry-After"]) == (429, "900")
        assert "试错次数太多，请等 15 分钟" in locked.content.decode()
        assert signed_in_as(client) is None

    def test_another_place_and_another_person_are_not_shut_out(self, client, house, person):
        make_user(house.office, username="YL003", password=PASSWORD)
        for _attempt in range(5):
            send(client, password="wrong-password-1")

        assert send(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302
        assert send(Client(), "YL003").status_code == 302

    def test_places_behind_a_proxy_are_told_apart(self, client, person, settings):
        settings.BEHIND_PROXY = True
        here, there = Client(headers={"x-forwarded-for": "10.1.1.1"}), Client(headers={"x-forwarded-for": "10.1.1.2"})
        for _attempt in range(5):
            send(here, password="wrong-password-1")

        assert send(here).status_code == 429
        assert send(there).status_code == 302

    def test_it_passes_after_a_quarter_of_an_hour(self, client, person, time_machine):
        time_machine.move_to(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))
        for _attempt in range(5):
            send(client, password="wrong-password-1")

        time_machine.shift(timedelta(minutes=14))
        assert send(client).status_code == 429
        time_machine.shift(timedelta(minutes=2))
        assert send(client).status_code == 302

    def test_success_forgets_the_failures(self, client, person):
        for _round in range(3):
            for _attempt in range(4):
                send(client, password="wrong-password-1")
            assert send(client).status_code == 302
            client.post("/sign-out/")

    def test_reset_by_the_organizer_lets_in_at_once(self, client, house, person):
        for _attempt in range(5):
            send(client, "yl002", "wrong-password-1")

        issued = password_reset(user=person, by=house.organizer, now=timezone.now())

        assert send(client, "YL002", issued.code).status_code == 302

    def test_passwords_are_not_kept_with_the_attempts(self, client, person):
        send(client, password="wrong-password-1")

        (attempt,) = AccessAttempt.objects.all()
        assert "wrong-password-1" not in attempt.post_data
        assert attempt.username == "yl002"

    def test_own_sign_ins_are_shown(self, client, person):
        send(client)

        page = client.get("/me/")

        assert [entry.ip_address for entry in page.context["sign_ins"]] == ["127.0.0.1"]
