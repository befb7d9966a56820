"""Reading a document: contents, search, a lasting address for each provision."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from question_bank.enums import VersionState
from question_bank.services import amendment_apply, amendment_prepare
from tests.factories.question_bank import make_provision, make_question, make_version
from tests.question_bank.services.test_amendments import AFTER, BEFORE, NOW


@pytest.fixture
def before(desk):
    return make_version(desk.office, title="考试办法", text=BEFORE, effective_on=date(2020, 1, 1))


@pytest.fixture
def after(before):
    version = make_version(document=before.document, text=AFTER, effective_on=date(2026, 1, 1))
    amendment_prepare(version=version, now=NOW)
    return version


def read(client, version, **query):
    return client.get(version.get_absolute_url(), query)


def test_version_has_a_table_of_contents(desk, client_for):
    response = read(client_for(desk.organizer), make_version(desk.office))

    headings = [(one.provision.path, one.first, one.last) for one in response.context["headings"]]
    assert headings == [("ch1", "第一条", "第一条"), ("ch2", "第二条", "第三条")]
    assert '<a href="#ch2">第二章 学习</a> <small class="num">第二条—第三条</small>' in response.content.decode()


@pytest.mark.parametrize(
    ("words", "paths"),
    [("读书笔记", ["art2/par1", "art2/par2"]), ("第三条", ["art3", "art3/par1"]), ("没有的话", [])],
)
def test_version_is_searched_on_the_server(desk, client_for, words, paths):
    response = read(client_for(desk.organizer), make_version(desk.office), q=words)

    assert [hit.provision.path for hit in response.context["hits"]] == paths


def test_version_marks_the_words_found(desk, client_for):
    page = read(client_for(desk.organizer), make_version(desk.office), q="读书笔记").content.decode()

    assert "每季度撰写<mark>读书笔记</mark>不少于一篇" in page


def test_version_counts_the_questions_of_each_provision(desk, client_for):
    version = make_version(desk.office)
    for path in ("art2/par1", "art2/par1", "art3/par1/sub1"):
        make_question(desk.bank, provision=make_provision(version, path))

    page = read(client_for(desk.organizer), version).content.decode()

    assert (page.count(">2 题</a>"), page.count(">1 题</a>")) == (1, 1)
    assert "3 题以它为依据" in page


def test_version_says_that_it_is_not_in_force(desk, client_for, before, after):
    client = client_for(desk.organizer)

    assert after.get_absolute_url() in read(client, before).content.decode()
    assert "这不是现行的文字" not in read(client, after).content.decode()


@pytest.mark.parametrize(
    ("repealed_on", "is_told"), [(date(2025, 1, 1), True), (date(2099, 1, 1), False), (None, False)]
)
def test_version_says_that_it_has_ended(desk, client_for, before, repealed_on, is_told):
    before.repealed_on = repealed_on
    before.save()

    assert ("起已经失效" in read(client_for(desk.organizer), before).content.decode()) is is_told


def test_provision_has_a_lasting_address_that_shows_what_is_in_force(desk, client_for, before, after):
    old = make_provision(before, "art2/par1")
    question = make_question(desk.bank, provision=old)

    response = client_for(desk.organizer).get(old.get_absolute_url())

    page = response.content.decode()
    steps = [(step.provision.path, step.relation) for step in response.context["lineage"].steps]
    assert [one.path for one in response.context["current"]] == ["art3/par1"]
    assert steps == [("art2/par1", None), ("art3/par1", "changed")]
    assert question.get_absolute_url() in page
    assert "考试成绩分为五等" in page


def test_provision_that_was_deleted_says_so(desk, client_for, before, after):
    response = client_for(desk.organizer).get(make_provision(before, "art3").get_absolute_url())

    assert response.context["lineage"].deleted_in == after
    assert response.context["current"] == []


def test_provision_tells_the_whole_of_its_history(desk, client_for, before, after):
    last = make_version(document=before.document, text=AFTER.replace("五等", "六等"), effective_on=date(2026, 2, 1))
    amendment_prepare(version=last, now=NOW)

    lineages = [
        [
            step.provision
            for step in client_for(desk.organizer).get(provision.get_absolute_url()).context["lineage"].steps
        ]
        for provision in (
            make_provision(before, "art2/par1"),
            make_provision(after, "art3/par1"),
            make_provision(last, "art3/par1"),
        )
    ]

    assert lineages[0] == lineages[1] == lineages[2]
    assert [provision.version for provision in lineages[0]] == [before, after, last]


def test_provision_counts_what_rests_below_it(desk, client_for, before):
    for path in ("art2", "art2/par2/sub1"):
        make_question(desk.bank, provision=make_provision(before, path))
    make_question(desk.bank, provision=make_provision(before, "art1"))

    response = client_for(desk.organizer).get(make_provision(before, "art2").get_absolute_url())

    assert response.context["question_count"] == 2


def test_provision_of_a_draft_is_not_for_other_offices(desk, client_for):
    draft = make_version(desk.office, is_shared=True, state=VersionState.DRAFT)

    response = client_for(desk.stranger).get(make_provision(draft).get_absolute_url())

    assert response.status_code == 404


def test_a_question_that_waits_leads_to_the_texts_side_by_side(desk, client_for, before, after):
    question = make_question(desk.bank, author=desk.author, provision=make_provision(before, "art2/par1"))
    amendment_apply(version=after, by=desk.reviewer, now=NOW)

    page = client_for(desk.reviewer).get(question.get_absolute_url()).content.decode()

    assert f"{reverse('question_bank:amended')}#question-{question.uuid}" in page
