"""New questions and new words for old ones."""

from __future__ import annotations

import pytest

from question_bank.content import QuestionType, asked_digest
from question_bank.enums import QuestionState
from question_bank.errors import QuestionError
from question_bank.models import Question, QuestionReview
from question_bank.selectors import citations_of
from question_bank.services import (
    DuplicateQuestionError,
    bank_create,
    bank_ensure,
    question_create,
    question_retire,
    question_revise,
    questions_reconcile,
    topic_remove,
    topics_ensure,
)
from tests.factories.content import make_choice
from tests.factories.question_bank import make_bank, make_content, make_provision, make_question, make_version
from tests.factories.taking import NOON


def create(desk, content, **fields):
    return question_create(bank=desk.bank, content=content, by=desk.author, now=NOON, **fields)


@pytest.mark.parametrize("kind", QuestionType)
def test_question_create_keeps_a_draft_of_every_type(desk, kind):
    content = make_content(kind)

    question = create(desk, content, topics=["基本职责", " 基本方法 "], difficulty="中")

    version = Question.objects.get(pk=question.pk).current_version
    assert (question.state, version.number, version.content, version.difficulty) == ("draft", 1, content, "中")
    assert version.digest == asked_digest(content)
    assert [topic.name for topic in question.topics.all()] == ["基本方法", "基本职责"]


def test_question_create_says_what_is_unfit(desk):
    with pytest.raises(QuestionError) as refusal:
        create(desk, make_choice("一", "一", key=["A", "B"]))

    assert str(refusal.value) == "选项 A 与选项 B 内容相同；单选题只能有 1 个答案，现有 2 个。"
    assert not Question.objects.exists()


def test_question_create_refuses_what_the_bank_asks_already_whatever_the_key(desk):
    existing = create(desk, make_choice("一", "两", key=["A"]))

    with pytest.raises(DuplicateQuestionError) as refusal:
        create(desk, make_choice("两", "一", key=["B"], stem="党章规定的组织原则是( )。"))

    assert refusal.value.existing == existing


def test_question_create_in_another_bank_is_no_duplicate(desk):
    content = make_content()
    create(desk, content)

    question_create(bank=make_bank(desk.office), content=content, by=desk.author, now=NOON)

    assert Question.objects.count() == 2


def revise(question, content, desk, **fields):
    return question_revise(question=question, content=content, by=desk.reviewer, now=NOON, reason="订正", **fields)


def test_question_revise_makes_a_version_and_keeps_the_old(desk):
    question = make_question(desk.bank, state=QuestionState.DRAFT, author=desk.author)
    content = make_content(stem="新题干（　　）。")

    version = revise(question, content, desk, topics=["基本知识"], difficulty="难")

    question.refresh_from_db()
    assert (question.current_version, version.number, version.author) == (version, 2, desk.reviewer)
    assert (version.reason, version.difficulty, version.content) == ("订正", "难", content)
    assert [row.number for row in question.versions.all()] == [2, 1]
    assert [topic.name for topic in question.topics.all()] == ["基本知识"]
    assert not QuestionReview.objects.exists()


@pytest.mark.parametrize("state", [QuestionState.APPROVED, QuestionState.IN_REVIEW, QuestionState.NEEDS_REVIEW])
def test_question_revise_sends_a_judged_question_back_to_draft(desk, state):
    question = make_question(desk.bank, state=state)

    revise(question, make_content(stem="新题干（　　）。"), desk)

    question.refresh_from_db()
    review = QuestionReview.objects.get()
    assert question.state == QuestionState.DRAFT
    assert (review.from_state, review.to_state, review.comment) == (state, "draft", "修改为第 2 版：订正")


def test_question_revise_brings_its_authority_along(desk):
    version = make_version(desk.office)
    question = make_question(desk.bank, provision=make_provision(version))

    revise(question, make_content(stem="新题干（　　）。"), desk)

    question.refresh_from_db()
    assert [citation.provision.path for citation in citations_of(question)] == ["art2/par1"]


def test_question_revise_with_the_same_words_makes_no_version(desk):
    content = make_content()
    question = make_question(desk.bank, content=content)

    version = revise(question, content, desk, topics=["基本知识"])

    question.refresh_from_db()
    assert (version.number, question.state) == (1, QuestionState.APPROVED)
    assert [topic.name for topic in question.topics.all()] == ["基本知识"]


def test_question_revise_refuses_the_words_of_another_question(desk):
    other = make_question(desk.bank)
    question = make_question(desk.bank)

    with pytest.raises(DuplicateQuestionError) as refusal:
        revise(question, other.current_version.content, desk)

    assert refusal.value.existing == other


def test_question_revise_refuses_a_retired_question(desk):
    question = question_retire(question=make_question(desk.bank), by=desk.author, now=NOON, comment="过时")

    with pytest.raises(QuestionError) as refusal:
        revise(question, make_content(), desk)

    assert str(refusal.value) == "这道题已经停用，请先恢复再修改。"


def test_bank_ensure_makes_the_first_bank_once(desk):
    office = desk.stranger.office

    first, second = bank_ensure(office=office), bank_ensure(office=office)

    assert (first.name, first) == ("组织工作题库", second)


def test_bank_ensure_finds_or_makes_a_named_bank(desk):
    named = bank_ensure(office=desk.office, name="公务员法题库")

    assert (bank_ensure(office=desk.office, name="公务员法题库"), bank_ensure(office=desk.office)) == (named, desk.bank)


def test_bank_create_refuses_a_second_of_the_same_name(desk):
    with pytest.raises(QuestionError):
        bank_create(office=desk.office, name=desk.bank.name)

    assert bank_create(office=desk.stranger.office, name=desk.bank.name).office == desk.stranger.office


def test_topic_remove_spares_what_questions_are_about(desk):
    topics = topics_ensure(bank=desk.bank, names=["基本职责", "写错的"])
    create(desk, make_content(), topics=["基本职责"])

    topic_remove(topic=topics["写错的"])
    with pytest.raises(QuestionError) as refusal:
        topic_remove(topic=topics["基本职责"])

    assert str(refusal.value) == "还有试题属于“基本职责”，不能删除。"
    assert [topic.name for topic in desk.bank.topics.all()] == ["基本职责"]


def test_questions_reconcile_copies_the_current_words_anew(desk):
    question = create(desk, make_content(stem="党支部（　　）。"))
    Question.objects.update(search_text="", type="")

    counts = (questions_reconcile(), questions_reconcile())

    question.refresh_from_db()
    assert counts == (1, 0)
    assert (question.type, question.search_text.splitlines()[0]) == ("single_choice", "党支部。")
