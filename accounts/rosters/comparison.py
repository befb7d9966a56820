"""What a roster would change in what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.rosters.rows import RosterRow


class RowState(StrEnum):
    """What happens to a row on confirmation."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the office knows them now; `path` leaves the root out."""

    username: str
    name: str
    path: tuple[str, ...]
    position: str
    phone: str
    newcomer: bool
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that would change."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row, its unit below the root, what it would do, and why it cannot."""

    row: RosterRow
    path: tuple[str, ...]
    state: RowState
    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()


def compare(
    rows: Iterable[RosterRow], *, root: str, known: Mapping[str, Known], taken_elsewhere: frozenset[str]
) -> list[ComparedRow]:
    """Return what each row would do.

    Args:
        root: the office's name; a path may begin with it.
        known: the office's people by case-folded staff number.
        taken_elsewhere: case-folded staff numbers that belong to other offices.
    """
    standing = _Standing(root, known, taken_elsewhere)
    return [_compare(row, standing) for row in rows]


@dataclass(frozen=True, slots=True)
class _Standing:
    """What rows are held against."""

    root: str
    known: Mapping[str, Known]
    taken_elsewhere: frozenset[str]

    def spoken(self, path: tuple[str, ...]) -> str:
        return "/".join(path) or self.root


def _compare(row: RosterRow, standing: _Standing) -> ComparedRow:
    path = row.path[1:] if row.path[:1] == (standing.root,) else row.path
    known = standing.known.get(row.username.casefold())
    problems = [*row.problems, *_standing_problems(row, known, standing)]
    if problems:
        return ComparedRow(row, path, RowState.FAULTY, problems=tuple(problems))
    if known is None:
        return ComparedRow(row, path, RowState.NEW)
    changes = tuple(_changes(row, path, known, standing))
    if not changes:
        return ComparedRow(row, path, RowState.UNCHANGED)
    return ComparedRow(row, path, RowState.MOVED if path != known.path else RowState.CHANGED, changes)


def _standing_problems(row: RosterRow, known: Known | None, standing: _Standing) -> Iterator[str]:
    if row.username.casefold() in standing.taken_elsewhere:
        yield f"工号 {row.username} 已由其他机关的人使用"
    if known is not None and known.left_on is not None:
        left = known.left_on
        yield f"{known.name} 已于{left.year}年{left.month}月{left.day}日离开，请先在人员页恢复"


def _changes(row: RosterRow, path: tuple[str, ...], known: Known, standing: _Standing) -> Iterator[Change]:
    if row.name != known.name:
        yield Change("姓名", known.name, row.name)
    if path != known.path:
        yield Change("单位", standing.spoken(known.path), standing.spoken(path))
    if row.position is not None and row.position != known.position:
        yield Change("职务", known.position, row.position)
    if row.phone is not None and row.phone != known.phone:
        yield Change("手机", known.phone, row.phone)
    if row.newcomer is not None and row.newcomer != known.newcomer:
        yield Change("新任", "是" if known.newcomer else "否", "是" if row.newcomer else "否")
