"""Chinese numerals, as provisions and dates are numbered with them."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_DIGIT_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TEN_THOUSAND = "万"
_LIMIT = 10**8

#: One character of a number, for use inside a regular expression's brackets.
NUMERAL_CHARACTERS = "0-9０-９零〇○一二三四五六七八九十百千万两"


def parse_numeral(text: str) -> int:
    """Return the value of `一百零六`, `一九八八`, `12` or `１２`; a malformed number raises ValueError.

    Only the usual spelling is accepted (`一百六` could mean 106 or 160), apart from 两 for 二, 〇 for 零 and 一十 for
    十.
    """
    if text.isdecimal():
        return int(text)
    if text and all(character in _DIGIT_VALUES for character in text):
        return int("".join(str(_DIGIT_VALUES[character]) for character in text))
    value = _value_of_units(text)
    if format_numeral(value) != _usual_spelling(text):
        raise ValueError(f"not a Chinese numeral: {text!r}")
    return value


def format_numeral(value: int) -> str:
    """Return the usual spelling: 10 is 十, 106 is 一百零六, 110 is 一百一十."""
    if not 0 <= value < _LIMIT:
        raise ValueError(f"out of range: {value}")
    if value == 0:
        return _DIGITS[0]
    high, low = divmod(value, 10_000)
    gap = _DIGITS[0] if high and 0 < low < 1000 else ""
    spelled = (_spell_section(high) + _TEN_THOUSAND if high else "") + gap + _spell_section(low)
    return spelled.removeprefix("一") if spelled.startswith("一十") else spelled


def format_digits(value: int) -> str:
    """Return the number digit by digit, as years are written: 2024 is 二〇二四."""
    return "".join("〇" if digit == "0" else _DIGITS[int(digit)] for digit in str(value))


def _spell_section(value: int) -> str:
    spelled = ""
    for unit, weight in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // weight % 10
        if digit:
            spelled += _DIGITS[digit] + unit
        elif spelled and value % weight and not spelled.endswith(_DIGITS[0]):
            spelled += _DIGITS[0]
    return spelled


def _value_of_units(text: str) -> int:
    total = section = digit = 0
    for character in text:
        if character in _DIGIT_VALUES:
            digit = _DIGIT_VALUES[character]
        elif character in _UNITS:
            section += (digit or 1) * _UNITS[character]
            digit = 0
        elif character == _TEN_THOUSAND:
            total, section, digit = (section + digit) * 10_000, 0, 0
        else:
            raise ValueError(f"not a Chinese numeral: {text!r}")
    return total + section + digit


def _usual_spelling(text: str) -> str:
    spelled = text.replace("两", "二").replace("〇", "零").replace("○", "零")
    return spelled.removeprefix("一") if spelled.startswith("一十") else spelled
