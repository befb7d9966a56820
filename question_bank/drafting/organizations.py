"""Bodies that a document names as deciding or approving, and others that could be mistaken for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from question_bank.drafting.passages import PolicyText

_SUFFIX = (
    r"主管部门|管理部门|监管部门|行政部门|人民代表大会常务委员会|人民代表大会|监察委员会|考核委员会|仲裁委员会"
    r"|军事委员会|委员会|监察机关|司法机关|公安机关|领导机关|任免机关|主管机关|上级机关|人民检察院|检察机关|审判机关|人民法院|人民政府|国务院|中央组织部|中央办公厅|纪检监察机关|组织（人事）部门|组织部门|党委（党组）|党委|党组|主要负责人|职工代表大会"
)
_LEVEL = (
    r"(?:中央|国家|全国|国务院|省级|设区的市级|市级|县级|乡级|同级|本级|上一级|上级|地方各级|各级)"
    r"(?:以上|以下)?(?:地方各级|各级)?"
)
_BODY = (
    rf"(?:(?:{_LEVEL})?(?:公务员|事业单位人事综合|人事综合|人事|监察|卫生健康|司法|市场|财政)?(?:{_SUFFIX})"
    rf"|{_LEVEL}[\u4e00-\u9fff]{{2,4}}(?:主管部门|行政部门|监管部门))"
)
#: 由…批准, 经…批准, 报…备案: the body between is the key.
_DECIDES = re.compile(
    rf"(?:由|经|报请|报经|报|提请|向)(?P<body>{_BODY})"
    r"(?=(?:依法|统一)?(?:负责|批准|同意|审批|备案|决定|确定|规定|制定|组织|选举|产生|任免|给予|没收|责令|发布|执行"
    r"|提请|提出|申请|报告|研究|讨论|审核))"
)
_HEADS = re.compile(rf"^(?!各级|地方各级|县级以上地方)(?P<body>{_BODY})(?=负责|领导|统筹|具体负责|指导(?!下))")
_ANY = re.compile(_BODY)
_RANGE = re.compile(r"以上|以下|各级")
_RELATIVE = re.compile(r"^(?:上一级|下一级|上级|下级|同级|本级)")
#: 本级 and 同级 are one, and 上级 takes in 上一级: none of these may stand beside the other.
_NEIGHBOURS = {
    "上一级": ("同级", "下一级"),
    "上级": ("同级", "下级"),
    "同级": ("上一级", "下一级"),
    "本级": ("上一级", "下一级"),
    "下一级": ("同级", "上一级"),
    "下级": ("同级", "上级"),
}
_RANKS = ("中央", "省级", "设区的市级", "县级", "乡级")
#: Bodies of one trade only are no temptation where another is asked for.
_TRADE = re.compile(r"市场|卫生|司法|财政|军事|仲裁|考核")
_VAGUE = re.compile(r"^(?:委员会|上级机关|主管机关|党委|党组)$")


@dataclass(frozen=True, slots=True)
class Body:
    """A body and where in a text it stands."""

    name: str
    start: int

    @property
    def end(self) -> int:
        """Where its name ends."""
        return self.start + len(self.name)


def deciding_bodies(words: str) -> Iterator[Body]:
    """Yield the bodies that a sentence gives something to decide, and one that it begins with."""
    for match in (*_DECIDES.finditer(words), *_HEADS.finditer(words)):
        if not _VAGUE.match(match["body"]):
            yield Body(match["body"], match.start("body"))


def bodies_of(policy: PolicyText) -> list[str]:
    """Return the bodies that a document names, the most frequent first."""
    return list(_bodies(policy.text))


@lru_cache(maxsize=8)
def _bodies(text: str) -> tuple[str, ...]:
    counts = Counter(match[0] for match in _ANY.finditer(text))
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def rivals(name: str, policy: PolicyText) -> list[str]:
    """Return bodies that could be mistaken for this one and are surely another, the likeliest first."""
    known = sorted(bodies_of(policy), key=lambda other: (other[-2:] != name[-2:], abs(len(other) - len(name))))
    others = [*_on_other_levels(name), *(other for other in known if _TRADE.search(name) or not _TRADE.search(other))]
    return [other for other in dict.fromkeys(others) if _is_another(name, other)]


def _on_other_levels(name: str) -> Iterator[str]:
    """Yield 县级以上公务员主管部门 for 省级以上公务员主管部门."""
    level = next((rank for rank in _RANKS if name.startswith(rank)), "")
    if level:
        for other in _RANKS[1:-1] if "以上" in name else _RANKS[:-1]:
            if other != level:
                yield name.replace(level, other, 1)
    if relative := _RELATIVE.match(name):
        yield from (other + name.removeprefix(relative[0]) for other in _NEIGHBOURS[relative[0]])
    if name.startswith("国家"):
        yield from (rank + name.removeprefix("国家") for rank in _RANKS[1:-1])


def _is_another(name: str, other: str) -> bool:
    """Tell a body that does not take in this one, nor is taken in by it."""
    if name in other or other in name or _VAGUE.match(other):
        return False
    if relative := _RELATIVE.match(name):
        # 上一级 may be any level: an absolute one of the same kind could be right too.
        other_level = _RELATIVE.match(other)
        return not _same_office(name, other) or bool(other_level and other_level[0] in _NEIGHBOURS[relative[0]])
    if _RELATIVE.match(other):
        return False
    if _RANGE.search(name) and not _RANGE.search(other):
        return not _same_office(name, other)
    if _RANGE.search(other) and not _RANGE.search(name):
        return not _same_office(name, other)
    return True


def _same_office(name: str, other: str) -> bool:
    """Tell 中央公务员主管部门 and 省级以上公务员主管部门: of one kind, so that a range may take in the other."""
    return name[-4:] == other[-4:]
