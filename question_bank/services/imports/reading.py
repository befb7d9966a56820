"""Read a sheet and keep its rows for review: at once where it is small, else as background work in steps."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.confinement import ConfinementError, confined, confined_within
from accounts.models import User
from question_bank.enums import ImportState, JobKind, RowDecision, WordKind
from question_bank.errors import ImportRowError
from question_bank.models import ImportRow, Job, QuestionBank, SheetBatch, SheetFile, SheetImport, SourcePage
from question_bank.selectors import citable_versions
from question_bank.services.imports.judging import (
    import_close,
    locked_bank,
    locked_import,
    provision_finder,
    row_set,
    storable,
)
from question_bank.services.imports.words import mappings_of
from question_bank.services.jobs import Stint, job_ask
from question_bank.services.questions import known_questions
from question_bank.sheet_content import digest_of
from question_bank.sheets import ForeignFile, Mappings, ParsedQuestion, Problem, SheetReport, UnreadableSheet
from question_bank.sheets.office import OFFICE_LIMITS, converted, office_command
from question_bank.sheets.pairing import SheetFile as NamedFile
from question_bank.sheets.pairing import read_pair
from question_bank.sheets.sources import foreign_kind

#: A file of this size is read within a second or two; larger ones are left to the worker.
READ_AT_ONCE = 100_000
#: How many rows one transaction writes: others who write wait for it.
STEP = 250
_LONGEST_NAME = 200
_OPEN = (ImportState.READING, ImportState.PREVIEW)


def sheet_read(
    data: bytes, file_name: str, *, answers: Sequence[NamedFile] = (), mappings: Mappings | None = None
) -> SheetReport:
    """Return what a file holds, read in a process of its own, by way of LibreOffice where that is needed and there.

    Raises:
        ImportRowError: it is no question sheet that can be read.
    """
    questions = NamedFile(file_name, data)
    try:
        try:
            return confined(read_pair, questions, tuple(answers), mappings)
        except ForeignFile:
            command = office_command()
            if command is None:
                raise
            return _read_by_office(command, questions, answers, mappings)
    except (UnreadableSheet, ConfinementError) as error:
        raise ImportRowError(str(error)) from error


def _read_by_office(
    command: str, questions: NamedFile, answers: Sequence[NamedFile], mappings: Mappings | None
) -> SheetReport:
    keys = tuple(_converted(command, file) for file in answers)
    report = confined(read_pair, _converted(command, questions), keys, mappings)
    remark = Problem("全文", "这种文件先由 LibreOffice 转换再读入，格式可能有出入，核对时请对照原文件")
    return replace(report, problems=(remark, *report.problems))


def _converted(command: str, file: NamedFile) -> NamedFile:
    """Return a file that we cannot read as one that we can."""
    kind = confined(foreign_kind, file.data, file.name)
    if kind is None:
        return file
    with TemporaryDirectory(prefix="jijikao-office-") as room:
        return NamedFile(file.name, confined_within(OFFICE_LIMITS, converted, file.data, kind, command, room))


def sheet_import(*, bank: QuestionBank, data: bytes, file_name: str, by: User, now: datetime) -> SheetImport:
    """Keep a sheet's rows for review; the bank is not written to. The same file in review is not kept twice.

    Where the bank asks all of it already there is nothing to review. Where nothing was found, but words stand where
    headings or labels do, the file is kept to be read again once they are explained.

    Raises:
        ImportRowError: the file cannot be read, or no question was found in it.
    """
    report = sheet_read(data, file_name, mappings=mappings_of(bank.office))
    if report.absence and not _unknown_words(report):
        raise ImportRowError(report.absence)
    with transaction.atomic():
        kept, is_new = keep_file(bank, data, file_name, by, now, ImportState.PREVIEW)
        if not is_new:
            return kept
        if report.absence:
            _set_aside(kept, report.absence, report)
            return kept
        _keep_report(kept, report)
        _keep_rows(kept, report.questions)
        _close_where_known(kept)
    return kept


def sheet_import_ask(*, bank: QuestionBank, data: bytes, file_name: str, by: User, now: datetime) -> SheetImport:
    """Keep a file to be read by the worker. The same file in review is not kept twice."""
    with transaction.atomic():
        kept, is_new = keep_file(bank, data, file_name, by, now, ImportState.READING)
        if is_new:
            job_ask(kind=JobKind.READ, bank=kept.bank, sheet_import=kept, by=by, now=now)
    return kept


def import_read(stint: Stint) -> str:
    """Read the file of a piece of work and keep its rows, some in each step."""
    kept = stint.job.sheet_import
    if kept is None or kept.state != ImportState.READING:
        return ""
    try:
        report = sheet_read(
            bytes(kept.file.data), kept.file_name, answers=_answers_to(kept), mappings=mappings_of(kept.bank.office)
        )
    except ImportRowError as refusal:
        return _refuse(stint, kept, str(refusal))
    if report.absence:
        return _refuse(stint, kept, report.absence, report)
    questions = report.questions
    with transaction.atomic():
        stint.step(done=0, total=len(questions))
        # A worker that was killed may have left some.
        kept.rows.all().delete()
        kept.pages.all().delete()
        _keep_report(kept, report)
    for start in range(0, len(questions), STEP):
        with transaction.atomic():
            stint.step(done=start)
            _keep_rows(kept, questions[start : start + STEP], start)
    with transaction.atomic():
        stint.step(done=len(questions))
        locked = locked_import(kept)
        locked.state = ImportState.PREVIEW
        locked.save(update_fields=["state"])
        _close_where_known(locked)
        if locked.state == ImportState.PREVIEW:
            job_ask(kind=JobKind.COMPARE, bank=locked.bank, sheet_import=locked, by=stint.job.asked_by, now=stint.now)
        if locked.state == ImportState.PREVIEW and citable_versions(locked.bank.office).exists():
            asker = stint.job.asked_by
            job_ask(kind=JobKind.SUGGEST, bank=locked.bank, sheet_import=locked, by=asker, now=stint.now)
    return _("读到 %(count)d 题。") % {"count": len(questions)}


def sheet_reread(*, sheet_import: SheetImport, by: User, now: datetime) -> Job:
    """Read a sheet anew: its answers come from elsewhere, or a word of the office's has been explained.

    Raises:
        ImportRowError: some of it is in the bank, or the file is no longer here.
    """
    with transaction.atomic():
        locked = locked_import(sheet_import)
        if locked.rows.filter(decision=RowDecision.IMPORTED).exists():
            raise ImportRowError(_("这份文件已经导入了一些题，不能重新读取；请重新上传。"))
        if not SheetFile.objects.filter(sheet_import=locked).exists():
            raise ImportRowError(_("这份文件已经处理完，请重新上传。"))
        locked.state, locked.refusal = ImportState.READING, ""
        locked.save(update_fields=["state", "refusal"])
        return job_ask(kind=JobKind.READ, bank=locked.bank, sheet_import=locked, by=by, now=now)


def _answers_to(kept: SheetImport) -> list[NamedFile]:
    answers = kept.answer_files.filter(file__isnull=False).select_related("file").order_by("file_name", "pk")
    return [NamedFile(answer.file_name, bytes(answer.file.data)) for answer in answers]


def _refuse(stint: Stint, kept: SheetImport, reason: str, report: SheetReport | None = None) -> str:
    with transaction.atomic():
        stint.step()
        kept.rows.all().delete()
        _set_aside(kept, reason, report)
    return reason


def _set_aside(kept: SheetImport, reason: str, report: SheetReport | None) -> None:
    """Keep why; where words of the office's own stand in the way, the file stays to be read with them explained."""
    kept.refusal = reason[:500]
    kept.unknown_words = _unknown_words(report) if report else {}
    kept.save(update_fields=["unknown_words"])
    import_close(kept, ImportState.FAILED, keeps_file=bool(kept.unknown_words))


def _unknown_words(report: SheetReport) -> dict[str, list[str]]:
    words = {WordKind.HEADING: report.unknown_headings, WordKind.LABEL: report.unknown_labels}
    return {kind.value: [storable(word) for word in found] for kind, found in words.items() if found}


def keep_file(
    bank: QuestionBank,
    data: bytes,
    file_name: str,
    by: User,
    now: datetime,
    state: ImportState,
    batch: SheetBatch | None = None,
) -> tuple[SheetImport, bool]:
    """Return the sheet that stands for a file in review, and whether it is new."""
    digest = hashlib.sha256(data).hexdigest()
    locked = locked_bank(bank.pk)
    open_import = locked.imports.filter(file_digest=digest, state__in=_OPEN).first()
    if open_import:
        return open_import, False
    kept = SheetImport.objects.create(
        bank=locked,
        file_name=file_name[-_LONGEST_NAME:],
        file_digest=digest,
        state=state,
        batch=batch,
        uploaded_by=by,
        uploaded_at=now,
    )
    SheetFile.objects.create(sheet_import=kept, data=data)
    return kept, True


def _keep_report(kept: SheetImport, report: SheetReport) -> None:
    """Keep what is to be said of the whole sheet, and its lines."""
    kept.format, kept.encoding, kept.layout = report.format[:20], report.encoding[:30], report.layout[:60]
    kept.problems = [storable(asdict(problem)) for problem in report.problems]
    kept.unknown_words = _unknown_words(report)
    kept.save(update_fields=["format", "encoding", "layout", "problems", "unknown_words"])
    texts = [storable(line.text) for line in report.lines]
    SourcePage.objects.bulk_create(
        SourcePage(sheet_import=kept, number=number, lines=texts[start : start + SourcePage.LINES])
        for number, start in enumerate(range(0, len(texts), SourcePage.LINES))
    )


def _keep_rows(kept: SheetImport, questions: Sequence[ParsedQuestion], before: int = 0) -> None:
    digests = [digest_of(parsed) for parsed in questions]
    known = known_questions(kept.bank, set(filter(None, digests)))
    finder = provision_finder(kept)
    rows = []
    for number, (parsed, digest) in enumerate(zip(questions, digests, strict=True), start=before + 1):
        row = ImportRow(
            sheet_import=kept,
            number=number,
            location=parsed.location[:100],
            first_line=parsed.first_line,
            last_line=parsed.last_line,
            provision_id=finder.find(parsed.citation),
        )
        row_set(row, parsed, known.get(digest))
        rows.append(row)
    ImportRow.objects.bulk_create(rows, batch_size=STEP)


def _close_where_known(kept: SheetImport) -> None:
    if not kept.rows.exclude(decision=RowDecision.DUPLICATE).exists():
        import_close(kept)
