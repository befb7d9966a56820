"""What happens by the clock, over and over, until told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from exam_site.beats import beat
from exam_site.clockwork import errands, tick

logger = logging.getLogger(__name__)
_FAREWELL = 5


class Command(BaseCommand):
    """Close overdue attempts, deliver statements, and beside that do what trainers left to be done."""

    help = "后台工作进程：到时交卷、投递学习记录、补齐遗漏、读取和导入大的试题文件"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the pause and whether to stop after one round."""
        parser.add_argument("--every", type=float, default=5.0, help="间隔秒数")
        parser.add_argument("--once", action="store_true", help="只做一轮")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work round after round; a round under way is finished before stopping."""
        stop = threading.Event()
        if options["once"]:
            _round(_by_the_clock)
            _round(lambda: errands(is_stopping=stop.is_set))
            return
        signal.signal(signal.SIGTERM, lambda *_received: stop.set())
        signal.signal(signal.SIGINT, lambda *_received: stop.set())
        # What takes minutes must not keep an exam that ends from being submitted.
        beside = threading.Thread(target=_run_errands, args=(stop, options["every"]), daemon=True)
        beside.start()
        while True:
            _round(_by_the_clock)
            if stop.wait(options["every"]):
                break
        # A step is done in less; what takes longer is taken up again by the next worker.
        beside.join(timeout=_FAREWELL)


def _by_the_clock() -> None:
    tick(now=timezone.now())
    beat(now=timezone.now())


def _run_errands(stop: threading.Event, every: float) -> None:
    while not stop.is_set():
        _round(lambda: errands(is_stopping=stop.is_set))
        stop.wait(every)
    connection.close()


def _round(work: Callable[[], None]) -> None:
    close_old_connections()
    try:
        work()
    except DatabaseError:
        # The database may be restarting: the next round tries again.
        logger.exception("worker round failed")
