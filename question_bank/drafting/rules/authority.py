"""R6: which body decides, approves or is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from question_bank.content import BLANK
from question_bank.drafting.draft import SLOT, Draft, Rule, according_to, blank_draft, choice_draft
from question_bank.drafting.organizations import Body, deciding_bodies, rivals
from question_bank.drafting.passages import PolicyText
from question_bank.drafting.statements import Statement
from question_bank.drafting.validation import LARGEST_RATIO

_DISTRACTORS = 3
#: With fewer of its own kind the key would be told by its looks.
_FEWEST_ALIKE = 2
_SHORT_NAME = 6
#: The same body before the same words is the same fact, told in another article.
_SAME_WORDS = 6


def draft_authorities(policy: PolicyText, statements: Iterable[Statement]) -> Iterator[Draft]:
    """Yield a single choice for each body that a statement gives something to decide."""
    asked: set[tuple[str, str]] = set()
    for statement in statements:
        for body in deciding_bodies(statement.own_text):
            fact = (body.name, statement.own_text[body.end : body.end + _SAME_WORDS])
            if fact not in asked and (draft := _draft(policy, statement, body)):
                asked.add(fact)
                yield draft


def _draft(policy: PolicyText, statement: Statement, body: Body) -> Draft | None:
    start = statement.own + body.start
    rest = statement.text[:start] + SLOT + statement.text[statement.own + body.end :]
    if body.name in rest:
        return None
    wrong = _distractors(policy, statement, body.name)
    if len(wrong) < _DISTRACTORS:
        stem = according_to(policy, rest.replace(SLOT, BLANK, 1))
        reason = f"条文写明由“{body.name}”办理；本文件里没有足够的同类机关作干扰项，改为填空。"
        return blank_draft(policy, Rule.AUTHORITY, statement.source, stem=stem, answer=body.name, reason=reason)
    return choice_draft(
        policy,
        Rule.AUTHORITY,
        statement.source,
        stem=according_to(policy, rest),
        right=[body.name],
        wrong=wrong,
        reason=f"条文写明由“{body.name}”办理；干扰项是本文件里的其他机关，或同类机关的其他层级。",
    )


def _distractors(policy: PolicyText, statement: Statement, key: str) -> list[str]:
    chosen: list[str] = []
    for other in rivals(key, policy):
        names = [key, *chosen, other]
        is_alike = max(map(len, names)) <= LARGEST_RATIO * min(map(len, names))
        is_apart = not any(other in name or name in other for name in chosen)
        if is_alike and is_apart and other not in statement.passage.text:
            chosen.append(other)
    alike = [name for name in chosen[:_DISTRACTORS] if name.endswith(_kind(key))]
    return chosen[:_DISTRACTORS] if len(alike) >= _FEWEST_ALIKE else []


def _kind(name: str) -> str:
    """Return what tells the kind of a body: 主管部门, or only 机关 of a short name."""
    return name[-4:] if len(name) > _SHORT_NAME else name[-2:]
