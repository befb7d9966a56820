"""Provisions suggested for what rests on nothing, and taken on a trainer's word."""

from __future__ import annotations

import pytest
from django.db import transaction

from question_bank.content import QuestionContent, QuestionType
from question_bank.enums import JobKind, JobState, QuestionState
from question_bank.models import Citation, Job, ProvisionSuggestion
from question_bank.selectors import confidence_counts, sure_for_questions, sure_for_rows, uncited_questions
from question_bank.services import (
    citation_add,
    import_commit,
    jobs_work,
    questions_cite_suggested,
    questions_suggest,
    row_skip,
    rows_cite_suggested,
    rows_suggest,
    sheet_import,
    sheet_import_ask,
    suggestion_dismiss,
)
from question_bank.services import suggestions as services
from tests.factories.question_bank import make_provision, make_question, make_version
from tests.factories.taking import NOON

#: Two that the policy answers, one that nothing answers.
SHEET = """判断题
1．每名干部每季度撰写读书笔记不少于一篇，每篇不少于八百字。（√）
2．读书笔记经审核后计入积分。（√）
3．数据库系统的核心是数据库管理系统。（√）
"""


@pytest.fixture
def version(desk):
    return make_version(desk.office)


def upload(desk):
    return sheet_import(bank=desk.bank, data=SHEET.encode(), file_name="试题.txt", by=desk.author, now=NOON)


def suggested(kept):
    rows = ProvisionSuggestion.objects.filter(row__sheet_import=kept, rank=1, confidence__gte=50)
    return dict(rows.order_by("row__number").values_list("row__number", "provision__path"))


def said(stem):
    return QuestionContent(QuestionType.TRUE_FALSE, stem, (), True)


def test_rows_suggest_finds_what_few_rows_rest_on(desk, version):
    kept = upload(desk)

    job = rows_suggest(sheet_import=kept, by=desk.author, now=NOON)

    assert (job, suggested(kept)) == (None, {1: "art2/par1", 2: "art2/par2"})


def test_rows_suggest_leaves_many_to_the_worker(desk, version, monkeypatch):
    monkeypatch.setattr(services, "SUGGEST_AT_ONCE", 2)
    monkeypatch.setattr(services, "_STEP", 2)
    kept = upload(desk)

    job = rows_suggest(sheet_import=kept, by=desk.author, now=NOON)
    before = suggested(kept)
    jobs_work(clock=lambda: NOON)

    job.refresh_from_db()
    assert (before, suggested(kept)) == ({}, {1: "art2/par1", 2: "art2/par2"})
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)


def test_rows_suggest_asks_for_nothing_without_a_text_to_cite(desk):
    assert rows_suggest(sheet_import=upload(desk), by=desk.author, now=NOON) is None
    assert not Job.objects.exists()


def test_a_sheet_read_by_the_worker_gets_its_suggestions(desk, version):
    kept = sheet_import_ask(bank=desk.bank, data=SHEET.encode(), file_name="试题.txt", by=desk.author, now=NOON)

    jobs_work(clock=lambda: NOON)

    assert suggested(kept) == {1: "art2/par1", 2: "art2/par2"}


def test_rows_suggest_anew_replaces_what_was_suggested(desk, version):
    kept = upload(desk)
    rows_suggest(sheet_import=kept, by=desk.author, now=NOON)

    rows_suggest(sheet_import=kept, by=desk.author, now=NOON)

    assert ProvisionSuggestion.objects.filter(row__number=1, rank=1).count() == 1


def test_rows_cite_suggested_takes_what_is_sure_and_open(desk, version):
    kept = upload(desk)
    rows_suggest(sheet_import=kept, by=desk.author, now=NOON)
    row_skip(row=kept.rows.get(number=2))

    cited = rows_cite_suggested(sheet_import=kept, at_least=80)

    assert cited == 1
    assert list(kept.rows.order_by("number").values_list("provision__path", flat=True)) == ["art2/par1", None, None]


def test_cited_rows_come_in_with_their_authority(desk, version):
    kept = upload(desk)
    rows_suggest(sheet_import=kept, by=desk.author, now=NOON)
    rows_cite_suggested(sheet_import=kept, at_least=80)

    import_commit(sheet_import=kept, by=desk.author, now=NOON)

    assert list(Citation.objects.order_by("pk").values_list("provision__path", flat=True)) == ["art2/par1", "art2/par2"]
    assert uncited_questions(desk.bank).count() == 1


def test_questions_are_suggested_for_and_cited_in_bulk(desk, version):
    sure = make_question(desk.bank, content=said("每名干部每季度撰写读书笔记不少于一篇，每篇不少于八百字。"))
    unsure = make_question(desk.bank, content=said("数据库系统的核心是数据库管理系统。"))
    questions_suggest(bank=desk.bank, by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)

    cited = questions_cite_suggested(bank=desk.bank, at_least=80, by=desk.reviewer, now=NOON)
    again = questions_cite_suggested(bank=desk.bank, at_least=80, by=desk.reviewer, now=NOON)

    citation = Citation.objects.get()
    assert (cited, again) == (1, 0)
    assert (citation.question_version, citation.provision) == (sure.current_version, make_provision(version))
    assert (citation.created_by, citation.created_at) == (desk.reviewer, NOON)
    assert list(uncited_questions(desk.bank)) == [unsure]


def test_nothing_is_suggested_for_what_is_cited_or_retired(desk, version):
    stem = "每名干部每季度撰写读书笔记不少于一篇，每篇不少于{}字。"
    make_question(desk.bank, content=said(stem.format("八百")), state=QuestionState.RETIRED)
    make_question(desk.bank, content=said(stem.format("九百")), provision=make_provision(version))
    questions_suggest(bank=desk.bank, by=desk.author, now=NOON)

    jobs_work(clock=lambda: NOON)

    assert not ProvisionSuggestion.objects.exists()


def test_a_suggestion_is_not_used_where_somebody_cited_meanwhile(desk, version):
    question = make_question(desk.bank, content=said("读书笔记经审核后计入积分，每季度一篇。"))
    questions_suggest(bank=desk.bank, by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)
    other = make_provision(version, "art1/par1")
    citation_add(question_version=question.current_version, provision=other, by=desk.author, now=NOON)

    assert questions_cite_suggested(bank=desk.bank, at_least=50, by=desk.author, now=NOON) == 0
    assert Citation.objects.get().provision == other


def test_what_another_office_keeps_to_itself_is_not_suggested(desk):
    make_version(desk.stranger.office)
    kept = upload(desk)

    rows_suggest(sheet_import=kept, by=desk.author, now=NOON)

    assert suggested(kept) == {}


def test_suggestion_dismiss_lets_the_next_move_up(desk, version):
    kept = upload(desk)
    row = kept.rows.get(number=3)
    for rank, path in enumerate(["art1/par1", "art2/par1", "art3/par1"], start=1):
        fields = {"provision": make_provision(version, path), "confidence": 60 - rank, "reason": "overlap"}
        ProvisionSuggestion.objects.create(row=row, rank=rank, **fields)

    suggestion_dismiss(suggestion=ProvisionSuggestion.objects.get(row=row, rank=1))

    left = ProvisionSuggestion.objects.filter(row=row).order_by("rank").values_list("rank", "provision__path")
    assert list(left) == [(1, "art2/par1"), (2, "art3/par1")]


def test_confidence_counts_add_up_downward(desk, version):
    kept = upload(desk)
    rows = list(kept.rows.order_by("number"))
    for row, confidence in zip(rows, (96, 85, 40), strict=True):
        fields = {"provision": make_provision(version), "confidence": confidence, "reason": "overlap"}
        ProvisionSuggestion.objects.create(row=row, rank=1, **fields)

    counts = confidence_counts(sure_for_rows(kept, 0))

    assert [(each.at_least, each.count) for each in counts] == [(95, 1), (80, 2)]
    assert sure_for_questions(desk.bank, 0).count() == 0


def test_work_on_a_bank_is_asked_for_once(desk):
    with transaction.atomic():
        first = questions_suggest(bank=desk.bank, by=desk.author, now=NOON)

    assert questions_suggest(bank=desk.bank, by=desk.author, now=NOON) == first
    assert first.kind == JobKind.SUGGEST
