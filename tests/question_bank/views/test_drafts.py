"""The desk where drafts from policy text are decided one after another."""

from __future__ import annotations

import pytest
from django.urls import reverse

from question_bank.enums import DraftState, VersionState
from question_bank.models import DraftedQuestion, Question, Topic
from question_bank.services import draft_accept, draft_reject, drafts_make
from tests.factories.question_bank import make_bank, make_draft, make_provision, make_question, make_version
from tests.factories.taking import NOON
from tests.question_bank.drafting.policies import OFFICERS


@pytest.fixture
def version(desk):
    return make_version(desk.office, title="农技员管理条例", text=OFFICERS)


@pytest.fixture
def made(desk, version):
    drafts_make(office=desk.office, version=version, by=desk.author, now=NOON)
    return list(DraftedQuestion.objects.order_by("provision__order", "start", "pk"))


@pytest.fixture
def client(desk, client_for):
    return client_for(desk.author)


def desk_url(version, **query):
    return reverse("question_bank:drafts", kwargs={"version": version.uuid}, query=query)


def post(client, name, draft, data=None, **query):
    return client.post(reverse(f"question_bank:draft_{name}", kwargs={"draft": draft.uuid}, query=query), data or {})


def test_making_leads_to_the_desk_at_the_first_draft(client, version):
    empty = client.get(desk_url(version))
    response = client.post(reverse("question_bank:drafts_make", kwargs={"version": version.uuid}), follow=True)

    assert "还没有草稿" in empty.content.decode()
    context = response.context
    assert (context["draft"].provision.path, context["place"].position) == ("art1/par1", 1)
    assert context["waiting"] == context["total"] == DraftedQuestion.objects.count()


def test_making_of_one_chapter_shows_that_chapter(client, version):
    url = reverse("question_bank:drafts_make", kwargs={"version": version.uuid})

    response = client.post(url, {"chapter": "ch4"})
    refused = client.post(url, {"chapter": "ch9"})

    assert response["Location"] == desk_url(version, chapter="ch4")
    assert refused["Location"] == desk_url(version)
    assert set(DraftedQuestion.objects.values_list("provision__path", flat=True)) <= {
        "art10/par1",
        "art10/par2",
        "art11/par1",
        "art12/par1",
    }


def test_making_of_one_provision_starts_from_its_page(client, version):
    provision = make_provision(version, "art10")
    url = reverse("question_bank:provision_draft", args=[provision.uuid])
    offered = client.get(provision.get_absolute_url()).content.decode()

    response = client.post(url)
    again = client.post(url)

    paths = set(DraftedQuestion.objects.values_list("provision__path", flat=True))
    first = DraftedQuestion.objects.order_by("pk").first()
    assert (url in offered, paths) == (True, {"art10/par1", "art10/par2"} & paths)
    assert response["Location"] == desk_url(version, draft=str(first.uuid))
    assert again["Location"] == provision.get_absolute_url()


def test_unconfirmed_text_leads_to_its_confirmation(desk, client):
    unconfirmed = make_version(desk.office, text=OFFICERS, state=VersionState.DRAFT)

    page = client.get(desk_url(unconfirmed))
    client.post(reverse("question_bank:drafts_make", kwargs={"version": unconfirmed.uuid}))

    assert "这个版本还没有确认" in page.content.decode()
    assert not DraftedQuestion.objects.exists()


def test_desk_marks_the_source_in_the_provision(client, version, made):
    draft = next(draft for draft in made if draft.rule == "R1")

    page = client.get(desk_url(version, draft=draft.uuid)).content.decode()

    assert "<mark>新录用的农技员试用期为六个月。</mark>公示期不少于五个工作日。" in page
    assert draft.reason in page


def test_accepting_goes_on_to_the_next_and_keeps_the_choices(desk, client, version, made):
    other = make_bank(desk.office, "培训班题库")
    Topic.objects.create(bank=other, name="管理")
    first, second, *_others = [draft for draft in made if draft.rule == "R1"]

    response = post(client, "accept", first, {"bank": str(other.uuid), "topic": "管理"}, rule="R1")

    assert response["Location"] == desk_url(
        version, rule="R1", bank=str(other.uuid), topic="管理", draft=str(second.uuid)
    )
    question = Question.objects.get()
    assert (question.bank, question.author, question.topics.get().name) == (other, desk.author, "管理")
    assert client.get(response["Location"]).context["accept_form"]["bank"].initial == str(other.uuid)


def test_deciding_twice_does_nothing_more(client, version, made):
    first, second = (post(client, "accept", made[0]) for _time in range(2))

    assert first["Location"] == second["Location"] == desk_url(version, draft=str(made[1].uuid))
    assert Question.objects.count() == 1
    assert post(client, "reject", made[0], {"reason": "太简单"}).status_code == 302
    made[0].refresh_from_db()
    assert made[0].state == DraftState.ACCEPTED


def test_last_decision_leads_to_a_desk_that_says_so(desk, client, version):
    draft = make_draft(version.provisions.get(path="art1/par1"), by=desk.author)

    response = client.post(
        reverse("question_bank:draft_reject", kwargs={"draft": draft.uuid}), {"reason": "太简单"}, follow=True
    )

    assert "没有等你决定的草稿了" in response.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.comment, draft.decided_by) == (DraftState.REJECTED, "太简单", desk.author)


def test_rejecting_needs_one_of_the_reasons(client, version, made):
    response = post(client, "reject", made[0], {"reason": "不喜欢"})

    assert response["Location"] == desk_url(version, draft=str(made[0].uuid))
    made[0].refresh_from_db()
    assert made[0].state == DraftState.PENDING


def test_rejected_draft_can_be_taken_up_again(desk, client, version, made):
    draft_reject(draft=made[0], by=desk.author, now=NOON, reason="太简单")

    page = client.get(desk_url(version, state="rejected")).content.decode()
    post(client, "restore", made[0])

    assert "标为不用：太简单" in page
    made[0].refresh_from_db()
    assert made[0].state == DraftState.PENDING


def test_edited_draft_is_accepted_with_its_new_words(client, version, made):
    draft = next(draft for draft in made if draft.rule == "R1")
    url = reverse("question_bank:draft_edit", kwargs={"draft": draft.uuid})
    form = client.get(url).context["form"]
    words = {"type": "single_choice", "stem": "新进农技员试用期为（　　）。", "answer": "B", "explanation": ""}
    words |= {
        f"option_{letter}": text for letter, text in zip("ABCD", ["三个月", "六个月", "九个月", "一年"], strict=True)
    }

    without = client.post(url, words | {"answer": ""})
    response = client.post(url, words)

    assert form.initial["stem"] == draft.content.stem
    assert (without.status_code, response.status_code) == (422, 302)
    draft.refresh_from_db()
    assert (draft.is_edited, draft.question.current_version.stem) == (True, "新进农技员试用期为（　　）。")


def test_duplicate_is_told_and_the_draft_waits(desk, client, version, made):
    make_question(desk.bank, content=made[0].content)

    response = client.post(reverse("question_bank:draft_accept", kwargs={"draft": made[0].uuid}), follow=True)

    (message,) = response.context["messages"]
    assert "题库里已经有同样的题" in str(message)
    assert response.context["draft"] == made[0]


def test_desk_is_narrowed_by_state_rule_and_type(desk, client, version, made):
    accepted = draft_accept(draft=made[0], bank=desk.bank, by=desk.author, now=NOON).draft

    by_state = client.get(desk_url(version, state="accepted")).context
    by_rule = client.get(desk_url(version, rule="R2", type="multiple_choice")).context

    assert (by_state["draft"], by_state["place"].total) == (accepted, 1)
    assert (by_rule["draft"].rule, by_rule["draft"].type) == ("R2", "multiple_choice")


def test_overview_tells_documents_and_rules(desk, client, version, made):
    draft_accept(draft=made[0], bank=desk.bank, by=desk.author, now=NOON)
    draft_reject(draft=made[1], by=desk.author, now=NOON, reason="太简单")

    context = client.get(reverse("question_bank:drafting")).context

    (listed,) = context["versions"]
    assert (listed.draft_count, listed.waiting_count) == (len(made), len(made) - 2)
    rows = {row.figures.rule: row for row in context["figures"]}
    assert [(bar.kind, bar.width) for bar in rows[made[0].rule].bars] == [("as-is", 100)]
    assert [(bar.kind, bar.width) for bar in rows[made[1].rule].bars] == [("rejected", 100)]


def test_entrances_stand_on_the_documents_and_the_banks_page(desk, client, version):
    document = client.get(version.document.get_absolute_url()).content.decode()
    bank = client.get(reverse("question_bank:bank", kwargs={"bank": desk.bank.uuid})).content.decode()

    assert f'href="{desk_url(version)}"' in document
    assert f'href="{reverse("question_bank:drafting")}"' in bank


def test_strangers_draft_nothing_here(desk, client_for, version, made):
    stranger = client_for(desk.stranger)

    assert stranger.get(desk_url(version)).status_code == 404
    assert post(stranger, "accept", made[0]).status_code == 404
    version.document.is_shared = True
    version.document.save()
    assert stranger.get(desk_url(version)).context["total"] == 0


@pytest.mark.parametrize("decided", [0, 3])
def test_desk_asks_as_much_however_many_drafts_there_are(
    desk, client, version, made, decided, django_assert_max_num_queries
):
    for draft in made[:decided]:
        draft_reject(draft=draft, by=desk.author, now=NOON, reason="太简单")

    with django_assert_max_num_queries(22):
        client.get(desk_url(version))
