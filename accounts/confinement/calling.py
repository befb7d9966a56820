"""The parent's side: start a keeper when one is needed, and wait for a call's answer no longer than agreed."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from accounts.confinement.channel import BrokenChannelError, receive_message, send_call, send_message
from accounts.confinement.limits import ConfinementLimits
from accounts.confinement.parcels import OUR_PACKAGES, Answer, ForeignDataError, Order, opened_answer, packed

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

#: How long the parent waits beyond the child's own clock.
_GRACE_SECONDS = 5
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "HOME")


class ConfinementError(Exception):
    """A confined call gave nothing; the text tells the person why and what to do."""


class OverrunError(ConfinementError):
    """The call was ended because it used more than it may."""


class ConfinedCallError(ConfinementError):
    """The reader broke on this file; the log says where."""


class _Keeper:
    """The process that forks the children; a process that was itself forked starts one of its own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None
        self.owner = 0

    def call(self, module: str) -> socket.socket:
        """Return the socket on which a new child waits for its order."""
        ours, theirs = socket.socketpair()
        with self.lock, theirs:
            try:
                send_call(self._running(), theirs, module)
            except OSError:
                # It was killed since the last call.
                self._stop()
                send_call(self._running(), theirs, module)
        return ours

    def _running(self) -> socket.socket:
        if self.control is None or self.owner != os.getpid():
            self._start()
        assert self.control is not None  # noqa: S101 -- just started
        return self.control

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        # Neither the site's secrets nor its database are in the keeper's environment.
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(path or os.getcwd() for path in sys.path)  # noqa: PTH109 -- a string is wanted
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 -- our own module
                [sys.executable, "-m", "accounts.confinement.keeper", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self.control, self.owner = ours, os.getpid()

    def _stop(self) -> None:
        if self.control is not None:
            self.control.close()
        if self.process is not None and self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
        self.control = self.process = None

    def stop(self) -> None:
        """End the keeper with the process it serves."""
        with self.lock:
            self._stop()


_KEEPER = _Keeper()
atexit.register(_KEEPER.stop)


def confined(function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Return what a module's function returns, called in a child with the usual limits; see `confined_within`."""
    return confined_within(ConfinementLimits(), function, *arguments, **options)


def confined_within(limits: ConfinementLimits, function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Return what a function of ours returns, called in a child that is killed at these limits.

    The result is made of data classes, enums and plain values. An exception of ours that is made from its text alone
    (such as `UnreadableSheet`) is raised here again.

    Raises:
        OverrunError: it took too much memory, time or room.
        ConfinedCallError: it broke.
    """
    order = Order(function.__module__, function.__qualname__, arguments, dict(options), limits)
    value: T = _value(order, _exchange(order))
    return value


def _exchange(order: Order) -> Answer:
    """Send the order and wait for its answer."""
    begin = time.monotonic()
    with _KEEPER.call(order.module) as call:
        call.settimeout(order.limits.wall_seconds + _GRACE_SECONDS)
        try:
            with contextlib.suppress(BrokenPipeError):
                send_message(call, packed(order))
            return opened_answer(receive_message(call, order.limits.result))
        except (BrokenChannelError, OSError):
            logger.warning("%s was ended after %.1f s", order.function, time.monotonic() - begin)
            return Answer("overrun")
        except ForeignDataError:
            logger.exception("%s answered with what is no data", order.function)
            return Answer("failed")


def _value(order: Order, answer: Answer) -> Any:
    if answer.outcome == "returned":
        return answer.value
    if answer.outcome == "overrun":
        raise OverrunError("文件太大或太复杂，在限定的时间和内存里读不完。请拆成几份，或另存一份再试。")
    known = _our_exception(answer)
    if known is not None:
        raise known
    logger.error("%s broke: %s", order.function, answer.value)
    raise ConfinedCallError("读这个文件时出了错，没有读入。请另存一份再试；仍不行，请把文件交给系统管理员。")


def _our_exception(answer: Answer) -> Exception | None:
    """Return what the reader raised, if it is an exception of ours that is made from its text."""
    for name in answer.classes:
        module, _, class_name = name.partition(":")
        if module.partition(".")[0] in OUR_PACKAGES and module in sys.modules:
            class_ = getattr(sys.modules[module], class_name, None)
            if isinstance(class_, type) and issubclass(class_, Exception):
                return class_(answer.text)
    return None
