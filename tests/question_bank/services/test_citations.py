"""What a question rests on."""

from __future__ import annotations

import pytest

from question_bank.enums import VersionState
from question_bank.errors import QuestionError
from question_bank.models import Citation
from question_bank.selectors import citations_of, drawable_questions
from question_bank.services import citation_add, citation_withdraw, question_revise
from tests.factories.question_bank import make_content, make_provision, make_question, make_version
from tests.factories.taking import NOON


def cite(desk, question, provision, quoted=""):
    return citation_add(
        question_version=question.current_version, provision=provision, quoted=quoted, by=desk.author, now=NOON
    )


def test_citation_add_takes_a_quotation_whatever_its_typography(desk):
    question, provision = make_question(desk.bank), make_provision(make_version(desk.office))

    citation = cite(desk, question, provision, " 每季度撰写读书笔记 不少于一篇,每篇不少于八百字 ")

    assert list(citations_of(question)) == [citation]
    assert (citation.quoted, citation.created_by) == (
        "每季度撰写读书笔记 不少于一篇,每篇不少于八百字",
        desk.author,
    )


def test_citation_add_refuses_words_that_do_not_stand_there(desk):
    question, provision = make_question(desk.bank), make_provision(make_version(desk.office))

    with pytest.raises(QuestionError) as refusal:
        cite(desk, question, provision, "每篇不少于一千字")

    assert str(refusal.value) == "引文与第二条第一款的原文不一致，请从条文中复制。"
    assert not Citation.objects.exists()


def test_citation_add_refuses_a_draft(desk):
    draft = make_version(desk.office, state=VersionState.DRAFT)

    with pytest.raises(QuestionError):
        cite(desk, make_question(desk.bank), make_provision(draft))

    assert not Citation.objects.exists()


@pytest.mark.parametrize("is_shared", [True, False])
def test_citation_add_takes_another_offices_text_only_if_shared(desk, is_shared):
    provision = make_provision(make_version(desk.stranger.office, is_shared=is_shared))
    question = make_question(desk.bank)

    if is_shared:
        cite(desk, question, provision)
    else:
        with pytest.raises(QuestionError):
            cite(desk, question, provision)

    assert citations_of(question).count() == int(is_shared)


def test_citation_add_refuses_the_same_provision_twice(desk):
    question, provision = make_question(desk.bank), make_provision(make_version(desk.office))
    cite(desk, question, provision)

    with pytest.raises(QuestionError) as refusal:
        cite(desk, question, provision)

    assert str(refusal.value) == "这道题已经引用了第二条第一款。"


def test_citation_add_refuses_a_version_that_is_no_longer_current(desk):
    question, provision = make_question(desk.bank), make_provision(make_version(desk.office))
    question_revise(question=question, content=make_content(stem="新（　）。"), by=desk.author, now=NOON, reason="订正")

    with pytest.raises(QuestionError):
        cite(desk, question, provision)

    assert not Citation.objects.exists()


def test_citation_withdraw_takes_it_back_and_leaves_the_row(desk):
    question = make_question(desk.bank, provision=make_provision(make_version(desk.office)))
    citation = citations_of(question).get()

    taken_back = citation_withdraw(citation=citation, by=desk.reviewer, now=NOON)

    assert (taken_back.withdraws, Citation.objects.count()) == (citation, 2)
    assert list(citations_of(question)) == []
    assert drawable_questions(desk.bank).get().current_version.standing == []


def test_citation_withdraw_refuses_twice(desk):
    question = make_question(desk.bank, provision=make_provision(make_version(desk.office)))
    citation = citations_of(question).get()
    citation_withdraw(citation=citation, by=desk.author, now=NOON)

    with pytest.raises(QuestionError) as refusal:
        citation_withdraw(citation=citation, by=desk.author, now=NOON)

    assert str(refusal.value) == "这条依据已经撤回。"


def test_citation_add_after_a_withdrawal_stands_again(desk):
    provision = make_provision(make_version(desk.office))
    question = make_question(desk.bank, provision=provision)
    citation_withdraw(citation=citations_of(question).get(), by=desk.author, now=NOON)

    again = cite(desk, question, provision)

    assert list(citations_of(question)) == [again]
