"""When a document was passed, issued and takes effect, and by whom, as its 题注 and last provisions say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from question_bank.provisions.dates import DATE_PATTERN, find_dates
from question_bank.provisions.numerals import NUMERAL_CHARACTERS


class Act(StrEnum):
    """What happened on a date."""

    PASSED = "passed"
    AMENDED = "amended"
    ISSUED = "issued"
    EFFECTIVE = "effective"
    REPEALED = "repealed"


@dataclass(frozen=True, slots=True)
class Enactment:
    """One act of a document's history; `body` is empty where the text names none."""

    on: date
    act: Act
    body: str = ""


@dataclass(frozen=True, slots=True)
class EffectClause:
    """The sentence on taking effect: on a date, or on the day of the act it names."""

    on: date | None
    on_day_of: Act | None


_ACTS = {
    "通过": Act.PASSED,
    "批准": Act.PASSED,
    "修订": Act.AMENDED,
    "修正": Act.AMENDED,
    "修改": Act.AMENDED,
    "公布": Act.ISSUED,
    "发布": Act.ISSUED,
    "印发": Act.ISSUED,
    "颁布": Act.ISSUED,
    "施行": Act.EFFECTIVE,
    "试行": Act.EFFECTIVE,
    "实施": Act.EFFECTIVE,
    "生效": Act.EFFECTIVE,
}
_ACT = re.compile("|".join(_ACTS))
#: Only at the end: 《关于废止和修改……的决定》修正 is an amendment.
_REPEALED = re.compile(r"(?:废止|失效)[）)。]*$")
_QUOTED_TITLE = re.compile(r"《[^》]*》")
_SESSION = re.compile(rf"第[{NUMERAL_CHARACTERS}]+届")
_BODY = re.compile(
    rf"\s*(?P<body>[\u4e00-\u9fff（）()]*?)(?:第[{NUMERAL_CHARACTERS}]+[次号]|令|公告|(?:部务|常务|常委|全体|办公)?会议|$)"
)
#: Said of the document itself: 本办法由……负责解释，自……起施行, or nothing but 自……起施行.
_EFFECT = re.compile(
    rf"(?:本[^。；]{{0,40}}|^\s*)自(?:(?P<date>{DATE_PATTERN})|(?P<act>公布|发布|印发|颁布|下发|通过|批准)之日)"
    r"起\s*(?:正式)?(?:施行|试行|实施|执行|生效)"
)


def read_enactments(text: str) -> list[Enactment]:
    """Return the acts that a line of the 题注 tells, in its order."""
    plain = _QUOTED_TITLE.sub("", text)
    dates = list(find_dates(plain))
    starts = [found.start for found in dates]
    return [
        enactment
        for found, end in zip(dates, [*starts[1:], len(plain)], strict=False)
        for enactment in _acts_on(found.value, plain[found.end : end])
    ]


def find_effect_clause(text: str) -> EffectClause | None:
    """Return what the text says on when it takes effect, if it does."""
    match = _EFFECT.search(text)
    if match is None:
        return None
    if match["act"]:
        return EffectClause(on=None, on_day_of=_ACTS.get(match["act"], Act.ISSUED))
    found = next(find_dates(match["date"]), None)
    return EffectClause(on=found.value, on_day_of=None) if found else None


def date_of_version(enactments: Sequence[Enactment]) -> date | None:
    """Return the day this text was last passed or amended, or issued where the source tells no more."""
    adopted = _days_of(enactments, Act.PASSED, Act.AMENDED) or _days_of(enactments, Act.ISSUED)
    return max(adopted, default=None)


def date_of_effect(clause: EffectClause | None, enactments: Sequence[Enactment]) -> date | None:
    """Return the day this version takes effect, or None where the source does not settle it.

    A day before the last amendment was said of an earlier version, so it settles nothing.
    """
    stated = _days_of(enactments, Act.EFFECTIVE)
    if clause is not None:
        stated += [clause.on] if clause.on else _days_of(enactments, clause.on_day_of)
    latest = max(stated, default=None)
    version = date_of_version(enactments)
    return None if latest and version and latest < version else latest


def date_of_repeal(enactments: Sequence[Enactment]) -> date | None:
    """Return the day from which the head says that this version holds no more."""
    return max(_days_of(enactments, Act.REPEALED), default=None)


def _days_of(enactments: Sequence[Enactment], *acts: Act | None) -> list[date]:
    return [enactment.on for enactment in enactments if enactment.act in acts]


def _acts_on(on: date, told: str) -> list[Enactment]:
    acts = dict.fromkeys(_ACTS[word] for word in _ACT.findall(told))
    body = _BODY.match(_SESSION.sub("", _ACT.split(told)[0]))
    if _REPEALED.search(told):
        return [Enactment(on, Act.REPEALED)]
    return [Enactment(on, act, body["body"] if body and act is not Act.EFFECTIVE else "") for act in acts]
