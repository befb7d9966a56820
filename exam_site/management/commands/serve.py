"""Serve the site on this machine: gunicorn for requests, one worker process for what happens by the clock."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, connections
from gunicorn.app.base import BaseApplication

from accounts.models import Office
from exam_site import serving
from exam_site.demo.guide import guide

_EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 -- only where asked for
_FIRST_OFFICE = (
    "还没有机关，谁也不能登录。请另开一个终端新建第一个：\n"
    "  .venv/bin/python manage.py create_office 代号 名称 --administrator 工号 --administrator-name 姓名"
)


def greeting(address: str) -> str:
    """Return where the site is and, while nobody could sign in, what opens the first door."""
    lines = [f"季季考：{address}"]
    if not Office.objects.exists():
        lines.append(_FIRST_OFFICE)
    return "\n".join(lines)


class Command(BaseCommand):
    """Run the site until Ctrl-C."""

    help = "启动网站（PORT 指定端口，默认 8000；HOST 指定监听地址，默认只限本机）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to say at the start."""
        parser.add_argument("--demo", action="store_true", help="启动后列出演示账号和可以试的事")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start both processes and stay until the first ends.

        Raises:
            SystemCheckError: the database would lose acknowledged answers in a power cut.
        """
        self.check(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        port = os.environ.get("PORT", "8000")
        host = settings.SERVE_HOST
        address = f"http://{'127.0.0.1' if host == _EVERY_ADDRESS else host}:{port}"
        self.stdout.write(guide(address) if options["demo"] else greeting(address))
        worker = subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"])  # noqa: S603 -- our own command
        # The processes that answer are forks of this one: an SQLite connection must not be carried into them.
        connections.close_all()
        try:
            _Server(f"{host}:{port}").run()
        finally:
            worker.terminate()
            worker.wait(timeout=10)


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn inside this process; it survives the death of any of its workers."""

    def __init__(self, bind: str) -> None:
        self.bind = bind
        super().__init__()

    def load_config(self) -> None:
        """Take what `exam_site.serving` says."""
        for name, value in vars(serving).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)
        self.cfg.set("bind", self.bind)

    def load(self) -> Any:
        """Return the WSGI application."""
        return get_wsgi_application()
