"""Question drafts from policy text, from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.management.choosing import office_meant, person_meant
from accounts.models import Office
from question_bank.drafting import Draft, PolicyText, SourceProvision, draft_questions, policy_text_of, to_report
from question_bank.keys import key_text
from question_bank.management.arguments import file_bytes
from question_bank.models import DocumentVersion
from question_bank.provisions import walk
from question_bank.references import short_title, title_matches
from question_bank.selectors import citable_versions, policy_text, version_in_force
from question_bank.services import drafts_make, policy_read


class Command(BaseCommand):
    """Draft questions from a file or a document's text in force, and report them; nothing is kept unless asked."""

    help = "从政策条文起草试题：按六条规则出草稿，报告题目、出处和理由。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the document, and for whom the drafts are kept."""
        parser.add_argument("document", metavar="DOC", help="政策文件的标题、编号（uuid），或一个文件")
        parser.add_argument("--office", default="", metavar="代号", help="哪个机关；只有一个机关时可以不写")
        parser.add_argument("--by", default="", metavar="工号", help="记作谁起草；不写则记作该机关工号最小的命题教师")
        parser.add_argument("--keep", action="store_true", help="把草稿存下来，等命题教师逐题处理（只对已确认的文件）")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report, and if asked keep.

        Raises:
            CommandError: there is no such document, or it cannot be read or drafted from.
        """
        path = Path(options["document"])
        try:
            if path.is_file():
                if options["keep"]:
                    raise CommandError("文件要先导入、确认，草稿才能存下来。")
                policy, kept = _from_file(path), None
            else:
                policy, kept = self._from_office(options)
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        drafts = draft_questions(policy)
        if options["json"]:
            report = to_report(policy, drafts) | ({} if kept is None else {"kept": kept})
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._tell(policy, drafts, kept)

    def _from_office(self, options: dict[str, Any]) -> tuple[PolicyText, int | None]:
        office = office_meant(options["office"])
        version = _version_meant(office, options["document"])
        policy = policy_text(version)
        if not options["keep"]:
            return policy, None
        person = person_meant(office, options["by"], Role.TRAINER)
        return policy, len(drafts_make(office=office, version=version, by=person, now=timezone.now()))

    def _tell(self, policy: PolicyText, drafts: list[Draft], kept: int | None) -> None:
        labels = {passage.path: passage.label for passage in policy.passages}
        for draft in drafts:
            options = "　".join(f"{option.id}．{option.text}" for option in draft.content.options)
            self.stdout.write(
                f"{draft.rule.value} {labels[draft.path]} {draft.content.type.label}：{draft.content.stem}"
            )
            if options:
                self.stdout.write(f"  {options}")
            self.stdout.write(f"  答案：{key_text(draft.content.key)}")
        self.stdout.write(f"{policy.name}起草 {len(drafts)} 题。")
        if kept is not None:
            self.stdout.write(f"新存下 {kept} 题，等命题教师处理。")


def _from_file(path: Path) -> PolicyText:
    _source, policy = policy_read(file_bytes(path), path.name)
    rows = (
        SourceProvision(flat.path, flat.parent_path, flat.kind, flat.citation_label, flat.text, flat.full_text)
        for flat in walk(policy.tree)
    )
    return policy_text_of(f"《{short_title(policy.title or path.stem)}》", rows)


def _version_meant(office: Office, name: str) -> DocumentVersion:
    """Return the text meant by a document's title or id, the one in force; or by a version's id."""
    versions = citable_versions(office)
    meant = [version for version in versions if _is_meant(version, name)]
    documents = {version.document_id for version in meant}
    version = version_in_force(meant, timezone.localdate())
    if version is None:
        raise CommandError(f"没有已确认的政策文件“{name}”，也没有这个文件。")
    if len(documents) > 1:
        raise CommandError(f"有几份文件都叫“{name}”，请用 uuid 指明。")
    return version


def _is_meant(version: DocumentVersion, name: str) -> bool:
    try:
        return UUID(name) in {version.uuid, version.document.uuid}
    except ValueError:
        return title_matches(name.strip("《》"), version.document.title)
