"""A way in for an administrator whom nobody else may let in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.services import password_reset


class Command(BaseCommand):
    """Put a first-use code in the place of a person's password, and print it."""

    help = "重置一个人的密码，显示一次性的首次登录码；其全部登录同时失效。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the staff number."""
        parser.add_argument("username", metavar="工号")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset it.

        Raises:
            CommandError: nobody in use has this number.
        """
        user = User.objects.filter(username__iexact=options["username"].strip(), is_active=True).first()
        if user is None:
            raise CommandError(f"没有工号为 {options['username']} 的在用账号。")
        issued = password_reset(user=user, by=None, now=timezone.now())
        self.stdout.write(f"{user.name}（{user.username}）的首次登录码（只显示这一次，30 天内有效）：{issued.code}")
