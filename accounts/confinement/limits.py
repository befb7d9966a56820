"""What a confined call may use."""

from __future__ import annotations

from dataclasses import dataclass

_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class ConfinementLimits:
    """Memory and sizes in bytes, times in seconds."""

    memory: int = 512 * _MEGABYTE
    processor_seconds: int = 30
    #: The clock on the wall goes on while others compute; a reader that waits for nothing needs little more.
    wall_seconds: int = 60
    result: int = 64 * _MEGABYTE
    #: A reader writes no file; a program that it runs may have to.
    written: int = 0
    open_files: int = 64
