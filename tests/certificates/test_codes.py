"""Verification codes: what a slip of the pen does to them, and what does not matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.codes import _ALPHABET, _check_character, new_code, read_code

codes = st.text(_ALPHABET, min_size=16, max_size=16).map(lambda body: body + _check_character(body))
characters = st.sampled_from(_ALPHABET)


@given(codes)
def test_a_code_is_read_as_itself(code):
    assert read_code(code) == code


@given(codes, st.integers(0, 16), characters)
def test_every_single_slip_is_noticed(code, place, wrong):
    slipped = code[:place] + wrong + code[place + 1 :]

    assert read_code(slipped) == (code if wrong == code[place] else None)


@given(codes, st.integers(0, 15))
def test_neighbours_that_changed_places_are_noticed_but_for_one_pair(code, place):
    one, other = code[place], code[place + 1]
    swapped = code[:place] + other + one + code[place + 2 :]

    # The first and the last of the alphabet weigh the same in both places: Luhn's own blind spot.
    unnoticed = one == other or {one, other} == {_ALPHABET[0], _ALPHABET[-1]}

    assert (read_code(swapped) is not None) == unnoticed


@given(codes, st.data())
def test_how_it_is_written_does_not_matter(code, data):
    look_alikes = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(data.draw(st.sampled_from(look_alikes.get(letter, letter + letter.lower()))) for letter in code)
    grouped = "-".join(typed[start : start + 4] for start in range(0, 17, 4))

    assert read_code(typed) == read_code(grouped) == read_code(f"  {grouped.replace('-', ' ')} ") == code


@pytest.mark.parametrize("typed", ["", " ", "0" * 16, "0" * 18, "U" * 17, "查验码", "0000-0000-0000-0000-1", "０" * 17])
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) is None


def test_codes_are_drawn_at_random():
    drawn = {new_code() for _time in range(500)}

    assert len(drawn) == 500
    assert all(read_code(code) == code for code in drawn)
    # Eighty random bits: each of the sixteen places takes any letter.
    assert all(len({code[place] for code in drawn}) > 25 for place in range(16))
