"""Words of a passage that can be read alone: a sentence, one with the sentence before it, a 项 put into its lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from question_bank.drafting.draft import Source
from question_bank.drafting.passages import Item, Passage, PolicyText
from question_bank.drafting.standing import opens_as_continuation, points_elsewhere, takes_up

_LONGEST = 110
_SENTENCE = re.compile(r"[^。]+。?")
_CLAUSE = re.compile(r"[^；。]+[；。]?")
_THIS_DOCUMENT = re.compile(r"本(?:法|条例|办法|规定|细则|规则|准则|决定|意见|规程)")
#: 公务员对……不服的，……；对复核结果不服的，……: the second still speaks of 公务员.
_SUBJECT = re.compile(r"^(?P<subject>[^，。；：、对]{2,8})对")
#: Leads that say nothing but what kind of list follows.
_ANNOUNCES = re.compile(
    r"之一|(?:下列|以下)[^，。；：]{0,6}(?:条件|义务|权利|职责|规定|程序|原则|要求|资格|步骤|纪律|情形|行为)"
)
#: A 项 that is a rule of its own: 提任县处级领导职务的，应当具有五年以上工龄.
_RULE_OF_ITS_OWN = re.compile(
    r"^[^，。；]{3,40}的，(?:[^。；]*?)(?:应当|必须|不得|可以)|^(?!未|不|没)[^，。；]{2,12}(?:应当|必须|不得)"
)
_ONE_OF = re.compile(r"^(?P<subject>[^：]*?)(?:有|符合)下列(?:情形|条件|行为|表现)之一的，(?P<then>[^：]+)：$")
_FOR_ONE_OF = re.compile(r"^对有下列情形之一的(?P<subject>[^，：]+)，(?P<then>[^：]+)：$")
_MUST = re.compile(r"^(?P<must>[^：，]{2,16}(?:具备|履行|享有|遵守))(?:下列|以下)(?P<what>条件|义务|权利|职责|规定)：$")
_PAIRS = re.compile(r"^(?P<what>[^，。；：]+?)为：(?P<pairs>.+)。$")
_PAIR = re.compile(r"(?P<name>[^，；]+)，(?P<value>[^，；]+)(?:；|$)")


@dataclass(frozen=True, slots=True)
class Statement:
    """Words that can be read alone and the source they say; rules look for what to ask between `own` and `own_end`."""

    text: str
    source: Source
    own: int
    own_end: int
    is_verbatim: bool

    @property
    def passage(self) -> Passage:
        """Where it was read."""
        return self.source.passage

    @property
    def own_text(self) -> str:
        """The words it is about, without those that only introduce it."""
        return self.text[self.own : self.own_end]


def statements(policy: PolicyText, passage: Passage) -> Iterator[Statement]:
    """Yield all that a passage says, each thing once."""
    for statement in (*_sentences(passage), *_folded_items(passage)):
        named = _named(policy, statement)
        if len(named.text) <= _LONGEST and not points_elsewhere(named.text):
            yield named


def _sentences(passage: Passage) -> Iterator[Statement]:
    before: tuple[int, str] | None = None
    for match in _SENTENCE.finditer(passage.lead):
        start = passage.lead_start + match.start()
        words = match[0]
        if words.endswith(("：", ":")):
            yield from _lead(passage, words, start)
            break
        yield from _sentence(passage, words, start, before)
        before = (start, words)


def _sentence(passage: Passage, words: str, start: int, before: tuple[int, str] | None) -> Iterator[Statement]:
    if (pairs := _PAIRS.match(words)) and len(list(_PAIR.finditer(pairs["pairs"]))) > 1:
        yield from _pairs(passage, pairs, start)
    elif not takes_up(words) or (before is None and not opens_as_continuation(words)):
        yield from [_plain(passage, words, start)] if len(words) <= _LONGEST else _clauses(passage, words, start)
    elif before and not takes_up(before[1]):
        yield _continued(passage, words, start, before)


def _lead(passage: Passage, words: str, start: int) -> Iterator[Statement]:
    """Yield what a lead says besides announcing its list: 对规定的处理不服的，可以在三十日内…"""
    if _ANNOUNCES.search(words):
        return
    for statement in _clauses(passage, words, start):
        if "：" not in statement.text and statement.text.count("下列") <= 1:
            text = statement.text.replace("的下列", "的").replace("下列", "规定的")
            own_end = statement.own_end - len(statement.text) + len(text)
            yield replace(statement, text=text, own_end=own_end, is_verbatim=False)


def _plain(passage: Passage, words: str, start: int) -> Statement:
    return Statement(words, Source(passage, start, start + len(words)), 0, len(words), is_verbatim=True)


def _continued(passage: Passage, words: str, start: int, before: tuple[int, str]) -> Statement:
    first, introduction = before
    text = introduction + words
    return Statement(text, Source(passage, first, start + len(words)), len(introduction), len(text), is_verbatim=True)


def _clauses(passage: Passage, words: str, start: int) -> Iterator[Statement]:
    """Yield the parts of a long sentence, each with the subject that the first one names."""
    opening = _SUBJECT.match(words)
    for match in _CLAUSE.finditer(words):
        clause = match[0].rstrip("；。：")
        place = start + match.start()
        subject = opening["subject"] if opening and clause.startswith("对") else ""
        if takes_up(subject + clause):
            continue
        text = f"{subject}{clause}。"
        source = Source(passage, place, place + len(clause))
        yield Statement(text, source, len(subject), len(text), is_verbatim=not subject)


def _pairs(passage: Passage, pairs: re.Match[str], start: int) -> Iterator[Statement]:
    """Yield 受处分的期间，警告为六个月 for each pair of a name and what it means."""
    for pair in _PAIR.finditer(pairs["pairs"]):
        text = f"{pairs['what']}，{pair['name']}为{pair['value']}。"
        place = start + pairs.start("pairs") + pair.start()
        source = Source(passage, place, place + len(pair[0].rstrip("；")))
        yield Statement(text, source, len(text) - len(pair["value"]) - 1, len(text), is_verbatim=False)


def _folded_items(passage: Passage) -> Iterator[Statement]:
    """Yield each 项 as one sentence with the lead."""
    lead = passage.lead.rsplit("。", maxsplit=1)[-1]
    for item in passage.items:
        words = item.text.rstrip("；。;")
        if folded := _folded(lead, words):
            text, own = folded
            end = min(own + len(words), len(text))
            yield Statement(text, _source_of(passage, item), own, end, is_verbatim=False)
        elif _RULE_OF_ITS_OWN.match(words) and not takes_up(words):
            yield Statement(f"{words}。", _source_of(passage, item), 0, len(words) + 1, is_verbatim=False)


def _folded(lead: str, words: str) -> tuple[str, int] | None:
    if match := _ONE_OF.match(lead) or _FOR_ONE_OF.match(lead):
        subject = match["subject"]
        return f"{subject}{words.removesuffix('的')}的，{match['then']}。", len(subject)
    if match := _MUST.match(lead):
        opening = f"{match['must']}的{match['what']}之一是："
        return f"{opening}{words}。", len(opening)
    return None


def _source_of(passage: Passage, item: Item) -> Source:
    return Source(passage, item.start, item.start + len(item.text.rstrip("；。;")))


def _named(policy: PolicyText, statement: Statement) -> Statement:
    """Return the statement with 本法 called by its name."""
    text = statement.text
    if not _THIS_DOCUMENT.search(text):
        return statement
    own = _THIS_DOCUMENT.sub(policy.name, text[: statement.own])
    return replace(
        statement,
        text=(named := _THIS_DOCUMENT.sub(policy.name, text)),
        own=len(own),
        own_end=len(named) - (len(text) - statement.own_end),
        is_verbatim=False,
    )
