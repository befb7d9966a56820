from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.seating import Order, Sitter, allot, neighbours_of_one_unit


def sitters(*sizes: int) -> list[Sitter]:
    """Return so many people of each unit."""
    return [Sitter(f"{unit}-{number}", unit) for unit, size in enumerate(sizes) for number in range(size)]


SIZES = st.lists(st.integers(1, 12), min_size=1, max_size=6)


@pytest.mark.parametrize("order", Order)
@given(sizes=SIZES, seed=st.text(max_size=5))
def test_everybody_sits_once_and_rooms_fill_in_order(order, sizes, seed):
    people = sitters(*sizes)
    capacities = [5] * (len(people) // 5 + 1)

    rooms = allot(people, capacities, order=order, seed=seed)

    assert sorted(each.key for room in rooms for each in room) == sorted(each.key for each in people)
    assert [len(room) for room in rooms] == [5] * (len(people) // 5) + [len(people) % 5]


@given(sizes=SIZES, seed=st.text(max_size=5))
def test_units_are_parted_wherever_that_can_be(sizes, seed):
    people = sitters(*sizes)

    [room] = allot(people, [len(people)], order=Order.APART, seed=seed)

    # A unit larger than all others together cannot be parted altogether.
    unavoidable = max(0, 2 * max(sizes) - len(people) - 1)
    assert neighbours_of_one_unit([room]) == unavoidable


def test_same_seed_seats_alike_in_whatever_order_people_are_read():
    people = sitters(10, 10)

    one = allot(people, [20], order=Order.RANDOM, seed="7")

    assert allot(people[::-1], [20], order=Order.RANDOM, seed="7") == one
    assert allot(people, [20], order=Order.RANDOM, seed="8") != one


def test_by_unit_keeps_the_given_order():
    people = sitters(3, 3)

    assert allot(people, [4, 4], order=Order.BY_UNIT, seed="7") == [people[:4], people[4:]]
