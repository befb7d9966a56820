"""What statements can be found by."""

from __future__ import annotations

from lrs.validation.contents import contents_of
from tests.factories.lrs import make_activity, make_agent, make_reference, make_statement, make_voiding

UUID = "b1d1c1a0-1111-4000-8000-000000000001"


def mbox(name: str) -> str:
    return f"mbox mailto:{name}@yunling.example"


def iri(name: str) -> str:
    return f"https://yunling.example/{name}"


def test_actor_and_object_are_direct_and_the_context_is_not():
    statement = make_statement(
        context={
            "instructor": make_agent("he"),
            "contextActivities": {"parent": make_activity("p"), "other": [make_activity("o")]},
            "contextAgents": [{"objectType": "contextAgent", "agent": make_agent("witness")}],
            "contextGroups": [
                {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [make_agent("guest")]}}
            ],
        },
        authority=make_agent("system"),
    )

    contents = contents_of(statement)

    assert contents.ifis == {
        mbox("chen"): True,
        mbox("he"): False,
        mbox("witness"): False,
        mbox("guest"): False,
        mbox("system"): False,
    }
    assert contents.activities == {iri("exam"): True, iri("p"): False, iri("o"): False}


def test_group_is_found_by_its_members():
    group = {"objectType": "Group", "mbox": "mailto:all@yunling.example", "member": [make_agent("a")]}

    assert contents_of(make_statement(actor=group)).ifis == {mbox("all"): True, mbox("a"): True}


def test_whoever_is_direct_somewhere_is_direct():
    assert contents_of(make_statement(context={"instructor": make_agent()})).ifis == {mbox("chen"): True}


def test_nothing_in_a_sub_statement_is_direct():
    inner = make_statement(without=("id",), actor=make_agent("other"), object=make_activity("inner"))

    contents = contents_of(make_statement(object={"objectType": "SubStatement", **inner}))

    assert contents.ifis == {mbox("chen"): True, mbox("other"): False}
    assert contents.activities == {iri("inner"): False}


def test_names_and_definitions_are_noted():
    statement = make_statement(
        actor=make_agent(name="程立新"), object=make_activity(definition={"name": {"zh": "季季考"}})
    )

    contents = contents_of(statement)

    assert contents.names == {(mbox("chen"), "程立新")}
    assert contents.definitions == {iri("exam"): {"name": {"zh": "季季考"}}}


def test_only_the_voiding_verb_voids():
    reference = contents_of(make_statement(object=make_reference(UUID)))
    voiding = contents_of(make_voiding(UUID))

    assert (reference.target, reference.voids) == (UUID, None)
    assert (voiding.target, voiding.voids) == (UUID, UUID)
