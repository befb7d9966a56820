"""Numbers with their units, as provisions write them, and other numbers that could have stood there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from question_bank.provisions.numerals import format_numeral, parse_numeral

_DIGITS = "[零〇一二三四五六七八九十百千两]+|[0-9]+"
_UNITS = "个工作日|个月|周岁|小时|分钟|学时|课时|学分|年|日|天|代|倍|届|次|人|篇|字"
_QUANTITY = re.compile(
    rf"(?<![第每上下近同本0-9零〇一二三四五六七八九十百千两])(?P<number>{_DIGITS})(?P<unit>{_UNITS})"
)
_RANGE = re.compile(
    rf"(?<![第每上下])(?P<from>{_DIGITS})(?P<unit>{_UNITS})(?P<join>至|以上)(?P<to>{_DIGITS})(?P=unit)(?P<below>以下)?"
)
_FRACTION = re.compile(r"[二三四五六七八九十]分之[一二三四五六七八九]")
_PERCENT = re.compile(rf"百分之(?P<number>{_DIGITS})")
_PERCENTS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 95)
_FRACTIONS = ("三分之二", "二分之一", "四分之三", "三分之一", "五分之四", "五分之三")
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
#: What follows a number and makes it another word: 一年度, 三人民, 十年有期徒刑.
_ANOTHER_WORD = re.compile(r"度|常|民|员|次?性|有期徒刑|的?等次")
#: 人, 次 and the like are only worth a question where they limit something.
_LIMITED = frozenset({"人", "次", "届", "篇", "字"})
_LIMIT = re.compile(r"(?:超过|少于|不足|低于|多于|以)$")
#: Before these a number is most often what the sentence is about.
_CENTRAL = re.compile(
    r"(?:超过|少于|低于|不足|为|满|具有|工作|期限|之日起|起|后|的|在|前|提前|期限|距.{0,12}|内|连续|每)$"
)
_LADDERS = {
    "个工作日": (2, 3, 5, 7, 10, 15, 20),
    "个月": (1, 2, 3, 6, 9, 12, 15, 18, 24, 30, 36),
    "周岁": (14, 16, 18, 20, 22, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80),
    "小时": (4, 6, 8, 12, 24, 36, 48, 72),
    "分钟": (5, 10, 15, 20, 30, 40, 45, 60, 90, 120),
    "学时": (8, 12, 16, 24, 30, 40, 50, 60, 80, 90, 110, 120),
    "课时": (8, 12, 16, 24, 30, 40, 50, 60, 80, 90, 110, 120),
    "字": (100, 200, 300, 500, 600, 800, 1000, 1500, 2000, 3000, 5000),
    "年": (1, 2, 3, 4, 5, 8, 10, 15, 20, 25, 30, 35, 40),
    "日": (2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120),
    "天": (3, 5, 7, 10, 15, 20, 30, 45, 60, 90),
}
_PLAIN_LADDER = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15)
_SHARE = "分之"
_PERCENTAGE = "百分之"
#: Values of the document that lie farther off than this are no temptation.
_FARTHEST = math.log(3)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, or two of them as a range, and where they stand."""

    text: str
    start: int
    values: tuple[int, ...]
    unit: str
    is_central: bool = False
    pattern: str = ""

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def quantities(words: str) -> list[Quantity]:
    """Return the numbers of a text that are worth asking for, only the telling ones where there are any."""
    found = [*_ranges(words), *_fractions(words), *_singles(words)]
    return [quantity for quantity in found if quantity.is_central] or found


def dates(words: str) -> list[tuple[str, int]]:
    """Return the days named in a text and where."""
    return [(match[0], match.start()) for match in _DATE.finditer(words)]


@lru_cache(maxsize=64)
def values_of(words: str, unit: str) -> frozenset[int]:
    """Return all values of a unit that a document names; a whole document is asked once a unit."""
    return frozenset(quantity.values[0] for quantity in _singles(words) if quantity.unit == unit)


def alternatives(quantity: Quantity, seen: Iterable[int], document: str) -> Iterator[str]:
    """Yield other quantities that could have stood there: those of the document first, then the usual ones."""
    if quantity.unit == _SHARE:
        yield from (other for other in _FRACTIONS if other != quantity.text)
    elif quantity.unit == _PERCENTAGE:
        near = sorted(set(_PERCENTS) - {*quantity.values}, key=lambda other: (abs(other - quantity.values[0]), other))
        yield from (f"百分之{format_numeral(other)}" for other in near)
    elif len(quantity.values) == 1:
        for value in _near(quantity.values[0], quantity.unit, seen):
            yield _written(quantity, (value,), document)
    else:
        low, high = quantity.values
        for other in _near(high, quantity.unit, ()):
            if other > low:
                yield _written(quantity, (low, other), document)
        for other in _near(low, quantity.unit, ()):
            if other < high:
                yield _written(quantity, (other, high), document)


def _near(value: int, unit: str, seen: Iterable[int]) -> list[int]:
    def distance(other: int) -> float:
        return abs(math.log(other / value))

    ladder = _LADDERS.get(unit, _PLAIN_LADDER)
    known = sorted({other for other in seen if other and other != value and distance(other) <= _FARTHEST}, key=distance)
    rest = sorted({*ladder, *known[2:]} - {value, *known[:2]}, key=distance)
    return [*known[:2], *rest]


def _written(quantity: Quantity, values: tuple[int, ...], document: str) -> str:
    """Write values in the manner of the quantity they replace."""
    numbers = [_numeral(value, quantity, document) for value in values]
    return quantity.pattern.format(*numbers)


def _numeral(value: int, quantity: Quantity, document: str) -> str:
    if any(character.isdecimal() for character in quantity.text if character.isascii()):
        return str(value)
    if value == 2 and quantity.unit not in {"日", "代"} and f"二{quantity.unit}" not in document:
        return "两"
    return format_numeral(value)


def _ranges(words: str) -> Iterator[Quantity]:
    for match in _RANGE.finditer(words):
        unit = match["unit"]
        pattern = f"{{}}{unit}{match['join']}{{}}{unit}{match['below'] or ''}"
        values = (_value(match["from"]), _value(match["to"]))
        yield Quantity(match[0], match.start(), values, unit, is_central=True, pattern=pattern)


def _fractions(words: str) -> Iterator[Quantity]:
    for match in _FRACTION.finditer(words):
        parts, whole = match[0][-1], match[0][0]
        share = 100 * _value(parts) // _value(whole)
        yield Quantity(match[0], match.start(), (share,), _SHARE, is_central=True)
    for match in _PERCENT.finditer(words):
        yield Quantity(match[0], match.start(), (_value(match["number"]),), _PERCENTAGE, is_central=True)


def _singles(words: str) -> Iterator[Quantity]:
    taken = [match.span() for match in (*_RANGE.finditer(words), *_DATE.finditer(words))]
    for match in _QUANTITY.finditer(words):
        before, after = words[: match.start()], words[match.end() :]
        if any(start <= match.start() < end for start, end in taken) or _ANOTHER_WORD.match(after):
            continue
        if match["unit"] in _LIMITED and not _LIMIT.search(before):
            continue
        unit = match["unit"]
        central = bool(_CENTRAL.search(before))
        yield Quantity(match[0], match.start(), (_value(match["number"]),), unit, central, pattern=f"{{}}{unit}")


def _value(numeral: str) -> int:
    try:
        return parse_numeral(numeral)
    except ValueError:
        return 0
