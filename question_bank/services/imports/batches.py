"""Take in a whole folder or zip: each file a sheet of its own, some with their answers in another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.confinement import ConfinementError, ConfinementLimits, confined_within
from accounts.models import User
from question_bank.enums import ImportState, JobKind, RowDecision
from question_bank.errors import ImportRowError
from question_bank.models import Job, QuestionBank, SheetBatch, SheetImport
from question_bank.selectors import batch_entries
from question_bank.services.imports.committing import COMMIT_AT_ONCE, import_commit, import_commit_ask
from question_bank.services.imports.judging import import_close
from question_bank.services.imports.reading import keep_file, sheet_reread
from question_bank.services.jobs import Stint, job_ask
from question_bank.sheets import UnreadableSheet
from question_bank.sheets.pairing import Pairing, SheetPair, is_bundle, pair_files, unpack
from question_bank.sheets.pairing import SheetFile as NamedFile

MOST_FILES = 300
#: Every file of a batch is opened once to see which answers which.
_PAIRING_LIMITS = ConfinementLimits(processor_seconds=90, wall_seconds=120)


def files_unpacked(files: Sequence[NamedFile]) -> list[NamedFile]:
    """Return the files, those in a zip among them in its place.

    Raises:
        ImportRowError: a zip is damaged, locked or hostile, or there are too many files.
    """
    found: list[NamedFile] = []
    try:
        for file in files:
            found += unpack(file.data) if is_bundle(file.data) else [file]
    except UnreadableSheet as error:
        raise ImportRowError(str(error)) from error
    if len(found) > MOST_FILES:
        raise ImportRowError(_("一次最多 %(most)d 个文件，请分几次上传。") % {"most": MOST_FILES})
    return found


def batch_import_ask(*, bank: QuestionBank, files: Sequence[NamedFile], by: User, now: datetime) -> SheetBatch:
    """Keep files that came together, to be paired and read by the worker; what is in review already is not kept twice.

    Raises:
        ImportRowError: none of them is new.
    """
    with transaction.atomic():
        batch = SheetBatch.objects.create(bank=bank, uploaded_by=by, uploaded_at=now)
        kept = [keep_file(bank, file.data, file.name, by, now, ImportState.READING, batch) for file in files]
        if not any(is_new for _file, is_new in kept):
            raise ImportRowError(_("这些文件都已经在核对中了。"))
        job_ask(kind=JobKind.PAIR, bank=bank, batch=batch, by=by, now=now)
    return batch


def batch_pair(stint: Stint) -> str:
    """Find which files of a batch answer which, then have the question files read."""
    batch = stint.job.batch
    if batch is None:
        return ""
    waiting = {str(kept.pk): kept for kept in batch.imports.filter(state=ImportState.READING).select_related("file")}
    by_name: dict[str, SheetImport] = {}
    for kept in waiting.values():
        # Two of one name would be taken for one.
        by_name[kept.file_name if kept.file_name not in by_name else f"{kept.pk}/{kept.file_name}"] = kept
    pairing = _pairing([NamedFile(name, bytes(kept.file.data)) for name, kept in by_name.items()])
    with transaction.atomic():
        stint.step(done=len(by_name), total=len(by_name))
        for pair in pairing.pairs:
            if pair.answers:
                _set_answers(by_name[pair.questions], [by_name[name] for name in pair.answers])
        for name in pairing.unpaired_answers:
            _set_state(by_name[name], ImportState.ANSWERS, _("只有答案，没有找到对应的试题文件；可以在下面指定。"))
        for problem in pairing.refused:
            by_name[problem.location].refusal = problem.message[:500]
            import_close(by_name[problem.location], ImportState.FAILED)
        for pair in pairing.pairs:
            question_file = by_name[pair.questions]
            job_ask(
                kind=JobKind.READ, bank=batch.bank, sheet_import=question_file, by=stint.job.asked_by, now=stint.now
            )
    return _("%(count)d 份试题文件。") % {"count": len(pairing.pairs)}


def import_pair(*, sheet_import: SheetImport, answers: Sequence[SheetImport], by: User, now: datetime) -> Job:
    """Let a sheet of a batch take its answers from other files of it, or from none, and read it anew.

    Raises:
        ImportRowError: some of it is in the bank, or one of the other files cannot answer.
    """
    with transaction.atomic():
        for file in answers:
            if file.batch_id != sheet_import.batch_id or file == sheet_import:
                raise ImportRowError(_("只能从同一批上传的文件里选答案文件。"))
            if file.rows.filter(decision=RowDecision.IMPORTED).exists():
                raise ImportRowError(_("那份文件里的题已经导入，不能当作答案文件。"))
        _set_answers(sheet_import, answers)
        return sheet_reread(sheet_import=sheet_import, by=by, now=now)


def batch_commit(*, batch: SheetBatch, by: User, now: datetime) -> int:
    """Bring in the good rows of every sheet of a batch: a few now, many by the worker; return how many came in now."""
    ready = [entry for entry in batch_entries(batch) if entry.is_reviewed and entry.ready]
    if sum(entry.ready for entry in ready) > COMMIT_AT_ONCE:
        for entry in ready:
            import_commit_ask(sheet_import=entry.file, by=by, now=now)
        return 0
    return sum(import_commit(sheet_import=entry.file, by=by, now=now).imported for entry in ready)


def _pairing(files: Sequence[NamedFile]) -> Pairing:
    """Return which answers which; where that cannot be found out, each file stands for itself."""
    try:
        return confined_within(_PAIRING_LIMITS, pair_files, tuple(files))
    except ConfinementError:
        return Pairing(tuple(SheetPair(file.name) for file in files))


def _set_answers(questions: SheetImport, answers: Sequence[SheetImport]) -> None:
    questions.answer_files.set(answers)
    for file in answers:
        _set_state(file, ImportState.ANSWERS, "")


def _set_state(kept: SheetImport, state: ImportState, refusal: str) -> None:
    kept.rows.all().delete()
    kept.state, kept.refusal = state, refusal
    kept.save(update_fields=["state", "refusal"])
