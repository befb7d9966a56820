"""R3: one of several words that stand side by side in a sentence left blank: 公开、平等、____、择优的原则."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from question_bank.content import BLANK
from question_bank.drafting.draft import Draft, Rule, according_to, blank_draft, shuffled
from question_bank.drafting.passages import PolicyText
from question_bank.drafting.statements import Statement

_MOST = 8
_LONGEST_MEMBER = 10
_WORD = r"[\u4e00-\u9fff]"
_RUN = rf"(?P<run>{_WORD}{{1,10}}?(?:、{_WORD}{{1,10}}?)+(?:(?:以及|和|或者){_WORD}{{1,10}}?)?)"
_ENDS = (
    r"(?=(?:的(?:原则|方针|办法|制度|要求|方式|形式|队伍|岗位|条件)|(?<!平)等(?!级)|[两二三四五六七八九十]+(?:个|种)|相结合|组成"
    r"|原则|方针|方式|制度[。，；]|[。，；]))"
)
_CUES = (
    r"关系为：|考察其|严把|坚持|贯彻|遵循|分为：?|包括|采取|全面考核公务员的|依次为|坚决|做到|采用|接受|实行|考核\S{2,4}的|具备|具有明确的"
    r"|由|体现"
)
#: What ends in a verb is no list of things: 根据宪法、有关法律和机构规格设置.
_VERB = re.compile(r"(?:确定|设置|办理|进行|管理|规定|处理|执行|负责|任免|决定)$")
_LISTS = (
    re.compile(rf"(?:{_CUES}){_RUN}{_ENDS}"),
    re.compile(rf"根据{_RUN}(?=，)"),
    re.compile(rf"(?P<run>{_WORD}{{4}}(?:、{_WORD}{{4}}){{2,}})(?=[，。；])"),
    re.compile(rf"(?:坚持)(?P<run>{_WORD}{{3,8}}、{_WORD}{{3,8}})(?=[，。；])"),
    re.compile(rf"坚持(?P<run>{_WORD}{{3,8}}(?:与|和|同){_WORD}{{3,8}}?)(?=并重|相结合|相统一)"),
)
_JOINS = re.compile(r"、|以及|或者|和|与(?!会)|同(?!级|事)")
_DULL = re.compile(
    r"^[一二三四五六七八九十]级|主义|思想|理论|代表|^其他|^有关|等$|^副?主任$|^委员$|若干|徇私舞弊|玩忽职守|诽谤"
)


def draft_inline_lists(policy: PolicyText, statements: Iterable[Statement]) -> Iterator[Draft]:
    """Yield a blank for the first list of each statement that has a word worth asking for."""
    for statement in statements:
        if statement.passage.items and not statement.is_verbatim:
            continue
        for pattern in _LISTS:
            draft = next(
                (
                    draft
                    for match in pattern.finditer(statement.own_text)
                    if (draft := _draft(policy, statement, match))
                ),
                None,
            )
            if draft:
                yield draft
                break


def _draft(policy: PolicyText, statement: Statement, match: re.Match[str]) -> Draft | None:
    members = [member for member in _JOINS.split(match["run"]) if member]
    if not 2 <= len(members) <= _MOST or (len(members) == 2 and not match[0].startswith("坚持")):
        return None
    words = _worth_asking(members, statement.text)
    if not words:
        return None
    answer = shuffled(words, statement.text)[0]
    place = statement.own + match.start("run") + _place(match["run"], answer)
    stem = statement.text[:place] + BLANK + statement.text[place + len(answer) :]
    return blank_draft(
        policy,
        Rule.INLINE_LIST,
        statement.source,
        stem=according_to(policy, stem),
        answer=answer,
        reason=f"条文并列{len(members)}项，空出“{answer}”，其余各项可以提示。",
    )


def _worth_asking(members: Iterable[str], text: str) -> list[str]:
    """Return the words that stand nowhere else in the statement, the first left to show the pattern."""
    return [
        member
        for member in list(members)[1:]
        if text.count(member) == 1
        and len(member) <= _LONGEST_MEMBER
        and not _DULL.search(member)
        and not _VERB.search(member)
    ]


def _place(run: str, answer: str) -> int:
    """Return where a member stands in its list as a whole word."""
    return next(match.start() for match in re.finditer(re.escape(answer), run))
