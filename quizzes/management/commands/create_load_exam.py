"""Make an exam to put a server under load with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from quizzes.taking.rehearsal import rehearsal_create


class Command(BaseCommand):
    """Writes a bearer token for each candidate, a line each; the exam is in an office of its own."""

    help = "新建一场正在进行的演练考试，为每位考生写出一行接口令牌"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--candidates", type=int, required=True, metavar="N", help="考生人数")
        parser.add_argument("--questions", type=int, required=True, metavar="M", help="题数")
        parser.add_argument("--tokens", type=Path, required=True, metavar="FILE", help="令牌写入的文件，一行一个")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the exam and write the tokens, readable by the owner alone.

        Raises:
            CommandError: a number is too small, or the file cannot be written.
        """
        if options["candidates"] < 1 or options["questions"] < 1:
            raise CommandError("--candidates 和 --questions 应为 1 以上的整数。")
        try:
            options["tokens"].touch(mode=0o600)
        except OSError as error:
            raise CommandError(f"令牌文件 {options['tokens']} 不能写入：{error.strerror}") from error
        made = rehearsal_create(candidates=options["candidates"], questions=options["questions"], now=timezone.now())
        options["tokens"].write_text("".join(f"{token}\n" for token in made.tokens), encoding="ascii")
        self._report(str(made.exam.uuid), made.exam.title, options)

    def _report(self, exam: str, title: str, options: dict[str, Any]) -> None:
        counts = {"candidates": options["candidates"], "questions": options["questions"]}
        if options["json"]:
            facts = {"exam": exam, "title": title, **counts, "tokens": str(options["tokens"])}
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        else:
            self.stdout.write(f"考试 {exam}（{title}）：{counts['candidates']} 人，{counts['questions']} 题")
            self.stdout.write(f"令牌：{options['tokens']}")
