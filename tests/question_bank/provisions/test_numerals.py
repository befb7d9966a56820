from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.provisions.numerals import format_digits, format_numeral, parse_numeral


@given(st.integers(min_value=0, max_value=10**8 - 1))
def test_numeral_written_reads_back(value):
    assert parse_numeral(format_numeral(value)) == value


@given(st.integers(min_value=0, max_value=10**8 - 1))
def test_year_written_digit_by_digit_reads_back(value):
    digits = format_digits(value)

    assert parse_numeral(digits) == value


@given(st.text(alphabet="零〇一二三四五六七八九十百千万两", min_size=1, max_size=8))
def test_every_accepted_spelling_has_one_usual_form(text):
    try:
        value = parse_numeral(text)
    except ValueError:
        return

    assert parse_numeral(format_numeral(value)) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("十", 10),
        ("一十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百", 100),
        ("一百零六", 106),
        ("一百〇六", 106),
        ("一百一十三", 113),
        ("一千二百六十", 1260),
        ("两百", 200),
        ("一万零五十", 10050),
        ("十二万", 120_000),
        ("二〇二四", 2024),
        ("一九八八", 1988),
        ("12", 12),
        ("１２", 12),
    ],
)
def test_parse_numeral_reads_the_spellings_of_documents(written, value):
    assert parse_numeral(written) == value


@pytest.mark.parametrize("written", ["", "十十", "一百六", "百", "一千百", "万", "第一", "一 二", "3.5", "十二点五"])
def test_parse_numeral_refuses_what_is_no_number(written):
    with pytest.raises(ValueError, match=r"."):
        parse_numeral(written)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "零"), (10, "十"), (19, "十九"), (100, "一百"), (101, "一百零一"), (110, "一百一十"), (1001, "一千零一")],
)
def test_format_numeral_writes_the_usual_spelling(value, written):
    assert format_numeral(value) == written


@pytest.mark.parametrize("value", [-1, 10**8])
def test_format_numeral_refuses_what_it_cannot_write(value):
    with pytest.raises(ValueError, match="out of range"):
        format_numeral(value)
