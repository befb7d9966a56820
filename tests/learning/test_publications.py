"""The publication register: what is entered, what it makes of a piece, and what is printed."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.enums import Role
from learning.enums import RecordState
from learning.models import Publication, PublicationState
from learning.schemes.model import Filter
from learning.schemes.status import Evidence, _passes
from learning.selectors.publications import month_of, quarter_of
from learning.services.publications import PublicationError, publication_decide, publication_register
from lrs.models import OutboxEntry
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.learning import make_piece, make_publication_text
from tests.factories.question_bank import make_image
from tests.factories.taking import NOON
from tests.visitors import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]

TODAY = NOON.date()


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER, name="考务")


@pytest.fixture
def piece(office):
    return make_piece(make_user(office, name="程立新"), RecordState.APPROVED, title="从大走访看后备干部")


def registered(piece, **changes):
    return publication_register(record=piece, text=make_publication_text(**changes), by=piece.subject, now=NOON)


def confirmed(piece, by, **changes):
    entry = registered(piece, **changes)
    return publication_decide(publication=entry, is_confirmed=True, reason="", by=by, now=NOON)


class TestRegister:
    def test_a_confirmed_publication_counts_by_its_highest_level_and_every_outlet(self, piece, organizer):
        registered(piece, outlet="没核实的", level="国家")
        confirmed(piece, organizer, outlet="省组工信息", level="省")
        confirmed(piece, organizer, outlet="微信公众号", level="本级")

        piece.refresh_from_db()
        told = Evidence("1", "piece", TODAY, attributes=piece.attributes)
        assert (piece.attributes["published"], piece.attributes["level"]) == ("yes", "省")
        asked = [
            Filter({"published": ("yes",), "class": ("调研文章",)}, level_at_least="市"),
            Filter({"outlet": ("微信公众号",)}),
            Filter({"outlet": ("没核实的",)}),
            Filter(level_at_least="国家"),
        ]
        assert [_passes(each, told) for each in asked] == [True, True, False, False]

    def test_each_confirmed_one_is_reported_and_voided_when_refused_after_all(self, piece, organizer):
        before = OutboxEntry.objects.count()
        entry = confirmed(piece, organizer)

        publication_decide(publication=entry, is_confirmed=False, reason="是转载", by=organizer, now=NOON)

        piece.refresh_from_db()
        said = [each.payload for each in OutboxEntry.objects.order_by("pk")][before:]
        assert ["schema/1.0/post" in said[0], "verbs/voided" in said[1], len(said)] == [True, True, 2]
        assert piece.attributes == {"class": "调研文章"}

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"published_on": TODAY + timedelta(days=1)}, "还没有到"),
            ({"link": ""}, "网址，或者"),
            ({"image": b"MZ no picture"}, "只能插入"),
        ],
    )
    def test_what_proves_nothing_is_not_entered(self, piece, changes, message):
        with pytest.raises(PublicationError, match=message):
            registered(piece, **changes)

        assert Publication.objects.count() == 0

    def test_only_what_is_approved_and_not_entered_yet(self, office, piece):
        registered(piece)

        with pytest.raises(PublicationError, match="已经登记过"):
            registered(piece)
        with pytest.raises(PublicationError, match="审核通过"):
            registered(make_piece(make_user(office), RecordState.SUBMITTED))

    def test_nobody_confirms_their_own_and_a_refusal_says_why(self, office, organizer):
        own = registered(make_piece(organizer, RecordState.APPROVED))

        with pytest.raises(PublicationError, match="自己的稿件"):
            publication_decide(publication=own, is_confirmed=True, reason="", by=organizer, now=NOON)
        with pytest.raises(PublicationError, match="写明原因"):
            publication_decide(publication=own, is_confirmed=False, reason=" ", by=organizer, now=NOON)

        own.refresh_from_db()
        assert own.state == PublicationState.WAITING


def test_months_and_quarters_have_their_days():
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert quarter_of(date(2026, 5, 31)) == (date(2026, 4, 1), date(2026, 6, 30))


class TestPages:
    def test_author_enters_with_a_picture_and_organizer_confirms(self, office, piece, organizer):
        author, image = client_for(piece.subject), bytes(make_image(office).data)
        typed = {"outlet": "江淮日报", "level": "市", "published_on": "2026-10-08", "link": ""}
        author.post(f"/pieces/{piece.uuid}/publish/", {**typed, "image": SimpleUploadedFile("a.png", image)})
        entry = Publication.objects.get()

        client_for(organizer).post(f"/pieces/publications/{entry.uuid}/", {"decision": "confirm"})

        shown = author.get(f"/pieces/publications/{entry.uuid}/proof/")
        assert (shown.content, shown.headers["X-Content-Type-Options"]) == (image, "nosniff")
        assert "已核实" in author.get(f"/pieces/{piece.uuid}/").content.decode()

    def test_a_months_table_runs_no_formula(self, piece, organizer):
        confirmed(piece, organizer, outlet="=HYPERLINK(1)")

        content = b"".join(client_for(organizer).get("/pieces/publications/export/").streaming_content)

        rows = list(load_workbook(BytesIO(content)).active.values)
        assert (rows[1][1], rows[1][5], rows[1][6]) == ("从大走访看后备干部", "'=HYPERLINK(1)", "市")

    @pytest.mark.parametrize("count", [1, 3])
    def test_register_takes_as_many_queries_for_one_as_for_many(
        self, office, organizer, count, django_assert_num_queries
    ):
        for _number in range(count):
            piece = make_piece(make_user(office), RecordState.APPROVED)
            confirmed(piece, organizer)
            registered(piece, outlet="另一家")
        client = client_for(organizer)

        with django_assert_num_queries(5):
            client.get("/pieces/publications/")

    def test_a_quarter_is_bound_with_authors_outlets_and_texts(self, piece, organizer):
        confirmed(piece, organizer)

        bound = client_for(organizer).get("/pieces/publications/bound/?to=docx")
        shown = body_of(client_for(organizer).get("/pieces/publications/bound/"))

        assert bound.headers["Content-Disposition"].startswith("attachment")
        assert all(each in shown for each in ("公开发表文章汇编", "从大走访看后备干部", "程立新", "江淮日报", "早发现"))
        assert "… 3" in shown

    def test_an_empty_quarter_is_told_instead_of_printed(self, organizer):
        response = client_for(organizer).get("/pieces/publications/bound/?month=2020-01", follow=True)

        assert "没有可以汇编的" in response.content.decode()

    def test_approval_form_has_each_stage_with_its_word(self, piece):
        shown = body_of(client_for(piece.subject).get(f"/pieces/{piece.uuid}/form/"))

        assert all(each in shown for each in ("信息审批表", "同意。写得实在。", "程立新", "调研文章"))
