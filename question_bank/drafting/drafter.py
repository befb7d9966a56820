"""All drafts of a document or of chosen passages, each sound by itself and none like another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from question_bank.content import QuestionContent, QuestionType
from question_bank.drafting.draft import Draft
from question_bank.drafting.passages import PolicyText
from question_bank.drafting.rules.authority import draft_authorities
from question_bank.drafting.rules.definition import draft_definitions
from question_bank.drafting.rules.enumeration import draft_enumerations
from question_bank.drafting.rules.inline_list import draft_inline_lists
from question_bank.drafting.rules.modality import draft_judgements
from question_bank.drafting.rules.number import draft_numbers
from question_bank.drafting.statements import statements
from question_bank.drafting.validation import Asked, draft_problems


def draft_questions(
    policy: PolicyText, *, paths: Collection[str] | None = None, known: Iterable[QuestionContent] = ()
) -> list[Draft]:
    """Return the drafts of a document in reading order, or only those of the passages named.

    True/false comes last: once a 条, and never about words that a better draft asks already.
    """
    passages = {passage.path: passage for passage in policy.passages}
    asked = Asked(known)
    judged: set[str] = set()
    used: set[tuple[str, int, int]] = set()
    kept: list[Draft] = []
    for draft in _candidates(policy):
        article, place = passages[draft.path].article, (draft.path, draft.start, draft.end)
        is_judgement = draft.content.type is QuestionType.TRUE_FALSE
        if (paths is not None and draft.path not in paths) or (is_judgement and (article in judged or place in used)):
            continue
        if draft_problems(draft, passages):
            continue
        # What is asked elsewhere takes up its words and its 条 all the same, lest a duller draft step in.
        used.add(place)
        judged.update([article] if is_judgement else [])
        if not asked.has_like(draft.content):
            asked.add(draft.content)
            kept.append(draft)
    places = {path: place for place, path in enumerate(passages)}
    return sorted(kept, key=lambda draft: (places[draft.path], draft.start))


def _candidates(policy: PolicyText) -> Iterator[Draft]:
    """Yield what the rules propose, the more valuable first: true/false only fills what they leave."""
    known = [statement for passage in policy.passages for statement in statements(policy, passage)]
    yield from draft_authorities(policy, known)
    yield from draft_numbers(policy, known)
    yield from draft_enumerations(policy)
    yield from draft_definitions(policy, known)
    yield from draft_inline_lists(policy, known)
    yield from draft_judgements(policy, known)
