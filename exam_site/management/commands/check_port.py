"""Say in one line that a port is taken, before anything else is done."""

from __future__ import annotations

import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

LAST_PORT = 65_535


class Command(BaseCommand):
    """Check that the site can listen on a port of this machine."""

    help = "检查端口是否空闲"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port."""
        parser.add_argument("port")

    def handle(self, *args: Any, **options: Any) -> None:
        """Try the port.

        Raises:
            CommandError: the port is no number, or taken, or not ours to take.
        """
        text = options["port"]
        if not text.isdigit() or not 0 < int(text) <= LAST_PORT:
            raise CommandError(f"PORT={text} 不是端口号，应为 1 到 {LAST_PORT} 的整数。")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("0.0.0.0", int(text)))  # noqa: S104 -- the address the site listens on
            except OSError as error:
                other = f"请关闭占用它的程序，或换一个端口：PORT={int(text) + 1} make demo"
                raise CommandError(f"端口 {text} 不能使用（{error.strerror}）。{other}") from error
