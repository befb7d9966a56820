"""Readers that do what hostile files make readers do; called in a child only."""

from __future__ import annotations

import ctypes
import os
import socket
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accounts.enums import Role
from accounts.rosters import UnreadableRosterError


@dataclass(frozen=True, slots=True)
class Foreign:
    """A data class that is none of the packages' own."""

    text: str


def length(data, *, add=0):
    return len(data) + add


def plain_data():
    return {"on": date(2026, 3, 1), "role": Role.TRAINER, "all": (1, 2.5, None, "三", b"4", {5})}


def foreign():
    return Foreign("甲")


def hook():
    return os.system


def refuse(text):
    raise UnreadableRosterError(text)


def break_down():
    raise KeyError("甲")


def loop():
    while True:
        pass


def wait():
    ours, _theirs = socket.socketpair()
    ours.recv(1)


def hog():
    return len([bytearray(1 << 20) for _ in range(4_000)])


def crash():
    ctypes.string_at(0)


def flood():
    return b"0" * (80 << 20)


def write(path):
    Path(path).write_text("甲", "utf-8")


def environment():
    return sorted(os.environ)
