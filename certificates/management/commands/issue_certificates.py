"""Issue and print an exam's certificates from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import office_role_holders
from certificates.printing import certificates_pdf
from certificates.selectors import exam_certificates
from certificates.services import CannotIssueError, certificates_issue, template_ensure
from quizzes.models import Exam
from quizzes.selectors import are_results_visible


class Command(BaseCommand):
    """Give everybody who passed a certificate, and write one PDF each plus one of all."""

    help = "为一次考试的合格者颁发证书并写出 PDF"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the exam, the folder, and in whose name it is done."""
        parser.add_argument("--exam", required=True, help="考试的公开编号（uuid）")
        parser.add_argument("--out", required=True, type=Path, help="存放 PDF 的文件夹")
        parser.add_argument("--by", help="经手的考务人员工号；只有一名考务时可不写")

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue, then print all that are valid.

        Raises:
            CommandError: no such exam, results not published, nobody to sign for it, or an unprintable name.
        """
        exam = self._exam(options["exam"])
        by = self._organizer(exam, options["by"])
        template = template_ensure(office=exam.office, by=by)
        try:
            made = certificates_issue(exam=exam, template=template, by=by, now=timezone.now())
        except CannotIssueError as error:
            raise CommandError(str(error)) from error
        folder: Path = options["out"]
        folder.mkdir(parents=True, exist_ok=True)
        valid = list(exam_certificates(exam).filter(revocation__isnull=True))
        for certificate in valid:
            (folder / f"{certificate.code}.pdf").write_bytes(certificates_pdf([certificate]))
        if valid:
            (folder / "all.pdf").write_bytes(certificates_pdf(valid))
        self.stdout.write(f"新颁发 {len(made)} 份，写出 {len(valid)} 份：{folder}")

    @staticmethod
    def _exam(uuid: str) -> Exam:
        try:
            exam = Exam.objects.select_related("office").filter(uuid=uuid).first()
        except ValidationError as error:
            raise CommandError(f"“{uuid}”不是考试的公开编号。") from error
        if exam is None:
            raise CommandError(f"没有找到考试 {uuid}。")
        if not are_results_visible(exam):
            raise CommandError("成绩还没有发布，不能颁发证书。")
        return exam

    @staticmethod
    def _organizer(exam: Exam, username: str | None) -> User:
        people = office_role_holders(exam.office, Role.ORGANIZER).filter(is_active=True)
        organizers = list(people.filter(username__iexact=username) if username else people)
        if len(organizers) != 1:
            raise CommandError("请用 --by 写明经手的考务人员工号。")
        return organizers[0]
