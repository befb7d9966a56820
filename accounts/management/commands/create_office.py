"""The first office and its first person, without which nobody could sign in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RefusedError
from accounts.models import Office, User
from accounts.services import office_open


class Command(BaseCommand):
    """Make an office with its root unit and an administrator, and print a first-use code."""

    help = "新建机关、根单位和第一位管理员（安全管理员兼考务），显示一次性的首次登录码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the office's key and name, the administrator's number and name."""
        parser.add_argument("key", help="代号：字母、数字、下划线、连字符，例如 yunling")
        parser.add_argument("name", help="机关名称，例如 云岭县委组织部")
        parser.add_argument("--administrator", required=True, metavar="工号")
        parser.add_argument("--administrator-name", required=True, metavar="姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, or nothing.

        Raises:
            CommandError: a name is taken or malformed.
        """
        facts = {name: options[name].strip() for name in ("key", "name", "administrator", "administrator_name")}
        _check(Office(key=facts["key"], name=facts["name"]), {"key": "代号", "name": "机关名称"})
        _check(
            User(username=facts["administrator"], name=facts["administrator_name"]),
            {"username": "工号", "name": "姓名"},
        )
        try:
            issued = office_open(**facts, now=timezone.now())
        except RefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已建机关：{issued.user.office.name}（{facts['key']}）")
        self.stdout.write(f"管理员：{issued.user.name}，工号 {issued.user.username}")
        self.stdout.write(f"首次登录码（只显示这一次，30 天内有效）：{issued.code}")
        self.stdout.write(f"登录：{settings.PUBLIC_ORIGIN}{reverse('accounts:sign_in')}")


def _check(row: Model, labels: dict[str, str]) -> None:
    """Stop at what the row's own fields refuse, under the names the command line uses."""
    try:
        row.clean_fields()
    except ValidationError as error:
        faults = [
            f"{label}：{'，'.join(error.message_dict[name])}"
            for name, label in labels.items()
            if name in error.message_dict
        ]
        if faults:
            raise CommandError("；".join(faults)) from error
