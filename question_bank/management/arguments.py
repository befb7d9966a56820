"""What both import commands take: a file, and for whom it is brought in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError


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
