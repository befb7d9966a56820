"""Policy text for everybody: what an answer rests on, and nothing of the bank."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html

from question_bank.enums import VersionState
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import make_provision, make_question, make_version

pytestmark = pytest.mark.django_db


def page_of(user, provision):
    return client_for(user).get(reverse("question_bank:law", args=[provision.uuid]))


def test_a_cadre_reads_the_text_with_the_provision_marked():
    office = make_office()
    provision = make_provision(make_version(office))
    question = make_question(provision=provision)

    response = page_of(make_user(office), provision)

    page = html.fromstring(response.content.decode())
    assert [each.get("id") for each in page.xpath("//li[@class='cited']")] == [provision.path]
    assert provision.full_text in page.findtext(".//blockquote/p")
    assert question.current_version.stem not in response.content.decode()
    assert page.xpath("//main//a/@href") == [f"#{provision.path}"]


def test_an_old_text_says_that_it_is_one():
    old = make_version(effective_on=None)
    make_version(document=old.document)

    assert "这不是现行的文字" in page_of(make_user(old.document.office), make_provision(old)).content.decode()


@pytest.mark.parametrize(
    ("state", "is_shared", "own", "status"),
    [
        (VersionState.DRAFT, False, True, 404),
        (VersionState.CONFIRMED, False, False, 404),
        (VersionState.DRAFT, True, False, 404),
        (VersionState.CONFIRMED, True, False, 200),
    ],
)
def test_drafts_and_what_others_do_not_share_are_not_found(state, is_shared, own, status):
    version = make_version(state=state, is_shared=is_shared)
    reader = make_user(version.document.office if own else make_office())

    assert page_of(reader, make_provision(version)).status_code == status
