"""Question sheets from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.management.choosing import office_meant, person_meant
from accounts.models import Office
from question_bank.content import QuestionType
from question_bank.enums import ImportState
from question_bank.management.arguments import add_file_arguments, file_bytes
from question_bank.management.exchanging import intake_json
from question_bank.services import (
    ImportSummary,
    bank_ensure,
    exchange_import,
    exchange_read,
    exchange_recognized,
    import_commit,
    mappings_of,
    sheet_import,
    sheet_read,
)
from question_bank.sheets import Mappings, SheetReport, to_json


class Command(BaseCommand):
    """Read a sheet, report every question and problem, and bring the good ones in as drafts."""

    help = "导入试题（.xlsx、.docx、.txt、.csv）：报告读到的每一题和问题，把正确的题作为草稿加入题库。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the bank, and what both imports take."""
        add_file_arguments(parser)
        parser.add_argument("--bank", default="", metavar="题库", help="题库名称，没有就新建；不写则用机关的第一个题库")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report, and unless it is a dry run import.

        Raises:
            CommandError: the file cannot be read, or there is nobody to put it down to.
        """
        data, name = file_bytes(options["file"]), options["file"].name
        try:
            if exchange_recognized(data):
                self._exchange(data, options)
                return
            report = sheet_read(data, name, mappings=_known_words(options["office"]))
            summary = None if options["dry_run"] else self._import(data, name, options)
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(report, summary), ensure_ascii=False, indent=2))
        else:
            self._tell(report, summary)

    def _exchange(self, data: bytes, options: dict[str, Any]) -> None:
        """Bring in a file that another system wrote."""
        intake = exchange_read(data)
        done = {}
        if not options["dry_run"]:
            office = office_meant(options["office"])
            person = person_meant(office, options["by"], Role.TRAINER)
            bank = bank_ensure(office=office, name=options["bank"])
            summary = exchange_import(bank=bank, intake=intake, by=person, now=timezone.now())
            done = {"imported": summary.imported, "duplicates": summary.duplicates}
        report = {**intake_json(intake), **done}
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"格式 {intake.format}，读到 {len(intake.questions)} 题")
        for kind, count in intake.unread_counts:
            self.stdout.write(f"未导入：{kind} ×{count}")
        for problem in report["problems"]:
            self.stdout.write(f"{problem['location']}：{problem['message']}")
        for question in report["questions"]:
            if question["problems"]:
                self.stdout.write(f"{question['location']}：{'；'.join(question['problems'])}")
        if done:
            self.stdout.write(f"已导入 {done['imported']} 题，重复 {done['duplicates']} 题。")

    def _import(self, data: bytes, name: str, options: dict[str, Any]) -> ImportSummary:
        office = office_meant(options["office"])
        person = person_meant(office, options["by"], Role.TRAINER)
        bank = bank_ensure(office=office, name=options["bank"])
        now = timezone.now()
        kept = sheet_import(bank=bank, data=data, file_name=name, by=person, now=now)
        if kept.state == ImportState.FAILED:
            raise CommandError(f"{kept.refusal}可以到“从文件导入”页说明这些列名是什么意思。")
        return import_commit(sheet_import=kept, by=person, now=now)

    def _tell(self, report: SheetReport, summary: ImportSummary | None) -> None:
        encoding = f"，编码 {report.encoding}" if report.encoding else ""
        self.stdout.write(f"格式 {report.format}{encoding}，读到 {len(report.questions)} 题")
        counts = to_json(report)["counts"]
        for kind in QuestionType:
            if kind.value in counts:
                self.stdout.write(f"  {kind.label} {counts[kind.value]}")
        for question in report.questions:
            if question.status != "ok":
                self.stdout.write(f"{question.location}：{'；'.join(question.problems)}")
        for problem in report.problems:
            self.stdout.write(f"{problem.location}：{problem.message}")
        if summary:
            self.stdout.write(
                f"已导入 {summary.imported} 题，重复 {summary.duplicates} 题，待核对 {summary.waiting.total()} 题。"
            )


def _known_words(key: str | None) -> Mappings | None:
    """Return the words of the office meant, if one is; a sheet is looked at on a machine without offices, too."""
    if key:
        return mappings_of(office_meant(key))
    try:
        offices = list(Office.objects.all()[:2])
    except DatabaseError:
        # No database has been set up yet.
        return None
    return mappings_of(offices[0]) if len(offices) == 1 else None


def _as_json(report: SheetReport, summary: ImportSummary | None) -> dict[str, Any]:
    done = {"imported": summary.imported, "duplicates": summary.duplicates} if summary else {}
    return {**to_json(report), **done}
