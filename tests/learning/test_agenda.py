"""What is to be looked at in a month: by whom, of whom, and how far they have come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from learning.attendance import Attended
from learning.enums import Adoption, IdeaType, InspectionGrade, RecordState, TalkType
from learning.models import Pairing, PairingContact, PieceVersion, ReviewTerm, Talk
from learning.selectors.agenda import Month, month_agenda
from learning.services import Entry, record_create
from learning.services.events import event_close, leave_ask, leave_decide
from learning.services.ideas import idea_decide
from learning.services.inspections import Stamp, notes_inspect
from learning.services.publications import publication_register
from learning.services.tasks import task_finish
from tests.clients import client_for
from tests.factories.accounts import make_unit, make_user
from tests.factories.classes import make_class
from tests.factories.events import make_event
from tests.factories.learning import (
    brought_to,
    make_claim,
    make_idea,
    make_note,
    make_pairing,
    make_panel,
    make_piece,
    make_publication_text,
    make_task,
)
from tests.factories.taking import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]
OCTOBER = Month.of(NOON.date())
SEPTEMBER = Month.of(date(2026, 9, 1))
LAST_MONTH = NOON - timedelta(days=30)


@pytest.fixture
def organizer():
    return make_user(None, Role.ORGANIZER, name="考务")


@pytest.fixture
def unit(organizer):
    return make_unit(organizer.office, "干部科")


@pytest.fixture
def reviewer(organizer):
    return make_user(organizer.office, Role.REVIEWER, name="科长")


@pytest.fixture
def director(organizer):
    return make_user(organizer.office, Role.DIRECTOR, name="部长")


@pytest.fixture
def cadre(unit):
    return make_user(unit=unit, name="程立新")


def told(user, month=OCTOBER, now=NOON):
    """Return of each sort what is done, waits, waits from before, and is late."""
    return {line.title: (line.done, line.waiting, line.before, line.late) for line in month_agenda(user, month, now)}


class TestReviewer:
    def test_has_records_by_kind_those_of_earlier_months_too(self, reviewer, cadre):
        make_note(cadre, RecordState.SUBMITTED, now=LAST_MONTH)
        make_note(cadre, RecordState.SUBMITTED)
        make_note(cadre, RecordState.APPROVED, reviewer=reviewer)
        task_finish(record=make_task(cadre), evidence="修订稿已印发。", done_on=NOON.date(), by=cadre, now=NOON)

        assert told(reviewer) == {"读书笔记": (1, 1, 1, 0), "工作任务": (0, 1, 0, 0)}
        assert told(reviewer, SEPTEMBER) == {"读书笔记": (0, 1, 0, 0)}

    def test_has_nothing_of_others_units_nor_their_own(self, organizer, cadre):
        head = make_user(make_unit(organizer.office, "组织科").office, name="组织科长")
        make_note(cadre, RecordState.SUBMITTED)
        make_note(head, RecordState.SUBMITTED)

        assert told(head) == {}

    def test_has_overdue_articles_first(self, reviewer, cadre):
        ReviewTerm.objects.create(office=cadre.office, role="unit", days=2)
        make_note(cadre, RecordState.SUBMITTED)
        piece = make_piece(cadre, RecordState.SUBMITTED, reviewer=reviewer, now=NOON - timedelta(days=7))
        make_piece(cadre, RecordState.APPROVED, reviewer=reviewer)

        first, *_others = month_agenda(reviewer, OCTOBER, NOON)

        assert (first.title, first.done, first.left, first.late, dict(first.people)) == ("稿件", 1, 1, 1, {cadre: 1})
        assert PieceVersion.objects.filter(record=piece).exists()

    def test_sees_pairings_that_did_not_meet(self, reviewer, cadre):
        make_pairing(cadre, RecordState.APPROVED)
        met = make_pairing(cadre, RecordState.APPROVED, title="联系点：清河镇")
        pairing = Pairing.objects.get(record=met)
        PairingContact.objects.create(pairing=pairing, on=NOON.date(), how="走访", what="看了支部", by=cadre, at=NOON)

        assert told(reviewer)["结对联系（本月没有联系的）"] == (1, 1, 0, 0)

    def test_has_events_and_leave_of_their_units(self, reviewer, cadre):
        event = make_event(reviewer, guests=[cadre])
        leave_ask(event=event, user=cadre, reason="下乡", now=NOON)
        later = NOON + timedelta(days=1)
        assert told(reviewer, now=later) == {"活动结束、计入要求": (0, 1, 0, 1), "请假": (0, 1, 0, 0)}

        leave_decide(attendance=event.attendances.get(user=cadre), is_granted=True, by=reviewer)
        event_close(event=event, rest=Attended.ABSENT, by=reviewer, now=later)
        assert told(reviewer, now=later) == {"活动结束、计入要求": (1, 0, 0, 0), "请假": (1, 0, 0, 0)}


class TestDirector:
    def test_inspects_the_notes_of_the_month(self, director, cadre):
        notes = [make_note(cadre, RecordState.APPROVED, occurred_on=date(2026, 10, day)) for day in (8, 9)]
        make_note(cadre, RecordState.APPROVED, occurred_on=date(2026, 9, 8))
        notes_inspect(stamps={notes[0].uuid: Stamp(InspectionGrade.GOOD, "")}, by=director, now=NOON)

        [line] = [line for line in month_agenda(director, OCTOBER, NOON) if line.title == "部长检查笔记"]
        assert (line.done, line.waiting, line.before) == (1, 1, 0)
        assert line.url == "/notes/inspection/?month=2026-10"


class TestOrganizer:
    def test_has_the_register_ideas_claims_and_classes(self, organizer, cadre):
        piece = make_piece(cadre, RecordState.APPROVED)
        publication_register(record=piece, text=make_publication_text(), by=cadre, now=NOON)
        idea = make_idea(cadre, RecordState.APPROVED)
        make_idea(cadre, RecordState.APPROVED, title="第二个")
        decide(idea, organizer)
        make_claim(cadre)
        make_class(organizer, [cadre], begins_on=date(2026, 10, 6), ends_on=date(2026, 10, 8))

        found = told(organizer)
        assert found["发表登记核实"] == (0, 1, 0, 0)
        assert found["点子项目采纳"] == (1, 1, 0, 0)
        assert found["能力标签"] == (0, 1, 0, 0)
        assert found["培训班结业"] == (0, 1, 0, 1)


def decide(idea, organizer):
    idea_decide(
        record=idea, adoption=Adoption.WHOLE, where="编制周报", reason="", guided_by=None, by=organizer, now=NOON
    )


class TestPages:
    def test_says_what_is_left_and_whose_it_is(self, reviewer, cadre):
        make_note(cadre, RecordState.SUBMITTED)

        page = client_for(reviewer).get("/year/unit/agenda/").content.decode()

        assert "2026年10月还有 1 件要看" in page
        assert "看过 0，还有 1" in page
        assert f'/year/people/{cadre.uuid}/">程立新' in page
        assert "month=2026-09" in page
        assert "month=2026-11" not in page

    def test_of_another_month_and_of_none(self, reviewer):
        browser = client_for(reviewer)

        assert "2026年9月没有要看的" in browser.get("/year/unit/agenda/?month=2026-09").content.decode()
        assert browser.get("/year/unit/agenda/?month=soon").status_code == 404

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.DIRECTOR, Role.ORGANIZER])
    def test_takes_as_many_queries_however_much_waits(self, organizer, role, unit, django_assert_max_num_queries):
        browser = client_for(make_user(organizer.office, role))
        for number in range(3):
            cadre = make_user(unit=unit)
            make_note(cadre, RecordState.SUBMITTED)
            make_idea(cadre, RecordState.APPROVED, title=f"点子 {number}")
            make_piece(cadre, RecordState.SUBMITTED)
            leave_ask(event=make_event(organizer, guests=[cadre]), user=cadre, reason="下乡", now=NOON)

        with django_assert_max_num_queries(26):
            assert browser.get("/year/unit/agenda/").status_code == 200


class TestIdeas:
    def test_lists_what_is_undecided_and_what_was_rated(self, organizer, cadre):
        make_idea(cadre, RecordState.APPROVED, title="没定的点子")
        decided = make_idea(cadre, RecordState.APPROVED, title="采纳的点子")
        decide(decided, organizer)
        make_panel(decided, [organizer])
        make_idea(cadre, title="还在写的点子")
        browser = client_for(organizer)

        page = browser.get("/records/ideas/").content.decode()
        assert "1 个点子还没有说采不采纳" in page
        assert "采纳的点子" in page
        assert "评议中" in page
        assert "还在写的点子" not in page
        undecided = browser.get("/records/ideas/?show=open").content.decode()
        assert "没定的点子" in undecided
        assert "采纳的点子" not in undecided

    @pytest.mark.usefixtures("director")
    def test_counts_visits_to_projects_but_no_confidential_ones(self, organizer, cadre):
        project = make_idea(cadre, RecordState.APPROVED, type_=IdeaType.PROJECT)
        for sort, day, is_confidential in (
            (TalkType.ENQUIRY, 8, False),
            (TalkType.ENQUIRY, 9, True),
            (TalkType.GUIDANCE, 9, False),
        ):
            visit(organizer, project, sort, date(2026, 10, day), is_confidential)

        page = client_for(organizer).get("/records/ideas/").content.decode()

        assert "本月了解 1 次，本季度上门指导 1 次" in page

    def test_has_duty_reports(self, organizer, cadre):
        report = Talk(type=TalkType.DUTY_REPORT, body="一年来做了三件事。")
        entry = Entry("talk", "2026 年述职", date(2026, 10, 9), report, attributes={"type": TalkType.DUTY_REPORT.value})
        brought_to(record_create(subject=cadre, entry=entry), RecordState.SUBMITTED)

        assert "2026 年述职" in client_for(organizer).get("/records/ideas/").content.decode()

    def test_is_of_those_one_looks_after(self, organizer, cadre):
        make_idea(cadre, RecordState.APPROVED, title="别处的点子")
        other = make_unit(organizer.office, "组织科")
        head = make_user(unit=other)
        assert client_for(head).get("/records/ideas/").status_code == 403


def visit(by, project, sort, day, is_confidential):
    detail = Talk(type=sort, body="去看了进度。", about=project)
    entry = Entry("talk", "走访", day, detail, is_confidential=is_confidential, attributes={"type": sort.value})
    return brought_to(record_create(subject=by, entry=entry), RecordState.SUBMITTED)
