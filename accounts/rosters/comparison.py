"""What a roster would change in what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from accounts.rosters.rows import RosterRow, row_from_json


class RowState(StrEnum):
    """What happens to a row on confirmation."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    FAULTY = "faulty"
    LEFT_OUT = "left_out"


#: Rows that somebody may tick or untick; a doubtful one has to be ticked to be brought in.
CHOOSABLE = frozenset({RowState.NEW, RowState.CHANGED, RowState.MOVED, RowState.DOUBTFUL})


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the office knows them; `path` leaves the root out.

    `arranged_from` is the day the place begins, where it is still to come.
    """

    username: str
    name: str
    path: tuple[str, ...]
    position: str
    phone: str
    newcomer: bool
    left_on: date | None = None
    arranged_from: date | None = None


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
    problems = [*row.problems, *_standing_problems(row, path, known, standing)]
    if problems:
        return ComparedRow(row, path, RowState.FAULTY, problems=tuple(problems))
    if known is None:
        return ComparedRow(row, path, RowState.NEW)
    changes = tuple(_changes(row, path, known, standing))
    if not changes:
        return ComparedRow(row, path, RowState.UNCHANGED)
    if row.name != known.name:
        return ComparedRow(row, path, RowState.DOUBTFUL, changes, (f"姓名与系统里不同：原名{known.name}",))
    return ComparedRow(row, path, _effect(changes), changes)


def confirmed(compared: ComparedRow) -> ComparedRow:
    """Return a doubtful row as what it does once somebody has said that it is right."""
    return replace(compared, state=_effect(compared.changes), problems=())


def _effect(changes: tuple[Change, ...]) -> RowState:
    return RowState.MOVED if any(change.what == "单位" for change in changes) else RowState.CHANGED


def compared_to_json(compared: ComparedRow) -> dict[str, Any]:
    """Return what is kept of a row after the confirmation."""
    return asdict(compared)


def compared_from_json(data: dict[str, Any]) -> ComparedRow:
    """Return the row that was kept."""
    return ComparedRow(
        row=row_from_json(data["row"]),
        path=tuple(data["path"]),
        state=RowState(data["state"]),
        changes=tuple(Change(**change) for change in data["changes"]),
        problems=tuple(data["problems"]),
    )


def _standing_problems(
    row: RosterRow, path: tuple[str, ...], known: Known | None, standing: _Standing
) -> Iterator[str]:
    if row.username.casefold() in standing.taken_elsewhere:
        yield f"工号 {row.username} 已由其他机关的人使用"
    if known is not None and known.left_on is not None:
        yield f"{known.name} 已于{_spoken(known.left_on)}离开，请先在人员页恢复"
    elif known is not None and known.arranged_from is not None and _would_place(row, path, known):
        day, place = _spoken(known.arranged_from), standing.spoken(known.path)
        yield f"{known.name} 已安排{day}到{place}，请先在人员页取消这一安排"


def _would_place(row: RosterRow, path: tuple[str, ...], known: Known) -> bool:
    return path != known.path or (row.position is not None and row.position != known.position)


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


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
