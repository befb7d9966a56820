"""Pieces and their review in stages: what becomes of them, and the pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.selectors import root_unit
from learning.enums import RecordKind, RecordState, Verdict
from learning.models import PieceVersion, ProblemWithdrawal, Record, RecordReview, ReviewDelegation, ReviewSeat
from learning.schemes.presets import preset_text
from learning.selectors import bench_of, may_review, pieces_waiting, readable_records, stuck_pieces
from learning.services import (
    BenchError,
    RecordClosedError,
    RecordIncompleteError,
    ReviewRefusedError,
    delegation_call_back,
    delegation_make,
    piece_decide,
    piece_submit,
    problem_withdraw,
    record_create,
    record_update,
    scheme_load,
    seat_end,
    seat_give,
    term_set,
)
from lrs.models import OutboxEntry
from tests.clients import client_for
from tests.factories.accounts import LONG_AGO, make_office, make_unit, make_user
from tests.factories.learning import make_piece, make_piece_text
from tests.factories.taking import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]

TODAY = NOON.date()
STAGES = ("editor", "reviewer", "leader")


@pytest.fixture
def office():
    """An office with the preset that reviews in three stages."""
    office = make_office()
    scheme_load(office=office, text=preset_text("jinshi"), effective_from=date(2026, 1, 1), by=None, now=NOON)
    return office


@pytest.fixture
def unit(office):
    return make_unit(office, "研究室")


@pytest.fixture
def writer(unit):
    return make_user(unit=unit, name="程立新")


@pytest.fixture
def bench(unit):
    """Return an editor, a reviewer and a leader, each with a seat over the unit."""
    people = [make_user(unit.office, name=name) for name in ("编编", "复复", "终终")]
    for role, person in zip(STAGES, people, strict=True):
        seat_give(office=unit.office, role=role, user=person, unit=unit, on=TODAY)
    return people


def submitted(writer, **changes):
    record = record_create(
        subject=writer, entry=make_piece_text(flow="jinshi/three_stages", piece_class="调研", **changes).entry(NOON)
    )
    return piece_submit(record=record, now=NOON)


def decide(record, by, verdict=Verdict.APPROVED, at=(1, 0), comment="", now=NOON, **more):
    return piece_decide(record=record, at=at, verdict=verdict, comment=comment, by=by, now=now, **more)


class TestStages:
    def test_three_people_one_after_the_other_approve_a_piece(self, writer, bench):
        piece = submitted(writer)

        states = [decide(piece, by, at=(1, stage)).state for stage, by in enumerate(bench)]

        assert states == [RecordState.SUBMITTED, RecordState.SUBMITTED, RecordState.APPROVED]
        told = RecordReview.objects.order_by("pk").values_list("stage", "label", "by__name", "round")
        assert list(told) == [(0, "编审", "编编", 1), (1, "复审", "复复", 1), (2, "终审", "终终", 1)]

    def test_only_the_last_word_reports_it_and_without_its_text(self, writer, bench):
        piece = submitted(writer, body="不外传的一句话")
        decide(piece, bench[0])
        assert OutboxEntry.objects.count() == 0

        decide(piece, bench[1], at=(1, 1))
        decide(piece, bench[2], at=(1, 2))

        (entry,) = OutboxEntry.objects.all()
        assert "verbs/completed" in entry.payload
        assert "不外传" not in entry.payload

    def test_nobody_decides_out_of_turn_or_twice_by_one_page(self, writer, bench):
        piece = submitted(writer)
        with pytest.raises(ReviewRefusedError, match="不轮到你"):
            decide(piece, bench[2])
        decide(piece, bench[0])

        with pytest.raises(RecordClosedError, match="已经有人处理"):
            decide(piece, bench[0])

        assert RecordReview.objects.count() == 1

    def test_what_was_returned_begins_again_at_the_first_stage_with_its_texts_kept(self, writer, bench):
        piece = submitted(writer)
        decide(piece, bench[0])
        decide(piece, bench[1], Verdict.RETURNED, at=(1, 1), comment="数据要核实。", problem="review_problem")

        record_update(record=piece, entry=make_piece_text(flow="jinshi/three_stages", body="改过了").entry(NOON))
        again = piece_submit(record=piece, now=NOON)

        assert [version.body for version in again.piece_versions.all()] == [make_piece_text().body, "改过了"]
        assert [each.record for each in pieces_waiting(bench[0], NOON)] == [again]
        assert RecordReview.objects.latest("pk").problem == "review_problem"
        assert decide(again, bench[0], at=(2, 0)).state == RecordState.SUBMITTED

    def test_a_return_says_why_and_a_problem_is_one_the_scheme_knows(self, writer, bench):
        piece = submitted(writer)

        with pytest.raises(RecordIncompleteError, match="写明原因"):
            decide(piece, bench[0], Verdict.RETURNED, comment=" ")
        with pytest.raises(RecordIncompleteError, match="没有这个问题"):
            decide(piece, bench[0], problem="invented")

        assert RecordReview.objects.count() == 0

    def test_a_later_scheme_leaves_what_was_handed_in_on_its_way(self, office, writer, bench):
        piece = submitted(writer)
        scheme_load(
            office=office,
            text=preset_text("jinshi").replace("distinct: null", "distinct: true"),
            effective_from=TODAY,
            by=None,
            now=NOON,
        )
        seat_give(office=office, role="reviewer", user=bench[0], unit=writer.memberships.get().unit, on=TODAY)

        decide(piece, bench[0])
        decide(piece, bench[0], at=(1, 1))

        assert PieceVersion.objects.get().flow.are_distinct is None

    def test_where_no_scheme_says_anything_the_units_reviewer_decides_alone(self):
        piece = make_piece(state=RecordState.APPROVED)

        assert (piece.state, piece.reviews.get().label) == (RecordState.APPROVED, "审核")

    def test_a_piece_without_anybody_to_review_it_is_not_taken_in(self, writer):
        with pytest.raises(RecordIncompleteError, match="编审、复审、终审"):
            submitted(writer)

        assert (Record.objects.get().state, PieceVersion.objects.count()) == (RecordState.DRAFT, 0)

    def test_the_page_of_other_records_does_not_decide_on_a_piece(self, office, writer, bench):
        director = make_user(office, Role.DIRECTOR)

        assert not may_review(director, submitted(writer))


class TestBench:
    def test_a_deputy_decides_meanwhile_in_the_seat_of_the_holder(self, writer, bench):
        deputy = make_user(writer.office, name="代代")
        row = delegation_make(
            holder=bench[0], deputy=deputy, first_day=TODAY, last_day=TODAY, reason="开会", by=bench[0], now=NOON
        )
        first, second = submitted(writer), submitted(writer)
        assert {each.seat_of for each in pieces_waiting(deputy, NOON)} == {bench[0]}

        decide(first, deputy)
        delegation_call_back(delegation=row, now=NOON)

        assert (first.reviews.get().by, first.reviews.get().seat_of) == (deputy, bench[0])
        assert pieces_waiting(deputy, NOON) == []
        with pytest.raises(ReviewRefusedError):
            decide(second, deputy)
        assert list(readable_records(deputy)) == [first]

    def test_a_delegation_is_to_another_of_the_office_and_ends_after_it_begins(self, bench):
        made = {"holder": bench[0], "reason": "", "by": bench[0], "now": NOON, "first_day": TODAY}

        for deputy, last_day in ((bench[0], TODAY), (make_user(), TODAY), (bench[1], TODAY - timedelta(days=1))):
            with pytest.raises(BenchError):
                delegation_make(**made, deputy=deputy, last_day=last_day)

        assert ReviewDelegation.objects.count() == 0

    def test_an_ended_seat_decides_nothing_and_what_waits_there_is_told(self, office, writer, bench):
        piece = submitted(writer)
        seat_end(seat=ReviewSeat.objects.get(user=bench[0]), now=NOON)

        with pytest.raises(ReviewRefusedError):
            decide(piece, bench[0])
        assert stuck_pieces(office, TODAY) == [(piece, "编审")]
        assert [role.label for role in bench_of(office, TODAY) if role.is_empty] == ["编审"]

    def test_a_seat_reaches_its_unit_and_no_other(self, office, bench):
        stranger = make_user(unit=make_unit(office, "办公室"))

        with pytest.raises(RecordIncompleteError, match="还没有人担任"):
            submitted(stranger)

    def test_a_term_makes_what_is_late_come_first(self, office, writer, bench):
        early = submitted(writer, title="不限期的")
        term_set(office=office, role="editor", days=1)
        late = submitted(writer, title="限期的")
        now = NOON + timedelta(days=7)

        waiting = pieces_waiting(bench[0], now)

        assert [(each.record, each.is_overdue) for each in waiting] == [(late, True), (early, False)]

    @pytest.mark.parametrize("count", [1, 3])
    def test_what_waits_takes_as_many_queries_for_one_as_for_many(
        self, writer, bench, count, django_assert_num_queries
    ):
        for _number in range(count):
            submitted(writer)

        with django_assert_num_queries(9):
            assert len(pieces_waiting(bench[0], NOON)) == count


class TestPages:
    TYPED = {
        "title": "村级后备干部调研",
        "piece_class": "调研",
        "flow": "jinshi/three_stages",
        "occurred_on": "2026-10-08",
        "body": "第一稿的话。",
    }

    def test_a_piece_is_written_returned_changed_and_approved(self, writer, bench):
        author, desks = client_for(writer), [client_for(each) for each in bench]
        author.post("/records/new/piece/", {**self.TYPED, "action": "submit"})
        piece = Record.objects.get(kind=RecordKind.PIECE)
        page = f"/pieces/{piece.uuid}/"
        desks[0].post(f"{page}decide/", {"verdict": "returned", "comment": "改“话”。", "round": 1, "stage": 0})
        assert "改“话”。" in author.get(page).content.decode()

        author.post(f"/records/{piece.uuid}/edit/", {**self.TYPED, "body": "第二稿的文章。", "action": "submit"})
        seen = desks[0].get(page).content.decode()
        answers = [
            desk.post(f"{page}decide/", {"verdict": "approved", "round": 2, "stage": stage})
            for stage, desk in enumerate(desks)
        ]

        piece.refresh_from_db()
        assert "<ins>" in seen
        assert "<del>" in seen
        assert [answer.url for answer in answers] == ["/pieces/waiting/"] * 3
        assert (piece.state, piece.attributes) == (RecordState.APPROVED, {"class": "调研"})
        assert author.get(f"/records/{piece.uuid}/").url == page

    def test_classes_of_the_office_come_first(self, writer):
        form = client_for(writer).get("/records/new/piece/").context["form"]

        (own, names), (other, _usual) = form.fields["piece_class"].choices
        assert (own, names[0], other) == ("本机关要求的", ("动态信息", "动态信息"), "其他")

    def test_who_holds_a_seat_opens_what_waits_and_others_do_not(self, writer, bench):
        piece = submitted(writer)

        statuses = [
            [client_for(each).get(url).status_code for url in ("/pieces/waiting/", f"/pieces/{piece.uuid}/")]
            for each in (bench[0], make_user(writer.office))
        ]

        assert statuses == [[200, 200], [403, 404]]

    def test_a_reader_sees_what_was_handed_in_and_not_what_is_being_written(self, writer, bench):
        piece = submitted(writer)
        decide(piece, bench[0], Verdict.RETURNED, comment="改")
        record_update(record=piece, entry=make_piece_text(body="还没写完的草稿").entry(NOON))

        shown = client_for(bench[0]).get(f"/pieces/{piece.uuid}/").content.decode()

        assert "还没写完的草稿" not in shown
        assert "后备干部要早发现" in shown

    def test_organizer_gives_seats_and_terms(self, office, unit):
        organizer, person = client_for(make_user(office, Role.ORGANIZER)), make_user(office, username="n1001")

        organizer.post("/pieces/bench/", {"role": "editor", "user": "n1001", "unit": unit.uuid, "on": "2026-10-01"})
        organizer.post("/pieces/bench/terms/", {"editor": "3"})

        seat = ReviewSeat.objects.get()
        assert (seat.role, seat.user, seat.unit) == ("editor", person, unit)
        assert {role.role: role.days for role in bench_of(office, TODAY)}["editor"] == 3
        organizer.post(f"/pieces/bench/{seat.uuid}/end/")
        seat.refresh_from_db()
        assert seat.to_date == TODAY - timedelta(days=1)

    def test_a_reviewer_asks_somebody_to_stand_in(self, writer, bench):
        deputy = make_user(writer.office, username="n1002")
        typed = {"deputy": "n1002", "first_day": TODAY.isoformat(), "last_day": TODAY.isoformat()}

        client_for(bench[0]).post("/pieces/delegations/", typed)

        row = ReviewDelegation.objects.get()
        assert (row.holder, row.deputy) == (bench[0], deputy)
        assert client_for(bench[1]).post(f"/pieces/delegations/{row.uuid}/end/").status_code == 404

    def test_a_refused_decision_keeps_what_was_typed(self, writer, bench):
        piece = submitted(writer)
        typed = {"verdict": "returned", "comment": "", "problem": "review_problem", "round": 1, "stage": 0}

        answer = client_for(bench[0]).post(f"/pieces/{piece.uuid}/decide/", typed)

        form = answer.context["decision_form"]
        assert (answer.status_code, list(form.errors)) == (422, ["comment"])
        assert '<option value="review_problem" selected>' in answer.content.decode()


class TestProblemTakenBack:
    @pytest.fixture
    def found(self, writer, bench):
        piece = submitted(writer)
        decide(piece, bench[0], Verdict.RETURNED, comment="数据不实", problem="review_problem")
        return piece.reviews.get()

    @staticmethod
    def address(found):
        return reverse("learning:problem_withdraw", kwargs={"problem": found.pk})

    def test_by_whom_named_it_with_a_reason_and_both_stay(self, found, writer, bench):
        desk = client_for(bench[0])
        page = f"/pieces/{found.record.uuid}/"
        assert "问题指错了" in desk.get(page).content.decode()

        desk.post(self.address(found), {"reason": "看错了表格"})

        shown = client_for(writer).get(page).content.decode()
        assert "（已撤销）" in shown
        assert "撤销：看错了表格" in shown
        assert "数据不实" in shown
        assert "问题指错了" not in desk.get(page).content.decode()

    def test_needs_a_reason_and_happens_once(self, found, bench):
        with pytest.raises(RecordIncompleteError, match="为什么撤销"):
            problem_withdraw(review=found, reason=" ", by=bench[0], now=NOON)
        problem_withdraw(review=found, reason="看错了", by=bench[0], now=NOON)

        with pytest.raises(ReviewRefusedError, match="已经撤销"):
            problem_withdraw(review=found, reason="看错了", by=bench[0], now=NOON)

    def test_the_organizer_may_and_other_reviewers_and_the_author_may_not(self, found, writer, bench):
        refused = [client_for(by).post(self.address(found), {"reason": "看错了"}) for by in (writer, bench[1])]
        assert [answer.status_code for answer in refused] == [404, 404]

        client_for(make_user(writer.office, Role.ORGANIZER)).post(self.address(found), {"reason": "看错了"})

        assert ProblemWithdrawal.objects.get().reason == "看错了"

    def test_an_author_who_is_organizer_does_not_take_back_the_own(self, unit, bench):
        author = make_user(unit=unit)
        author.role_assignments.create(role=Role.ORGANIZER, unit=root_unit(unit.office), from_date=LONG_AGO)
        piece = submitted(author)
        decide(piece, bench[0], Verdict.RETURNED, comment="数据不实", problem="review_problem")

        answer = client_for(author).post(self.address(piece.reviews.get()), {"reason": "没有"}, follow=True)

        assert "要由指出的人或别的考务撤销" in answer.content.decode()
        assert ProblemWithdrawal.objects.count() == 0
