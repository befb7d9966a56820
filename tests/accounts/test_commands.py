"""The commands that open the first door."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Office, User
from accounts.services import first_use_code_redeem
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db

CODE = re.compile(r"(?<![\w-])[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}(?![\w-])")


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def create_office(key="yunling", name="云岭县委组织部", administrator="YL900", administrator_name="何静"):
    return run("create_office", key, name, "--administrator", administrator, "--administrator-name", administrator_name)


def test_create_office_prints_a_code_that_opens_the_first_account(db, settings):
    output = create_office()

    (code,) = CODE.findall(output)
    user = User.objects.get(username="YL900")
    assert first_use_code_redeem(username="YL900", code=code, now=timezone.now()) == user
    assert (user.office.key, user.office.name, user.name) == ("yunling", "云岭县委组织部", "何静")
    assert {row.role for row in user.role_assignments.all()} == {Role.SECURITY_ADMINISTRATOR, Role.ORGANIZER}
    assert "管理员：何静，工号 YL900" in output
    assert output.splitlines()[-1] == f"登录：{settings.PUBLIC_ORIGIN}/sign-in/"


def test_create_office_twice_is_refused_and_changes_nothing(db):
    create_office()

    with pytest.raises(CommandError, match="代号 yunling 已经有机关使用，没有新建。"):
        create_office(administrator="OTHER")
    assert (Office.objects.count(), User.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"key": "云岭"}, "^代号：代号只能用字母、数字、下划线和连字符。$"),
        ({"name": " "}, "机关名称：此字段不能为空。"),
        ({"administrator": "何"}, "工号：工号只能用字母、数字、点、横线。"),
        ({"administrator_name": "何" * 51}, "姓名："),
    ],
)
def test_create_office_with_a_malformed_name_says_which(db, given, sentence):
    with pytest.raises(CommandError, match=sentence):
        create_office(**given)
    assert not Office.objects.exists()


def test_reset_password_prints_a_code(house):
    user = make_user(house.office, Role.SECURITY_ADMINISTRATOR, username="YL950", password="correct-horse-7")

    (code,) = CODE.findall(run("reset_password", "yl950"))

    assert first_use_code_redeem(username="YL950", code=code, now=timezone.now()) == user
    assert not User.objects.get(pk=user.pk).has_usable_password()


def test_reset_password_of_nobody_is_refused(db):
    with pytest.raises(CommandError, match="没有工号为 YL999 的在用账号。"):
        run("reset_password", "YL999")
