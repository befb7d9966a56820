"""Policy documents from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.management.choosing import office_meant, person_meant
from question_bank.management.amended import Amended, amended_file, amended_version, amendment_report
from question_bank.management.arguments import add_file_arguments, file_bytes
from question_bank.provisions import ParsedPolicy, ParsedProvision, count
from question_bank.services import document_import, policy_read

_TOLD = (
    "与修订前对照：%(same)d 条未变（其中 %(renumbered)d 条条号变动），%(changed)d 条有修改（其中 %(split)d 条拆分、"
    "%(merged)d 条由合并而成、%(punctuation)d 条只动了标点），%(new)d 条新增，%(deleted)d 条删去"
)


class Command(BaseCommand):
    """Read a policy document, report its provisions, and keep it as a draft version for a trainer to confirm."""

    help = "导入政策文件（.docx、文字版 .pdf、.txt、.md）：报告读到的条、款、项，存为待确认的版本。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its title and date of effect, and what both imports take."""
        add_file_arguments(parser)
        parser.add_argument("--title", default="", metavar="标题", help="文件标题；不写则用读到的")
        parser.add_argument(
            "--effective", type=_day, default=None, metavar="YYYY-MM-DD", help="施行日期；不写则用读到的"
        )

        parser.add_argument(
            "--amends", default="", metavar="文件", help="修订的是哪份文件：标题、编号，或者修订前的文件；报告逐条对照"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Report, and unless it is a dry run import.

        Raises:
            CommandError: the file cannot be read or was imported before, or there is nobody to put it down to.
        """
        data, name = file_bytes(options["file"]), options["file"].name
        try:
            _source, policy = policy_read(data, name)
            before = _amended(options, data)
            report = _report(policy, options["title"], options["effective"])
            if before:
                report |= amendment_report(before, policy.tree)
            if not options["dry_run"]:
                self._import(data, name, before, options)
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._tell(report, policy)

    def _import(self, data: bytes, name: str, before: Amended | None, options: dict[str, Any]) -> None:
        office = office_meant(options["office"])
        document_import(
            office=office,
            data=data,
            file_name=name,
            by=person_meant(office, options["by"], Role.TRAINER),
            now=timezone.now(),
            title=options["title"] or None,
            effective_on=options["effective"],
            document=before.version.document if before and before.version else None,
        )

    def _tell(self, report: dict[str, Any], policy: ParsedPolicy) -> None:
        self.stdout.write(f"《{report['title']}》{report['number']}，施行日期 {report['effective'] or '未写明'}")
        self.stdout.write(f"{report['articles']} 条 {report['paragraphs']} 款 {report['subparagraphs']} 项")
        if counts := report["alignment"]:
            self.stdout.write(_TOLD % counts)
            self.stdout.write(f"涉及 {len(report['questions'])} 道题")
        for problem in policy.problems:
            self.stdout.write(str(problem))


def _amended(options: dict[str, Any], data: bytes) -> Amended | None:
    named = options["amends"]
    if not named:
        return None
    return amended_file(named) or amended_version(named, office_meant(options["office"]), data)


def _report(policy: ParsedPolicy, title: str, effective: date | None) -> dict[str, Any]:
    effect = effective or policy.effective
    return {
        "title": title or policy.title,
        "number": policy.number,
        "issuing_body": policy.issuing_body,
        "addressee": policy.addressee,
        "adopted": policy.adopted.isoformat() if policy.adopted else None,
        "effective": effect.isoformat() if effect else None,
        "repealed": policy.repealed.isoformat() if policy.repealed else None,
        "repeals": list(policy.repeals),
        "basis": policy.basis,
        "interpreter": policy.interpreter,
        **asdict(count(policy.tree)),
        "tree": _tree(policy.tree),
        "alignment": None,
        "problems": [asdict(problem) for problem in policy.problems],
    }


def _tree(provisions: Iterable[ParsedProvision]) -> list[dict[str, Any]]:
    return [
        {
            "kind": provision.kind.value,
            "number": provision.number,
            "text": provision.text,
            "children": _tree(provision.children),
        }
        for provision in provisions
    ]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"日期“{text}”应写成 2026-01-01 这样。") from None
