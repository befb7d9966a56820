"""Time what takes longer than a page in a bank of 100,000 questions, filled by `bank_pages`; nothing of it stays.

usage: DATABASE_URL=… DJANGO_SETTINGS_MODULE=exam_site.settings.test python -m benchmarks.bank_work
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from time import perf_counter

import django
from django.db import transaction

django.setup()

# ruff: noqa: E402 -- models can be imported only after the setup above
from accounts.models import User
from accounts.spreadsheets import write_workbook
from benchmarks.bank import draw
from question_bank.models import DocumentVersion, Job, QuestionBank
from question_bank.services import drafts_make, import_commit_ask, job_do, rows_compare, sheet_import_ask

_ROWS = 10_000
_COMPARED = 1_000
_NOW = datetime(2026, 3, 1, tzinfo=UTC)
_HEADER = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析"]


def main() -> None:
    """Print a line for each figure."""
    trainer = User.objects.get(username="bench-trainer")
    bank = QuestionBank.objects.get(office=trainer.office_id)
    with transaction.atomic():
        kept = sheet_import_ask(bank=bank, data=_sheet(_ROWS, "申报"), file_name="试题.xlsx", by=trainer, now=_NOW)
        _time("import_10000_read", _job)
        commit = import_commit_ask(sheet_import=kept, by=trainer, now=_NOW)
        _time("import_10000_commit", lambda: _do(commit))
        few = sheet_import_ask(bank=bank, data=_sheet(_COMPARED, "复核"), file_name="再来.xlsx", by=trainer, now=_NOW)
        _job()
        compare = rows_compare(sheet_import=few, by=trainer, now=_NOW)
        _time("compare_1000_rows", lambda: _do(compare))
        version = DocumentVersion.objects.get(document__title="学习办法")
        _time(
            "draft_from_a_document", lambda: drafts_make(office=trainer.office, version=version, by=trainer, now=_NOW)
        )
        transaction.set_rollback(True)


def _sheet(rows: int, word: str) -> bytes:
    """Return questions as the bank has them, each about something else than any of the bank's."""
    said = islice(draw(random.Random(word)), rows)
    return write_workbook(
        "试题",
        _HEADER,
        [
            ["单选题", f"{word}材料{one['number']}：{one['stem']}", *one["options"], one["key"][0], one["explanation"]]  # type: ignore[index,misc]
            for one in said
        ],
    )


def _time(name: str, work: Callable[[], object]) -> None:
    begun = perf_counter()
    work()
    print(f"bank_{name}_seconds {perf_counter() - begun:.1f}", flush=True)


def _job() -> None:
    """Do what waits."""
    _do(Job.objects.filter(state="waiting").latest("pk"))


def _do(job: Job) -> None:
    done = job_do(job=job, clock=lambda: datetime.now(UTC))
    if done.state != "done":
        raise RuntimeError(f"{done.kind} {done.state} {done.message}")
    print(f"# {done.message}", flush=True)


if __name__ == "__main__":
    main()
