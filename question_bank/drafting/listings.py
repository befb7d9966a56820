"""Lists a document makes: 下列义务：（一）…（二）…, and 处分分为：警告、记过…

A question about one list takes its wrong options from another of the same kind, so that they tempt and are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from question_bank.drafting.draft import Source
from question_bank.drafting.passages import Passage, PolicyText

_LONGEST_LEAD = 60
_FEWEST = 3
_LEAD = re.compile(
    r"(?:下列|以下)(?:[^，。：]{0,6}?)(?P<head>条件|义务|权利|职责|情形|行为|表现|人员|对象|程序|步骤|措施|处置|职务|人事处理)"
)
_KINDS = {
    "条件": "status",
    "义务": "status",
    "权利": "status",
    "职责": "status",
    "情形": "case",
    "行为": "case",
    "表现": "case",
    "人员": "people",
    "对象": "people",
    "程序": "steps",
    "步骤": "steps",
}
#: 法律规定的其他情形; not 不接受其他安排的.
_CATCH_ALL = re.compile(r"^[^，]*其他|等情形")
_BAD = re.compile(
    r"违反|违法|违纪|弄虚作假|骗取|隐瞒|犯罪|开除|失信|旷工|拒绝|拒不|不履行|不胜任|不称职|滥用|泄露|贪污|玩忽|徇私|损害|失职|挥霍"
    r"|浪费|伪造|串供|逼供|干扰|干预|报复|贿|不按|谋取|严重错误|逾期"
)
_GOOD = re.compile(r"突出|显著|贡献|功绩|成效|有功|忠于职守|廉洁奉公|革新|创造")
_REFUSES = re.compile(r"不得|不予|不能|不应")
_GIVEN = re.compile(r"(?:应当|可以|予以|给予|不得|不予|不能|其|公务员|的)")
_POINTS_ELSEWHERE = re.compile(r"前款|前项|上述|第[零〇一二三四五六七八九十百]+[条款项]|本[条款]|该[^项]")
_INLINE = re.compile(
    r"(?P<head>[^，。；：、]{2,14}?)(?:层次|种类|序列)?(?:可以)?(?:分为|包括)：?(?P<members>[^，。；：]{1,150}?、[^，。；：]{1,150}?)"
    r"(?:[两三四五六七八九十]+个\w{2}|等[^，。；、]{0,4})?[。；，]"
)
_WORD = r"[\u4e00-\u9fff]{2,8}"
_JOIN = re.compile(r"、|以及|和|或者")


class Tone(StrEnum):
    """What a list speaks of: merits, wrongs or neither."""

    GOOD = "good"
    BAD = "bad"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Member:
    """One thing listed, without its number and full stop."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with what its lead says of it."""

    passage: Passage
    lead: str
    head: str
    members: tuple[Member, ...]
    tone: Tone
    is_open: bool

    @property
    def kind(self) -> str:
        """What its members are, widely taken."""
        return _KINDS.get(self.head, self.head)

    @property
    def consequence(self) -> str:
        """What follows for whom the list names: 不得辞退."""
        return self.lead.rsplit("，", maxsplit=1)[-1].rstrip("：")

    @property
    def refuses(self) -> bool:
        """Tell 不得辞退 from 予以辞退."""
        return bool(_REFUSES.search(self.consequence))

    @property
    def matter(self) -> str:
        """What both 予以辞退 and 不得辞退 are about."""
        return _GIVEN.sub("", self.consequence)


@dataclass(frozen=True, slots=True)
class InlineListing:
    """A closed list within a sentence: 处分分为：警告、记过、记大过、降级、撤职、开除."""

    passage: Passage
    head: str
    members: tuple[str, ...]
    source: Source


def listings(policy: PolicyText) -> list[Listing]:
    """Return the lists whose lead says in few words what they list."""
    return [listing for passage in policy.passages if (listing := _listing(passage))]


def inline_listings(policy: PolicyText) -> list[InlineListing]:
    """Return the lists within sentences that say of what they are."""
    return [listing for passage in policy.passages for listing in _inline(passage)]


def all_inline_members(policy: PolicyText) -> list[tuple[str, ...]]:
    """Return every run of three or more words parted by 、, whatever introduces it."""
    runs = re.findall(rf"(?:{_WORD}、){{2,}}{_WORD}(?:(?:以及|和){_WORD})?", policy.text)
    return [tuple(_JOIN.split(run)) for run in runs]


def are_confusable(asked: Listing, other: Listing) -> bool:
    """Return whether members of another list tempt in a question about this one, and are surely wrong there.

    A list that ends in 其他 may well take in a wrong of another list, unless that one has the opposite consequence.
    """
    if asked.kind != other.kind or asked.passage.path == other.passage.path:
        return False
    if asked.kind == "status":
        return asked.passage.chapter == other.passage.chapter and "权利" in {asked.head, other.head}
    if _are_opposite(asked, other):
        return True
    if asked.tone != other.tone or (asked.tone is Tone.BAD and asked.is_open):
        return False
    return asked.kind == "case" and asked.passage.chapter == other.passage.chapter and asked.refuses == other.refuses


def _are_opposite(asked: Listing, other: Listing) -> bool:
    """Tell 予以辞退 and 不得辞退."""
    if asked.refuses == other.refuses or not asked.matter or not other.matter:
        return False
    return asked.matter in other.matter or other.matter in asked.matter


def _listing(passage: Passage) -> Listing | None:
    lead = passage.lead.rsplit("。", maxsplit=1)[-1]
    heads = list(_LEAD.finditer(lead))
    if not passage.items or len(heads) != 1 or len(lead) > _LONGEST_LEAD or not lead.endswith(("：", ":")):
        return None
    if _POINTS_ELSEWHERE.search(lead):
        return None
    texts = [item.text for item in passage.items]
    members = tuple(
        Member(words, Source(passage, item.start, item.start + len(words)))
        for item in passage.items
        if (words := item.text.rstrip("；。;")) and not _CATCH_ALL.search(words) and not _POINTS_ELSEWHERE.search(words)
    )
    if len(members) < _FEWEST:
        return None
    return Listing(passage, lead, heads[0]["head"], members, _tone(texts), any(map(_CATCH_ALL.search, texts[-1:])))


def _inline(passage: Passage) -> Iterator[InlineListing]:
    for match in _INLINE.finditer(passage.lead):
        members = tuple(member for member in _JOIN.split(match["members"]) if member)
        if len(members) >= _FEWEST:
            start = passage.lead_start
            source = Source(passage, start + match.start("head"), start + match.end())
            yield InlineListing(passage, match["head"], members, source)


def _tone(texts: Iterable[str]) -> Tone:
    all_texts = list(texts)
    bad = sum(bool(_BAD.search(text)) for text in all_texts)
    good = sum(bool(_GOOD.search(text)) for text in all_texts)
    if max(bad, good) * 2 < len(all_texts):
        return Tone.PLAIN
    return Tone.BAD if bad >= good else Tone.GOOD
