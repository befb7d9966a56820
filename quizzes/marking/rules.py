"""How a section is marked, as data that is frozen with the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from quizzes.marking.points import parse_points, points_text

_FIELDS = frozenset({"kind", "share", "each", "penalty", "floor", "blanks", "folds", "is_order_free"})


class RuleKind(StrEnum):
    """What a choice of some, but not all, right options earns.

    But for RIGHT_MINUS_WRONG, a choice with a wrong option in it earns nothing.
    """

    ALL_OR_NOTHING = "all_or_nothing"
    #: A fixed share of the marks, however many are missing: 少选得一半.
    PARTIAL_FIXED = "partial_fixed"
    #: A share for each option chosen, all right options being worth the same.
    PARTIAL_SHARE = "partial_share"
    #: A fixed amount for each option chosen: 少选每选对一个得 0.5 分.
    PER_OPTION = "per_option"
    #: A share for each right option, taken off again for each wrong one.
    RIGHT_MINUS_WRONG = "right_minus_wrong"


class BlankCredit(StrEnum):
    """Whether each blank earns its own, equal share or only all of them together earn the marks."""

    EACH = "each"
    ALL = "all"


class Fold(StrEnum):
    """A difference of writing that does not make a filled-in blank wrong."""

    WIDTH = "width"
    SPACES = "spaces"
    CASE = "case"
    MARKS = "marks"
    NUMERALS = "numerals"


class RuleError(Exception):
    """The data is no scoring rule; `messages` say why, a sentence for each field."""

    def __init__(self, *messages: str) -> None:
        super().__init__("；".join(messages))
        self.messages = messages


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """`kind` governs multiple and indeterminate choice, with `share` (percent, for PARTIAL_FIXED) and `each`.

    `each`, `penalty` and `floor` are hundredths of a mark, written as people write marks in JSON. `each` is what
    PER_OPTION gives for an option. `penalty` is what a wrong single choice or true/false costs, and what
    RIGHT_MINUS_WRONG takes off for a wrong option, 0 there meaning as much as a right one adds; what is left unanswered
    costs nothing. `floor`, at most 0, is the least that RIGHT_MINUS_WRONG can make of one question.

    Pairs follow `blanks` too; an order earns by places unless `kind` wants all or nothing. `is_order_free` is the
    question's own and is set where a paper freezes the section's rule for one of its questions.
    """

    kind: RuleKind = RuleKind.ALL_OR_NOTHING
    share: int = 50
    each: int = 0
    penalty: int = 0
    floor: int = 0
    blanks: BlankCredit = BlankCredit.EACH
    folds: frozenset[Fold] = frozenset(Fold)
    is_order_free: bool = False

    def to_json(self) -> dict[str, object]:
        """Return what `from_json` reads back; amounts are left out where there are none, as older papers do."""
        amounts = {"each": self.each, "penalty": self.penalty, "floor": self.floor}
        return {
            "kind": self.kind.value,
            "share": self.share,
            **{name: points_text(amount) for name, amount in amounts.items() if amount},
            "blanks": self.blanks.value,
            "folds": sorted(fold.value for fold in self.folds),
            **({"is_order_free": True} if self.is_order_free else {}),
        }

    @classmethod
    def from_json(cls, data: object) -> ScoringRule:
        """Read a rule; a missing field takes its default, an unknown field or value raises RuleError."""
        if not isinstance(data, Mapping):
            raise RuleError("评分规则应为一组字段")
        if problems := tuple(_problems(data)):
            raise RuleError(*problems)
        default = cls()
        return cls(
            kind=RuleKind(data.get("kind", default.kind)),
            share=data.get("share", default.share),
            each=parse_points(data.get("each", 0)),
            penalty=parse_points(data.get("penalty", 0)),
            floor=parse_points(data.get("floor", 0)),
            blanks=BlankCredit(data.get("blanks", default.blanks)),
            folds=frozenset(Fold(fold) for fold in data.get("folds", default.folds)),
            is_order_free=data.get("is_order_free", default.is_order_free),
        )


def _problems(data: Mapping[object, object]) -> list[str]:
    problems = [f"不认识的字段 {field}" for field in data if field not in _FIELDS]
    if not isinstance(data.get("is_order_free", False), bool):
        problems.append("各空不分先后（is_order_free）应为是或否")
    problems += _not_among(data.get("kind", RuleKind.ALL_OR_NOTHING), RuleKind, "部分得分方式（kind）")
    problems += _not_among(data.get("blanks", BlankCredit.EACH), BlankCredit, "填空计分方式（blanks）")
    share = data.get("share", 50)
    if isinstance(share, bool) or not isinstance(share, int) or not 1 <= share <= 99:
        problems.append(f"少选得分的百分比（share）应为 1 到 99 的整数，现为“{share}”")
    problems += _amount_problems(data)
    folds = data.get("folds", [])
    if isinstance(folds, list | tuple | set | frozenset):
        for fold in folds:
            problems += _not_among(fold, Fold, "不计较的写法差别（folds）")
    else:
        problems.append("不计较的写法差别（folds）应为一个列表")
    return problems


def _amount_problems(data: Mapping[object, object]) -> Iterator[str]:
    each, penalty, floor = (_amount(data.get(name, 0)) for name in ("each", "penalty", "floor"))
    if each is None or each < 0:
        yield f"每选对一个的得分（each）应为不小于 0 的分数，最多两位小数，现为“{data['each']}”"
    elif (data.get("kind") == RuleKind.PER_OPTION) != bool(each):
        yield "每选对一个的得分（each）要和部分得分方式 per_option 一起写"
    if penalty is None or penalty < 0:
        yield f"倒扣的分数（penalty）应为不小于 0 的分数，最多两位小数，现为“{data['penalty']}”"
    if floor is None or floor > 0:
        yield f"每题的最低分（floor）应为 0 或负的分数，最多两位小数，现为“{data['floor']}”"
    elif floor and data.get("kind") != RuleKind.RIGHT_MINUS_WRONG:
        yield "每题的最低分（floor）要和部分得分方式 right_minus_wrong 一起写"


def _amount(value: object) -> int | None:
    try:
        return None if isinstance(value, bool) else parse_points(value)
    except ValueError:
        return None


def _not_among(value: object, words: type[StrEnum], field: str) -> list[str]:
    if isinstance(value, str) and value in set(words):
        return []
    return [f"{field}应为 {'、'.join(words)} 之一，现为“{value}”"]
