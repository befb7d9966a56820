"""Notes written by hand: photos of their pages, and a count that a reviewer confirms."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.enums import Role
from learning.enums import RecordState, Verdict
from learning.models import HandwritingCount, NotebookPhoto
from learning.photos import LONGER_SIDE, PhotoError, readable_photo
from learning.selectors import requirement_statuses
from learning.services import (
    RecordClosedError,
    RecordIncompleteError,
    notebooks,
    record_review,
    record_submit,
    record_update,
    scheme_load,
)
from learning.services.notebooks import handwriting_declare, photos_add
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.learning import make_note, make_text
from tests.factories.taking import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]
#: Orientation, and that the camera held the sensor upside down.
_ORIENTATION, _TURNED = 0x0112, 6
SCHEME = """
scheme: {key: s, name: 甲, place: 乙, document: 丙, effective_from: 2026-01-01}
requirements:
  - {key: words, name: 笔记字数, kind: note, period: year, measure: characters, value: 1000, source: 丁}
"""


def picture(width=60, height=40, kind="JPEG", **told):
    data = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(data, kind, **told)
    return data.getvalue()


def from_a_phone():
    """A photo that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[_ORIENTATION] = _TURNED
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


@pytest.fixture
def writer():
    return make_user(name="程立新")


@pytest.fixture
def note(writer):
    return make_note(writer, title="读《乡土中国》")


@pytest.fixture
def reviewer(writer):
    return make_user(writer.office, Role.REVIEWER, name="科长")


def add(note, *files):
    return photos_add(note=note, files=[(f"{number}.jpg", each) for number, each in enumerate(files, 1)], now=NOON)


def written_by_hand(note, characters=900):
    add(note, picture(), picture())
    handwriting_declare(note=note, characters=characters, by=note.subject, now=NOON)
    return record_submit(record=note, now=NOON)


class TestPhotos:
    def test_is_upright_small_and_says_nothing_of_its_camera(self):
        kept = readable_photo(from_a_phone())

        with Image.open(io.BytesIO(kept.data)) as image:
            assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (40, 60), {})
        assert b"PhoneMaker" not in kept.data
        assert max(readable_photo(picture(5000, 1000)).width, 0) == LONGER_SIDE

    @pytest.mark.parametrize(
        "data",
        [b"", b"not a photo", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:300], b"GIF89a" + b"\0" * 40],
        ids=["empty", "text", "svg", "cut short", "gif"],
    )
    def test_refuses_what_is_no_photo(self, data):
        with pytest.raises(PhotoError, match="不是完整的"):
            readable_photo(data)

    def test_refuses_more_pixels_than_it_would_open(self):
        with pytest.raises(PhotoError):
            readable_photo(picture(20_000, 6_000, "PNG"))

    def test_keeps_the_good_ones_and_names_the_others(self, note):
        count, faults = add(note, picture(), b"x", picture(kind="WEBP"), picture(kind="PNG"))

        assert (count, [photo.number for photo in note.photos.all()]) == (3, [1, 2, 3])
        assert faults == ["“2.jpg”没有收下：不是完整的 JPEG、PNG 或 WebP 照片。"]

    def test_takes_so_many_and_no_more(self, note, monkeypatch):
        monkeypatch.setattr(notebooks, "MOST_PHOTOS", 2)

        assert add(note, picture(), picture(), picture()) == (2, ["一篇笔记最多 2 张照片，后面 1 张没有收下。"])

    def test_a_note_that_is_with_its_reviewer_is_closed(self, note):
        record_submit(record=note, now=NOON)

        with pytest.raises(RecordClosedError):
            add(note, picture())


class TestCount:
    def test_waits_as_declared_and_counts_as_confirmed(self, note, reviewer):
        scheme_load(office=note.office, text=SCHEME, by=None, now=NOON)
        typed = note.characters

        def stands():
            [each] = [
                each.status
                for each in requirement_statuses(note.office, "s", on=NOON.date())
                if each.subject == note.subject
            ]
            return each.value, each.waiting

        written_by_hand(note)
        assert stands() == (0, typed + 900)

        record_review(
            record=note, verdict=Verdict.APPROVED, comment="数出来 880 字", by=reviewer, now=NOON, handwriting=880
        )
        assert stands() == (typed + 880, 0)
        assert [(row.characters, row.reason, row.by) for row in note.handwriting.all()] == [
            (880, "数出来 880 字", reviewer),
            (900, "", note.subject),
        ]

    @pytest.mark.parametrize(
        ("handwriting", "comment", "told"),
        [(None, "", "请核对手写字数"), (800, " ", "请在评语里写明怎样数的")],
    )
    def test_is_confirmed_or_the_difference_told(self, note, reviewer, handwriting, comment, told):
        written_by_hand(note)

        with pytest.raises(RecordIncompleteError, match=told):
            record_review(
                record=note,
                verdict=Verdict.APPROVED,
                comment=comment,
                by=reviewer,
                now=NOON,
                handwriting=handwriting,
            )
        note.refresh_from_db()
        assert note.state == RecordState.SUBMITTED

    def test_survives_saving_the_text_again(self, note):
        add(note, picture())
        handwriting_declare(note=note, characters=900, by=note.subject, now=NOON)

        saved = record_update(record=note, entry=make_text(body="十个字的正文在这里呢").entry(NOON))

        assert saved.characters == 910

    def test_pages_without_a_count_or_a_count_without_pages_are_not_handed_in(self, note):
        add(note, picture())
        with pytest.raises(RecordIncompleteError, match="请填写手写多少字"):
            record_submit(record=note, now=NOON)

        handwriting_declare(note=note, characters=900, by=note.subject, now=NOON)
        note.photos.all().delete()
        with pytest.raises(RecordIncompleteError, match="请上传手写照片"):
            record_submit(record=note, now=NOON)

    def test_a_note_of_photos_alone_is_handed_in(self, writer):
        note = make_note(writer, body="")

        assert written_by_hand(note).characters == 900

    def test_a_typed_note_is_approved_as_ever(self, note, reviewer):
        record_submit(record=note, now=NOON)

        record_review(record=note, verdict=Verdict.APPROVED, comment="", by=reviewer, now=NOON)

        assert not HandwritingCount.objects.exists()


class TestPages:
    def at(self, note):
        return f"/records/{note.uuid}/notebook/"

    def test_takes_several_photos_and_a_count(self, note, writer):
        client = client_for(writer)
        photos = [SimpleUploadedFile(f"{number}.jpg", picture(), "image/jpeg") for number in (1, 2)]

        client.post(self.at(note), {"photos": photos})
        shown = client.post(self.at(note), {"characters": "1200"}, follow=True).content.decode()

        assert "2 页手写笔记" in shown
        assert "已记下手写 1200 字" in shown
        note.refresh_from_db()
        assert note.characters == 1600

    def test_without_a_photo_says_so(self, note, writer):
        response = client_for(writer).post(self.at(note), {})

        assert response.status_code == 422
        assert NotebookPhoto.objects.count() == 0

    def test_pages_change_places_and_go(self, note, writer):
        add(note, picture(), picture())
        first, second = note.photos.all()
        client = client_for(writer)

        client.post(f"/records/notebook/{second.uuid}/forward/")
        assert list(note.photos.all()) == [second, first]

        client.post(f"/records/notebook/{first.uuid}/remove/")
        assert list(note.photos.all()) == [second]

    def test_reviewer_sees_the_pages_and_confirms_the_count(self, note, reviewer):
        written_by_hand(note)
        client = client_for(reviewer)
        page = note.photos.first()

        shown = client.get(f"/records/{note.uuid}/").content.decode()
        image = client.get(f"/records/notebook/{page.uuid}/file/")
        client.post(f"/reviews/{note.uuid}/", {"verdict": "approved", "handwriting": "900", "comment": ""})

        assert f"/records/notebook/{page.uuid}/file/" in shown
        assert 'name="handwriting"' in shown
        assert (image["Content-Type"], image["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        note.refresh_from_db()
        assert (note.state, note.handwriting.first().by) == (RecordState.APPROVED, reviewer)

    def test_a_refused_count_keeps_the_words_and_is_told_at_its_field(self, note, reviewer):
        written_by_hand(note)
        desk, address = client_for(reviewer), f"/reviews/{note.uuid}/"

        uncounted = desk.post(address, {"verdict": "approved", "handwriting": "", "comment": "字迹工整"})
        unexplained = desk.post(address, {"verdict": "approved", "handwriting": "880", "comment": ""})

        assert (uncounted.status_code, unexplained.status_code) == (422, 422)
        assert "字迹工整</textarea>" in uncounted.content.decode()
        assert "请核对手写字数" in uncounted.context["decision_form"].errors["handwriting"][0]
        assert 'value="880"' in unexplained.content.decode()
        assert "怎样数的" in unexplained.context["decision_form"].errors["comment"][0]

    def test_director_sees_them_at_the_monthly_inspection(self, note, writer):
        written_by_hand(note)
        director = client_for(make_user(writer.office, Role.DIRECTOR))

        shown = director.get(f"/notes/inspection/?month={note.occurred_on:%Y-%m}").content.decode()

        assert f"/records/notebook/{note.photos.first().uuid}/file/" in shown

    def test_nobody_else_sees_or_touches_them(self, note, writer):
        add(note, picture())
        page = note.photos.get()

        for stranger in (make_user(writer.office), make_user(make_office(), Role.ORGANIZER)):
            client = client_for(stranger)
            assert client.get(f"/records/notebook/{page.uuid}/file/").status_code == 404
            assert client.get(self.at(note)).status_code == 404
            assert client.post(f"/records/notebook/{page.uuid}/remove/").status_code == 404

    def test_once_handed_in_the_pages_stay(self, note, writer):
        written_by_hand(note)
        page = note.photos.first()

        client_for(writer).post(f"/records/notebook/{page.uuid}/remove/")

        assert note.photos.count() == 2
