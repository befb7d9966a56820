"""What a row of a roster says, and what is wrong with it on its own."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its name here, its headings elsewhere, whether a roster can be read without it."""

    field: str
    heading: str
    aliases: tuple[str, ...]
    required: bool = False


COLUMNS = (
    Column("username", "工号", ("人员编号", "职工号", "员工号", "干部编号", "账号", "用户名", "登录名"), required=True),
    Column("name", "姓名", ("名字", "人员姓名", "干部姓名"), required=True),
    Column("path", "单位", ("部门", "科室", "股室", "所在单位", "所在科室", "工作单位", "单位路径"), required=True),
    Column("position", "职务", ("岗位", "现任职务", "职务职级", "职位")),
    Column("phone", "手机", ("手机号", "手机号码", "联系电话", "电话", "移动电话")),
    Column("newcomer", "新任", ("是否新任", "新任干部", "新进", "是否新进")),
)

_YES = frozenset({"是", "新任", "√", "✓", "y", "yes", "true", "1"})
_NO = frozenset({"否", "×", "n", "no", "false", "0"})
_USERNAME = re.compile(r"[A-Za-z0-9._-]{1,40}")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{4,18}")
_PATH_SEPARATORS = re.compile(r"[/／\\＼>＞]")
_NAME_LENGTH = 50
_UNIT_LENGTH = 100


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person as the sheet names them. None means the sheet does not say: what is known stays."""

    number: int
    username: str
    name: str
    path: tuple[str, ...]
    position: str | None
    phone: str | None
    newcomer: bool | None
    problems: tuple[str, ...] = ()
    #: 新任 as it was written: what cannot be read has to come back to be mended.
    newcomer_written: str = ""


def read_row(number: int, texts: dict[str, str]) -> RosterRow:
    """Return the row of these cell texts, by field, with what is wrong with each."""
    username, name, path = texts["username"], _without_inner_blanks(texts["name"]), _path(texts["path"])
    position, phone = texts.get("position"), texts.get("phone")
    newcomer_written = texts.get("newcomer", "")
    newcomer, newcomer_problem = _yes_or_no(newcomer_written)
    problems = [
        *_username_problems(username),
        *_name_problems(name),
        *_path_problems(path),
        *_position_problems(position or ""),
        *_phone_problems(phone or ""),
        *newcomer_problem,
    ]
    return RosterRow(
        number, username, name, path, position or None, phone or None, newcomer, tuple(problems), newcomer_written
    )


def row_to_json(row: RosterRow) -> dict[str, Any]:
    """Return what is kept between the preview and the confirmation."""
    return asdict(row)


def row_from_json(data: dict[str, Any]) -> RosterRow:
    """Return the row that was kept."""
    return RosterRow(**{**data, "path": tuple(data["path"]), "problems": tuple(data["problems"])})


def _without_inner_blanks(name: str) -> str:
    """Close up 张 三, which sheets write to align two characters with three; 艾合买提 A leaves its blank."""
    return name if any("a" <= letter.lower() <= "z" for letter in name) else "".join(name.split())


def _path(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _PATH_SEPARATORS.split(text) if part.strip())


def _yes_or_no(text: str) -> tuple[bool | None, list[str]]:
    if not text:
        return None, []
    word = text.lower()
    if word in _YES | _NO:
        return word in _YES, []
    return None, [f"“新任”应填 是 或 否，现为“{text}”"]


def _username_problems(username: str) -> list[str]:
    if not username:
        return ["缺少工号"]
    if not _USERNAME.fullmatch(username):
        return [f"工号“{username[:40]}”只能用字母、数字、点、横线，最多 40 个字符"]
    return []


def _name_problems(name: str) -> list[str]:
    if not name:
        return ["缺少姓名"]
    return [f"姓名超过 {_NAME_LENGTH} 个字"] if len(name) > _NAME_LENGTH else []


def _path_problems(path: tuple[str, ...]) -> list[str]:
    if not path:
        return ["缺少单位"]
    return [f"单位名称超过 {_UNIT_LENGTH} 个字"] if any(len(part) > _UNIT_LENGTH for part in path) else []


def _position_problems(position: str) -> list[str]:
    return [f"职务超过 {_NAME_LENGTH} 个字"] if len(position) > _NAME_LENGTH else []


def _phone_problems(phone: str) -> list[str]:
    if not phone or _PHONE.fullmatch(phone):
        return []
    return [f"手机号“{phone[:20]}”不对：手机 11 位数字，座机可以带区号和横线"]
