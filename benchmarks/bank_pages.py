"""Fill a bank with 100,000 questions and time its list in this process, through the whole site.

usage: DATABASE_URL=… DJANGO_SETTINGS_MODULE=exam_site.settings.test python -m benchmarks.bank_pages
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from os import sysconf
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

django.setup()

# ruff: noqa: E402 -- models can be imported only after the setup above
from accounts.enums import Role
from accounts.models import User
from benchmarks.bank import QUESTIONS, REPEATS, draw
from question_bank.content import Option, QuestionContent, QuestionType
from question_bank.enums import QuestionState
from question_bank.models import Provision, Question, QuestionBank, QuestionUse
from question_bank.services.questions import QuestionDraft, questions_create
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import make_bank, make_version

_BATCH = 2_000
_NOW = datetime(2026, 3, 1, tzinfo=UTC)
_TOPICS = ("基本职责", "基本知识", "基本方法", "基本规范")
_TAGS = ("易错", "必考", "新规")
_STATES = (QuestionState.DRAFT, QuestionState.IN_REVIEW, *[QuestionState.APPROVED] * 7, QuestionState.NEEDS_REVIEW)
_ASKED = 8_000


def main() -> None:
    """Fill an empty database, then print a line for each figure."""
    call_command("migrate", verbosity=0)
    if not Question.objects.exists():
        _fill(random.Random(1))
    trainer = User.objects.get(username="bench-trainer")
    client = Client()
    client.force_login(trainer)
    figures = {name: _measure(client, f"/bank/?{address}") for name, address in _addresses(trainer)}
    for name, figure in figures.items():
        print(f"bank_list_{name}_ms {figure.clock:.1f}")
        print(f"bank_list_{name}_cpu_ms {figure.processor:.1f}")
    print(f"bank_list_slowest_ms {max(figure.clock for figure in figures.values()):.1f}")
    print(f"bank_list_slowest_to_all {max(figure.clock for figure in figures.values()) / figures['all'].clock:.2f}")
    print(f"bank_list_most_queries {max(figure.queries for figure in figures.values())}")


@dataclass(frozen=True, slots=True)
class Figure:
    """The medians of one page, and the queries its list took."""

    clock: float
    processor: float
    queries: int


def _measure(client: Client, address: str) -> Figure:
    clock, processor = [], []
    for _repeat in range(REPEATS):
        begun, spent = perf_counter(), _spent()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        clock.append((perf_counter() - begun) * 1000)
        processor.append((_spent() - spent) * 1000)
        if response.status_code != 200:
            raise RuntimeError(response.content.decode())
    about = [query["sql"] for query in queries if 'FROM "question_bank_question"' in query["sql"]]
    citing = [query["sql"] for query in queries if 'FROM "question_bank_citation"' in query["sql"][:2000]]
    return Figure(median(clock), median(processor), len({*about, *citing}))


def _spent() -> float:
    """Return the seconds of processor this process took, and the server of PostgreSQL behind it where it is near."""
    if connection.vendor != "postgresql":
        return process_time()
    try:
        fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text(encoding="ascii").split()
    except OSError:
        return process_time()
    return process_time() + (int(fields[13]) + int(fields[14])) / sysconf("SC_CLK_TCK")


def _fill(chance: random.Random) -> None:
    office = make_office("bench", "基准县委组织部")
    trainer = make_user(office, Role.TRAINER, name="甲", username="bench-trainer")
    other = make_user(office, Role.TRAINER, name="乙", username="bench-other")
    bank = make_bank(office, "基准题库")
    versions = [make_version(office, title=title) for title in ("学习办法", "考核办法")]
    provisions = [list(Provision.objects.filter(version=version).values_list("pk", flat=True)) for version in versions]
    drafts = (_draft(chance, said, provisions) for said in draw(chance))
    while batch := list(islice(drafts, _BATCH)):
        questions_create(bank=bank, drafts=batch, by=chance.choice([trainer, other]), now=_NOW)
    _move(bank, chance)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _draft(chance: random.Random, said: dict[str, object], provisions: list[list[int]]) -> QuestionDraft:
    options = tuple(Option(letter, text) for letter, text in zip("ABCD", said["options"], strict=True))  # type: ignore[call-overload]
    content = QuestionContent(
        type=chance.choice([QuestionType.SINGLE_CHOICE, QuestionType.SINGLE_CHOICE, QuestionType.INDETERMINATE_CHOICE]),
        stem=str(said["stem"]),
        options=options,
        key=said["key"],  # type: ignore[arg-type]
        explanation=str(said["explanation"]),
    )
    return QuestionDraft(
        content,
        topics=(chance.choice(_TOPICS),),
        difficulty=chance.choice(["易", "中", "难"]),
        provision=chance.choice(chance.choice(provisions)) if chance.random() < 0.9 else None,
        tags=(chance.choice(_TAGS),) if chance.random() < 0.2 else (),
    )


def _move(bank: QuestionBank, chance: random.Random) -> None:
    """Spread the questions over the states, and ask some of them on occasions of the last years."""
    pks = list(Question.objects.filter(bank=bank).order_by("pk").values_list("pk", "current_version"))
    for state in set(_STATES):
        keys = [pk for place, (pk, _version) in enumerate(pks) if _STATES[place % len(_STATES)] == state]
        for start in range(0, len(keys), _BATCH):
            Question.objects.filter(pk__in=keys[start : start + _BATCH]).update(state=state)
    QuestionUse.objects.bulk_create(
        (
            QuestionUse(
                question_id=pk,
                version_id=version,
                office=bank.office,
                occasion=f"exam:{place % 80}",
                title=f"第 {place % 80} 次季季考",
                asked_on=date(2026, 1, 1) - timedelta(days=place % 80 * 30),
                candidates=400,
                count=380,
                facility=chance.random(),
                discrimination=chance.random(),
            )
            for place, (pk, version) in enumerate(chance.sample(pks, _ASKED))
        ),
        batch_size=_BATCH,
    )


def _addresses(trainer: User) -> Iterator[tuple[str, str]]:
    document = trainer.office.documents.get(title="学习办法")
    provision = Provision.objects.filter(version__document=document).order_by("-order").first()
    last = QUESTIONS // 50
    yield from (
        ("all", ""),
        ("last_page", f"page={last}"),
        ("text_everywhere", "q=应当"),
        ("text_often", "q=党支部 回避"),
        ("text_once", "q=第77777号"),
        ("text_never", "q=从来没有的词"),
        ("type", "type=single_choice"),
        ("state", "state=in_review"),
        ("state_last_page", f"state=approved&page={last // 10 * 7}"),
        ("topic", "topic=基本职责"),
        ("tag", "tag=易错"),
        ("difficulty", "difficulty=难"),
        ("document", f"document={document.uuid}"),
        ("provision", f"provision={provision.uuid if provision else ''}"),
        ("uncited", "document=none"),
        ("mine", "mine=on"),
        ("author", f"author={trainer.uuid}"),
        ("returned", "state=returned"),
        ("used_since", "used_since=2025-06-01"),
        ("unused_since", "unused_since=2025-06-01"),
        ("facility", "facility_from=20&facility_to=40"),
        ("many_at_once", f"q=党支部&state=approved&topic=基本职责&document={document.uuid}&unused_since=2025-06-01"),
    )


if __name__ == "__main__":
    main()
