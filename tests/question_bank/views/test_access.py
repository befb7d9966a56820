"""Who may open which page of the bank, and with whose objects."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, reverse

from question_bank.enums import JobKind, QuestionState, SuggestionReason, VersionState
from question_bank.models import Citation, ProvisionSuggestion
from question_bank.services import sheet_import
from question_bank.services.jobs import job_ask
from question_bank.urls import urlpatterns
from tests.factories.question_bank import make_draft, make_image, make_provision, make_question, make_version
from tests.factories.taking import NOON

#: Pages that organizers may read; all others are for trainers.
READABLE = {
    "documents",
    "document",
    "version",
    "version_compare",
    "provision",
    "questions",
    "question",
    "banks",
    "bank",
}
#: Addresses that take POST alone.
POSTED = {
    "version_confirm",
    "version_withdraw",
    "amendment_apply",
    "question_amended",
    "question_step",
    "citation_withdraw",
    "bank_suggest",
    "draft_accept",
    "draft_reject",
    "draft_restore",
    "drafts_make",
    "drafts_model",
    "image_upload",
    "import_commit",
    "import_suggest",
    "job_cancel",
    "job_do",
    "suggestion_accept",
    "suggestion_dismiss",
    "import_finish",
    "row_revise",
    "row_accept",
    "row_skip",
    "row_restore",
    "topic_new",
    "topics_preset",
    "topic_remove",
}
#: Addresses without an object: they show each office its own.
WITHOUT_OBJECT = {
    "amended",
    "documents",
    "document_upload",
    "drafting",
    "questions",
    "question_new",
    "questions_bulk",
    "imports",
    "import_template",
    "uncited",
    "image_upload",
    "banks",
    "bank_new",
}
#: A picture is for everybody who is asked the question.
FOR_ALL = {"image"}
NAMES = sorted(
    str(pattern.name) for pattern in urlpatterns if isinstance(pattern, URLPattern) and pattern.name not in FOR_ALL
)


@pytest.fixture
def addresses(desk):
    """Return an address for every name, of the first office's objects."""
    draft = make_version(desk.office, state=VersionState.DRAFT)
    question = make_question(
        desk.bank,
        state=QuestionState.DRAFT,
        topics=("基本职责",),
        provision=make_provision(make_version(desk.office)),
    )
    kept = sheet_import(
        bank=desk.bank, data="判断题\n1．笔记须经审阅。（√）\n".encode(), file_name="试题.txt", by=desk.author, now=NOON
    )
    suggestion = ProvisionSuggestion.objects.create(
        row=kept.rows.get(), provision=make_provision(draft), rank=1, confidence=90, reason=SuggestionReason.OVERLAP
    )
    objects = {
        "document": draft.document.uuid,
        "draft": make_draft(make_provision(make_version(desk.office)), by=desk.author).uuid,
        "version": draft.uuid,
        "provision": make_provision(draft).uuid,
        "question": question.uuid,
        "citation": Citation.objects.get().uuid,
        "sheet_import": kept.uuid,
        "row": kept.rows.get().uuid,
        "job": job_ask(kind=JobKind.READ, bank=desk.bank, sheet_import=kept, by=desk.author, now=NOON).uuid,
        "suggestion": suggestion.uuid,
        "sha256": make_image(desk.office).sha256,
        "bank": desk.bank.uuid,
        "topic": desk.bank.topics.get().pk,
    }
    return {
        str(pattern.name): reverse(
            f"question_bank:{pattern.name}",
            kwargs={name: objects[name] for name in pattern.pattern.converters},
        )
        for pattern in urlpatterns
    }


def ask(client, addresses, name):
    address = addresses[name]
    return client.post(address) if name in POSTED else client.get(address)


@pytest.mark.parametrize("name", NAMES)
def test_every_address_is_closed_to_cadres(desk, client_for, addresses, name):
    assert ask(client_for(desk.cadre), addresses, name).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_organizers_read_and_do_no_more(desk, client_for, addresses, name):
    assert ask(client_for(desk.organizer), addresses, name).status_code == (200 if name in READABLE else 403)


@pytest.mark.parametrize("name", NAMES)
def test_trainers_open_every_address(desk, client_for, addresses, name):
    response = ask(client_for(desk.author), addresses, name)

    # A posted form is refused or leads on; the bulk page without a choice leads back to the list.
    assert response.status_code in ({302, 422} if name in POSTED | {"questions_bulk"} else {200})


@pytest.mark.parametrize("name", sorted(set(NAMES) - WITHOUT_OBJECT))
def test_another_offices_objects_are_not_found(desk, client_for, addresses, name):
    assert ask(client_for(desk.stranger), addresses, name).status_code == 404


@pytest.mark.parametrize("name", ["documents", "questions", "imports", "banks"])
def test_lists_show_an_office_its_own(desk, client_for, addresses, name):
    own = ask(client_for(desk.author), addresses, name).content.decode()
    theirs = ask(client_for(desk.stranger), addresses, name).content.decode()

    planted = {
        "documents": "学习管理办法之",
        "questions": "每季度撰写读书笔记",
        "imports": "试题.txt",
        "banks": desk.bank.name,
    }[name]
    assert (planted in own, planted in theirs) == (True, False)


@pytest.mark.parametrize("name", NAMES)
def test_every_address_asks_for_sign_in(client, addresses, name):
    response = ask(client, addresses, name)

    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("accounts:sign_in"))


def test_a_shared_document_is_read_but_not_changed(desk, client_for):
    shared = make_version(desk.stranger.office, is_shared=True)
    client = client_for(desk.author)

    assert client.get(shared.get_absolute_url()).status_code == 200
    assert client.get(shared.document.get_absolute_url()).status_code == 200
    assert client.post(reverse("question_bank:version_confirm", args=[shared.uuid])).status_code == 404
    assert client.get(reverse("question_bank:version_upload", args=[shared.document.uuid])).status_code == 404


def test_a_draft_of_a_shared_document_stays_with_its_office(desk, client_for):
    draft = make_version(desk.stranger.office, is_shared=True, state=VersionState.DRAFT)

    assert client_for(desk.author).get(draft.get_absolute_url()).status_code == 404
