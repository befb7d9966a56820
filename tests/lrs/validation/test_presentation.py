"""The formats `ids` and `canonical`."""

from __future__ import annotations

import pytest

from lrs.validation.presentation import as_canonical, as_ids, languages_wanted
from tests.factories.lrs import make_activity, make_agent, make_statement

FULL = make_activity(
    definition={
        "name": {"zh-CN": "考试", "en-US": "exam"},
        "interactionType": "choice",
        "choices": [{"id": "A", "description": {"en": "yes", "zh": "是"}}, {"id": "B"}],
    }
)
STATEMENT = make_statement(
    actor=make_agent(name="程立新"),
    verb={"id": "https://yunling.example/did", "display": {"en-US": "did", "zh-CN": "做了"}},
    object={"objectType": "SubStatement", **make_statement(without=("id",), object=FULL)},
    context={
        "team": {"objectType": "Group", "name": "专班", "member": [make_agent("a", name="甲")]},
        "contextActivities": {"parent": [FULL]},
        "contextAgents": [{"objectType": "contextAgent", "agent": make_agent(name="程立新")}],
    },
)


def test_ids_keep_only_what_identifies():
    ids = as_ids(STATEMENT)

    assert ids["actor"] == make_agent()
    assert ids["verb"] == {"id": "https://yunling.example/did"}
    assert ids["object"]["object"] == {"id": FULL["id"]}
    assert ids["context"] == {
        "team": {"objectType": "Group", "member": [make_agent("a")]},
        "contextActivities": {"parent": [{"id": FULL["id"]}]},
        "contextAgents": [{"objectType": "contextAgent", "agent": make_agent()}],
    }


def test_canonical_gives_each_text_in_the_language_wanted():
    canonical = as_canonical(STATEMENT, {}, ["zh"])

    assert canonical["actor"] == STATEMENT["actor"]
    assert canonical["verb"]["display"] == {"zh-CN": "做了"}
    assert canonical["object"]["object"]["definition"] == {
        "name": {"zh-CN": "考试"},
        "interactionType": "choice",
        "choices": [{"id": "A", "description": {"zh": "是"}}, {"id": "B"}],
    }


def test_canonical_uses_the_definition_known_here():
    known = {FULL["id"]: {"name": {"en": "quarterly test"}}}

    assert as_canonical(STATEMENT, known, ["zh"])["object"]["object"]["definition"] == {
        "name": {"en": "quarterly test"}
    }


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("zh-CN,en;q=0.5", ["zh-cn", "en"]),
        ("en;q=0.5, zh-CN", ["zh-cn", "en"]),
        ("en;q=0, *", ["*"]),
        ("en;q=x,zh", ["zh"]),
        ("", []),
    ],
)
def test_languages_are_wanted_by_weight(header, expected):
    assert languages_wanted(header) == expected
