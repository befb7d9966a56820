"""Reading a policy document beside a note, and quoting it."""

from __future__ import annotations

from datetime import date

import pytest

from learning.models import Quotation, Record
from learning.quoting import quotation, quoted_characters, with_quotation
from learning.selectors.reading import texts_in_force
from question_bank.enums import VersionState
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.learning import make_note
from tests.factories.question_bank import make_provision, make_version

pytestmark = pytest.mark.django_db

TYPED = {"book": "学习管理办法", "author": "", "occurred_on": "2026-10-08", "body": "先读原文。"}


@pytest.fixture
def writer():
    return make_user()


@pytest.fixture
def as_writer(writer):
    return client_for(writer)


@pytest.fixture
def version(writer):
    return make_version(writer.office, title="学习办法")


@pytest.mark.parametrize(
    ("body", "words", "count"),
    [("他说：“学 习”。", ["学 习"], 2), ("学习学习", ["学习"], 4), ("读", ["学习"], 0), ("读", [""], 0)],
)
def test_quoted_characters_are_told_apart_as_often_as_they_stand(body, words, count):
    assert quoted_characters(body, words) == count


def test_quotation_is_a_paragraph_of_its_own():
    assert with_quotation("一。\n", quotation("《法》第一条", "文。")) == "一。\n\n《法》第一条：“文。”\n"


def test_offers_what_holds_own_and_shared_and_nothing_else(writer):
    own = make_version(writer.office, title="本机关的")
    shared = make_version(make_office(), title="共享的", is_shared=True)
    make_version(make_office(), title="别家的")
    make_version(writer.office, title="没确认的", state=VersionState.DRAFT)
    gone = make_version(writer.office, title="失效的")
    gone.repealed_on = date(2026, 10, 1)
    gone.save(update_fields=["repealed_on"])

    held = texts_in_force(writer.office, date(2026, 10, 8))

    assert [each.pk for each in held] == [each.pk for each in (shared, own)]


def test_a_cadre_reads_provisions_beside_the_note_and_finds_a_word(as_writer, version):
    article = make_provision(version, "art2")
    address = f"/records/new/note/?beside={version.uuid}"

    page = as_writer.get(address).context["beside"]
    found = as_writer.get(f"{address}&q={article.full_text[:6]}").context["beside"]
    nothing = as_writer.get(f"{address}&q=查无此词").content.decode()

    assert article.label in [each.label for each in page.passages]
    assert article.uuid in [each.provision for each in found.passages]
    assert "没有找到这个词。" in nothing


@pytest.mark.parametrize("asked", ["beside=x", "beside=00000000-0000-4000-8000-000000000000", "q=" + "长" * 101])
def test_what_is_not_there_shows_nothing(as_writer, asked):
    response = as_writer.get(f"/records/new/note/?{asked}")

    assert (response.status_code, response.context["beside"]) == (200, None)


def test_another_offices_text_is_not_shown(as_writer):
    other = make_version(make_office(), title="别家的")

    assert as_writer.get(f"/records/new/note/?beside={other.uuid}").context["beside"] is None


def test_button_quotes_without_script_saves_and_stays_beside_the_text(as_writer, version):
    article = make_provision(version, "art2")

    response = as_writer.post("/records/new/note/", {**TYPED, "quote": article.uuid, "beside": version.uuid})

    record = Record.objects.get()
    (kept,) = record.quotations.all()
    assert response.url == f"/records/{record.uuid}/edit/?beside={version.uuid}&q="
    assert record.note.body.startswith(f"先读原文。\n\n《学习办法》{article.label}：“")
    assert (kept.provision, kept.text_hash) == (article, article.text_hash)
    page = as_writer.get(f"/records/{record.uuid}/").content.decode()
    assert "其中引文" in page
    assert f"/provisions/{article.uuid}" not in page


def test_quotation_goes_with_its_words(as_writer, writer, version):
    article = make_provision(version, "art2")
    as_writer.post("/records/new/note/", {**TYPED, "quote": article.uuid})
    record = Record.objects.get()

    as_writer.post(f"/records/{record.uuid}/edit/", {**TYPED, "quoted": str(article.uuid)})

    assert Quotation.objects.count() == 0


def test_another_offices_provision_is_not_quoted(as_writer):
    foreign = make_provision(make_version(make_office()), "art2")

    as_writer.post("/records/new/note/", {**TYPED, "quote": foreign.uuid, "body": foreign.full_text})

    assert Record.objects.get().note.body == foreign.full_text.strip()
    assert Quotation.objects.count() == 0


def test_quoted_numbers_that_cannot_be_read_are_named(as_writer, writer):
    note = make_note(writer)

    response = as_writer.post(f"/records/{note.uuid}/edit/", {**TYPED, "quoted": "x"})

    assert response.context["form"].errors == {"quoted": ["引用的条文认不出来，请重新引用。"]}
