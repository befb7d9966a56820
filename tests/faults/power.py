"""A disk that remembers in which order it was written and synced, so that the power can be cut at any moment of it.

SQLite writes through `RecordingVFS` to real files; `Disk.survivors` gives these back as power cuts would leave them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

#: A disk writes a sector whole or not at all; of a longer write any of its sectors may be there.
_SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes that are on the disk once the file is synced, and perhaps before; without any, the file ends there."""

    offset: int
    data: bytes | None

    def apply(self, content: bytearray) -> None:
        if self.data is None:
            del content[self.offset :]
        content.extend(bytes(max(0, self.offset - len(content))))
        if self.data is not None:
            content[self.offset : self.offset + len(self.data)] = self.data

    def sectors(self) -> list[Write]:
        if self.data is None:
            return [self]
        starts = range(0, len(self.data), _SECTOR)
        return [Write(self.offset + start, self.data[start : start + _SECTOR]) for start in starts]


@dataclass
class File:
    """What of one file a power cut cannot take away, and what waits for the next sync."""

    synced: bytearray = field(default_factory=bytearray)
    waiting: list[Write] = field(default_factory=list)

    def after_a_cut(self, luck: float, chance: random.Random) -> bytes:
        """Return the file with each sector that waited there by luck, in no order."""
        content = bytearray(self.synced)
        for write in self.waiting:
            for sector in write.sectors():
                if chance.random() < luck:
                    sector.apply(content)
        return bytes(content)


@dataclass(frozen=True, slots=True)
class Cut:
    """The moment after so many events; `luck` is the share of what waited that is on the disk all the same."""

    after: int
    luck: float


@dataclass
class Disk:
    """Files as they were, and all that happened to them since: None stands for a sync."""

    before: dict[str, bytes]
    events: list[tuple[str, Write | None]] = field(default_factory=list)

    def survivors(self, cuts: Sequence[Cut], chance: random.Random) -> Iterator[tuple[Cut, dict[str, bytes]]]:
        """Yield what each cut leaves of the files, the earliest first."""
        files = {name: File(bytearray(content)) for name, content in self.before.items()}
        done = 0
        for cut in sorted(cuts, key=lambda cut: cut.after):
            for name, write in self.events[done : cut.after]:
                file = files.setdefault(name, File())
                if write is not None:
                    file.waiting.append(write)
                    continue
                for each in file.waiting:
                    each.apply(file.synced)
                file.waiting.clear()
            done = cut.after
            yield cut, {name: file.after_a_cut(cut.luck, chance) for name, file in files.items()}


class RecordingVFS(apsw.VFS):
    """The machine's own file system, with a note of each write and sync.

    SQLite deletes its log when the last connection closes: cut before that.
    """

    def __init__(self, name: str, disk: Disk) -> None:
        self.name, self.disk = name, disk
        super().__init__(name, base="")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 -- SQLite's name
        return _RecordingFile(self.disk, name, flags)


class _RecordingFile(apsw.VFSFile):
    """One open file."""

    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self.events = disk.events
        self.name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name
        super().__init__("", name, flags)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802 -- SQLite's name
        self.events.append((self.name, Write(offset, bytes(data))))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 -- SQLite's name
        self.events.append((self.name, Write(newsize, None)))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 -- SQLite's name
        self.events.append((self.name, None))
        super().xSync(flags)
