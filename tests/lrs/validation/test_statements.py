"""Whole statements: every family of rules, and that the refusal names the member."""

from __future__ import annotations

import pytest

from lrs.validation import InvalidError, Version, validate_statement
from tests.factories.lrs import VOIDED, make_activity, make_agent, make_reference, make_statement

UUID = "b1d1c1a0-1111-4000-8000-000000000001"
ACCOUNT = {"homePage": "https://yunling.example", "name": "YL001"}
SHA2 = "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"
ATTACHMENT = {
    "usageType": "https://yunling.example/photo",
    "display": {"zh-CN": "照片"},
    "contentType": "image/png",
    "length": 27,
    "sha2": SHA2,
}


def interaction(kind: str, **members: object) -> dict[str, object]:
    return make_activity(definition={"interactionType": kind, **members})


def sub_statement(**members: object) -> dict[str, object]:
    return {
        "objectType": "SubStatement",
        **make_statement(without=("id",), **members),
    }


def context(**members: object) -> dict[str, object]:
    return make_statement(context=members)


ACCEPTED = {
    "plain": make_statement(),
    "without id": make_statement(without=("id", "timestamp")),
    "account": make_statement(actor={"account": ACCOUNT}),
    "openid": make_statement(actor={"openid": "https://yunling.example/chen"}),
    "sha1": make_statement(actor={"mbox_sha1sum": "a" * 40}),
    "anonymous group": make_statement(actor={"objectType": "Group", "member": [make_agent()]}),
    "identified group": make_statement(actor={"objectType": "Group", "account": ACCOUNT}),
    "agent as object": make_statement(object=make_agent()),
    "group as object": make_statement(object={"objectType": "Group", "account": ACCOUNT}),
    "statement as object": make_statement(object=make_reference(UUID)),
    "sub-statement": make_statement(object=sub_statement()),
    "activity without type": make_statement(object={"id": "https://yunling.example/a"}),
    "choice": make_statement(object=interaction("choice", choices=[{"id": "A"}], correctResponsesPattern=["A"])),
    "matching": make_statement(object=interaction("matching", source=[{"id": "a"}], target=[{"id": "1"}])),
    "likert": make_statement(object=interaction("likert", scale=[{"id": "1", "description": {"zh": "差"}}])),
    "score": make_statement(result={"score": {"scaled": 0.8, "raw": 80, "min": 0, "max": 100}}),
    "result": make_statement(
        result={"success": True, "completion": True, "response": "A", "duration": "PT1H", "extensions": {}}
    ),
    "context": context(
        registration=UUID,
        instructor=make_agent("he"),
        team={"objectType": "Group", "account": ACCOUNT},
        contextActivities={"parent": make_activity("p"), "category": [make_activity("c")]},
        revision="1",
        platform="季季考",
        language="zh-CN",
        statement=make_reference(UUID),
        extensions={"https://yunling.example/x": None},
    ),
    "attachment": make_statement(attachments=[{**ATTACHMENT, "fileUrl": "https://yunling.example/1.png"}]),
    "voiding": make_statement(verb={"id": VOIDED}, object=make_reference(UUID)),
    "version 1.0.9": make_statement(version="1.0.9"),
    "null in extensions": make_statement(result={"extensions": {"https://yunling.example/x": {"y": None}}}),
    "authority of OAuth": make_statement(
        authority={"objectType": "Group", "member": [make_agent("app"), make_agent()]}
    ),
}
REFUSED = {
    "no object at all": ([], "statement"),
    "no actor": (make_statement(without=("actor",)), "statement"),
    "no verb": (make_statement(without=("verb",)), "statement"),
    "no object": (make_statement(without=("object",)), "statement"),
    "null": (make_statement(result=None), "statement.result"),
    "unknown member": (make_statement(mood="好"), "statement.mood"),
    "wrong case": (make_statement(Timestamp="2026-10-04T01:00:00Z"), "statement.Timestamp"),
    "id not a uuid": (make_statement(id="1"), "statement.id"),
    "no identifier": (make_statement(actor={"name": "程立新"}), "statement.actor"),
    "two identifiers": (make_statement(actor=make_agent(account=ACCOUNT)), "statement.actor"),
    "mbox without mailto": (make_statement(actor={"mbox": "chen@yunling.example"}), "statement.actor.mbox"),
    "account without name": (
        make_statement(actor={"account": {"homePage": "https://yunling.example"}}),
        "statement.actor.account",
    ),
    "agent type misspelt": (make_statement(actor=make_agent(objectType="agent")), "statement.actor.objectType"),
    "anonymous group without members": (make_statement(actor={"objectType": "Group"}), "statement.actor"),
    "group in a group": (
        make_statement(actor={"objectType": "Group", "member": [{"objectType": "Group", "account": ACCOUNT}]}),
        "statement.actor.member[0].objectType",
    ),
    "member without identifier": (
        make_statement(actor={"objectType": "Group", "account": ACCOUNT, "member": [{"name": "x"}]}),
        "statement.actor.member[0]",
    ),
    "verb without id": (make_statement(verb={"display": {"zh": "做"}}), "statement.verb"),
    "verb not an iri": (make_statement(verb={"id": "做"}), "statement.verb.id"),
    "activity without id": (make_statement(object={"objectType": "Activity"}), "statement.object"),
    "unknown object type": (
        make_statement(object={"objectType": "Thing", "id": "https://yunling.example/a"}),
        "statement.object.objectType",
    ),
    "object type a list": (make_statement(object={"objectType": []}), "statement.object.objectType"),
    "unknown interaction": (
        make_statement(object=interaction("guess")),
        "statement.object.definition.interactionType",
    ),
    "choices without interaction": (
        make_statement(object=make_activity(definition={"choices": []})),
        "statement.object.definition",
    ),
    "choices of a likert": (
        make_statement(object=interaction("likert", choices=[{"id": "A"}])),
        "statement.object.definition.choices",
    ),
    "choices with one id twice": (
        make_statement(object=interaction("choice", choices=[{"id": "A"}, {"id": "A"}])),
        "statement.object.definition.choices",
    ),
    "component without id": (
        make_statement(object=interaction("choice", choices=[{"description": {"zh": "甲"}}])),
        "statement.object.definition.choices[0]",
    ),
    "sub-statement in a sub-statement": (
        make_statement(object=sub_statement(object=sub_statement())),
        "statement.object.object.objectType",
    ),
    "sub-statement with id": (
        make_statement(object={"objectType": "SubStatement", **make_statement()}),
        "statement.object.id",
    ),
    "sub-statement with authority": (
        make_statement(object=sub_statement(authority=make_agent())),
        "statement.object.authority",
    ),
    "score above one": (make_statement(result={"score": {"scaled": 1.01}}), "statement.result.score.scaled"),
    "score in quotes": (make_statement(result={"score": {"raw": "80"}}), "statement.result.score.raw"),
    "score outside its bounds": (
        make_statement(result={"score": {"raw": 101, "min": 0, "max": 100}}),
        "statement.result.score.raw",
    ),
    "bounds turned round": (
        make_statement(result={"score": {"min": 100, "max": 0}}),
        "statement.result.score.min",
    ),
    "success in quotes": (make_statement(result={"success": "true"}), "statement.result.success"),
    "team an agent": (context(team=make_agent()), "statement.context.team.objectType"),
    "registration not a uuid": (context(registration="1"), "statement.context.registration"),
    "unknown context activities": (
        context(contextActivities={"sibling": make_activity()}),
        "statement.context.contextActivities.sibling",
    ),
    "language misspelt": (context(language="zh_CN"), "statement.context.language"),
    "reference without type": (context(statement={"id": UUID}), "statement.context.statement"),
    "revision without activity": (
        make_statement(object=make_agent(), context={"revision": "1"}),
        "statement.context.revision",
    ),
    "platform without activity in a sub-statement": (
        make_statement(object=sub_statement(object=make_agent(), context={"platform": "x"})),
        "statement.object.context.platform",
    ),
    "attachment without digest": (
        make_statement(attachments=[{name: ATTACHMENT[name] for name in ATTACHMENT if name != "sha2"}]),
        "statement.attachments[0]",
    ),
    "attachment's length in quotes": (
        make_statement(attachments=[{**ATTACHMENT, "length": "27"}]),
        "statement.attachments[0].length",
    ),
    "voiding an activity": (make_statement(verb={"id": VOIDED}), "statement.object"),
    "version of another standard": (make_statement(version="1.1.0"), "statement.version"),
    "authority a group of three": (
        make_statement(authority={"objectType": "Group", "member": [make_agent(n) for n in "abc"]}),
        "statement.authority",
    ),
    "authority an identified group": (
        make_statement(authority={"objectType": "Group", "account": ACCOUNT, "member": [make_agent(n) for n in "ab"]}),
        "statement.authority",
    ),
}


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("statement", ACCEPTED.values(), ids=ACCEPTED)
def test_accepts_valid_statement(statement, version):
    assert validate_statement(statement, version) is None


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize(("statement", "where"), REFUSED.values(), ids=REFUSED)
def test_refuses_and_names_the_member(statement, where, version):
    with pytest.raises(InvalidError) as refusal:
        validate_statement(statement, version)

    assert refusal.value.where == where


CONTEXT_AGENTS = context(
    contextAgents=[
        {"objectType": "contextAgent", "agent": make_agent(), "relevantTypes": ["https://yunling.example/t"]}
    ],
    contextGroups=[{"objectType": "contextGroup", "group": {"objectType": "Group", "account": ACCOUNT}}],
)


def test_context_agents_came_with_2_0():
    assert validate_statement(CONTEXT_AGENTS, Version.V2) is None
    with pytest.raises(InvalidError) as refusal:
        validate_statement(CONTEXT_AGENTS, Version.V1)

    assert refusal.value.where == "statement.context.contextAgents"


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        ({"agent": make_agent()}, ""),
        ({"objectType": "contextAgent"}, ""),
        ({"objectType": "agent", "agent": make_agent()}, ".objectType"),
        ({"objectType": "contextAgent", "agent": {"name": "x"}}, ".agent"),
        ({"objectType": "contextAgent", "agent": make_agent(), "relevantTypes": []}, ".relevantTypes"),
        ({"objectType": "contextAgent", "agent": make_agent(), "relevantTypes": ["x"]}, ".relevantTypes[0]"),
    ],
)
def test_refuses_context_agent_without_its_parts(entry, where):
    with pytest.raises(InvalidError) as refusal:
        validate_statement(context(contextAgents=[entry]), Version.V2)

    assert refusal.value.where == f"statement.context.contextAgents[0]{where}"


@pytest.mark.parametrize(
    ("text", "version"),
    [("1.0", Version.V1), ("1.0.3", Version.V1), ("2.0", Version.V2), ("2.0.12", Version.V2)],
)
def test_any_patch_of_a_version_is_understood(text, version):
    assert Version.of(text) is version


@pytest.mark.parametrize("text", ["", "1", "1.1.0", "0.95", "2.1", "1.0.", "1.0.03", " 2.0.0"])
def test_other_versions_are_not(text):
    assert Version.of(text) is None
