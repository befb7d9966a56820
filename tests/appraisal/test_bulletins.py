"""Bulletins and commentaries: filled from facts, edited, issued as they stand, corrected by a further version."""

from __future__ import annotations

import io
from datetime import date, timedelta
from zipfile import ZipFile

import pytest

from accounts.append_only import AppendOnlyError
from accounts.enums import Role
from accounts.errors import RefusedError
from appraisal.enums import BulletinKind, BulletinPeriod
from appraisal.models import BulletinIssue
from appraisal.sections import Section, from_json, refreshed, to_json
from appraisal.selectors.bulletins import bulletins_issued, critiques_to_write, periods_named
from appraisal.services.bulletins import bulletin_refresh, bulletin_write, critique_write
from learning.attendance import Attended
from learning.enums import RecordState
from learning.schemes.presets import preset_text
from learning.services import scheme_load
from learning.services.events import event_close
from learning.services.publications import publication_decide, publication_register
from tests.clients import client_for
from tests.factories.accounts import make_office, make_unit, make_user
from tests.factories.bulletins import make_bulletin, make_commentary, make_critique, make_issue
from tests.factories.events import make_event
from tests.factories.learning import make_note, make_piece, make_publication_text, make_talk
from tests.factories.quizzes import make_result, publish
from tests.factories.taking import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]

OCTOBER = date(2026, 10, 1)
NOVEMBER = NOON + timedelta(days=40)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def unit(office):
    return make_unit(office, "干部科")


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER, name="考务")


@pytest.fixture
def cadre(unit):
    return make_user(unit=unit, name="程立新")


def section(bulletin, key):
    return next(each for each in bulletin.sections if each.key == key)


def october(by):
    return make_bulletin(by, on=OCTOBER)


class TestFacts:
    def test_pieces_that_came_out_stand_there_under_their_authors_names(self, cadre, organizer):
        piece = make_piece(cadre, RecordState.APPROVED, title="从大走访看后备干部")
        entry = publication_register(record=piece, text=make_publication_text(), by=cadre, now=NOON)
        make_piece(cadre, RecordState.SUBMITTED, title="没有采用的")
        assert section(october(organizer), "published").rows == ()

        publication_decide(publication=entry, is_confirmed=True, reason="", by=organizer, now=NOON)
        drafted = bulletin_refresh(bulletin=organizer.office.bulletins.get(), now=NOON)

        (row,) = section(drafted, "published").rows
        assert row[:5] == ("从大走访看后备干部", "程立新", "干部科", "江淮日报", "市")
        assert "1 篇、1 次，其中市级以上 1 次" in section(drafted, "published").words
        assert section(drafted, "handed_in").rows == (("干部科", "2", "1", "1"),)

    def test_notes_events_and_exams_are_summed_for_the_period_alone(self, office, cadre, organizer, unit):
        note = make_note(cadre, RecordState.APPROVED, title="笔记的题目")
        make_note(cadre, RecordState.APPROVED, title="上个月的", occurred_on=date(2026, 9, 30))
        event = make_event(organizer, guests=[cadre, organizer], unit=unit)
        event.attendances.filter(user=cadre).update(is_counted=True, state="present")
        event_close(event=event, rest=Attended.ABSENT, by=organizer, now=NOON + timedelta(hours=5))
        result = make_result()
        exam = result.attempt.exam

        drafted = october(organizer)

        assert section(drafted, "notes").rows == (("干部科", "1", "1", str(note.characters)),)
        assert section(drafted, "events").rows[0][2:] == ("干部科", "2", "1", "50.0%")
        assert section(drafted, "exams").rows == ()
        publish(exam, by=make_user(exam.office, Role.ORGANIZER))
        theirs = make_bulletin(make_user(exam.office, Role.ORGANIZER), on=exam.closes_at.date())
        assert section(theirs, "exams").rows[0][1:4] == ("1", "1", "1" if result.is_pass else "0")
        # One alone: the mean would be theirs.
        assert section(theirs, "exams").rows[0][4] == "–"

    def test_duties_are_counted_by_unit_and_name_nobody(self, office, cadre, organizer):
        scheme_load(office=office, text=preset_text("hanbin"), by=organizer, now=NOON, effective_from=date(2026, 1, 1))

        drafted = make_bulletin(organizer)

        duties = section(drafted, "duties")
        assert "逾期" in duties.words
        row = next(row for row in duties.rows if row[0] == "干部科")
        assert int(row[2]) > 0
        assert "程立新" not in str(to_json([duties]))

    def test_talks_are_never_in_it(self, cadre, organizer):
        make_talk(cadre, RecordState.APPROVED, counterpart=organizer, body="家里老人住院")
        commentary = make_commentary(organizer)
        client = client_for(organizer)

        page = client.get(commentary.get_absolute_url())

        assert "谈心谈话" not in page.content.decode()


class TestWords:
    def test_what_is_written_stays_when_facts_are_gathered_anew(self, organizer, cadre):
        drafted = october(organizer)
        told = section(drafted, "notes").told
        bulletin_write(
            bulletin=drafted,
            title="十月通报",
            texts={"opening": "各科室：", "notes": told},
            left_out=["exams"],
            meeting=None,
        )
        make_note(cadre, RecordState.APPROVED)

        drafted = bulletin_refresh(bulletin=drafted, now=NOON)

        assert section(drafted, "opening").words == "各科室："
        assert section(drafted, "exams").is_left_out
        # What was left as the facts told it follows them.
        assert section(drafted, "notes").words == "审核通过笔记 1 篇。"

    def test_sections_are_kept_as_they_are(self):
        kept = [Section("a", "甲", "说", "写", ("一",), (("1",),), is_left_out=True), Section("b", "乙")]

        assert from_json(to_json(kept)) == kept
        assert refreshed(kept, [Section("a", "甲", "新"), Section("c", "丙")]) == [
            Section("a", "甲", "新", "写", is_left_out=True),
            Section("c", "丙"),
        ]


class TestIssuing:
    def test_an_issue_is_frozen_and_numbered_by_year_and_kind(self, organizer):
        first = make_issue(make_bulletin(organizer, on=date(2026, 8, 1)), organizer)
        bulletin = make_bulletin(organizer)
        second = make_issue(bulletin, organizer)
        commentary = make_commentary(organizer)
        other = make_issue(commentary, organizer)
        bulletin_write(bulletin=bulletin, title="改了", texts={"opening": "改了"}, left_out=[], meeting=None)

        assert [first.number, second.number, other.number] == [1, 2, 1]
        second.refresh_from_db()
        assert second.title == "2026年9月工作通报"
        assert second.number_told == "2026年第2期"
        with pytest.raises(AppendOnlyError):
            second.save()

    def test_a_correction_is_a_further_version_of_the_same_number_with_its_reason(self, organizer):
        bulletin = make_bulletin(organizer)
        make_issue(bulletin, organizer)

        with pytest.raises(RefusedError, match="写明原因"):
            make_issue(bulletin, organizer, reason=" ")
        corrected = make_issue(bulletin, organizer, reason="漏了一篇")

        assert (corrected.number, corrected.version, corrected.reason) == (1, 2, "漏了一篇")
        assert bulletins_issued(organizer.office) == [corrected]
        assert BulletinIssue.objects.count() == 2

    def test_not_before_its_period_is_over(self, organizer):
        with pytest.raises(RefusedError, match="2026年10月31日才结束"):
            make_issue(october(organizer), organizer)
        with pytest.raises(RefusedError, match="还没有开始"):
            make_bulletin(organizer, on=date(2026, 11, 1))

    def test_one_draft_a_period(self, organizer):
        make_bulletin(organizer)

        with pytest.raises(RefusedError, match="已经起草过"):
            make_bulletin(organizer, on=date(2026, 9, 30))


class TestCommentary:
    def test_it_goes_out_with_every_commentators_words_before_the_closing(self, cadre, organizer):
        director = make_user(cadre.office, Role.DIRECTOR, name="部长")
        critique = make_critique(
            make_commentary(organizer), make_piece(cadre, RecordState.APPROVED, title="好稿"), director
        )
        bulletin_write(
            bulletin=critique.bulletin, title="讲评", texts={"closing": "继续努力。"}, left_out=[], meeting=None
        )
        critique.bulletin.refresh_from_db()
        with pytest.raises(RefusedError, match="还有 1 篇等点评：部长"):
            make_issue(critique.bulletin, organizer)
        assert list(critiques_to_write(director)) == [critique]

        with pytest.raises(RefusedError, match="至少写一样"):
            critique_write(critique=critique, strength=" ", weakness="", now=NOON)
        critique_write(critique=critique, strength="有调研", weakness="结论早了", now=NOON)
        issued = make_issue(critique.bulletin, organizer)

        spoken, closing = issued.sections[-2:]
        assert spoken.heading == "《好稿》（程立新，干部科）"
        assert spoken.words == "长处：有调研\n不足：结论早了\n点评人：部长"
        assert closing.words == "继续努力。"
        assert list(critiques_to_write(director)) == []

    def test_the_commentator_writes_and_others_find_nothing(self, cadre, organizer):
        director = make_user(cadre.office, Role.DIRECTOR)
        critique = make_critique(make_commentary(organizer), make_piece(cadre, RecordState.APPROVED), director)

        assert client_for(cadre).get(critique.get_absolute_url()).status_code == 404
        assert client_for(director).post(critique.get_absolute_url(), {"strength": " "}).status_code == 422
        response = client_for(director).post(critique.get_absolute_url(), {"strength": "扎实"})

        assert response.status_code == 302
        critique.refresh_from_db()
        assert critique.strength == "扎实"


class TestPages:
    def test_from_the_empty_list_to_a_printed_issue(self, office, organizer, cadre):
        client = client_for(organizer)
        new = client.get("/bulletins/new/")
        assert new.context["form"].initial["month"] == "2026-09"
        response = client.post("/bulletins/new/", {"kind": "bulletin", "period": "month", "month": "2026-09"})
        draft = office.bulletins.get()
        assert response["Location"] == draft.get_absolute_url()

        saved = client.post(draft.get_absolute_url(), {"title": "九月通报", "text_opening": "各科室：\n现通报如下。"})
        assert saved.status_code == 302
        sent = client.post(f"{draft.get_absolute_url()}issue/", {})

        page = client_for(cadre).get(sent["Location"]).content.decode()
        assert "现通报如下" in page
        assert "2026年第1期" in page
        assert "九月通报" in client_for(cadre).get("/bulletins/").content.decode()
        word = client_for(cadre).get(f"{sent['Location']}file/?to=docx")
        with ZipFile(io.BytesIO(word.content)) as archive:
            assert "现通报如下" in archive.read("word/document.xml").decode()
        assert client_for(cadre).get(f"{sent['Location']}file/").content.startswith(b"%PDF")

    def test_a_wrong_month_is_told_and_cadres_draft_nothing(self, organizer, cadre):
        response = client_for(organizer).post(
            "/bulletins/new/", {"kind": "bulletin", "period": "month", "month": "九月"}
        )

        assert response.status_code == 422
        assert client_for(cadre).get("/bulletins/new/").status_code == 403

    def test_other_offices_find_nothing(self, organizer):
        issued = make_issue(make_bulletin(organizer), organizer)
        stranger = client_for(make_user(make_office(), Role.ORGANIZER))

        assert stranger.get(issued.get_absolute_url()).status_code == 404
        assert stranger.get(issued.bulletin.get_absolute_url()).status_code == 404


def test_the_scheme_says_for_how_long_a_period(office, organizer):
    assert periods_named(office, NOON.date()) == {}
    scheme_load(office=office, text=preset_text("jinshi"), by=organizer, now=NOON, effective_from=date(2026, 1, 1))

    named = periods_named(office, NOON.date())

    assert named[BulletinKind.BULLETIN][0] == BulletinPeriod.MONTH
    assert named[BulletinKind.COMMENTARY][0] == BulletinPeriod.QUARTER
    assert "津市" in client_for(organizer).get("/bulletins/").content.decode()
