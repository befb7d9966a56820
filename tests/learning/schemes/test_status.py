"""How duties stand, by example and by property."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.schemes.model import Bounds, Filter, Kind, Measure, Requirement, Source
from learning.schemes.periods import Period, PeriodKind, Span
from learning.schemes.status import Absence, Circumstances, Duty, Evidence, Records, State
from learning.schemes.workdays import Workdays, chinese_workdays

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
SOURCE = Source("某区", "学习制度", "自学")
ARTICLE = Requirement(
    "article",
    "调研文章",
    Kind.PIECE,
    Period(PeriodKind.QUARTER),
    SOURCE,
    bounds=Bounds(1),
    where=Filter({"class": ("调研",)}),
)
WORDS = Requirement(
    "words", "学习笔记", Kind.NOTE, Period(PeriodKind.YEAR), SOURCE, measure=Measure.CHARACTERS, bounds=Bounds(20_000)
)
HOUR = Requirement(
    "hour",
    "每天一小时",
    Kind.SESSION,
    Period(PeriodKind.DAY),
    SOURCE,
    measure=Measure.MINUTES,
    bounds=Bounds(60),
    workdays_only=True,
)


def piece(day, key="p1", **attributes):
    return Evidence(key, "piece", day, attributes={"class": "调研", **attributes})


def note(day, characters, key="n1", **told):
    return Evidence(key, "note", day, characters=characters, **told)


def stand(requirement, *records, who=Circumstances(), on=date(2027, 1, 1), within=YEAR):  # noqa: B008 -- frozen
    return Duty(requirement, within, on=on, workdays=chinese_workdays()).statuses(Records(records), who)


def states(requirement, *records, **told):
    return [status.state.value for status in stand(requirement, *records, **told)]


def test_each_quarter_stands_for_itself():
    assert states(ARTICLE, piece(date(2026, 2, 3)), piece(date(2026, 7, 1), "p2"), on=date(2026, 11, 22)) == [
        "met",
        "late",
        "met",
        "due",
    ]


def test_what_has_not_begun_is_not_owed():
    assert states(ARTICLE, on=date(2026, 3, 31)) == ["due"]


def test_evidence_names_what_counts_then_what_waits():
    waiting = replace(piece(date(2026, 2, 1), "p1"), is_settled=False)

    (status, *_rest) = stand(replace(ARTICLE, bounds=Bounds(2)), waiting, piece(date(2026, 2, 9), "p2"))

    assert (status.value, status.waiting, status.evidence) == (1, 1, ("p2", "p1"))
    assert status.state is State.DUE


def test_what_waits_for_somebody_else_is_not_late():
    assert states(ARTICLE, replace(piece(date(2026, 2, 1)), is_settled=False))[0] == "due"


@pytest.mark.parametrize(
    ("where", "attributes", "counts"),
    [
        (Filter({"class": ("调研", "经验材料")}), {"class": "经验材料"}, True),
        (Filter({"class": ("动态信息",)}), {}, False),
        (Filter(level_at_least="市"), {"level": "省"}, True),
        (Filter(level_at_least="市"), {"level": "市"}, True),
        (Filter(level_at_least="市"), {"level": "本级"}, False),
        (Filter(level_at_least="市"), {}, False),
        (Filter(most_items=3), {"items": "4"}, False),
        (Filter(most_items=3), {"items": "3"}, True),
        (Filter(least_characters_each=200), {"shortest": "199"}, False),
        (Filter(least_characters_each=200), {"shortest": "200"}, True),
    ],
)
def test_only_what_the_filter_lets_pass_counts(where, attributes, counts):
    status = stand(replace(ARTICLE, where=where), piece(date(2026, 1, 5), **attributes))[0]

    assert bool(status.value) is counts


def test_too_short_a_text_does_not_count():
    report = Requirement(
        "report",
        "季度工作",
        Kind.TALK,
        Period(PeriodKind.QUARTER),
        SOURCE,
        bounds=Bounds(1),
        where=Filter(least_characters=200),
    )

    values = [stand(report, Evidence("t", "talk", date(2026, 1, 9), characters=size))[0].value for size in (199, 200)]

    assert values == [0, 1]


def test_a_figure_the_source_does_not_name_is_unset():
    (status,) = stand(replace(WORDS, bounds=None), note(date(2026, 5, 1), 900))

    assert (status.state, status.threshold, status.value) == (State.UNSET, None, 900)


def test_a_soft_target_never_fails_anyone():
    assert set(states(replace(ARTICLE, is_soft=True))) == {"due"}


def test_more_than_the_most_is_told_at_once():
    topics = replace(ARTICLE, period=Period(PeriodKind.YEAR), bounds=Bounds(1, 2))
    records = [piece(date(2026, 1, day), f"p{day}") for day in range(1, 4)]

    found = [states(topics, *records[:count], on=date(2026, 6, 1)) for count in range(4)]

    assert found == [["due"], ["met"], ["met"], ["late"]]


def test_different_kinds_are_told_apart():
    contacts = Requirement(
        "contacts",
        "联系点",
        Kind.PAIRING,
        Period(PeriodKind.YEAR),
        SOURCE,
        measure=Measure.DISTINCT,
        of="counterpart",
        values=("乡镇党委", "区直机关", "企业"),
        bounds=Bounds(3),
    )
    pairs = [
        Evidence(str(number), "pairing", date(2026, 1, 4), attributes={"counterpart": name})
        for number, name in enumerate(["乡镇党委", "乡镇党委", "企业", "村", ""])
    ]

    assert stand(contacts, *pairs)[0].value == 2


def test_an_hour_a_day_is_owed_on_workdays_alone():
    spring = Span(date(2026, 2, 14), date(2026, 2, 24))

    found = stand(HOUR, within=spring, on=spring.last)

    assert [status.period.first for status in found] == [date(2026, 2, 14), date(2026, 2, 24)]


class TestPresence:
    def test_who_came_in_the_middle_owes_half(self):
        (status,) = stand(WORDS, who=Circumstances(since=date(2026, 7, 2)))

        assert status.threshold == 10_027

    def test_who_came_in_the_second_half_of_a_quarter_owes_no_article(self):
        found = stand(ARTICLE, who=Circumstances(since=date(2026, 5, 18)))

        assert [(status.state.value, status.threshold) for status in found] == [("exempt", 0), ("late", 1), ("late", 1)]
        assert found[0].reason == "在岗不足半期"

    def test_leave_is_given_with_its_reason(self):
        leave = Absence(Span(date(2026, 3, 2), date(2026, 3, 6)), "产假")

        found = stand(HOUR, who=Circumstances(absences=[leave]), within=Span(date(2026, 3, 2), date(2026, 3, 9)))

        assert [(status.state.value, status.reason) for status in found] == [("exempt", "产假")] * 5 + [("late", "")]

    def test_an_exemption_of_one_duty_leaves_the_others(self):
        freed = Circumstances(absences=[Absence(YEAR, "抽调专班", "article")])

        assert (set(states(ARTICLE, who=freed)), states(WORDS, who=freed)) == ({"exempt"}, ["late"])

    def test_without_proration_whoever_was_there_a_day_owes_it_all(self):
        (status,) = stand(replace(WORDS, is_prorated=False), who=Circumstances(since=date(2026, 12, 31)))

        assert (status.state, status.threshold) == (State.LATE, 20_000)

    def test_periods_before_somebody_came_are_not_theirs(self):
        assert len(stand(ARTICLE, who=Circumstances(since=date(2026, 4, 1), until=date(2026, 9, 30)))) == 2

    def test_what_was_done_meets_a_duty_even_of_who_was_away(self):
        away = Circumstances(absences=[Absence(Span(date(2026, 1, 1), date(2026, 1, 20)), "病假")])

        assert states(ARTICLE, piece(date(2026, 1, 3)), who=away, on=date(2026, 2, 1)) == ["met"]


def test_a_class_is_owed_by_who_attends_it():
    speech = Requirement("speech", "交流发言", Kind.EVENT, Period(PeriodKind.CLASS), SOURCE, bounds=Bounds(1))
    three_days = Span(date(2026, 5, 11), date(2026, 5, 13))

    assert stand(speech) == []
    assert states(speech, who=Circumstances(classes=[three_days])) == ["late"]


dates = st.dates(YEAR.first, YEAR.last)
records = st.lists(
    st.builds(
        Evidence,
        key=st.uuids().map(str),
        kind=st.just("note"),
        on=dates,
        is_settled=st.booleans(),
        characters=st.integers(0, 30_000),
    ),
    max_size=12,
)
requirements = st.builds(
    Requirement,
    key=st.just("r"),
    name=st.just("笔记"),
    kind=st.just(Kind.NOTE),
    period=st.builds(Period, st.sampled_from([PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR])),
    source=st.just(SOURCE),
    measure=st.sampled_from([Measure.COUNT, Measure.CHARACTERS]),
    bounds=st.builds(Bounds, st.integers(0, 20_000)) | st.none(),
    is_soft=st.booleans(),
    is_prorated=st.booleans(),
)
spans_of_leave = st.tuples(dates, dates).map(lambda pair: Absence(Span(min(pair), max(pair)), "请假"))
people = st.builds(Circumstances, absences=st.lists(spans_of_leave, max_size=2))
_RANK = {State.LATE: 0, State.DUE: 1, State.MET: 2}


@given(requirements, records, people, dates)
def test_more_records_never_make_a_lower_bound_worse(requirement, given_records, who, on):
    for_all = Duty(requirement, YEAR, on=on, workdays=Workdays())

    before, after = (for_all.statuses(Records(given_records[:count]), who) for count in (len(given_records) // 2, None))

    for one, other in zip(before, after, strict=True):
        assert one.period == other.period
        if one.state in _RANK:
            assert _RANK[other.state] >= _RANK[one.state]


def test_what_lasts_counts_in_each_period_it_reaches_into():
    lasting = replace(piece(date(2025, 5, 1)), until=date(2026, 8, 31))

    assert states(ARTICLE, lasting) == ["met", "met", "met", "late"]
    assert states(ARTICLE, replace(lasting, on=date(2026, 5, 1))) == ["late", "met", "met", "late"]
    assert states(ARTICLE, replace(lasting, until=date(2025, 12, 31))) == ["late"] * 4


@given(requirements, records, people, dates)
def test_settled_and_waiting_records_are_each_counted_in_one_period(requirement, given_records, who, on):
    found = Duty(requirement, YEAR, on=YEAR.last, workdays=Workdays()).statuses(Records(given_records), who)

    counted = [key for status in found for key in status.evidence]
    assert sorted(counted) == sorted(record.key for record in given_records)


@given(requirements, records, dates)
def test_who_was_always_there_gets_what_the_long_way_gives(requirement, given_records, on):
    """The quick way for everybody without absences and the long way agree."""
    duty = Duty(requirement, YEAR, on=on, workdays=Workdays())
    elsewhere = Absence(Span(date(2020, 1, 1), date(2020, 1, 2)), "很久以前")

    assert duty.statuses(Records(given_records), Circumstances()) == duty.statuses(
        Records(given_records), Circumstances(absences=[elsewhere])
    )


@given(requirements, people, st.integers(0, 364))
def test_what_is_owed_never_grows_by_being_away(requirement, who, day):
    more = Absence(Span(YEAR.first, YEAR.first + timedelta(days=day)), "病假")
    duty = Duty(requirement, YEAR, on=YEAR.last, workdays=Workdays())

    less = duty.statuses(Records(()), replace(who, absences=[*who.absences, more]))

    for one, other in zip(duty.statuses(Records(()), who), less, strict=True):
        assert (other.threshold or 0) <= (one.threshold or 0)
