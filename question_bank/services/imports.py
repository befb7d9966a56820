"""Write question sheets into the bank: keep for review, mend in place, bring the good rows in."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.confinement import ConfinementError, confined
from accounts.models import User
from question_bank.content import DIFFICULTIES
from question_bank.enums import ImportState, RowDecision, RowStatus
from question_bank.errors import ImportRowError
from question_bank.models import ImportRow, Provision, Question, QuestionBank, SheetImport
from question_bank.references import names_provision
from question_bank.selectors import ProvisionFinder, citable_versions, parsed_of
from question_bank.services.questions import QuestionDraft, known_questions, questions_create
from question_bank.sheet_content import content_of, digest_of
from question_bank.sheets import (
    ParsedQuestion,
    SheetReport,
    UnreadableSheet,
    question_to_json,
    read_sheet,
    revise,
    with_doubt,
)

_LONGEST_NAME = 200
_BATCH = 500


@dataclass(slots=True)
class ImportSummary:
    """What one commitment did, and what still waits."""

    imported: int = 0
    duplicates: int = 0
    waiting: Counter[str] = field(default_factory=Counter)


def sheet_read(data: bytes, file_name: str) -> SheetReport:
    """Return what a file holds, read in a process of its own.

    Raises:
        ImportRowError: it is no question sheet that can be read.
    """
    try:
        return confined(read_sheet, data, file_name)
    except (UnreadableSheet, ConfinementError) as error:
        raise ImportRowError(str(error)) from error


def sheet_import(*, bank: QuestionBank, data: bytes, file_name: str, by: User, now: datetime) -> SheetImport:
    """Keep a sheet's rows for review; the bank is not written to. The same file in review is not kept twice.

    Where the bank asks all of it already there is nothing to review.

    Raises:
        ImportRowError: the file cannot be read, or no question was found in it.
    """
    report = sheet_read(data, file_name)
    if report.absence:
        raise ImportRowError(report.absence)
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        locked = QuestionBank.objects.select_for_update().select_related("office").get(pk=bank.pk)
        open_import = locked.imports.filter(file_digest=digest, state=ImportState.PREVIEW).first()
        if open_import:
            return open_import
        kept = SheetImport.objects.create(
            bank=locked,
            file_name=file_name[-_LONGEST_NAME:],
            file_digest=digest,
            format=report.format[:20],
            encoding=report.encoding[:30],
            layout=report.layout[:60],
            source_lines=[_storable(line.text) for line in report.lines],
            problems=[_storable(asdict(problem)) for problem in report.problems],
            uploaded_by=by,
            uploaded_at=now,
        )
        _keep_rows(kept, report.questions)
        if not kept.rows.exclude(decision=RowDecision.DUPLICATE).exists():
            _close(kept)
    return kept


def row_revise(*, row: ImportRow, changes: dict[str, Any]) -> ImportRow:
    """Mend a row and judge it anew; whatever was decided about it before is open again.

    Raises:
        ImportRowError: it is in the bank already.
    """
    with transaction.atomic():
        locked = _open_row(row)
        before = parsed_of(locked)
        after = revise(before, **changes)
        if locked.provision_id is None or after.citation != before.citation:
            locked.provision_id = _finder(locked.sheet_import).find(after.citation)
        _judge(locked, after)
        locked.save(update_fields=["parsed", "status", "problems", "decision", "question", "provision"])
    return locked


def row_accept(*, row: ImportRow) -> ImportRow:
    """Take a doubtful row as it stands.

    Raises:
        ImportRowError: it lacks something that no trainer's word can replace.
    """
    with transaction.atomic():
        locked = _open_row(row)
        if locked.status == RowStatus.FAULTY:
            raise ImportRowError(_("还不能采用：%(problems)s。") % {"problems": "；".join(locked.problems)})
        locked.decision = RowDecision.ACCEPTED
        locked.save(update_fields=["decision"])
    return locked


def row_skip(*, row: ImportRow) -> ImportRow:
    """Leave a row out."""
    with transaction.atomic():
        locked = _open_row(row)
        locked.decision = RowDecision.SKIPPED
        locked.save(update_fields=["decision"])
    return locked


def row_restore(*, row: ImportRow) -> ImportRow:
    """Take up again a row that was left out or accepted."""
    with transaction.atomic():
        locked = _open_row(row)
        _judge(locked, parsed_of(locked))
        locked.save(update_fields=["parsed", "status", "problems", "decision", "question"])
    return locked


def row_cite(*, row: ImportRow, provision: Provision) -> ImportRow:
    """Set what a row rests on.

    Raises:
        ImportRowError: the row is in the bank, or the provision cannot be cited.
    """
    with transaction.atomic():
        locked = _open_row(row)
        office = locked.sheet_import.bank.office
        if not citable_versions(office).filter(pk=provision.version_id).exists():
            raise ImportRowError(_("这份文件还没有确认，或者不归本机关使用，不能引用。"))
        locked.provision = provision
        _describe(locked, parsed_of(locked))
        locked.save(update_fields=["provision", "parsed", "status", "problems"])
    return locked


def import_commit(*, sheet_import: SheetImport, by: User, now: datetime) -> ImportSummary:
    """Bring in the good rows and those accepted; what the bank asks already is marked and not added.

    Repeating it brings in only what has become good since.
    """
    with transaction.atomic():
        locked = _locked(sheet_import)
        ready = list(
            locked.rows.filter(decision=RowDecision.ACCEPTED)
            | locked.rows.filter(decision=RowDecision.PENDING, status=RowStatus.OK)
        )
        summary = _bring_in(locked.bank, ready, by, now)
        waiting = locked.rows.filter(decision=RowDecision.PENDING).values_list("status", flat=True)
        summary.waiting = Counter(waiting)
        if not summary.waiting:
            _close(locked)
    return summary


def import_finish(*, sheet_import: SheetImport) -> SheetImport:
    """Leave out all that has not come in, so that the sheet no longer waits."""
    with transaction.atomic():
        locked = _locked(sheet_import)
        undecided = [RowDecision.PENDING, RowDecision.ACCEPTED]
        locked.rows.filter(decision__in=undecided).update(decision=RowDecision.SKIPPED)
        _close(locked)
    return locked


def _keep_rows(kept: SheetImport, questions: Sequence[ParsedQuestion]) -> None:
    digests = [digest_of(parsed) for parsed in questions]
    known = known_questions(kept.bank, set(filter(None, digests)))
    finder = _finder(kept)
    rows = []
    for number, (parsed, digest) in enumerate(zip(questions, digests, strict=True), start=1):
        row = ImportRow(
            sheet_import=kept,
            number=number,
            location=parsed.location[:100],
            first_line=parsed.first_line,
            last_line=parsed.last_line,
            provision_id=finder.find(parsed.citation),
        )
        _set(row, parsed, known.get(digest))
        rows.append(row)
    ImportRow.objects.bulk_create(rows, batch_size=_BATCH)


def _judge(row: ImportRow, parsed: ParsedQuestion) -> None:
    digest = digest_of(parsed)
    _set(row, parsed, known_questions(row.sheet_import.bank, [digest]).get(digest))


def _set(row: ImportRow, parsed: ParsedQuestion, existing: Question | None) -> None:
    _describe(row, parsed)
    row.decision = RowDecision.DUPLICATE if existing else RowDecision.PENDING
    row.question = existing


def _describe(row: ImportRow, parsed: ParsedQuestion) -> None:
    """Keep what a row holds and what is to be said of it; an authority that leads nowhere is a doubt."""
    is_lost = row.provision_id is None and names_provision(parsed.citation)
    message = _("依据“%(citation)s”没有在已确认的政策文件里找到") % {"citation": parsed.citation} if is_lost else ""
    described = with_doubt(parsed, "citation", message)
    row.parsed = _storable(question_to_json(described))
    row.status, row.problems = described.status, _storable(list(described.problems))


def _bring_in(bank: QuestionBank, rows: Sequence[ImportRow], by: User, now: datetime) -> ImportSummary:
    asked = {row.pk: digest_of(parsed_of(row)) for row in rows}
    known: dict[str, Question | None] = dict(known_questions(bank, set(asked.values())))
    fresh: list[ImportRow] = []
    for row in rows:
        if asked[row.pk] not in known:
            known[asked[row.pk]] = None
            fresh.append(row)
    created = questions_create(bank=bank, drafts=[_draft(row) for row in fresh], by=by, now=now)
    for row, question in zip(fresh, created, strict=True):
        row.decision, row.question = RowDecision.IMPORTED, question
        known[asked[row.pk]] = question
    for row in rows:
        if row.decision != RowDecision.IMPORTED:
            row.decision, row.question = RowDecision.DUPLICATE, known[asked[row.pk]]
    ImportRow.objects.bulk_update(rows, ["decision", "question"], batch_size=_BATCH)
    return ImportSummary(imported=len(fresh), duplicates=len(rows) - len(fresh))


def _draft(row: ImportRow) -> QuestionDraft:
    parsed = parsed_of(row)
    content = content_of(parsed)
    if content is None:
        raise ImportRowError(_("第 %(number)d 题没有题型。") % {"number": row.number})
    difficulty = parsed.difficulty if parsed.difficulty in DIFFICULTIES else ""
    return QuestionDraft(content, (parsed.topic,) if parsed.topic else (), difficulty, row.provision_id)


def _open_row(row: ImportRow) -> ImportRow:
    sheet_import = _locked(row.sheet_import)
    locked = ImportRow.objects.select_for_update().get(pk=row.pk)
    if locked.decision == RowDecision.IMPORTED:
        raise ImportRowError(_("这一题已经导入题库，请到题库里修改。"))
    if sheet_import.state == ImportState.COMMITTED:
        raise ImportRowError(_("这份试题已经处理完；要再导入，请重新上传文件。"))
    locked.sheet_import = sheet_import
    return locked


def _locked(sheet_import: SheetImport) -> SheetImport:
    """Lock the bank first, always: two commitments into one bank must not both find a question missing."""
    bank = QuestionBank.objects.select_for_update().select_related("office").get(pk=sheet_import.bank_id)
    locked = SheetImport.objects.select_for_update().defer("source_lines").get(pk=sheet_import.pk)
    locked.bank = bank
    return locked


def _close(sheet_import: SheetImport) -> None:
    sheet_import.state = ImportState.COMMITTED
    sheet_import.save(update_fields=["state"])


def _finder(sheet_import: SheetImport) -> ProvisionFinder:
    return ProvisionFinder(sheet_import.bank.office, timezone.localdate())


def _storable(value: Any) -> Any:
    """Return text without NUL, which PostgreSQL cannot hold, however deep it stands."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {name: _storable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_storable(part) for part in value]
    return value
