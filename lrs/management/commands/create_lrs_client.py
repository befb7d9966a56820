"""Make credentials for a program that reads from or writes to an office's learning record store."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.management.choosing import office_meant
from lrs.enums import Scope
from lrs.services import client_create


class Command(BaseCommand):
    """Prints the key and the secret; the secret is kept nowhere and shown this once."""

    help = "为读写学习记录库的程序生成访问标识和密钥（密钥只显示这一次）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("name", metavar="NAME", help="客户端名称")
        parser.add_argument("--office", metavar="KEY", help="机关代号；只有一个机关时可以不写")
        parser.add_argument(
            "--scope",
            action="append",
            choices=Scope.values,
            dest="scopes",
            help="权限，可写多次；不写为 all",
        )
        parser.add_argument("--json", action="store_true", help='输出 {"key", "secret"}')

    def handle(self, **options: Any) -> None:
        """Make the client.

        Raises:
            CommandError: which office is meant is not clear.
        """
        scopes = [Scope(scope) for scope in options["scopes"] or [Scope.ALL]]
        client, secret = client_create(office=office_meant(options["office"]), name=options["name"], scopes=scopes)
        if options["json"]:
            self.stdout.write(json.dumps({"key": client.key, "secret": secret}))
        else:
            self.stdout.write(f"标识 {client.key}\n密钥 {secret}")
