"""Tokens for programs: made, shown once, limited, listed, revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role, Scope
from accounts.errors import RefusedError
from accounts.models import ApiToken
from accounts.services import api_token_issue, program_token_issue, program_token_revoke
from tests.accounts.frame import FRAME_QUERIES
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db

TOKENS = "/me/tokens/"


@pytest.fixture
def organizer(client_for, house):
    return client_for(house.organizer)


def issue(user, name="干部信息系统", scopes=(Scope.EXAMS_READ,), days=30, now=None):
    now = now or timezone.now()
    last_day = timezone.localdate(now) + timedelta(days=days)
    return program_token_issue(user=user, name=name, scopes=scopes, last_day=last_day, now=now)


def session_ended_by(token):
    return Client().delete("/api/v1/session/", headers={"authorization": f"Bearer {token}"}).status_code


def test_made_in_the_browser_and_shown_once(organizer, house):
    last_day = timezone.localdate() + timedelta(days=10)
    form = {"name": "看板", "scopes": ["exams:read", "results:read"], "last_day": last_day}

    response = organizer.post(f"{TOKENS}add/", form)

    row, secret = ApiToken.objects.get(), response.context["secret"]
    assert (row.user, row.name, row.scopes) == (house.organizer, "看板", ["exams:read", "results:read"])
    assert timezone.localtime(row.expires_at).date() == last_day + timedelta(days=1)
    assert secret in response.content.decode()
    assert secret not in organizer.get(TOKENS).content.decode()
    assert session_ended_by(secret) == 204


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"scopes": []}, {"scopes": ["该字段是必填项。"]}),
        ({"scopes": ["all"]}, {"scopes": ["选择一个有效的选项。 all 不在可用的选项中。"]}),
        ({"last_day": "2020-01-01"}, {"__all__": ["最后一天应在今天以后，最长一年。"]}),
        ({"last_day": "2999-01-01"}, {"__all__": ["最后一天应在今天以后，最长一年。"]}),
        ({"name": "旧的"}, {"__all__": ["已经有名为“旧的”的令牌。"]}),
    ],
)
def test_faults_are_told(organizer, house, given, errors):
    issue(house.organizer, name="旧的")
    form = {"name": "新的", "scopes": ["exams:read"], "last_day": timezone.localdate(), **given}

    response = organizer.post(f"{TOKENS}add/", form)

    assert response.context["form"].errors == errors
    assert ApiToken.objects.count() == 1


def test_scopes_beyond_the_roles_are_neither_offered_nor_given(client_for, house):
    administrator = make_user(house.office, Role.SYSTEM_ADMINISTRATOR)

    page = client_for(administrator).get(f"{TOKENS}add/")

    assert [value for value, _label in page.context["form"].fields["scopes"].choices] == ["exams:take", "results:own"]
    with pytest.raises(RefusedError, match="你的角色不能授予：rosters:write。"):
        issue(administrator, scopes=[Scope.ROSTERS_WRITE])


def test_organizer_lists_the_own_and_the_administrator_all_of_the_office(client_for, house):
    _secret, mine = issue(house.organizer)
    _secret, others = issue(make_user(house.office, Role.ORGANIZER))
    issue(house.stranger)
    api_token_issue(user=house.organizer, now=timezone.now())
    administrator = make_user(house.office, Role.SYSTEM_ADMINISTRATOR)

    seen = {who: set(client_for(who).get(TOKENS).context["tokens"]) for who in (house.organizer, administrator)}

    assert seen == {house.organizer: {mine}, administrator: {mine, others}}


def test_revoked_at_once_and_kept_on_record(organizer, house):
    secret, row = issue(house.organizer)

    response = organizer.post(f"{TOKENS}{row.pk}/revoke/", follow=True)

    assert (list(response.context["tokens"]), list(response.context["ended"])) == ([], [row])
    row.refresh_from_db()
    assert row.revoked_by == house.organizer
    assert session_ended_by(secret) == 401


def test_nobody_revokes_what_is_not_theirs_to_look_after(organizer, house):
    _secret, row = issue(make_user(house.office, Role.ORGANIZER))

    assert organizer.post(f"{TOKENS}{row.pk}/revoke/").status_code == 404
    assert ApiToken.objects.get().revoked_at is None


def test_a_program_that_signs_out_revokes_its_token(house):
    secret, row = issue(house.organizer)

    assert [session_ended_by(secret), session_ended_by(secret)] == [204, 401]
    row.refresh_from_db()
    assert (row.revoked_by, row.used_on) == (house.organizer, timezone.localdate())


def test_day_of_last_use_is_written_once_a_day(house, django_assert_num_queries):
    secret, row = issue(house.organizer, scopes=[Scope.EXAMS_TAKE])
    exams = {"path": "/api/v1/exams/", "headers": {"authorization": f"Bearer {secret}"}}
    with django_assert_num_queries(3):
        assert Client().get(**exams).status_code == 200

    with django_assert_num_queries(2):
        assert Client().get(**exams).status_code == 200

    row.refresh_from_db()
    assert row.used_on == timezone.localdate()


def test_name_is_free_again_once_revoked(house):
    _secret, row = issue(house.organizer)
    program_token_revoke(token=row, by=house.organizer, now=timezone.now())

    _secret, again = issue(house.organizer)

    assert again.name == row.name


def test_signing_in_clears_away_no_programs_token(house):
    _secret, row = issue(house.organizer, days=0, now=timezone.now() - timedelta(days=2))

    api_token_issue(user=house.organizer, now=timezone.now())

    assert row in ApiToken.objects.all()


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_whatever_it_holds(organizer, house, count, django_assert_num_queries):
    for number in range(count):
        issue(house.organizer, name=f"程序{number}")
        _secret, row = issue(house.organizer, name=f"旧程序{number}")
        program_token_revoke(token=row, by=house.organizer, now=timezone.now())

    with django_assert_num_queries(FRAME_QUERIES + 3):
        organizer.get(TOKENS)
