"""Pages of amendments: two texts side by side, applying, the work list."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from exam_site.home.todo import todo_list
from question_bank.enums import QuestionState, VersionState
from question_bank.models import Amendment, DocumentVersion, Question
from question_bank.services import amendment_apply, amendment_prepare, question_retire
from tests.factories.question_bank import make_provision, make_question, make_version
from tests.question_bank.services.test_amendments import AFTER, BEFORE, NOW

LATER = date(2099, 1, 1)


@pytest.fixture
def before(desk):
    return make_version(desk.office, title="考试办法", text=BEFORE, effective_on=date(2020, 1, 1))


@pytest.fixture
def after(before):
    version = make_version(document=before.document, text=AFTER, effective_on=date(2026, 1, 1))
    amendment_prepare(version=version, now=NOW)
    return version


def resting(desk, version, path, author=None, **fields):
    return make_question(desk.bank, author=author or desk.author, provision=make_provision(version, path), **fields)


def compare(client, version, **query):
    return client.get(reverse("question_bank:version_compare", args=[version.uuid]), query)


def relations(response):
    return [(pair.relation.value, pair.anchor, pair.questions) for pair in response.context["pairs"]]


def test_version_confirmation_leads_to_the_comparison(desk, client_for, before):
    client = client_for(desk.author)
    client.post(
        reverse("question_bank:version_upload", args=[before.document.uuid]),
        {"file": SimpleUploadedFile("新.txt", AFTER.encode())},
    )
    version = DocumentVersion.objects.get(state=VersionState.DRAFT)
    facts = {"title": "考试办法", "effective_on": "2026-01-01", "basis": "《公务员法》"}

    response = client.post(reverse("question_bank:version_confirm", args=[version.uuid]), facts)

    version.refresh_from_db()
    assert response["Location"] == Amendment.objects.get().get_absolute_url()
    assert version.basis == "《公务员法》"


def test_version_comparison_shows_what_changed_with_its_words_marked(desk, client_for, before, after):
    resting(desk, before, "art2/par1")

    response = compare(client_for(desk.organizer), after)

    page = response.content.decode()
    assert relations(response) == [("new", "new-art2", 0), ("changed", "new-art3", 1), ("deleted", "old-art3", 0)]
    assert "考试成绩分为<del>四</del>等" in page
    assert "考试成绩分为<ins>五</ins>等" in page
    assert reverse("question_bank:amendment_apply", args=[after.uuid]) not in page


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        ("changed", ["changed"]),
        ("new", ["new"]),
        ("deleted", ["deleted"]),
        ("same", ["same", "same"]),
        ("split", []),
        ("all", ["same", "new", "changed", "deleted", "same"]),
        ("nonsense", ["new", "changed", "deleted"]),
    ],
)
def test_version_comparison_is_narrowed_by_relation(desk, client_for, after, show, shown):
    response = compare(client_for(desk.author), after, show=show)

    assert [relation for relation, _anchor, _questions in relations(response)] == shown


def test_version_comparison_shows_the_parts_of_a_split_article_together(desk, client_for):
    first, second = "考试由县委组织部统一组织，每季度举行一次。", "考试成绩由县委组织部在七日以内公布并且存档。"
    whole = make_version(desk.office, text=f"办法\n第一条　{first}\n\n{second}\n第二条　附带的规定。\n")
    parted = make_version(
        document=whole.document,
        text=f"办法\n第一条　{first}\n第二条　{second}\n第三条　附带的规定。\n",
        effective_on=LATER,
    )

    (pair,) = compare(client_for(desk.author), parted, show="split").context["pairs"]

    assert [part.provision.path for part in pair.old] == ["art1"]
    assert [part.provision.path for part in pair.new] == ["art1", "art2"]
    assert not any(piece.is_changed for part in pair.new for line in part.lines for piece in line)


def test_version_comparison_says_what_applying_will_do(desk, client_for, before, after):
    for path in ("art1", "art2/par1", "art3"):
        resting(desk, before, path)

    response = compare(client_for(desk.author), after)

    prospect = response.context["prospect"]
    assert (prospect.follow, prospect.need_review, prospect.retire) == (1, 1, 1)
    assert "涉及的 1 道题转为“待复核”" in response.content.decode()
    assert "按新条文更新试题" in response.content.decode()


def test_version_comparison_takes_any_two_versions(desk, client_for, before, after):
    last = make_version(document=before.document, text=AFTER.replace("五等", "六等"), effective_on=LATER)
    client = client_for(desk.author)

    skipped = compare(client, last, **{"with": str(before.uuid)})
    backwards = compare(client, before, **{"with": str(last.uuid)})

    assert (skipped.context["before"], skipped.context["after"]) == (before, last)
    assert relations(backwards) == relations(skipped)


def test_version_comparison_of_a_draft_comes_before_it_is_confirmed(desk, client_for, before):
    draft = make_version(document=before.document, text=AFTER, state=VersionState.DRAFT, effective_on=None)

    response = compare(client_for(desk.author), draft)

    assert (response.context["before"], response.context["after"], response.context["amendment"]) == (
        before,
        draft,
        None,
    )
    assert len(response.context["pairs"]) == 3


def test_version_comparison_without_another_version_says_what_to_do(desk, client_for, before):
    assert "还没有别的版本可以对照" in compare(client_for(desk.author), before).content.decode()


def test_a_rewritten_text_is_said_to_be_one(desk, client_for, before):
    new = make_version(
        document=before.document,
        text="考试办法\n第一条　笔试和面试分开举行。\n第二条　面试另行安排。\n",
        effective_on=LATER,
    )

    assert "全面修订" in compare(client_for(desk.author), new).content.decode()


def apply(client, version):
    return client.post(reverse("question_bank:amendment_apply", args=[version.uuid]), follow=True)


def test_amendment_application_moves_the_questions_and_says_so(desk, client_for, before, after):
    question = resting(desk, before, "art2/par1")

    page = apply(client_for(desk.author), after).content.decode()

    question.refresh_from_db()
    assert question.state == QuestionState.NEEDS_REVIEW
    assert "0 处依据改引新条文，1 题转为待复核，0 题停用" in page
    assert "按新条文更新试题" not in page


def test_amendment_application_waits_for_the_day(desk, client_for, before):
    version = make_version(document=before.document, text=AFTER, effective_on=LATER)
    amendment_prepare(version=version, now=NOW)
    question = resting(desk, before, "art2/par1")
    client = client_for(desk.author)
    offered = compare(client, version).content.decode()

    page = apply(client, version).content.decode()

    question.refresh_from_db()
    assert "2099年1月1日施行时更新试题" in offered
    assert "已安排：2099年1月1日施行当天自动更新试题。" in page
    assert question.state == QuestionState.APPROVED


def test_amendment_application_is_for_the_own_office(desk, client_for, before, after):
    response = client_for(desk.stranger).post(reverse("question_bank:amendment_apply", args=[after.uuid]))

    assert response.status_code == 404


def test_amended_questions_stand_beside_old_and_new_words(desk, client_for, before, after):
    question = resting(desk, before, "art2/par1")
    resting(desk, before, "art1")
    amendment_apply(version=after, by=desk.reviewer, now=NOW)

    response = client_for(desk.reviewer).get(reverse("question_bank:amended"))

    (shown,) = response.context["shown"]
    (citation,) = shown.citations
    assert (shown.question, shown.may_confirm) == (question, True)
    assert citation.provision.path == "art2/par1"
    assert [part.provision.path for part in citation.new] == ["art3/par1"]
    assert "<ins>五</ins>" in response.content.decode()


def test_amended_questions_leaves_confirming_to_a_second_pair_of_eyes(desk, client_for, before, after):
    resting(desk, before, "art2/par1")
    amendment_apply(version=after, by=desk.reviewer, now=NOW)

    page = client_for(desk.author).get(reverse("question_bank:amended")).content.decode()

    assert 'value="confirm"' not in page
    assert 'value="retire"' in page


@pytest.mark.parametrize(
    ("decision", "state", "path"), [("confirm", "approved", "art3/par1"), ("retire", "retired", "art2/par1")]
)
def test_amended_decision_takes_one_click(desk, client_for, before, after, decision, state, path):
    question = resting(desk, before, "art2/par1")
    amendment_apply(version=after, by=desk.reviewer, now=NOW)
    url = reverse("question_bank:question_amended", args=[question.uuid])

    response = client_for(desk.reviewer).post(url, {"decision": decision})

    question = Question.objects.get(pk=question.pk)
    assert (response["Location"], question.state) == (reverse("question_bank:amended"), state)
    standing = question.current_version.citations.filter(withdraws=None, withdrawn_by=None)
    assert standing.get().provision.path == path


def test_amended_decision_by_the_author_is_refused_with_the_reason(desk, client_for, before, after):
    question = resting(desk, before, "art2/par1")
    amendment_apply(version=after, by=desk.reviewer, now=NOW)
    url = reverse("question_bank:question_amended", args=[question.uuid])

    page = client_for(desk.author).post(url, {"decision": "confirm"}, follow=True).content.decode()

    question.refresh_from_db()
    assert question.state == QuestionState.NEEDS_REVIEW
    assert "现行版本是你自己写的，请另一位命题教师审核。" in page


def test_several_questions_are_confirmed_once_their_new_words_were_shown(desk, client_for, before, after):
    questions = [resting(desk, before, "art2/par1") for _number in range(3)]
    amendment_apply(version=after, by=desk.reviewer, now=NOW)
    client, address = client_for(desk.reviewer), reverse("question_bank:amended_together")
    seen = [one.ticked for one in client.get(reverse("question_bank:amended")).context["shown"]]
    question_retire(question=questions[2], by=desk.reviewer, now=NOW, comment="不用了")

    asked = client.get(address, {"seen": seen})
    states = set(Question.objects.values_list("state", flat=True))
    told = client.post(address, {"seen": seen}, follow=True).content.decode()

    assert [one.question for one in asked.context["chosen"]] == questions[:2]
    assert ("这 2 题照新条文都仍然正确？" in asked.content.decode(), states) == (True, {"needs_review", "retired"})
    assert ("2 题定为“仍然正确”" in told, "1 题已经有人定了" in told) == (True, True)
    assert [question.state for question in Question.objects.order_by("pk")] == ["approved", "approved", "retired"]


def test_what_was_not_shown_or_is_ones_own_is_not_confirmed_among_others(desk, client_for, before, after):
    question = resting(desk, before, "art2/par1")
    amendment_apply(version=after, by=desk.reviewer, now=NOW)
    address = reverse("question_bank:amended_together")
    (shown,) = client_for(desk.reviewer).get(reverse("question_bank:amended")).context["shown"]

    for user, seen in ((desk.reviewer, f"{question.uuid}:"), (desk.author, shown.ticked), (desk.reviewer, "")):
        client_for(user).post(address, {"seen": seen} if seen else {})

    question.refresh_from_db()
    assert question.state == QuestionState.NEEDS_REVIEW
    assert "对照过了" not in client_for(desk.author).get(reverse("question_bank:amended")).content.decode()


@pytest.mark.parametrize("item_count", [1, 5])
def test_amended_questions_asks_as_often_for_many(
    desk, client_for, before, after, item_count, django_assert_max_num_queries
):
    for _number in range(item_count):
        resting(desk, before, "art2/par1")
    amendment_apply(version=after, by=desk.reviewer, now=NOW)
    client = client_for(desk.reviewer)

    with django_assert_max_num_queries(16):
        response = client.get(reverse("question_bank:amended"))

    assert len(response.context["shown"]) == item_count


def test_the_home_page_reminds_trainers(desk, before, after):
    resting(desk, before, "art2/par1")
    undecided = [(todo.title, todo.url) for todo in todo_list(desk.reviewer, timezone.now())]
    amendment_apply(version=after, by=desk.reviewer, now=NOW)

    decided = [(todo.title, todo.url) for todo in todo_list(desk.reviewer, timezone.now())]

    assert undecided == [("《考试办法》（2026年版）修订了，让试题跟上", Amendment.objects.get().get_absolute_url())]
    assert decided == [("1 道题的依据修订了", reverse("question_bank:amended"))]
    assert todo_list(desk.cadre, timezone.now()) == []


def test_version_withdrawal_brings_a_mistake_back_to_be_corrected(desk, client_for, before, after):
    client = client_for(desk.author)
    offered = client.get(after.get_absolute_url()).content.decode()

    response = client.post(reverse("question_bank:version_withdraw", args=[after.uuid]), follow=True)

    after.refresh_from_db()
    assert reverse("question_bank:version_withdraw", args=[after.uuid]) in offered
    assert after.state == VersionState.DRAFT
    assert "已撤回确认" in response.content.decode()


def test_version_withdrawal_is_not_offered_once_a_question_cites_it(desk, client_for, before):
    resting(desk, before, "art1")

    page = client_for(desk.author).get(before.get_absolute_url()).content.decode()

    assert reverse("question_bank:version_withdraw", args=[before.uuid]) not in page
