"""A bank's questions for other systems, from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import RefusedError
from accounts.management.choosing import office_meant
from question_bank.interchange import FORMATS, Export
from question_bank.models import QuestionBank
from question_bank.selectors import QuestionFilter, questions_found
from question_bank.services import questions_export


class Command(BaseCommand):
    """Write a bank's questions to a file, and tell what the format cannot carry."""

    help = "把题库导出成一个文件，并列出这种格式带不走的内容。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the bank, the format and the file."""
        parser.add_argument("bank", help="题库名称")
        parser.add_argument("--format", required=True, choices=[format_.key for format_ in FORMATS], help="格式")
        parser.add_argument("--out", required=True, type=Path, metavar="文件", help="写到哪个文件")
        parser.add_argument("--state", default="", metavar="状态", help="只导出这种状态的试题，如 approved；不写则全部")
        parser.add_argument("--office", default="", metavar="代号", help="哪个机关；只有一个机关时可以不写")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and report.

        Raises:
            CommandError: there is no such bank, or the file cannot be written.
        """
        try:
            office = office_meant(options["office"])
            bank = QuestionBank.objects.select_related("office").get(office=office, name=options["bank"])
            found = questions_found(office, QuestionFilter(bank=bank, state=options["state"])).order_by("pk")
            export = questions_export(office=office, questions=found, format_key=options["format"])
            options["out"].write_bytes(export.data)
        except QuestionBank.DoesNotExist as error:
            raise CommandError(f"没有名为“{options['bank']}”的题库。") from error
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"写不了文件 {options['out']}：{error.strerror}") from error
        self._tell(export, found.count(), as_json=options["json"])

    def _tell(self, export: Export, total: int, *, as_json: bool) -> None:
        written = total - export.report.left_out
        losses = dict(export.report.counts)
        if as_json:
            told = {"questions": written, "left_out": export.report.left_out, "losses": losses}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"已导出 {written} 题，未导出 {export.report.left_out} 题。")
        for kind, count in losses.items():
            self.stdout.write(f"  {kind} ×{count}")
