"""The keeper: `python -m accounts.confinement.keeper FD` forks a limited child for each call that arrives on FD."""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import socket
import sys
import traceback

from accounts.confinement.channel import BrokenChannelError, receive_call, receive_message, send_message
from accounts.confinement.limits import ConfinementLimits
from accounts.confinement.parcels import Answer, Order, opened_order, packed

_LARGEST_ORDER = 1 << 30


def main() -> None:
    """Serve calls until the parent goes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    # Children are not waited for: the system may forget them at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # Ctrl+C in a terminal reaches this process too; the parent's end is what ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while (received := receive_call(control)) is not None:
        call, module = received
        _have_at_hand(module)
        if os.fork() == 0:
            control.close()
            _serve(call)
        call.close()


def _have_at_hand(module: str) -> None:
    """Import the reader once for all children, with what it would load only when called (its `make_ready`).

    One that cannot be imported fails in the child, which can tell.
    """
    if module in sys.modules:
        return
    try:
        make_ready = getattr(importlib.import_module(module), "make_ready", None)
        if make_ready is not None:
            make_ready()
    except Exception:  # noqa: BLE001 -- whatever a module raises
        return
    gc.freeze()


def _serve(call: socket.socket) -> None:
    """Work off one call and end; nothing of what the child is may outlive it."""
    try:
        order = opened_order(receive_message(call, _LARGEST_ORDER))
        _confine(order.limits)
        send_message(call, _result(order))
    except (OSError, BrokenChannelError):
        # The parent has stopped waiting.
        os._exit(1)
    os._exit(0)


def _confine(limits: ConfinementLimits) -> None:
    """Bind this process; the kernel ends it, even inside a C library, when its time is over."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor_seconds),
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, limits.open_files),
    ):
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))
    sys.dont_write_bytecode = True


def _result(order: Order) -> bytes:
    try:
        answer = packed(_answer(order))
    except MemoryError:
        answer = b""
    if not answer or len(answer) > order.limits.result:
        return packed(Answer("overrun"))
    return answer


def _answer(order: Order) -> Answer:
    try:
        function = getattr(importlib.import_module(order.module), order.function)
        return Answer("returned", function(*order.arguments, **order.options))
    except MemoryError:
        return Answer("overrun")
    except Exception as error:  # noqa: BLE001 -- the parent decides what to make of it
        classes = tuple(f"{class_.__module__}:{class_.__qualname__}" for class_ in type(error).__mro__)
        return Answer("raised", classes=classes, text=str(error)[:2_000], value=traceback.format_exc()[-8_000:])


if __name__ == "__main__":
    main()
