"""Load a scheme from its file, or one that comes with the program."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.enums import Role
from accounts.management.choosing import office_meant, person_meant
from learning.schemes.fields import SchemeError
from learning.schemes.presets import PRESETS, preset_text
from learning.schemes.reading import read_scheme
from learning.services import SchemeBackdatedError, SchemeUnchangedError, scheme_load


class Command(BaseCommand):
    """A further version takes effect from its day; what was owed before stays as it was."""

    help = "载入一份制度方案（YAML 文件或随程序附带的方案），从生效日起按新的一版要求"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("scheme", metavar="FILE", help=f"方案文件，或者附带的方案：{'、'.join(PRESETS)}")
        parser.add_argument("--check", action="store_true", help="只检查，不载入")
        parser.add_argument("--office", metavar="KEY", help="机关代号；只有一个机关时可以不写")
        parser.add_argument(
            "--from", dest="day", type=_day, metavar="DATE", help="生效日期；默认按文件，文件没写按今天"
        )
        parser.add_argument("--by", metavar="工号", help="经手人；不写则记在工号最靠前的考务名下")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, or load.

        Raises:
            CommandError: the file is not there or no scheme, or it changes nothing.
        """
        text = _text(options["scheme"])
        try:
            scheme = read_scheme(text)
        except SchemeError as error:
            raise CommandError(f"{options['scheme']} 有 {len(error.problems)} 处要改：\n{error}") from error
        asked = sum(requirement.bounds is not None for requirement in scheme.requirements)
        told = f"{scheme.name}：{len(scheme.requirements)} 条要求，其中 {len(scheme.requirements) - asked} 条未设定数目"
        if options["check"]:
            self.stdout.write(f"没有发现问题。{told}")
            return
        office = office_meant(options["office"])
        by = person_meant(office, options["by"], Role.ORGANIZER)
        try:
            version = scheme_load(office=office, text=text, effective_from=options["day"], by=by, now=timezone.now())
        except (SchemeUnchangedError, SchemeBackdatedError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{told}\n已载入第 {version.number} 版，{version.effective_from:%Y-%m-%d} 起生效")


def _text(name: str) -> str:
    if name in PRESETS:
        return preset_text(name)
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"读不到文件 {name}：{error.strerror}。附带的方案有 {'、'.join(PRESETS)}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} 不是 UTF-8 文本。") from error


def _day(text: str) -> date:
    return date.fromisoformat(text)
