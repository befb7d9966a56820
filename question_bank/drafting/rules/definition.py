"""R4: what a document means by a word, with the word or the heart of its definition left blank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from question_bank.content import BLANK
from question_bank.drafting.draft import Draft, Rule, Source, according_to, blank_draft
from question_bank.drafting.passages import Passage, PolicyText
from question_bank.drafting.quantities import quantities
from question_bank.drafting.statements import Statement

_MEANS = re.compile(
    r"本(?:法|条例|办法|规定|细则|规则)所?称的?(?P<term>[^，。；]{2,20}?)，?(?:，|是|系)?(?:是指|指|即)(?P<what>[^。；]{8,90})[。；]"
)
_IS = re.compile(
    r"^(?P<term>[\u4e00-\u9fff]{2,20}?)(?P<is>是|为)(?P<what>(?:[^，。；是]{2,16}的)?(?P<noun>[^，。；的是、]{4,10}))"
    r"(?P<rest>[，。；].*)?$"
)
#: 应当以…为…, 作为 and 认为 define nothing.
_NO_TERM = re.compile(r"应当|可以|以|将|把|(?:但|可|就|不|应|作|认|期|成|限|行|因|确)$")
_SHORTEST, _LONGEST = 4, 14
_LONGEST_SENTENCE = 70


def draft_definitions(policy: PolicyText, statements: Iterable[Statement]) -> Iterator[Draft]:
    """Yield a blank for each word defined, and for each sentence that says what something is."""
    for passage in policy.passages:
        yield from _defined(policy, passage)
    for statement in statements:
        if draft := _identified(policy, statement):
            yield draft


def _defined(policy: PolicyText, passage: Passage) -> Iterator[Draft]:
    for match in _MEANS.finditer(passage.lead):
        source = Source(passage, passage.lead_start + match.start(), passage.lead_start + match.end())
        term, what = match["term"], match["what"]
        sentence = f"{policy.name}所称{term}，是指{what}。"
        answer = _heart(what) or ("" if term in what else term)
        if answer and sentence.count(answer) == 1:
            yield blank_draft(
                policy,
                Rule.DEFINITION,
                source,
                stem=sentence.replace(answer, BLANK),
                answer=answer,
                reason=f"条文给“{term}”下了定义，空出其中的要件。",
            )


def _heart(what: str) -> str:
    """Return the part in the middle of a definition of several parts."""
    parts = re.split(r"[，、]", what)
    inner = [part for part in parts[1:-1] if _SHORTEST <= len(part) <= _LONGEST]
    return inner[0] if len(parts) >= 3 and inner else ""


def _identified(policy: PolicyText, statement: Statement) -> Draft | None:
    match = _IS.match(statement.text)
    if match is None or not statement.is_verbatim or len(statement.text) > _LONGEST_SENTENCE:
        return None
    answer = match["noun"]
    if quantities(f"为{answer}"):
        return None
    if _NO_TERM.search(match["term"]) or statement.text.count(answer) != 1 or match["term"] in answer:
        return None
    place = match.start("noun")
    stem = statement.text[:place] + BLANK + statement.text[place + len(answer) :]
    return blank_draft(
        policy,
        Rule.DEFINITION,
        statement.source,
        stem=according_to(policy, stem),
        answer=answer,
        reason=f"条文说明“{match['term']}”{match['is']}什么，空出“{answer}”。",
    )
