from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.content import QuestionType
from quizzes.assembly import PoolItem, PoolTooSmall, Shortage, assemble
from tests.factories.assembly import make_blueprint, make_item, make_section

SINGLE, MULTIPLE = QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE
POOL = [make_item(number, provisions=[f"第{number % 20}条"]) for number in range(60)]
TEN = make_blueprint(make_section(10))


def ids(draw):
    return [item.id for item in draw.items]


def draws_or_shortages(*args):
    try:
        return assemble(*args)
    except PoolTooSmall as error:
        return error.shortages


def family_numbers(pool):
    """Number the families the slow way: start apart and merge until nothing changes."""
    number = {item.id: place for place, item in enumerate(pool)}
    changed = True
    while changed:
        changed = False
        for one, other in combinations(pool, 2):
            alike = one.digest == other.digest or (one.group and one.group == other.group)
            if alike and number[one.id] != number[other.id]:
                number[one.id] = number[other.id] = min(number[one.id], number[other.id])
                changed = True
    return number


def test_a_seed_draws_the_same_for_ever():
    (draw,) = assemble(TEN, POOL, seed=2026)

    assert ids(draw) == [41, 15, 37, 58, 20, 14, 47, 42, 6, 12]


def test_another_seed_draws_another_paper():
    assert len({tuple(ids(assemble(TEN, POOL, seed)[0])) for seed in range(20)}) == 20


def test_every_question_has_its_chance():
    drawn = Counter(id_ for seed in range(300) for id_ in ids(assemble(TEN, POOL, seed)[0]))

    assert set(drawn) == set(range(60))
    assert min(drawn.values()) > 25
    assert max(drawn.values()) < 75


def test_forms_are_disjoint_when_the_pool_is_just_large_enough():
    draws = assemble(TEN, POOL, seed=1, forms=6)

    assert [draw.form for draw in draws] == [1, 2, 3, 4, 5, 6]
    assert sorted(id_ for draw in draws for id_ in ids(draw)) == list(range(60))


def test_forms_are_disjoint_when_only_one_choice_makes_them_so():
    pool = [make_item(1, "党章", "监察法"), make_item(2, "党章", "监察法"), make_item(3, "党章"), make_item(4, "党章")]
    blueprint = make_blueprint(make_section(1, "党章"), make_section(1, "监察法"))

    for seed in range(20):
        draws = assemble(blueprint, pool, seed, forms=2)

        assert sorted(id_ for draw in draws for id_ in ids(draw)) == [1, 2, 3, 4]


def test_forms_of_a_small_pool_use_all_of_it_and_none_twice_in_a_form():
    draws = assemble(TEN, POOL[:13], seed=1, forms=3)

    uses = Counter(id_ for draw in draws for id_ in ids(draw))
    assert {len(set(ids(draw))) for draw in draws} == {10}
    assert sorted(uses.values()) == [2] * 9 + [3] * 4


@pytest.mark.parametrize(
    ("multiple", "single"),
    [
        (["pq", "", "", ""], ["p", "q", ""]),
        (["p", "p", "", ""], ["p", "", ""]),
    ],
)
def test_sparing_provisions_never_costs_a_form_a_question_or_repeats_one(multiple, single):
    pool = [
        *(make_item(number, kind=MULTIPLE, provisions=cited) for number, cited in enumerate(multiple)),
        *(make_item(number, provisions=cited) for number, cited in enumerate(single, start=10)),
    ]
    blueprint = make_blueprint(make_section(1, kind=MULTIPLE), make_section(2))

    for seed in range(100):
        assert [len(set(ids(draw))) for draw in assemble(blueprint, pool, seed, forms=4)] == [3, 3, 3, 3]


def test_provisions_do_not_repeat_in_a_form_while_there_are_enough():
    pool = [make_item(number, provisions=[f"第{number // 50}条"]) for number in range(1500)]
    blueprint = make_blueprint(make_section(15), make_section(15, title="又一题"))

    for draw in assemble(blueprint, pool, seed=3, forms=3):
        assert len({provision for item in draw.items for provision in item.provisions}) == 30


def test_like_questions_do_not_meet_in_a_form():
    pool = [
        make_item(1, digest="same"),
        make_item(2, digest="same", group="g"),
        make_item(3, group="g"),
        make_item(4, kind=MULTIPLE, group="g"),
        make_item(5),
        make_item(6, kind=MULTIPLE),
    ]
    blueprint = make_blueprint(make_section(2), make_section(1, kind=MULTIPLE))

    for seed in range(20):
        (draw,) = assemble(blueprint, pool, seed)

        one, other, multiple = sorted(ids(draw))
        assert (one in {1, 2, 3}, other, multiple) == (True, 5, 6)


def test_topic_counts_are_met_and_the_rest_comes_from_the_topics():
    topics = ["党章", "监察法", "公务员法", "预算法"]
    pool = [make_item(number, topics[number % 4]) for number in range(200)]
    section = make_section(20, *topics[:3], topic_counts={"党章": 8, "监察法": 6})

    (draw,) = assemble(make_blueprint(section), pool, seed=5)

    counts = Counter(topic for item in draw.items for topic in item.topics)
    assert counts.total() == 20
    assert (counts["党章"] >= 8, counts["监察法"] >= 6, counts["预算法"]) == (True, True, 0)


def test_a_question_of_two_topics_goes_where_it_is_needed():
    pool = [make_item(1, "党章", "监察法"), make_item(2, "党章")]
    section = make_section(2, topic_counts={"党章": 1, "监察法": 1})

    for seed in range(20):
        assert sorted(ids(assemble(make_blueprint(section), pool, seed)[0])) == [1, 2]


def test_a_pool_too_small_is_told_for_each_section():
    blueprint = make_blueprint(
        make_section(5, title="单选题"),
        make_section(3, title="多选题", kind=MULTIPLE, topic_counts={"党章": 2}),
    )
    pool = [*POOL[:4], make_item(101, "党章", kind=MULTIPLE), make_item(102, kind=MULTIPLE)]

    with pytest.raises(PoolTooSmall) as caught:
        assemble(blueprint, pool, seed=1)

    assert caught.value.shortages == (
        Shortage(sections=("单选题",), topics=(), wanted=5, available=4),
        Shortage(sections=("多选题",), topics=("党章",), wanted=2, available=1),
    )
    assert str(caught.value) == (
        "大题“单选题”需要 5 题，题库中可用的只有 4 题；大题“多选题”（知识点：党章）需要 2 题，题库中可用的只有 1 题"
    )


def test_sections_that_compete_for_too_few_are_told_together():
    blueprint = make_blueprint(make_section(3, title="甲"), make_section(3, title="乙"))

    with pytest.raises(PoolTooSmall) as caught:
        assemble(blueprint, POOL[:5], seed=1)

    assert str(caught.value) == "大题“甲”、“乙”合起来需要 6 题，题库中可用的只有 5 题"


def test_no_form_at_all_is_refused():
    with pytest.raises(ValueError, match=r"^cannot draw 0 forms$"):
        assemble(TEN, POOL, seed=1, forms=0)


TOPICS = ("党章", "监察法", "公务员法")
ITEMS = st.builds(
    PoolItem,
    id=st.integers(0, 10_000),
    type=st.sampled_from([SINGLE, SINGLE, SINGLE, MULTIPLE]),
    digest=st.integers(0, 60).map(str),
    topics=st.frozensets(st.sampled_from(TOPICS), max_size=2),
    group=st.sampled_from([*[""] * 10, "g1", "g2"]),
    provisions=st.frozensets(st.sampled_from("abcdef"), max_size=2),
)
POOLS = st.lists(ITEMS, min_size=5, max_size=20, unique_by=lambda item: item.id)
SECTIONS = st.builds(
    lambda count, topics, counted, kind: make_section(
        count, *topics, kind=kind, topic_counts=dict.fromkeys(sorted(topics)[:counted], 1) if count >= counted else {}
    ),
    st.integers(1, 3),
    st.sets(st.sampled_from(TOPICS), max_size=2),
    st.integers(0, 2),
    st.sampled_from([SINGLE, SINGLE, SINGLE, MULTIPLE]),
)
BLUEPRINTS = st.lists(SECTIONS, min_size=1, max_size=4).map(lambda sections: make_blueprint(*sections))


def slots_of(blueprint):
    """Return what each place of one form admits, as (type, topics)."""
    for section in blueprint.sections:
        counted = [topic for topic, count in section.topic_counts for _ in range(count)]
        yield from ((section.type, {topic}) for topic in counted)
        yield from [(section.type, set(section.topics))] * (section.count - len(counted))


def greatest_matching(slots, pool):
    """Return how many slots can have a family of their own, by plain search for augmenting paths (Kuhn)."""
    number = family_numbers(pool)
    fitting = [
        {number[item.id] for item in pool if item.type is kind and (not topics or topics & item.topics)}
        for kind, topics in slots
    ]
    slot_of = {}

    def place(slot, seen):
        for family in fitting[slot] - seen:
            seen.add(family)
            if family not in slot_of or place(slot_of[family], seen):
                slot_of[family] = slot
                return True
        return False

    return sum(place(slot, set()) for slot in range(len(slots)))


@settings(max_examples=200, deadline=None)
@given(BLUEPRINTS, POOLS, st.integers(), st.integers(1, 5))
def test_forms_are_right_whenever_they_are_possible_and_differ_as_much_as_they_can(blueprint, pool, seed, forms):
    slots = list(slots_of(blueprint))
    number = family_numbers(pool)

    draws = draws_or_shortages(blueprint, pool, seed, forms)

    if isinstance(draws[0], Shortage):
        assert greatest_matching(slots, pool) < len(slots)
        assert all(shortage.available < shortage.wanted for shortage in draws)
        return
    assert len(draws) == forms
    for draw in draws:
        assert len({number[item.id] for item in draw.items}) == len(slots)
        for section, drawn in zip(blueprint.sections, draw.sections, strict=True):
            assert (drawn.section, len(drawn.items)) == (section, section.count)
            assert {item.type for item in drawn.items} == {section.type}
            for topic, count in section.topic_counts:
                assert sum(topic in item.topics for item in drawn.items) >= count
    different = {number[item.id] for draw in draws for item in draw.items}
    assert len(different) == greatest_matching(slots * forms, pool)


@given(BLUEPRINTS, POOLS, st.integers(), st.integers(1, 3), st.randoms())
def test_the_order_of_the_pool_does_not_matter(blueprint, pool, seed, forms, chance):
    shuffled = sorted(pool, key=lambda _: chance.random())

    assert draws_or_shortages(blueprint, shuffled, seed, forms) == draws_or_shortages(blueprint, pool, seed, forms)
