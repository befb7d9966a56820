"""Clients and their secrets."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lrs.enums import Scope
from lrs.models import LrsClient
from lrs.services import client_create, client_revoke
from lrs.services.clients import client_authenticate
from tests.factories.accounts import make_office


@pytest.fixture
def office(db):
    return make_office("yunling")


def create(*arguments: str) -> str:
    out = StringIO()
    call_command("create_lrs_client", *arguments, stdout=out)
    return out.getvalue()


def test_secret_opens_the_store_and_is_not_kept(office):
    client, secret = client_create(office=office, name="学习平台")

    assert client_authenticate(key=client.key, secret=secret) == client
    assert secret not in LrsClient.objects.values_list("secret_digest", flat=True)


def test_wrong_secret_does_not(office):
    client, _secret = client_create(office=office, name="学习平台")
    _other, other_secret = client_create(office=office, name="另一个")

    assert client_authenticate(key=client.key, secret=other_secret) is None
    assert client_authenticate(key="unknown", secret=other_secret) is None


def test_revoked_client_is_shut_out_at_once(office):
    client, secret = client_create(office=office, name="学习平台")
    assert client_authenticate(key=client.key, secret=secret) == client

    client_revoke(client=client, now=timezone.now())

    assert client_authenticate(key=client.key, secret=secret) is None


def test_client_is_not_looked_up_on_every_request(office, django_assert_num_queries):
    client, secret = client_create(office=office, name="学习平台")
    client_authenticate(key=client.key, secret=secret)

    with django_assert_num_queries(0):
        client_authenticate(key=client.key, secret=secret)


@pytest.mark.parametrize(
    ("scopes", "asked", "allowed"),
    [
        ([Scope.ALL], Scope.WRITE, True),
        ([Scope.WRITE], Scope.WRITE, True),
        ([Scope.WRITE], Scope.READ, False),
        ([Scope.ALL_READ], Scope.WRITE, False),
        ([], Scope.READ, False),
    ],
)
def test_client_may_what_its_scopes_say(scopes, asked, allowed):
    assert LrsClient(scopes=scopes).may(asked) is allowed


def test_command_makes_a_client(office):
    made = json.loads(create("学习平台", "--json"))

    client = client_authenticate(key=made["key"], secret=made["secret"])
    assert client == LrsClient.objects.get(office=office, name="学习平台")
    assert client.scopes == ["all"]


def test_command_gives_the_scopes_asked_for(office):
    create("只读", "--scope", "statements/read", "--scope", "state")

    assert LrsClient.objects.get().scopes == ["statements/read", "state"]


def test_command_wants_the_office_where_there_are_several(office):
    make_office("qixia")

    with pytest.raises(CommandError, match="有多个机关，请用 --office 指明代号。"):
        create("学习平台")
    create("学习平台", "--office", "yunling")

    assert LrsClient.objects.get().office == office


def test_command_refuses_an_unknown_office(office):
    with pytest.raises(CommandError, match="没有代号为 nowhere 的机关。"):
        create("学习平台", "--office", "nowhere")


@pytest.mark.django_db
def test_command_refuses_without_any_office():
    with pytest.raises(CommandError, match="还没有机关，请先用 create_office 新建。"):
        create("学习平台")
