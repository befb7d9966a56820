"""What both import commands take: a file, and for whom it is brought in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from accounts.enums import Role
from accounts.models import Office, RoleAssignment, User
from accounts.selectors import current


def add_file_arguments(parser: ArgumentParser) -> None:
    """Take the file, the office and the person, a dry run and JSON."""
    parser.add_argument("file", type=Path, help="要导入的文件")
    parser.add_argument("--office", default="", metavar="代号", help="哪个机关；只有一个机关时可以不写")
    parser.add_argument("--by", default="", metavar="工号", help="记作谁导入；不写则记作该机关工号最小的命题教师")
    parser.add_argument("--dry-run", action="store_true", help="只读文件、报告结果，不写数据库")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def file_bytes(path: Path) -> bytes:
    """Return what is in a file.

    Raises:
        CommandError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"读不了文件 {path}：{error.strerror}") from error


def chosen_office(key: str) -> Office:
    """Return the office named, or the only one.

    Raises:
        CommandError: there is none of that name, none at all, or a choice.
    """
    offices = list(Office.objects.filter(key=key) if key else Office.objects.all()[:2])
    if len(offices) == 1:
        return offices[0]
    if key:
        raise CommandError(f"没有代号为 {key} 的机关。")
    if not offices:
        raise CommandError("还没有机关，请先用 create_office 新建；只想看读到什么，加 --dry-run。")
    raise CommandError("有几个机关，请用 --office 指明代号。")


def chosen_person(office: Office, username: str) -> User:
    """Return who an import is put down to.

    Raises:
        CommandError: nobody of that number, or no trainer at all.
    """
    people = User.objects.filter(office=office, is_active=True).order_by("username")
    if username:
        person = people.filter(username__iexact=username).first()
        if person is None:
            raise CommandError(f"{office} 没有工号为 {username} 的在用账户。")
        return person
    held = RoleAssignment.objects.filter(current(), role=Role.TRAINER, unit__office=office, unit__parent=None)
    trainer = people.filter(pk__in=held.values("user")).first()
    if trainer is None:
        raise CommandError(f"{office} 还没有命题教师，请用 --by 指明工号。")
    return trainer
