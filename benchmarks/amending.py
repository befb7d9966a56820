"""How long from uploading an amended text to knowing which of 2,000 questions to look at, on a database of its own.

The Supervision Law of 2018 and 2024 where `../shared` has them, else the demo's policy and its amendment.

usage: python -m benchmarks amending
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
LAWS = _ROOT.parent / "shared" / "data" / "policy"
QUESTIONS = 2_000
_CITED = ("paragraph", "subparagraph")


def run() -> dict[str, Any]:
    """Return seconds for each step, and what became of the questions."""
    with TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/amending.sqlite3",
            "DJANGO_SETTINGS_MODULE": "exam_site.settings.dev",
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.amending"], cwd=_ROOT, env=environment, capture_output=True, check=True
        )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def texts() -> tuple[tuple[str, bytes], tuple[str, bytes]]:
    """Return the text before and the text after, each with its name."""
    if LAWS.is_dir():
        names = ("监察法_2018.md", "监察法_2024修正.md")
        before, after = ((name, (LAWS / name).read_bytes()) for name in names)
        return before, after
    from exam_site.demo.amending import amended_policy  # noqa: PLC0415 -- slow import
    from exam_site.demo.sources import policy_text  # noqa: PLC0415 -- slow import

    return ("办法.md", policy_text().encode()), ("修订.md", amended_policy().encode())


def _measure() -> dict[str, Any]:
    from django.core.management import call_command  # noqa: PLC0415 -- app ready
    from django.utils import timezone  # noqa: PLC0415 -- app ready

    call_command("migrate", verbosity=0)
    now = timezone.now()
    office, trainer, client = _people()
    (name, before), (new_name, after) = texts()
    from question_bank import services  # noqa: PLC0415 -- app ready

    old = services.document_import(office=office, data=before, file_name=name, by=trainer, now=now)
    services.version_confirm(version=old, by=trainer, now=now, facts=_facts(old, date(2018, 3, 20)))
    _questions(office, old, trainer, now)
    figures: dict[str, Any] = {"questions": QUESTIONS}

    def timed(step: str, do: Callable[[], Any]) -> Any:
        begun = perf_counter()
        result = do()
        figures[f"{step}_seconds"] = round(perf_counter() - begun, 3)
        return result

    new = timed(
        "upload_and_read",
        lambda: services.document_import(
            office=office, data=after, file_name=new_name, by=trainer, now=now, document=old.document
        ),
    )
    confirm = lambda: services.version_confirm(  # noqa: E731 -- timed
        version=new, by=trainer, now=now, facts=_facts(new, date(2024, 12, 25))
    )
    timed("confirm_and_align", confirm)
    page = timed("comparison_page", lambda: client.get(f"/documents/versions/{new.uuid}/compare/"))
    amendment = timed("apply", lambda: services.amendment_apply(version=new, by=trainer, now=now))
    listed = timed("work_list_page", lambda: client.get("/bank/amended/"))
    if page.status_code != 200 or listed.status_code != 200:
        raise RuntimeError("a page failed")
    steps = [name for name in figures if name.endswith("_seconds")]
    figures["until_known_seconds"] = round(sum(figures[name] for name in steps), 3)
    return figures | {"articles": amendment.counts, "effect": amendment.effect}


def _people() -> tuple[Any, Any, Any]:
    from django.test import Client  # noqa: PLC0415 -- app ready

    from accounts.enums import Role  # noqa: PLC0415 -- app ready
    from tests.factories.accounts import make_office, make_user  # noqa: PLC0415 -- app ready

    office = make_office("bench", "基准")
    trainer = make_user(office, Role.TRAINER)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(trainer)
    return office, trainer, client


def _facts(version: Any, effective_on: date) -> Any:
    from dataclasses import replace  # noqa: PLC0415 -- beside its use

    from question_bank.services import VersionFacts  # noqa: PLC0415 -- app ready

    return replace(VersionFacts.of(version), effective_on=effective_on)


def _questions(office: Any, version: Any, by: Any, now: Any) -> None:
    """Rest approved questions on the paragraphs and items of a text, in turn."""
    from question_bank.models import Question  # noqa: PLC0415 -- app ready
    from question_bank.services.questions import QuestionDraft, questions_create  # noqa: PLC0415 -- app ready
    from tests.factories.question_bank import make_bank, make_content  # noqa: PLC0415 -- app ready

    keys = list(version.provisions.filter(kind__in=_CITED).order_by("order").values_list("pk", flat=True))
    drafts = [QuestionDraft(make_content(), provision=key) for key in islice(cycle(keys), QUESTIONS)]
    questions_create(bank=make_bank(office), drafts=drafts, by=by, now=now)
    Question.objects.update(state="approved")


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_measure(), ensure_ascii=False))
