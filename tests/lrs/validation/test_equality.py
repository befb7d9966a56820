"""When two statements say the same."""

from __future__ import annotations

import pytest

from lrs.validation.equality import SIGNATURE, same_statement
from tests.factories.lrs import make_activity, make_agent, make_statement

BASE = make_statement(
    actor={"objectType": "Group", "member": [make_agent("a"), make_agent("b")]},
    result={"duration": "PT1.23S"},
    context={
        "registration": "b1d1c1a0-1111-4000-8000-00000000000a",
        "contextActivities": {"parent": [make_activity("p")]},
    },
)
SAME = {
    "store's own members": {"stored": "2026-10-05T00:00:00Z", "authority": make_agent("x"), "version": "2.0.0"},
    "upper case": {"id": BASE["id"].upper()},
    "time in another zone": {"timestamp": "2026-10-04T09:00:00+08:00"},
    "order of members of a group": {
        "actor": {"objectType": "Group", "member": [make_agent("b"), make_agent("a", mbox="mailto:a@YUNLING.example")]}
    },
    "display of the verb": {"verb": {"id": BASE["verb"]["id"]}},
    "definition of the activity": {"object": make_activity(definition={"name": {"zh": "考试"}})},
    "one activity instead of a list": {
        "context": {**BASE["context"], "contextActivities": {"parent": make_activity("p")}}
    },
    "finer duration": {"result": {"duration": "PT1.2345S"}},
    "signature": {"attachments": [{"usageType": SIGNATURE, "sha2": "a" * 64}]},
}
OTHER = {
    "actor": {"actor": make_agent("c")},
    "verb": {"verb": {"id": "https://yunling.example/other"}},
    "object": {"object": make_activity("other")},
    "duration": {"result": {"duration": "PT1.24S"}},
    "same duration in other words": {"result": {"duration": "PT0M1.23S"}},
    "time": {"timestamp": "2026-10-04T01:00:01Z"},
    "no result": {"result": {}},
    "attachment": {"attachments": [{"usageType": "https://yunling.example/photo", "sha2": "a" * 64}]},
    "name": {"actor": {**BASE["actor"], "name": "专班"}},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_a_store_may_change_does_not_count(change):
    assert same_statement(BASE, {**BASE, **change}) is True


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_what_the_statement_says_counts(change):
    assert same_statement(BASE, {**BASE, **change}) is False


def test_members_the_store_fills_in_count_only_where_both_have_them():
    bare = {name: value for name, value in BASE.items() if name not in ("id", "timestamp")}

    assert same_statement(BASE, bare) is True


def test_sub_statement_is_compared_by_what_it_says():
    def around(actor):
        return {**BASE, "object": {"objectType": "SubStatement", **make_statement(without=("id",), actor=actor)}}

    assert same_statement(around(make_agent("a")), around(make_agent("a", mbox="mailto:a@YUNLING.EXAMPLE"))) is True
    assert same_statement(around(make_agent("a")), around(make_agent("b"))) is False
