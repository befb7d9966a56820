"""Learning materials: read is who answered for it, and nothing is counted twice a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.services import cohort_create
from learning.enums import MaterialUse, RecordKind, RecordState
from learning.models import Material, Record
from learning.selectors.materials import material_counts, people_without_receipt
from learning.services.materials import (
    material_read,
    material_receive,
    material_study,
    material_use,
    suggestion_answer,
    suggestion_make,
)
from lrs.models import OutboxEntry
from tests.clients import client_for
from tests.factories.accounts import make_unit, make_user
from tests.factories.materials import make_material
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db

LEARNED = "支部要抓在日常、严在经常，先把三会一课开好。"


@pytest.fixture
def keeper():
    return make_user(None, Role.ORGANIZER, name="考务")


@pytest.fixture
def reader(keeper):
    return make_user(unit=make_unit(keeper.office, "干部科"), name="程立新")


def read(material, reader, answer=LEARNED):
    return material_read(material=material, answer=answer, by=reader, now=NOON)


class TestReading:
    def test_becomes_study_time_at_once(self, keeper, reader):
        record = read(make_material(keeper), reader).record

        assert (record.kind, record.state, record.minutes) == (RecordKind.SESSION, RecordState.APPROVED, 40)
        assert (record.subject, record.session.gist) == (reader, LEARNED)
        assert "PT40M" in OutboxEntry.objects.get().payload

    def test_of_what_was_assigned_becomes_a_task(self, keeper, reader):
        record = read(make_material(keeper, is_assigned=True), reader).record

        assert (record.kind, record.attributes["type"], record.task.evidence) == ("task", "指定学习", LEARNED)
        assert client_for(reader).get(f"/records/{record.uuid}/").status_code == 200

    def test_counts_once(self, keeper, reader):
        material = make_material(keeper)
        read(material, reader)

        with pytest.raises(RefusedError, match="已经读过"):
            read(material, reader)
        assert Record.objects.count() == 1

    @pytest.mark.parametrize(
        ("asked", "answer", "message"),
        [
            ({}, "学到很多。", "不少于 15 字"),
            ({"question": "几会一课？", "answer": "三会"}, "两会", "答得不对"),
            ({"question": "怎样开好？"}, "  ", "回答读后问题，不少于"),
        ],
    )
    def test_takes_an_answer(self, keeper, reader, asked, answer, message):
        with pytest.raises(RefusedError, match=message):
            read(make_material(keeper, **asked), reader, answer)

        assert Record.objects.count() == 0

    def test_right_answer_is_right_however_it_is_typed(self, keeper, reader):
        assert read(make_material(keeper, question="几会一课？", answer="三会"), reader, " 三 会。").record


class TestCounts:
    def test_a_person_counts_once_a_day(self, keeper, reader):
        material = make_material(keeper)
        for now in (NOON, NOON, NOON + timedelta(days=1)):
            material_use(material=material, use=MaterialUse.OPENED, by=reader, now=now)
        material_use(material=material, use=MaterialUse.DOWNLOADED, by=keeper, now=NOON)

        counts = material_counts(material)

        assert (counts.opened, counts.downloaded, counts.read) == (2, 1, 0)

    def test_a_unit_studies_once_a_day_and_not_tomorrow(self, keeper, reader):
        material, unit = make_material(keeper), reader.memberships.get().unit
        told = {"material": material, "unit": unit, "people": 8, "by": keeper, "now": NOON}
        material_study(on=NOON.date(), **told)

        for day in (NOON.date(), NOON.date() + timedelta(days=1)):
            with pytest.raises(RefusedError):
                material_study(on=day, **told)
        assert material.studies.count() == 1


class TestReceipts:
    def test_tell_who_has_not_signed(self, keeper, reader):
        other = make_user(keeper.office)
        roster = cohort_create(office=keeper.office, name="全体", people=[reader, other])
        material = make_material(keeper, handed_to=roster)

        for _again in range(2):
            material_receive(material=material, by=reader, now=NOON)

        assert list(people_without_receipt(material)) == [other]
        assert material.receipts.count() == 1

    def test_are_for_whom_it_was_handed_to(self, keeper, reader):
        with pytest.raises(RefusedError, match="不用你签收"):
            material_receive(material=make_material(keeper), by=reader, now=NOON)


class TestPages:
    TYPED = {"category": "speech", "title": "讲话", "minutes": "10"}

    def upload(self, keeper, data, name="讲话.txt"):
        file = SimpleUploadedFile(name, data)
        return client_for(keeper).post("/materials/new/", {**self.TYPED, "file": file})

    def test_text_is_read_and_the_file_is_handed_out_to_be_saved(self, keeper, reader):
        data = "第一段。\n<b>第二段</b>\n".encode()
        self.upload(keeper, data)
        material = Material.objects.get()
        browser = client_for(reader)

        shown = browser.post(f"/materials/{material.uuid}/open/", follow=True).content.decode()
        file = browser.post(f"/materials/{material.uuid}/file/")

        assert "第一段。" in shown
        assert "&lt;b&gt;第二段" in shown
        assert file["Content-Disposition"].startswith("attachment;")
        assert file.content == data

    def test_what_cannot_be_read_is_refused(self, keeper):
        response = self.upload(keeper, b"MZ\x00\x01" * 50, "a.exe")

        assert response.status_code == 422
        assert "file" in response.context["form"].errors
        assert Material.objects.count() == 0

    def test_suggestion_gets_an_answer_once_and_is_between_the_two(self, keeper, reader):
        material = make_material(keeper)
        suggestion = suggestion_make(material=material, text="加些案例", by=reader, now=NOON)
        client_for(keeper).post(f"/materials/advice/{suggestion.uuid}/", {"text": "下期就加"})
        stranger = client_for(make_user(keeper.office))

        assert "下期就加" in client_for(reader).get(f"/materials/{material.uuid}/").content.decode()
        assert "加些案例" not in stranger.get(f"/materials/{material.uuid}/").content.decode()
        with pytest.raises(RefusedError):
            suggestion_answer(suggestion=suggestion, answer="再答", by=keeper, now=NOON)

    @pytest.mark.parametrize("item_count", [1, 3])
    def test_list_takes_as_many_queries_for_more(self, keeper, item_count, django_assert_num_queries):
        for number in range(item_count):
            make_material(keeper, title=f"讲话 {number}")
        browser = client_for(keeper)

        with django_assert_num_queries(7):
            browser.get("/materials/?category=lecture&q=讲话")
