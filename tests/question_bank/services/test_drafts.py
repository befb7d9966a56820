"""Drafts from policy text, from the making to the decision."""

from __future__ import annotations

from dataclasses import replace

import pytest

from question_bank.content import QuestionType
from question_bank.enums import DraftState, QuestionState, VersionState
from question_bank.errors import DraftError, QuestionError
from question_bank.models import DraftedQuestion, Question
from question_bank.selectors import DraftFilter, draft_place, drafts_found, rule_figures, state_counts
from question_bank.services import DuplicateQuestionError, draft_accept, draft_reject, draft_restore, drafts_make
from tests.factories.question_bank import make_question, make_version
from tests.factories.taking import NOON
from tests.question_bank.drafting.policies import OFFICERS


@pytest.fixture
def version(desk):
    return make_version(desk.office, title="农技员管理条例", text=OFFICERS)


@pytest.fixture
def make(desk, version):
    def drafts(**changes):
        return drafts_make(**{"office": desk.office, "version": version, "by": desk.author, "now": NOON, **changes})

    return drafts


def of(drafts, rule):
    return next(draft for draft in drafts if draft.rule == rule)


def test_drafts_rest_on_words_of_their_provision(make):
    drafts = make()

    number = of(drafts, "R1")
    assert (number.provision.label, number.quoted) == ("第五条", "新录用的农技员试用期为六个月。")
    assert number.content.stem == "根据《农技员管理条例》，新录用的农技员试用期为（　　）。"
    assert {draft.state for draft in drafts} == {DraftState.PENDING}
    assert not Question.objects.exists()


def test_drafts_of_one_chapter(make):
    drafts = make(place="ch4")

    assert {draft.provision.path.split("/")[0] for draft in drafts} <= {"art10", "art11", "art12"}
    assert len(drafts) > 2


def test_making_again_brings_nothing_back(desk, make):
    first = make()
    draft_reject(draft=first[0], by=desk.author, now=NOON, reason="太简单")
    draft_accept(draft=of(first, "R1"), bank=desk.bank, by=desk.author, now=NOON)

    assert make() == []
    assert DraftedQuestion.objects.count() == len(first)


def test_what_the_bank_asks_is_not_drafted(desk, make, version):
    asked = of(make(), "R1").content
    DraftedQuestion.objects.all().delete()
    make_question(desk.bank, content=asked)

    assert asked.stem not in {draft.content.stem for draft in make()}


def test_another_office_drafts_for_itself_from_a_shared_text(desk, version, make):
    theirs = desk.stranger.office
    with pytest.raises(DraftError):
        make(office=theirs)
    version.document.is_shared = True
    version.document.save()

    ours, others = make(), make(office=theirs)

    assert len(ours) == len(others) > 0
    assert drafts_found(theirs, version, DraftFilter()).count() == len(others)


def test_text_that_is_not_confirmed_gives_no_drafts(desk, make):
    draft_version = make_version(desk.office, text=OFFICERS, state=VersionState.DRAFT)

    with pytest.raises(DraftError, match="没有确认"):
        make(version=draft_version)


def test_accepted_draft_is_a_cited_question_of_the_one_who_accepted(desk, make):
    draft = of(make(), "R1")

    question = draft_accept(draft=draft, bank=desk.bank, by=desk.reviewer, now=NOON, topics=["管理"], difficulty="易")

    citation = question.current_version.citations.get()
    assert (question.state, question.author) == (QuestionState.DRAFT, desk.reviewer)
    assert (citation.provision, citation.quoted) == (draft.provision, "新录用的农技员试用期为六个月。")
    assert [topic.name for topic in question.topics.all()] == ["管理"]
    draft.refresh_from_db()
    assert (draft.state, draft.is_edited, draft.question) == (DraftState.ACCEPTED, False, question)


def test_edited_draft_is_counted_as_edited(desk, make, version):
    draft = of(make(), "R1")
    content = replace(draft.content, stem="根据《农技员管理条例》，新进农技员的试用期是（　　）。")

    draft_accept(draft=draft, bank=desk.bank, by=desk.author, now=NOON, content=content)

    draft.refresh_from_db()
    assert draft.is_edited
    assert draft.question.current_version.stem == content.stem


def test_unfit_edit_or_duplicate_leaves_the_draft_waiting(desk, make):
    draft = of(make(), "R1")
    make_question(desk.bank, content=draft.content)

    with pytest.raises(DuplicateQuestionError):
        draft_accept(draft=draft, bank=desk.bank, by=desk.author, now=NOON)
    with pytest.raises(QuestionError):
        draft_accept(draft=draft, bank=desk.bank, by=desk.author, now=NOON, content=replace(draft.content, stem=""))

    draft.refresh_from_db()
    assert draft.state == DraftState.PENDING


def test_draft_is_decided_once_and_a_rejected_one_can_be_taken_up_again(desk, make):
    draft = make()[0]
    draft_reject(draft=draft, by=desk.author, now=NOON, reason="干扰项太弱")

    with pytest.raises(DraftError, match="已经处理过（不用）"):
        draft_accept(draft=draft, bank=desk.bank, by=desk.author, now=NOON)
    restored = draft_restore(draft=draft)

    assert (restored.state, restored.comment, restored.decided_by) == (DraftState.PENDING, "", None)
    with pytest.raises(DraftError):
        draft_restore(draft=draft)


def test_figures_tell_what_became_of_a_rules_drafts(desk, make, version):
    numbers = [draft for draft in make() if draft.rule == "R1"]
    draft_accept(draft=numbers[0], bank=desk.bank, by=desk.author, now=NOON)
    edited = replace(numbers[1].content, explanation="改过")
    draft_accept(draft=numbers[1], bank=desk.bank, by=desk.author, now=NOON, content=edited)
    draft_reject(draft=numbers[2], by=desk.author, now=NOON, reason="太简单")

    first, *others = rule_figures(desk.office, version)

    assert (first.rule, first.as_is, first.edited, first.rejected, first.share) == ("R1", 1, 1, 1, 67)
    assert first.pending == len(numbers) - 3
    assert {figures.share for figures in others} == {None}
    assert state_counts(desk.office, version)[DraftState.ACCEPTED] == 2


def test_drafts_are_narrowed_and_stand_in_reading_order(desk, make, version):
    made = make()

    found = drafts_found(desk.office, version, DraftFilter(type=QuestionType.TRUE_FALSE))
    chapter = drafts_found(desk.office, version, DraftFilter(chapter="ch3"))

    assert {draft.type for draft in found} == {"true_false"}
    assert {draft.provision.path.split("/")[0] for draft in chapter} == {"art5", "art6", "art7", "art8", "art9"} & {
        draft.provision.path.split("/")[0] for draft in made
    }
    place = draft_place(chapter, chapter[1])
    assert (place.position, place.previous, place.next) == (2, chapter[0].uuid, chapter[2].uuid)
