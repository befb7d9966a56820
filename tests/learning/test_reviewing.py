"""A review in stages, by example and by property."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.reviewing import Bench, Decision, Delegation, Flow, Refusal, Round, Stage, decided, workday_after
from learning.schemes.workdays import Workdays

MONDAY = date(2026, 10, 12)
AUTHOR, EDITOR, REVIEWER, CHIEF, DEPUTY = range(1, 6)
THREE = Flow(
    "三审", (Stage("editor", "编审", 3), Stage("reviewer", "复审"), Stage("leader", "终审")), are_distinct=True
)
SEATS = {
    "editor": frozenset({EDITOR}),
    "reviewer": frozenset({EDITOR, REVIEWER}),
    "leader": frozenset({CHIEF}),
}
AWAY = Delegation(CHIEF, DEPUTY, MONDAY, MONDAY + timedelta(days=2))


def begun(flow=THREE, *decisions):
    return Round(flow, AUTHOR, MONDAY, decisions)


def passed(stage, by, seat_of=None, on=MONDAY):
    return Decision(stage, by, seat_of or by, True, on)


@st.composite
def rounds(draw):
    """Return a bench and a round played on it to its end or to where nobody may go on, with a day each."""
    people = st.integers(1, 6)
    roles = draw(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=4))
    flow = Flow("流程", tuple(Stage(role, role) for role in roles), draw(st.sampled_from([None, True, False])))
    holders = {role: draw(st.frozensets(people, max_size=3)) for role in set(roles)}
    delegations = [
        Delegation(holder, deputy, MONDAY, MONDAY + timedelta(days=draw(st.integers(0, 3))))
        for holder, deputy in draw(st.lists(st.tuples(people, people), max_size=3))
        if holder != deputy
    ]
    bench = Bench(holders, delegations)
    played = Round(flow, draw(people), MONDAY)
    day = MONDAY
    while played.stage is not None and (may := sorted(played.deciders(bench, day))):
        who = draw(st.sampled_from(may))
        seat = played.seat(who, bench, day)
        played = decided(played, Decision(played.stage, who, seat, draw(st.booleans()) or draw(st.booleans()), day))
        day += timedelta(days=draw(st.integers(0, 2)))
    return bench, played


@given(rounds())
def test_nobody_decides_on_the_own_text_nor_in_the_authors_stead(case):
    _bench, played = case

    assert all(played.author not in {each.by, each.seat_of} for each in played.decisions)


@given(rounds())
def test_stages_come_in_their_order_and_pass_only_when_all_have(case):
    _bench, played = case

    assert [each.stage for each in played.decisions] == list(range(len(played.decisions)))
    assert played.is_passed == (
        len(played.decisions) == len(played.flow.stages) and all(each.is_passed for each in played.decisions)
    )


@given(rounds())
def test_distinct_stages_have_distinct_people_and_seats(case):
    _bench, played = case

    if played.flow.are_distinct:
        spoken = [{each.by, each.seat_of} for each in played.decisions]
        assert sum(map(len, spoken)) == len(set().union(*spoken))


@given(rounds())
def test_everybody_decides_in_a_seat_that_its_role_holds(case):
    bench, played = case

    for each in played.decisions:
        assert each.seat_of in bench.holders[played.flow.stages[each.stage].role]
        assert each.by == each.seat_of or any(
            (row.holder, row.deputy) == (each.seat_of, each.by) and row.first <= each.on <= row.last
            for row in bench.delegations
        )


@given(rounds())
def test_a_flow_is_kept_and_read_back_as_it_was(case):
    _bench, played = case

    assert Flow.from_json(played.flow.to_json()) == played.flow


def test_a_return_ends_the_round_at_any_stage():
    for stage in range(3):
        before = [passed(place, who) for place, who in enumerate((EDITOR, REVIEWER, CHIEF)[:stage])]

        ended = begun(THREE, *before, Decision(stage, CHIEF, CHIEF, False, MONDAY))

        assert (ended.stage, ended.is_passed) == (None, False)
        assert ended.seat(CHIEF, Bench(SEATS), MONDAY) == Refusal.OVER


def test_who_has_spoken_does_not_speak_again_where_people_must_differ():
    after_editing = begun(THREE, passed(0, EDITOR))

    assert after_editing.seat(EDITOR, Bench(SEATS), MONDAY) == Refusal.AGAIN
    assert after_editing.seat(REVIEWER, Bench(SEATS), MONDAY) == REVIEWER


@pytest.mark.parametrize("are_distinct", [None, False])
def test_where_the_scheme_does_not_ask_for_it_one_person_may_take_two_stages(are_distinct):
    flow = Flow("三审", THREE.stages, are_distinct)

    assert begun(flow, passed(0, EDITOR)).seat(EDITOR, Bench(SEATS), MONDAY) == EDITOR


def test_a_deputy_decides_while_the_holder_is_away_and_no_longer():
    bench, last = Bench(SEATS, [AWAY]), begun(THREE, passed(0, EDITOR), passed(1, REVIEWER))

    seats = [last.seat(DEPUTY, bench, MONDAY + timedelta(days=day)) for day in (-1, 0, 2, 3)]

    assert seats == [Refusal.NO_SEAT, CHIEF, CHIEF, Refusal.NO_SEAT]
    assert last.deciders(bench, MONDAY) == {CHIEF, DEPUTY}


def test_an_authors_deputy_does_not_decide_for_the_author():
    own = Round(Flow("单位审核", (Stage("leader", "审核"),)), CHIEF, MONDAY)

    assert own.seat(CHIEF, Bench(SEATS, [AWAY]), MONDAY) == Refusal.AUTHOR
    assert own.seat(DEPUTY, Bench(SEATS, [AWAY]), MONDAY) == Refusal.NO_SEAT
    assert own.deciders(Bench(SEATS, [AWAY]), MONDAY) == frozenset()


def test_a_term_counts_workdays_from_when_the_text_came_to_its_stage():
    workdays = Workdays(holidays=frozenset({MONDAY + timedelta(days=1)}))

    assert begun().due_on(workdays) == MONDAY + timedelta(days=4)
    assert begun(THREE, passed(0, EDITOR)).due_on(workdays) is None
    assert workday_after(MONDAY + timedelta(days=4), 1, workdays) == MONDAY + timedelta(days=7)


def test_a_decision_for_another_stage_is_no_decision():
    with pytest.raises(ValueError, match="2"):
        decided(begun(), passed(2, CHIEF))
