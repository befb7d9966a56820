"""Assemble papers from a blueprint in a file."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.enums import Role
from accounts.management.choosing import office_meant, person_meant
from accounts.models import Office, User
from accounts.templatetags.screen import marks
from question_bank.models import QuestionBank
from quizzes import assembly
from quizzes.marking import points_text
from quizzes.models import Blueprint, Paper
from quizzes.services import CannotAssembleError, blueprint_create, blueprint_update, papers_assemble


class Command(BaseCommand):
    """Keeps the blueprint under its title; an earlier one of that title is brought up to date."""

    help = "按组卷方案文件（YAML）组卷；方案、种子、题库相同，组出的题目就相同"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("blueprint", type=Path, metavar="BLUEPRINT.yaml", help="组卷方案：title 和 sections")
        parser.add_argument("--forms", type=int, default=1, metavar="N", help="平行卷套数，默认 1")
        parser.add_argument("--seed", metavar="S", help="随机种子；不写则随机取一个并写出")
        parser.add_argument("--bank", metavar="NAME", help="题库名称；机关只有一个题库时可以不写")
        parser.add_argument("--office", metavar="KEY", help="机关代号；只有一个机关时可以不写")
        parser.add_argument("--by", metavar="工号", help="经手人；不写则记在工号最靠前的考务名下")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw the papers and say which they are.

        Raises:
            CommandError: the file, the office, the bank or the person is not there, or the bank holds too little.
        """
        plan = _plan(options["blueprint"])
        office = office_meant(options["office"])
        bank = _bank(office, options["bank"])
        by = person_meant(office, options["by"], Role.ORGANIZER)
        seed = options["seed"] or secrets.token_hex(8)
        try:
            papers = papers_assemble(
                blueprint=_kept(plan, bank, by), seed=seed, forms=options["forms"], by=by, now=timezone.now()
            )
        except CannotAssembleError as error:
            raise CommandError(str(error)) from error
        self._report(papers, as_json=options["json"])

    def _report(self, papers: Sequence[Paper], *, as_json: bool) -> None:
        if as_json:
            facts = {"title": papers[0].title, "seed": papers[0].seed, "papers": [_facts(paper) for paper in papers]}
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        self.stdout.write(f"{papers[0].title}，种子 {papers[0].seed}")
        for paper in papers:
            self.stdout.write(
                f"{paper.form} 卷：{paper.question_count} 题，{marks(paper.total_marks)} 分，"
                f"编号 {paper.uuid}，摘要 {paper.digest[:12]}"
            )


def _facts(paper: Paper) -> dict[str, object]:
    total = points_text(paper.total_marks)
    return {
        "uuid": str(paper.uuid),
        "form": paper.form,
        "digest": paper.digest,
        "total": float(total) if "." in total else int(total),
        "questions": paper.question_count,
    }


def _plan(path: Path) -> assembly.Blueprint:
    try:
        return assembly.parse_blueprint(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CommandError(f"读不到文件 {path}：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} 不是 UTF-8 文本。") from error
    except yaml.YAMLError as error:
        raise CommandError(f"{path} 不是有效的 YAML：{error}") from error
    except assembly.BlueprintError as error:
        raise CommandError("\n".join(error.messages)) from error


def _bank(office: Office, name: str | None) -> QuestionBank:
    banks = list(office.banks.filter(name=name) if name else office.banks.all()[:2])
    if len(banks) == 1:
        return banks[0]
    if name:
        raise CommandError(f"{office} 没有名为“{name}”的题库。")
    raise CommandError("有多个题库，请用 --bank 写明名称。" if banks else f"{office} 还没有题库。")


def _kept(plan: assembly.Blueprint, bank: QuestionBank, by: User) -> Blueprint:
    """Return the office's blueprint of this title, saying what the file says."""
    known = Blueprint.objects.filter(office=bank.office, title=plan.title).first()
    if known is None:
        return blueprint_create(bank=bank, plan=plan, by=by)
    return blueprint_update(blueprint=known, plan=plan, bank=bank)
