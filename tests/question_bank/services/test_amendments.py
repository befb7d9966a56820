"""Amended texts and the questions that rest on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.enums import Role
from exam_site.clockwork import tick
from question_bank.enums import QuestionState, VersionState
from question_bank.errors import DocumentError, QuestionError, ReviewError
from question_bank.models import Amendment, Citation, PolicyDocument, Question, QuestionReview
from question_bank.selectors import (
    amendment_prospect,
    citable_versions,
    citations_of,
    drawable_questions,
    keys_amended,
    versions_amended,
)
from question_bank.services import (
    amendment_apply,
    amendment_prepare,
    amendments_take_effect,
    citation_add,
    document_import,
    question_approve,
    question_confirm,
    question_reopen,
    question_return,
    question_revise,
    version_confirm,
    version_withdraw,
)
from question_bank.services.questions import QuestionDraft, questions_create
from question_bank.views.life import question_life
from tests.factories.accounts import make_user
from tests.factories.question_bank import make_bank, make_content, make_provision, make_question, make_version

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)

BEFORE = """考试办法

第一条　考试由县委组织部统一组织，每季度举行一次。

第二条　考试成绩分为四等，由县委组织部在七日以内公布。

有下列情形之一的，可以缓考：

（一）因病住院的；

（二）因公出差，不能按时返回的。

第三条　连续两次缺考的，取消当年评先评优的资格。

第四条　本办法由县委组织部负责解释，过去的规定与它不一致的，以它为准。
"""
#: 第一条 stays, a new one comes after it; of the old 第二条 a 款 and a 项 change; the old 第三条 goes.
AFTER = """考试办法

第一条　考试由县委组织部统一组织，每季度举行一次。

第二条　每名干部每季度撰写读书笔记不少于一篇，由所在单位的负责人审核。

第三条　考试成绩分为五等，由县委组织部在七日以内公布。

有下列情形之一的，可以缓考：

（一）因病住院的；

（二）因公出差或者外出学习，不能按时返回的。

第四条　本办法由县委组织部负责解释，过去的规定与它不一致的，以它为准。
"""


@pytest.fixture
def before(desk):
    return make_version(desk.office, title="考试办法", text=BEFORE, effective_on=date(2026, 1, 1))


def amended(before, *, text=AFTER, effective_on=TODAY):
    version = make_version(document=before.document, text=text, effective_on=effective_on)
    amendment_prepare(version=version, now=NOW)
    return version


def resting(desk, version, *paths, state=QuestionState.APPROVED, author=None):
    first, *others = [make_provision(version, path) for path in paths]
    question = make_question(desk.bank, state=state, author=author or desk.author, provision=first)
    for provision in others:
        Citation.objects.create(
            question_version=question.current_version, provision=provision, created_by=question.author
        )
    return question


def apply(desk, version, now=NOW):
    return amendment_apply(version=version, by=desk.reviewer, now=now)


def state_of(question):
    return QuestionState(Question.objects.get(pk=question.pk).state)


def authority_of(question):
    return [(citation.provision.version_id, citation.provision.path) for citation in citations_of(question)]


def test_version_confirm_aligns_with_the_version_before(desk, before):
    version = document_import(
        office=desk.office, data=AFTER.encode(), file_name="新.txt", by=desk.author, now=NOW, document=before.document
    )

    version_confirm(version=version, by=desk.author, now=NOW)

    amendment = Amendment.objects.get()
    units = amendment.alignments.filter(is_unit=True).values_list("relation", "before__path", "after__path")
    assert (amendment.before, amendment.after, amendment.applied_at) == (before, version, None)
    assert list(units) == [
        ("same", "art1", "art1"),
        ("new", None, "art2"),
        ("changed", "art2", "art3"),
        ("deleted", "art3", None),
        ("same", "art4", "art4"),
    ]
    assert amendment.counts["same"] == 2


def test_the_first_version_amends_nothing(desk, before):
    assert amendment_prepare(version=before, now=NOW) is None

    with pytest.raises(DocumentError):
        apply(desk, before)


def test_an_older_text_that_comes_late_stands_before_what_is_there(desk, before):
    older = make_version(document=before.document, text=AFTER, effective_on=date(2020, 1, 1))

    amendment_prepare(version=older, now=NOW)

    assert [(one.before, one.after) for one in Amendment.objects.all()] == [(older, before)]


@pytest.mark.parametrize(
    ("paths", "state"),
    [
        (["art1"], QuestionState.APPROVED),
        (["art2/par2/sub1"], QuestionState.APPROVED),
        (["art2/par1"], QuestionState.NEEDS_REVIEW),
        (["art2/par2/sub2"], QuestionState.NEEDS_REVIEW),
        (["art2"], QuestionState.NEEDS_REVIEW),
        (["art3"], QuestionState.RETIRED),
        (["art3/par1"], QuestionState.RETIRED),
        (["art1", "art2/par1"], QuestionState.NEEDS_REVIEW),
        (["art2/par1", "art3"], QuestionState.RETIRED),
    ],
)
def test_what_changed_is_judged_at_the_smallest_cited_provision_and_the_worst_wins(desk, before, paths, state):
    question = resting(desk, before, *paths)

    apply(desk, amended(before))

    assert state_of(question) == state


def test_citations_on_what_stayed_follow_by_further_rows(desk, before):
    question = resting(desk, before, "art2/par2/sub1")
    old = Citation.objects.get()
    after = amended(before)

    amendment = apply(desk, after)

    withdrawal, moved = Citation.objects.order_by("pk")[1:]
    assert (withdrawal.withdraws, moved.withdraws) == (old, None)
    assert (moved.amendment, moved.created_by, moved.created_at) == (amendment, desk.reviewer, NOW)
    assert authority_of(question) == [(after.pk, "art3/par2/sub1")]
    assert not question.reviews.exists()


def test_a_quotation_follows_with_its_provision(desk, before):
    question = make_question(desk.bank)
    Citation.objects.create(
        question_version=question.current_version,
        provision=make_provision(before, "art1"),
        quoted="每季度举行一次",
        created_by=desk.author,
    )

    apply(desk, amended(before))

    assert citations_of(question).get().quoted == "每季度举行一次"


def test_questions_on_what_changed_leave_the_draws_and_say_why(desk, before):
    question, other = resting(desk, before, "art2/par1"), resting(desk, before, "art1")

    apply(desk, amended(before))

    review = question.reviews.get()
    assert list(drawable_questions(desk.bank)) == [other]
    assert (review.from_state, review.to_state, review.by) == ("approved", "needs_review", desk.reviewer)
    assert review.comment == "依据已修订为《考试办法》（2026年版）：第二条第一款有修改。"
    assert authority_of(question) == [(before.pk, "art2/par1")]


def test_questions_on_what_went_are_retired_and_say_why(desk, before):
    question = resting(desk, before, "art3")

    apply(desk, amended(before))

    assert question.reviews.get().comment == "依据已修订为《考试办法》（2026年版）：第三条已删去。"


@pytest.mark.parametrize("state", [QuestionState.DRAFT, QuestionState.IN_REVIEW])
def test_drafts_and_questions_in_review_are_marked_too(desk, before, state):
    question = resting(desk, before, "art2/par1", state=state)

    apply(desk, amended(before))

    assert state_of(question) == QuestionState.NEEDS_REVIEW


def test_retired_questions_stay_as_they_are(desk, before):
    question = resting(desk, before, "art2/par1", "art1", state=QuestionState.RETIRED)

    apply(desk, amended(before))

    assert (state_of(question), question.reviews.count()) == (QuestionState.RETIRED, 0)
    assert len(authority_of(question)) == 2


def test_punctuation_alone_sends_no_question_back(desk, before):
    question = resting(desk, before, "art2")
    after = amended(before, text=BEFORE.replace("缓考：", "缓考:"))

    apply(desk, after)

    assert state_of(question) == QuestionState.APPROVED
    assert authority_of(question) == [(after.pk, "art2")]


def test_only_current_words_are_moved(desk, before):
    question = resting(desk, before, "art2/par1")
    first = question.current_version
    question_revise(question=question, content=make_content(), by=desk.author, now=NOW, reason="改写")

    apply(desk, amended(before))

    assert first.citations.count() == 1
    assert state_of(question) == QuestionState.NEEDS_REVIEW


def test_repeating_changes_nothing(desk, before):
    resting(desk, before, "art1"), resting(desk, before, "art2/par1")
    after = amended(before)
    first = apply(desk, after)
    rows = Citation.objects.count(), QuestionReview.objects.count()

    second = apply(desk, after, NOW + timedelta(days=1))

    assert (Citation.objects.count(), QuestionReview.objects.count()) == rows
    assert second.applied_at == first.applied_at == NOW


def test_a_text_not_yet_in_force_waits_for_its_day(desk, before):
    question = resting(desk, before, "art2/par1")
    after = amended(before, effective_on=date(2026, 12, 1))

    waiting = apply(desk, after)
    tick(now=datetime(2026, 11, 30, 15, 59, tzinfo=UTC))
    early = state_of(question)
    # In Shanghai the day begins at 16:00 of the day before.
    tick(now=datetime(2026, 11, 30, 16, 0, tzinfo=UTC))
    tick(now=datetime(2026, 11, 30, 16, 1, tzinfo=UTC))

    assert (waiting.decided_by, waiting.applied_at, early) == (desk.reviewer, None, QuestionState.APPROVED)
    assert state_of(question) == QuestionState.NEEDS_REVIEW
    assert question.reviews.get().by == desk.reviewer


def test_what_nobody_decided_does_not_take_effect(desk, before):
    question = resting(desk, before, "art2/par1")
    amended(before)

    assert amendments_take_effect(now=NOW) == 0
    assert state_of(question) == QuestionState.APPROVED


def test_amendment_prospect_says_what_apply_then_does(desk, before):
    for path in ("art1", "art4", "art2/par1", "art3"):
        resting(desk, before, path)
    after = amended(before)

    prospect = amendment_prospect(Amendment.objects.get(), desk.office)
    effect = apply(desk, after).effect

    assert (prospect.follow, prospect.need_review, prospect.retire, prospect.elsewhere) == (2, 1, 1, 0)
    assert effect == {"followed": 2, "need_review": 1, "retired": 1}


def test_questions_of_other_offices_follow_a_shared_text(desk, before):
    PolicyDocument.objects.update(is_shared=True)
    bank = make_bank(desk.stranger.office)
    question = make_question(bank, provision=make_provision(before, "art2/par1"))
    after = amended(before)
    prospect = amendment_prospect(Amendment.objects.get(), desk.office)

    apply(desk, after)

    assert (prospect.need_review, prospect.elsewhere) == (0, 1)
    assert state_of(question) == QuestionState.NEEDS_REVIEW
    assert keys_amended(desk.office) == []
    assert keys_amended(desk.stranger.office) == [question.pk]


def sent_back(desk, before, **fields):
    question = resting(desk, before, "art2/par1", **fields)
    after = amended(before)
    apply(desk, after)
    return question, after


def test_question_confirm_rests_it_on_the_new_text_and_lets_it_back(desk, before):
    question, after = sent_back(desk, before)

    question_confirm(question=question, by=desk.reviewer, now=NOW)

    assert state_of(question) == QuestionState.APPROVED
    assert authority_of(question) == [(after.pk, "art3/par1")]
    assert question.reviews.first().comment == "对照新条文，仍然正确。"
    assert keys_amended(desk.office) == []


def test_question_confirm_takes_a_second_pair_of_eyes(desk, before):
    question, _after = sent_back(desk, before)

    with pytest.raises(ReviewError):
        question_confirm(question=question, by=desk.author, now=NOW)
    with pytest.raises(ReviewError):
        question_confirm(question=question, by=desk.organizer, now=NOW)
    with pytest.raises(ReviewError):
        question_confirm(question=question, by=desk.stranger, now=NOW)

    assert state_of(question) == QuestionState.NEEDS_REVIEW
    assert authority_of(question) == [(before.pk, "art2/par1")]


@pytest.mark.parametrize("state", [QuestionState.DRAFT, QuestionState.IN_REVIEW])
def test_question_confirm_approves_nothing_that_was_not_approved(desk, before, state):
    question, after = sent_back(desk, before, state=state)

    question_confirm(question=question, by=desk.author, now=NOW)

    assert (state_of(question), authority_of(question)) == (state, [(after.pk, "art3/par1")])


@pytest.mark.parametrize("step", [question_approve, question_return])
def test_other_steps_out_of_review_rest_on_the_new_text_too(desk, before, step):
    question, after = sent_back(desk, before)

    step(question=question, by=desk.reviewer, now=NOW, comment="看过新条文")

    assert authority_of(question) == [(after.pk, "art3/par1")]


def test_question_revise_rests_new_words_on_the_new_text(desk, before):
    question, after = sent_back(desk, before)

    question_revise(question=question, content=make_content(), by=desk.author, now=NOW, reason="按新条文改")

    assert state_of(question) == QuestionState.DRAFT
    assert authority_of(Question.objects.get(pk=question.pk)) == [(after.pk, "art3/par1")]


def test_a_question_that_waits_through_two_amendments_comes_to_rest_on_the_last(desk, before):
    question, after = sent_back(desk, before)
    last = amended(after, text=AFTER.replace("五等", "六等"), effective_on=TODAY + timedelta(days=1))
    apply(desk, last, NOW + timedelta(days=2))

    question_confirm(question=question, by=desk.reviewer, now=NOW + timedelta(days=2))

    assert authority_of(question) == [(last.pk, "art3/par1")]


def test_question_reopen_rests_on_what_is_in_force(desk, before):
    question = resting(desk, before, "art1", "art3")
    after = amended(before)
    apply(desk, after)

    question_reopen(question=question, by=desk.author, now=NOW)

    assert authority_of(question) == [(before.pk, "art3"), (after.pk, "art1")]


def test_versions_amended_tells_the_words_of_papers_by_the_day(desk, before):
    kept, changed = resting(desk, before, "art1"), resting(desk, before, "art2/par1")
    words = [kept.current_version_id, changed.current_version_id]
    after = amended(before, effective_on=date(2026, 12, 1))

    early, later = versions_amended(words, date(2026, 11, 30)), versions_amended(words, date(2026, 12, 1))

    assert list(early) == []
    assert list(later) == [changed.current_version]
    apply(desk, after, datetime(2026, 12, 2, tzinfo=UTC))
    question_confirm(question=changed, by=desk.reviewer, now=NOW)
    assert list(versions_amended(words, date(2026, 12, 3))) == []


def test_a_split_article_is_cited_in_all_its_parts_or_where_the_quotation_stands(desk):
    text = "考试办法\n第一条　{}\n第二条　其他规定由县委组织部另行制定并且及时公布。\n"
    first, second = "考试由县委组织部统一组织，每季度举行一次。", "考试成绩由县委组织部在七日以内公布并且存档。"
    before = make_version(desk.office, text=text.format(f"{first}\n\n{second}"), effective_on=date(2026, 1, 1))
    whole, quoting = resting(desk, before, "art1"), make_question(desk.bank)
    Citation.objects.create(
        question_version=quoting.current_version,
        provision=make_provision(before, "art1"),
        quoted="在七日以内公布",
        created_by=desk.author,
    )
    after = amended(
        before,
        text=f"考试办法\n第一条　{first}\n第二条　{second}\n第三条　其他规定由县委组织部另行制定并且及时公布。\n",
    )
    apply(desk, after)

    for question in (whole, quoting):
        question_confirm(question=question, by=make_user(desk.office, Role.TRAINER), now=NOW)

    assert authority_of(whole) == [(after.pk, "art1"), (after.pk, "art2")]
    assert authority_of(quoting) == [(after.pk, "art2")]


def test_a_text_that_questions_have_left_is_cited_no_more(desk, before):
    after = amended(before)
    question, provision = resting(desk, after, "art1"), make_provision(before, "art2/par1")
    citable = list(citable_versions(desk.office))
    apply(desk, after)

    with pytest.raises(QuestionError, match="这一版已经修订"):
        citation_add(question_version=question.current_version, provision=provision, by=desk.author, now=NOW)

    assert set(citable) == {before, after}
    assert list(citable_versions(desk.office)) == [after]


def test_what_comes_in_on_an_amended_provision_rests_on_the_text_in_force(desk, before):
    after = amended(before)
    apply(desk, after)
    draft = QuestionDraft(make_content(), provision=make_provision(before, "art2/par1").pk)

    (question,) = questions_create(bank=desk.bank, drafts=[draft], by=desk.author, now=NOW)

    assert authority_of(question) == [(after.pk, "art3/par1")]


def test_the_life_of_a_question_tells_of_a_move_once(desk, before):
    question = resting(desk, before, "art2/par2/sub1")
    apply(desk, amended(before))

    titles = [event.title for event in question_life(question)]

    assert [title for title in titles if "修订" in title] == ["依据随修订改引第三条第二款第（一）项"]
    assert len(titles) == 3


def test_version_withdraw_makes_a_mistake_a_draft_again(desk, before):
    resting(desk, before, "art1")
    after = amended(before)

    withdrawn = version_withdraw(version=after)

    assert (withdrawn.state, withdrawn.confirmed_at) == (VersionState.DRAFT, None)
    assert not Amendment.objects.exists()


def test_version_withdraw_joins_what_stood_around_it(desk, before):
    wrong = amended(before)
    last = amended(wrong, text=AFTER.replace("五等", "六等"), effective_on=TODAY + timedelta(days=1))

    version_withdraw(version=wrong)

    assert [(one.before, one.after) for one in Amendment.objects.all()] == [(before, last)]


def test_version_withdraw_refuses_what_was_cited_or_has_sent_questions_back(desk, before):
    resting(desk, before, "art2/par1")
    after = amended(before)
    apply(desk, after)

    with pytest.raises(DocumentError, match="转为待复核"):
        version_withdraw(version=after)
    with pytest.raises(DocumentError, match="引用过"):
        version_withdraw(version=before)


def test_many_questions_follow_in_few_queries(desk, before, django_assert_max_num_queries):
    for path in ("art1", "art2/par1", "art3") * 5:
        resting(desk, before, path)
    after = amended(before)

    with django_assert_max_num_queries(25):
        apply(desk, after)
