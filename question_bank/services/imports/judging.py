"""What a row holds, what is to be said of it, and the locks under which it changes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from question_bank.enums import ImportState, RowDecision
from question_bank.errors import ImportRowError
from question_bank.models import ImportRow, Question, QuestionBank, SheetFile, SheetImport
from question_bank.references import names_provision
from question_bank.selectors import ProvisionFinder
from question_bank.services.questions import known_questions
from question_bank.sheet_content import digest_of
from question_bank.sheets import ParsedQuestion, question_to_json, with_doubt


def row_judge(row: ImportRow, parsed: ParsedQuestion) -> None:
    """Set what a row holds and open again whatever was decided about it."""
    digest = digest_of(parsed)
    row_set(row, parsed, known_questions(row.sheet_import.bank, [digest]).get(digest))


def row_set(row: ImportRow, parsed: ParsedQuestion, existing: Question | None) -> None:
    """Set what a row holds, and the question that asks it already, if there is one."""
    row_describe(row, parsed)
    row.decision = RowDecision.DUPLICATE if existing else RowDecision.PENDING
    row.question = existing


def row_describe(row: ImportRow, parsed: ParsedQuestion) -> None:
    """Keep what a row holds and what is to be said of it; an authority that leads nowhere is a doubt."""
    is_lost = row.provision_id is None and names_provision(parsed.citation)
    message = _("依据“%(citation)s”没有在已确认的政策文件里找到") % {"citation": parsed.citation} if is_lost else ""
    described = with_doubt(parsed, "citation", message)
    row.parsed = storable(question_to_json(described))
    row.status, row.problems = described.status, storable(list(described.problems))


def open_row(row: ImportRow) -> ImportRow:
    """Lock a row that can still be decided.

    Raises:
        ImportRowError: it is in the bank, or the review is over.
    """
    sheet_import = locked_import(row.sheet_import)
    locked = ImportRow.objects.select_for_update().get(pk=row.pk)
    if locked.decision == RowDecision.IMPORTED:
        raise ImportRowError(_("这一题已经导入题库，请到题库里修改。"))
    if sheet_import.state != ImportState.PREVIEW:
        raise ImportRowError(_("这份试题已经处理完；要再导入，请重新上传文件。"))
    locked.sheet_import = sheet_import
    return locked


def locked_import(sheet_import: SheetImport) -> SheetImport:
    """Lock the bank first, always: two commitments into one bank must not both find a question missing."""
    bank = locked_bank(sheet_import.bank_id)
    locked = SheetImport.objects.select_for_update().get(pk=sheet_import.pk)
    locked.bank = bank
    return locked


def locked_bank(key: int) -> QuestionBank:
    """Lock a bank."""
    return QuestionBank.objects.select_for_update().select_related("office").get(pk=key)


def import_close(
    sheet_import: SheetImport, state: ImportState = ImportState.COMMITTED, *, keeps_file: bool = False
) -> None:
    """End a review; the file is not needed any more, nor are its answers."""
    sheet_import.state = state
    sheet_import.save(update_fields=["state", "refusal"])
    if not keeps_file:
        SheetFile.objects.filter(sheet_import=sheet_import).delete()


def provision_finder(sheet_import: SheetImport) -> ProvisionFinder:
    """Return what finds the provisions that a sheet speaks of."""
    return ProvisionFinder(sheet_import.bank.office, timezone.localdate())


def storable(value: Any) -> Any:
    """Return text without NUL, which PostgreSQL cannot hold, however deep it stands."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {name: storable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [storable(part) for part in value]
    return value
