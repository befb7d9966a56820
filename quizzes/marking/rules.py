"""How a section is marked, as data that is frozen with the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_FIELDS = frozenset({"kind", "share", "blanks", "folds", "is_order_free"})


class RuleKind(StrEnum):
    """What a choice of some, but not all, right options and no wrong one earns. A wrong option always earns nothing."""

    ALL_OR_NOTHING = "all_or_nothing"
    #: A fixed share of the marks, however many are missing: 少选得一半.
    PARTIAL_FIXED = "partial_fixed"
    #: A share for each option chosen, all right options being worth the same.
    PARTIAL_SHARE = "partial_share"


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
    """`kind` and `share` (percent, for PARTIAL_FIXED) govern multiple and indeterminate choice, the rest blanks.

    Pairs follow `blanks` too; an order earns by places unless `kind` wants all or nothing. `is_order_free` is the
    question's own and is set where a paper freezes the section's rule for one of its questions.
    """

    kind: RuleKind = RuleKind.ALL_OR_NOTHING
    share: int = 50
    blanks: BlankCredit = BlankCredit.EACH
    folds: frozenset[Fold] = frozenset(Fold)
    is_order_free: bool = False

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind.value,
            "share": self.share,
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
    folds = data.get("folds", [])
    if isinstance(folds, list | tuple | set | frozenset):
        for fold in folds:
            problems += _not_among(fold, Fold, "不计较的写法差别（folds）")
    else:
        problems.append("不计较的写法差别（folds）应为一个列表")
    return problems


def _not_among(value: object, words: type[StrEnum], field: str) -> list[str]:
    if isinstance(value, str) and value in set(words):
        return []
    return [f"{field}应为 {'、'.join(words)} 之一，现为“{value}”"]
