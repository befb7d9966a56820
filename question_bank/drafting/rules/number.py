"""R1: a number or a time limit asked for among others of its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from question_bank.drafting.draft import SLOT, Draft, Rule, according_to, choice_draft
from question_bank.drafting.passages import PolicyText
from question_bank.drafting.quantities import Quantity, alternatives, dates, quantities, values_of
from question_bank.drafting.statements import Statement

_DISTRACTORS = 3
_TAKES_EFFECT = re.compile(r"自(?P<date>\d{4}年\d{1,2}月\d{1,2}日)起(?:施行|试行|执行)")
_EXCHANGE = re.compile(r"折抵")


def draft_numbers(policy: PolicyText, statements: Iterable[Statement]) -> Iterator[Draft]:
    """Yield a single choice for each telling number of a statement."""
    for statement in statements:
        yield from _dates(policy, statement)
        if _EXCHANGE.search(statement.text):
            continue
        for quantity in quantities(statement.own_text):
            if draft := _draft(policy, statement, quantity):
                yield draft


def _draft(policy: PolicyText, statement: Statement, quantity: Quantity) -> Draft | None:
    if not all(quantity.values):
        return None
    start = statement.own + quantity.start
    rest = statement.text[:start] + SLOT + statement.text[statement.own + quantity.end :]
    if quantity.text in rest:
        return None
    seen = values_of(policy.text, quantity.unit)
    others = [text for text in alternatives(quantity, seen, policy.text) if text not in statement.passage.text]
    sensible = [text for text in others if _is_between(text, quantity, statement)]
    wrong = list(islice(dict.fromkeys([*sensible, *others]), _DISTRACTORS))
    if len(wrong) < _DISTRACTORS:
        return None
    from_text = [text for text in wrong if text in policy.text]
    return choice_draft(
        policy,
        Rule.NUMBER,
        statement.source,
        stem=according_to(policy, rest),
        right=[quantity.text],
        wrong=wrong,
        reason=_reason(quantity.text, from_text),
        in_order=_in_order([quantity.text, *wrong]),
    )


def _is_between(text: str, quantity: Quantity, statement: Statement) -> bool:
    """Tell what could stand beside the statement's other numbers: 连续超过15日，累计超过30日 leaves no 10 for 30."""
    others = values_of(statement.text, quantity.unit) - set(quantity.values)
    key, value = quantity.values[0], _size(text)[0]
    return all((value > other) == (key > other) for other in others)


def _size(text: str) -> tuple[int, ...]:
    return quantities(f"不得超过{text}")[0].values


def _reason(key: str, from_text: list[str]) -> str:
    origin = f"{'、'.join(from_text)}在本文件别处出现，其余为相近的数" if from_text else "干扰项是同一单位的相近的数"
    return f"条文写明“{key}”；{origin}。"


def _in_order(texts: list[str]) -> list[str]:
    """Return quantities from the smallest up, as sheets print them."""
    return sorted(texts, key=_size)


def _dates(policy: PolicyText, statement: Statement) -> Iterator[Draft]:
    match = _TAKES_EFFECT.search(statement.text)
    if match is None or len(dates(statement.text)) != 1:
        return
    key = match["date"]
    wrong = _other_dates(key)
    stem = statement.text[: match.start("date")] + SLOT + statement.text[match.end("date") :]
    yield choice_draft(
        policy,
        Rule.NUMBER,
        statement.source,
        stem=according_to(policy, stem),
        right=[key],
        wrong=wrong,
        reason=f"条文写明施行日期“{key}”；干扰项是前后相近的日期。",
        in_order=sorted([key, *wrong], key=_day),
    )


def _day(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


def _other_dates(key: str) -> list[str]:
    year, month, day = _day(key)
    other_month = 1 if month > 3 else 7
    return [f"{year}年{other_month}月{day}日", f"{year - 1}年{month}月{day}日", f"{year + 1}年{month}月{day}日"]
