from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from question_bank.content import QuestionType
from question_bank.drafting import Rule, SourceProvision, draft_problems, draft_questions, policy_text_of
from question_bank.provisions import parse_policy, read_source, walk
from tests.question_bank.drafting.policies import OFFICERS, policy_of, source

_POLICIES = Path(__file__).resolve().parents[3] / "../shared/data/policy"


def test_every_rule_drafts_from_a_whole_document():
    made = {draft.rule for draft in draft_questions(policy_of(f"{OFFICERS}\n\n第十三条　农技员经费由国务院规定。"))}

    assert made == set(Rule) - {Rule.MODEL}


def test_drafts_stand_in_reading_order_and_are_the_same_each_time():
    first, second = draft_questions(policy_of()), draft_questions(policy_of())

    order = [passage.path for passage in policy_of().passages]
    assert first == second
    assert [order.index(draft.path) for draft in first] == sorted(order.index(draft.path) for draft in first)


def test_drafts_of_one_passage_still_take_distractors_from_the_others():
    (draft,) = draft_questions(policy_of(), paths={"art3/par1"})

    assert (draft.rule, draft.path) == (Rule.ENUMERATION, "art3/par1")


def test_what_the_bank_asks_already_is_not_drafted():
    policy = policy_of()
    known = [draft.content for draft in draft_questions(policy)]

    again = draft_questions(policy, known=known)

    assert known != []
    assert [draft for draft in again if draft.content in known] == []


def test_half_width_punctuation_is_read_like_the_other():
    policy = policy_of(OFFICERS.replace("，", ",").replace("；", ";").replace("：", ":"))

    assert len(draft_questions(policy)) == len(draft_questions(policy_of()))


@pytest.mark.skipif(not _POLICIES.is_dir(), reason="needs the policy documents in ../shared")
@pytest.mark.parametrize(
    ("name", "called", "fewest"),
    [
        ("公务员法_2018修订.md", "《公务员法》", 90),
        ("监察法_2024修正.md", "《监察法》", 70),
        ("监察官法_2021.md", "《监察官法》", 30),
        ("事业单位人事管理条例_2014.md", "《事业单位人事管理条例》", 28),
        ("公司领导职数规定_1989.md", "《公司领导职数规定》", 5),
    ],
)
def test_real_laws_give_sound_drafts_only(name, called, fewest):
    policy = _real(name, called)
    passages = {passage.path: passage for passage in policy.passages}

    drafts = draft_questions(policy)

    assert len(drafts) >= fewest
    assert [draft for draft in drafts if draft_problems(draft, passages)] == []
    judgements = Counter(
        passages[draft.path].article for draft in drafts if draft.content.type is QuestionType.TRUE_FALSE
    )
    assert set(judgements.values()) <= {1}
    assert all(source(policy, draft) and draft.reason for draft in drafts)


def _real(name, called):
    tree = parse_policy(read_source((_POLICIES / name).read_bytes(), name)).tree
    rows = [
        SourceProvision(flat.path, flat.parent_path, flat.kind, flat.citation_label, flat.text, flat.full_text)
        for flat in walk(tree)
    ]
    return policy_text_of(called, rows)
