from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from question_bank.content import Markup, Option, QuestionContent, QuestionType
from question_bank.enums import JobState, QuestionState
from question_bank.errors import ExchangeError
from question_bank.interchange import FORMATS, CitationText, Intake, InterchangeQuestion, read_json, write_json
from question_bank.interchange.images import image_name
from question_bank.models import Citation, ExchangeFile, Question, QuestionImage
from question_bank.selectors import QuestionFilter, exchanged_questions, intake_prospect, questions_found
from question_bank.services import (
    exchange_commit,
    exchange_commit_ask,
    exchange_discard,
    exchange_files_forget,
    exchange_import,
    exchange_keep,
    exchange_read,
    exchange_recognized,
    interchange,
    jobs_work,
    questions_export,
)
from tests.factories.content import make_choice
from tests.factories.question_bank import make_bank, make_exchange_file, make_provision, make_question, make_version
from tests.question_bank.interchange.strategies import PIXEL

pytestmark = pytest.mark.django_db

GIFT = "// [id:a] [tag:难度：易]\n甲？{=对 ~错}\n\n乙？{TRUE}\n\n只是说明\n".encode()


@pytest.fixture
def now():
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def bank(desk):
    return desk.bank


@pytest.fixture
def trainer(desk):
    return desk.author


def intake_of(*questions: InterchangeQuestion) -> Intake:
    return Intake("json", questions)


def pictured() -> QuestionContent:
    options = (Option("A", "甲"), Option("B", "乙"))
    stem = f'<b>看图</b><img src="image:{image_name(PIXEL)}">'
    return QuestionContent(QuestionType.SINGLE_CHOICE, stem, options, ["A"], markup=Markup.HTML)


def test_exchange_import_brings_in_drafts_once(bank, trainer, now):
    intake = exchange_read(GIFT)

    first = exchange_import(bank=bank, intake=intake, by=trainer, now=now)
    second = exchange_import(bank=bank, intake=intake, by=trainer, now=now)

    assert (first.imported, first.duplicates) == (2, 0)
    assert (second.imported, second.duplicates) == (0, 2)
    assert {question.state for question in bank.questions.all()} == {QuestionState.DRAFT}
    assert {question.author for question in bank.questions.all()} == {trainer}


def test_exchange_import_takes_the_same_question_in_one_file_once(bank, trainer, now):
    twice = InterchangeQuestion(make_choice("甲", "乙", key=["A"]))

    summary = exchange_import(bank=bank, intake=intake_of(twice, twice), by=trainer, now=now)

    assert (summary.imported, summary.duplicates) == (1, 1)


def test_exchange_import_tells_what_is_not_fit_and_brings_in_the_rest(bank, trainer, now):
    unfit = InterchangeQuestion(make_choice("甲", "乙", key=None), where="第 1 题")
    fit = InterchangeQuestion(make_choice("甲", "乙", key=["A"]), topics=("党章",), tags=("必考",), difficulty="易")

    summary = exchange_import(bank=bank, intake=intake_of(unfit, fit), by=trainer, now=now)

    assert [(fault.where, fault.problems) for fault in summary.faults] == [("第 1 题", ("没有答案",))]
    question = bank.questions.get()
    assert [topic.name for topic in question.topics.all()] == ["党章"]
    assert [tag.name for tag in question.tags.all()] == ["必考"]
    assert question.current_version.difficulty == "易"


def test_exchange_import_keeps_images(bank, trainer, now):
    question = InterchangeQuestion(pictured(), images={image_name(PIXEL): PIXEL})

    exchange_import(bank=bank, intake=intake_of(question), by=trainer, now=now)

    assert QuestionImage.objects.get(office=bank.office).sha256 == image_name(PIXEL)
    assert bank.questions.get().current_version.content == pictured()


def test_exchange_import_leaves_out_an_image_that_is_nowhere(bank, trainer, now):
    exchange_import(bank=bank, intake=intake_of(InterchangeQuestion(pictured())), by=trainer, now=now)

    assert bank.questions.get().current_version.stem == "<b>看图</b>[图]"


@pytest.mark.parametrize(("quoted", "kept"), [("每季度撰写读书笔记", "每季度撰写读书笔记"), ("每月撰写读书笔记", "")])
def test_exchange_import_cites_what_a_question_names(bank, trainer, now, quoted, kept):
    provision = make_provision(make_version(bank.office, title="学习管理办法"))
    named = CitationText("学习管理办法", provision.label, quoted=quoted)
    lost = CitationText("没有的办法", "第一条")
    question = InterchangeQuestion(make_choice("甲", "乙", key=["A"]), citations=(named, lost))

    summary = exchange_import(bank=bank, intake=intake_of(question), by=trainer, now=now)

    citation = Citation.objects.get()
    assert (citation.provision, citation.quoted, citation.created_by) == (provision, kept, trainer)
    assert summary.uncited == 1


def test_questions_export_and_back_gives_the_same_questions(bank, trainer, now):
    provision = make_provision(make_version(bank.office, title="学习管理办法"))
    make_question(bank, provision=provision)
    found = questions_found(bank.office, QuestionFilter(bank=bank))
    export = questions_export(office=bank.office, questions=found, format_key="json")
    other = make_bank(bank.office)

    summary = exchange_import(bank=other, intake=read_json(export.data), by=trainer, now=now)

    assert (summary.imported, summary.uncited) == (1, 0)
    moved = questions_found(bank.office, QuestionFilter(bank=other))
    first, second = exchanged_questions(bank.office, found)[0], exchanged_questions(bank.office, moved)[0]
    assert (first.content, first.citations, first.topics) == (second.content, second.citations, second.topics)


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.key)
def test_questions_export_writes_each_format(bank, format_):
    make_question(bank)
    found = questions_found(bank.office, QuestionFilter(bank=bank))

    export = questions_export(office=bank.office, questions=found, format_key=format_.key)

    assert len(exchange_read(export.data).questions) == 1


def test_exchanged_questions_asks_the_same_whatever_their_number(bank, django_assert_max_num_queries):
    for _ in range(4):
        make_question(bank)

    with django_assert_max_num_queries(6):
        exchanged_questions(bank.office, questions_found(bank.office, QuestionFilter(bank=bank)))


def test_exchange_keep_holds_one_file_a_person(bank, trainer, now):
    exchange_keep(bank=bank, data=GIFT, file_name="a.gift", by=trainer, now=now)
    kept = exchange_keep(bank=bank, data=GIFT, file_name="b.gift", by=trainer, now=now)

    assert list(ExchangeFile.objects.all()) == [kept]
    assert not Question.objects.exists()


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"<!DOCTYPE quiz><quiz/>", "一、单选题".encode()])
def test_exchange_keep_refuses_what_cannot_be_read(bank, trainer, now, data):
    with pytest.raises(ExchangeError):
        exchange_keep(bank=bank, data=data, file_name="a", by=trainer, now=now)


def test_exchange_commit_imports_and_lets_the_file_go(bank, trainer, now):
    kept = make_exchange_file(bank, by=trainer, data=GIFT)

    summary = exchange_commit(exchange_file=kept, by=trainer, now=now)

    assert (summary.imported, ExchangeFile.objects.count()) == (2, 0)


def test_exchange_discard_imports_nothing(bank, trainer):
    exchange_discard(exchange_file=make_exchange_file(bank, by=trainer))

    assert (Question.objects.count(), ExchangeFile.objects.count()) == (0, 0)


def test_intake_prospect_writes_nothing(bank):
    prospect = intake_prospect(bank, exchange_read(GIFT))

    assert (len(prospect.fresh), prospect.duplicates, prospect.faults) == (2, 0, [])
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("data", "is_exchanged"),
    [
        (GIFT, True),
        (write_json([]).data, True),
        ("一、单选题\n1.问（A）".encode(), False),
        (b"\0\1", False),
    ],
)
def test_exchange_recognized_tells_other_systems_files_from_sheets(data, is_exchanged):
    assert exchange_recognized(data) is is_exchanged


@pytest.fixture
def two_a_step(monkeypatch):
    monkeypatch.setattr(interchange, "_STEP", 2)


def many(count: int) -> bytes:
    return "\n\n".join(f"第{number}条已经施行。{{TRUE}}" for number in range(1, count + 1)).encode()


def keep(bank, trainer, now, count: int = 5) -> ExchangeFile:
    return exchange_keep(bank=bank, data=many(count), file_name="题.gift", by=trainer, now=now)


def test_a_large_file_is_imported_by_the_worker_in_steps(bank, trainer, now, two_a_step):
    kept = keep(bank, trainer, now)
    job = exchange_commit_ask(exchange_file=kept, by=trainer, now=now)

    jobs_work(clock=lambda: now)

    job.refresh_from_db()
    kept.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 5, 5)
    assert job.message == "已导入 5 题，状态为“起草”。"
    assert (bank.questions.count(), bytes(kept.data)) == (5, b"")
    assert {question.author for question in bank.questions.all()} == {trainer}


def test_an_import_that_is_stopped_keeps_whole_steps_and_goes_on_without_doubles(bank, trainer, now, two_a_step):
    kept = keep(bank, trainer, now)
    job = exchange_commit_ask(exchange_file=kept, by=trainer, now=now)
    asked = iter(range(100))

    jobs_work(clock=lambda: now, is_stopping=lambda: next(asked) >= 2)
    after_leaving = bank.questions.count()
    jobs_work(clock=lambda: now)

    job.refresh_from_db()
    assert (after_leaving, bank.questions.count(), job.state) == (2, 5, JobState.DONE)


def test_a_file_that_the_worker_is_at_is_not_replaced(bank, trainer, now):
    kept = keep(bank, trainer, now)
    exchange_commit_ask(exchange_file=kept, by=trainer, now=now)

    with pytest.raises(ExchangeError, match="还在后台导入"):
        keep(bank, trainer, now)
    assert ExchangeFile.objects.get() == kept


def test_two_people_import_into_one_bank_at_once(desk, now):
    for trainer in (desk.author, desk.reviewer):
        exchange_commit_ask(exchange_file=keep(desk.bank, trainer, now), by=trainer, now=now)

    jobs_work(clock=lambda: now)

    assert {job.message for job in desk.bank.jobs.all()} == {
        "已导入 5 题，状态为“起草”。",
        "已导入 0 题，状态为“起草”。5 题题库里已有，没有重复加入。",
    }


def test_exchange_files_forget_lets_go_of_what_nobody_confirmed_for_a_week(desk, now):
    _old, working = (keep(desk.bank, trainer, now - timedelta(days=8)) for trainer in (desk.author, desk.reviewer))
    recent = keep(desk.bank, desk.organizer, now - timedelta(days=6))
    exchange_commit_ask(exchange_file=working, by=desk.reviewer, now=now)

    assert exchange_files_forget(now=now) == 1
    assert set(ExchangeFile.objects.all()) == {working, recent}
    assert exchange_files_forget(now=now) == 0
