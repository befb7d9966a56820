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
from learning.selectors.reading import materials_beside
from learning.services.materials import (
    checkpoint_pass,
    checkpoint_remove,
    checkpoint_set,
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
from tests.pages import Browser

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
            ({"question": "怎样开好？"}, "  ", "回答问题，不少于"),
        ],
    )
    def test_takes_an_answer(self, keeper, reader, asked, answer, message):
        with pytest.raises(RefusedError, match=message):
            read(make_material(keeper, **asked), reader, answer)

        assert Record.objects.count() == 0

    def test_right_answer_is_right_however_it_is_typed(self, keeper, reader):
        assert read(make_material(keeper, question="几会一课？", answer="三会"), reader, " 三 会。").record


class TestCheckpoints:
    @pytest.fixture
    def material(self, keeper):
        material = make_material(keeper, data="第一段。\n第二段。\n第三段。\n第四段。".encode())
        checkpoint_set(material=material, after=1, question="第一段讲几件事？", answer="三件")
        checkpoint_set(material=material, after=3, question="你怎么看？", answer="")
        return material

    def shown(self, material, reader):
        return client_for(reader).get(f"/materials/{material.uuid}/?open=1").content.decode()

    def answer(self, material, reader, number, answer):
        checkpoint = material.checkpoints.all()[number]
        checkpoint_pass(checkpoint=checkpoint, answer=answer, by=reader, now=NOON)

    def test_show_what_follows_once_they_are_answered(self, material, reader):
        assert "第二段" not in self.shown(material, reader)
        self.answer(material, reader, 0, " 三件。")

        page = self.shown(material, reader)
        assert "第三段" in page
        assert "第四段" not in page
        assert "检查题 1/2" in page
        self.answer(material, reader, 1, LEARNED)
        assert "第四段" in self.shown(material, reader)
        assert read(material, reader).record

    @pytest.mark.parametrize(
        ("number", "answer", "message"), [(0, "两件", "答得不对"), (1, LEARNED, "先答前面的检查题")]
    )
    def test_take_right_answers_in_order(self, material, reader, number, answer, message):
        with pytest.raises(RefusedError, match=message):
            self.answer(material, reader, number, answer)
        with pytest.raises(RefusedError, match="还有 2 道检查题没有答"):
            read(material, reader)

    def test_are_not_asked_of_who_has_read_it(self, material, reader):
        for number, answer in enumerate(("三件", LEARNED)):
            self.answer(material, reader, number, answer)
        read(material, reader)
        checkpoint_set(material=material, after=2, question="又问一句？", answer="")

        page = self.shown(material, reader)
        assert "第四段" in page
        assert "又问一句" not in page

    def test_stay_once_somebody_has_answered(self, material, reader):
        self.answer(material, reader, 0, "三件")
        answered, other = material.checkpoints.all()

        checkpoint_remove(checkpoint=other)
        with pytest.raises(RefusedError, match="有人答过"):
            checkpoint_remove(checkpoint=answered)

    def test_are_put_and_taken_away_on_a_page(self, material, keeper):
        browser = Browser(keeper)
        page = browser.send(f"/materials/{material.uuid}/checkpoints/", after=2, question="第二段呢？", answer="好")
        assert "读到中间问 3 次" in page.text

        page = browser.send(page, f"{material.checkpoints.get(after=2).uuid}/remove/")
        assert "检查题删掉了" in page.text
        for after, complaint in {4: "后面没有别的段落", 3: "已经有一道检查题"}.items():
            answer = client_for(keeper).post(
                f"/materials/{material.uuid}/checkpoints/", {"after": after, "question": "问？"}
            )
            assert answer.status_code == 422
            assert complaint in answer.content.decode()

    def test_wrong_answer_is_told_and_the_reader_stays(self, material, reader):
        browser = client_for(reader)
        address = f"/materials/checkpoints/{material.checkpoints.first().uuid}/"

        for answer, told in {"两件": "答得不对", "": "请写下回答"}.items():
            page = browser.post(address, {"answer": answer}, follow=True)
            assert told in page.content.decode()
            assert "第二段" not in page.content.decode()
        assert "第二段" in browser.post(address, {"answer": "三件"}, follow=True).content.decode()


class TestKeeping:
    def test_what_is_said_of_a_material_is_put_right(self, keeper, reader):
        material = make_material(keeper, title="基层党健")
        earned = read(material, reader).record

        page = Browser(keeper).send(f"/materials/{material.uuid}/edit/", title="基层党建", minutes=30)

        assert "基层党建" in page.text
        earned.refresh_from_db()
        assert (earned.minutes, Material.objects.get().minutes) == (40, 30)

    def test_withdrawn_one_is_offered_no_more(self, keeper, reader):
        material = make_material(keeper, data="正文在此。".encode())
        read(material, reader)
        latecomer = make_user(unit=reader.memberships.get().unit)

        Browser(keeper).send(f"/materials/{material.uuid}/", "/withdraw/")

        browser = client_for(latecomer)
        assert material.title not in browser.get("/materials/").content.decode()
        assert "正文在此" not in browser.get(f"/materials/{material.uuid}/?open=1").content.decode()
        assert material not in materials_beside(keeper.office)
        material.refresh_from_db()
        with pytest.raises(RefusedError, match="已经撤下"):
            read(material, latecomer)
        assert "你的回答" in client_for(reader).get(f"/materials/{material.uuid}/").content.decode()


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
